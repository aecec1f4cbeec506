import { isCodeNumber, literalShape } from '../../../base/code-shape.ts';
import { isAboutFailure } from '../words.ts';
import { declarations, type FieldKind, fieldKind, setterKind, surroundingsOf } from './declarations.ts';
import {
  type Finding,
  isMark,
  isName,
  possibleStrings,
  type Source,
  tokenAt,
  wholeNumber,
} from './source.ts';

/** Codes that are given to a field, argument or setter named `code`, `error_code`, `error` or alike. */
export function* findInFields(source: Source): Generator<Finding> {
  for (const { at, value, kind, isVariable } of fields(source)) {
    yield* codesOfField(source, at, value, kind, isVariable);
  }
}

interface Field {
  at: number;
  value: number;
  kind: FieldKind;
  /** A variable of its own, of which nothing says whose field it is. */
  isVariable: boolean;
}

function* fields(source: Source): Generator<Field> {
  const hasArrows = source.language.name === 'php' || source.language.name === 'ruby';
  for (let at = 0; at < source.tokens.length; at += 1) {
    const token = tokenAt(source, at);
    if (token.kind !== 'name' && token.kind !== 'string') continue;
    const next = tokenAt(source, at + 1);
    if (next.kind !== 'mark') continue;
    const isOptional = next.text === '?' && isMark(source, at + 2, ':');
    if (next.text === ':' || isOptional || (hasArrows && next.text === '=>')) {
      if (isMark(source, at - 1, '?', '.', '?.', '->') || isName(source, at - 1, 'case', 'default')) continue;
      const kind = fieldKind(token.text);
      // `code: str = "x"` is a declaration.
      if (kind !== null) yield { at, value: at + (isOptional ? 3 : 2), kind, isVariable: false };
    } else if (next.text === '(' && token.kind === 'name') {
      const kind = setterKind(token.text, isMark(source, at - 1, '.', '->', '?.'));
      if (kind !== null && !isMark(source, at + 2, ')')) yield { at, value: at + 2, kind, isVariable: false };
    } else if (next.text === ']' && isMark(source, at - 1, '[') && isMark(source, at + 2, '=')) {
      const kind = token.kind === 'string' ? fieldKind(token.text) : null;
      if (kind !== null) yield { at, value: at + 3, kind, isVariable: false };
    }
  }
  for (const { name, at, value, isMember, isArgument } of declarations(source)) {
    const kind = fieldKind(name);
    if (kind !== null) yield { at, value, kind, isVariable: !isMember && !isArgument };
  }
}

function* codesOfField(
  source: Source,
  at: number,
  value: number,
  kind: FieldKind,
  isVariable: boolean,
): Generator<Finding> {
  const found = 'field';
  const { isError, isOther } = surroundingsOf(source, at);
  if (isOther) return;
  for (const { at: place, text } of possibleStrings(source, value)) {
    if (isCodeInField(text, kind, isError, isVariable)) yield { at: place, code: text, found, isName: false };
  }
  const number = wholeNumber(source, value);
  if (number === null || !isCodeNumber(number.replace('-', '')) || kind === 'error') return;
  if (kind === 'error-code' || (isError && Math.abs(Number(number)) > 999))
    yield { at: value, code: number, found, isName: false };
}

function isCodeInField(text: string, kind: FieldKind, isError: boolean, isVariable: boolean): boolean {
  const shape = literalShape(text);
  if (shape === null) return /^\d{4,10}$/.test(text) && isError && kind !== 'error';
  const isFailure = isAboutFailure(text);
  switch (kind) {
    case 'error-code':
      return true;
    case 'code':
      if (isError || isFailure) return shape === 'compound' || text.length > 3;
      return !isVariable && shape === 'compound' && /[_.]/.test(text);
    case 'error':
      return shape === 'compound' && (isFailure || (/_/.test(text) && isError));
  }
}

/** `"code": "x"` within a text; the longest code that is known to be one has 80 characters. */
const MEMBER = /"(code|error_code|errorCode)"\s{0,4}:\s{0,4}"([\w.:/-]{3,80})"/g;

/** Codes in strings that hold JSON, as it is sent: `` `{"error":{"code":"x"}}` ``; not those in the notes of Python. */
export function* findInJsonTexts(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text, first } = tokenAt(source, at);
    if (kind !== 'string' || !text.trimStart().startsWith('{') || (first && source.language.indents))
      continue;
    for (const [, , code = ''] of text.matchAll(MEMBER))
      if (literalShape(code) === 'compound') yield { at, code, found: 'field', isName: false };
  }
}
