import { isCodeNumber, isCodeValue, literalShape } from '../../../base/code-shape.ts';
import { lettersOf } from '../../../base/words.ts';
import { errorCodeSureness, isAboutFailure, isErrorWord, namesCodes, wordsOfName } from '../words.ts';
import { fieldKind, holderSays, isEnumClass, isLocal, isStringEnum, typeSays } from './declarations.ts';
import {
  type Declaration,
  type Finding,
  isMark,
  isName,
  isNoError,
  parts,
  type Source,
  tokenAt,
  wholeNumber,
  wholeString,
} from './source.ts';

/** Codes in constants whose name, type, class or file says that they are error codes. */
export function* findInConstants(source: Source): Generator<Finding> {
  for (const declaration of source.declared) {
    const { name, isMember, isArgument } = declaration;
    if (isMember || isArgument || fieldKind(name) !== null) continue;
    const certainty = certaintyOf(source, declaration);
    if (certainty === null) continue;
    const finding = codeOf(source, declaration, certainty);
    if (finding !== null) yield finding;
  }
  yield* countedInGo(source);
}

/**
 * `sure`: any value is a code; `named`: one that agrees with the name, or tells of a failure; `alike`: one that agrees;
 * `exact`: one that says the same in several words.
 */
type Certainty = 'sure' | 'named' | 'alike' | 'exact';

function certaintyOf(source: Source, declaration: Declaration): Certainty | null {
  const { name, types } = declaration;
  if (typeSays(source, types) !== null) return 'sure';
  const words = wordsOfName(name);
  const isConstant = /^\p{Lu}/u.test(name);
  const holder = holderSays(source, declaration);
  if (holder === 'sure' && isConstant) return 'sure';
  const says = errorCodeSureness(name);
  const isConstantPlace = isConstant || !isLocal(source, declaration);
  if (!isConstantPlace) return null;
  const isFirst = isErrorWord(words[0] ?? '') || words[0] === 'code';
  if (says !== null && isFirst) return words.includes('name') ? 'alike' : 'named';
  if (isErrorWord(words[0] ?? '')) return 'exact';
  if (says === 'sure' && words.at(-1) === 'code') return 'named';
  if (isConstant && holder === 'likely') return 'named';
  // In a class that is about something else, the file says nothing of it.
  if (source.outline.heads(declaration.at).next().value !== undefined && holder === null) return null;
  const isExported = isConstant || isName(source, declaration.at - 1, 'const');
  return source.isAboutErrors && isExported ? 'alike' : null;
}

function codeOf(source: Source, declaration: Declaration, certainty: Certainty): Finding | null {
  const { name, value } = declaration;
  const found = 'constant';
  const text = wholeString(source, value);
  if (text !== null) {
    if (isMemberOfCodes(source, declaration) ? isCodeValue(text) : isCode(name, text, certainty))
      return { at: value, code: text, found, isName: false };
    return bareMember(source, declaration);
  }
  const number = wholeNumber(source, value);
  if (number !== null) {
    if (!isNumbered(source, declaration, certainty) || !isCodeNumber(number.replace('-', '')))
      return bareMember(source, declaration);
    return { at: value, code: number, found, isName: false };
  }
  const inner = firstString(source, isMark(source, value, '(') ? value : wrapperOf(source, value));
  if (inner !== null && isMemberOfCodes(source, declaration) && isCodeValue(inner.text))
    return { at: inner.at, code: inner.text, found, isName: false };
  // `errors.New("skipped")` takes a message; a code is joined.
  const isJoined = inner !== null && (certainty === 'sure' || /[_.:/-]/.test(inner.text));
  if (inner !== null && isJoined && isCode(name, inner.text, certainty))
    return { at: inner.at, code: inner.text, found, isName: false };
  return bareMember(source, declaration);
}

/** Whether a constant is a member of an enum of codes, or of a type for codes: then its value is the code. */
function isMemberOfCodes(source: Source, declaration: Declaration): boolean {
  if (typeSays(source, declaration.types) === 'sure') return true;
  return isEnumClass(source, declaration) && holderSays(source, declaration) !== null;
}

/** A number is a code only where the names say so, not in any file about errors. */
function isNumbered(source: Source, declaration: Declaration, certainty: Certainty): boolean {
  if (certainty === 'sure') return true;
  const words = wordsOfName(declaration.name);
  return holderSays(source, declaration) !== null && certainty === 'named'
    ? true
    : words.includes('code') && words.some(isErrorWord);
}

function isCode(name: string, text: string, certainty: Certainty): boolean {
  if (literalShape(text) === null) return certainty === 'sure' && /^\d{4,10}$/.test(text);
  if (certainty === 'sure') return true;
  if (certainty === 'exact' && (literalShape(text) === 'word' || !lettersOf(name).endsWith(lettersOf(text))))
    return false;
  return (
    agree(name, text) || (certainty === 'named' && literalShape(text) === 'compound' && isAboutFailure(text))
  );
}

const ABOUT = new Set(['code', 'name', 'e']);

/** Whether a constant is named for its value: `ErrSlugTaken` for `slug_taken`. */
function agree(name: string, text: string): boolean {
  const words = wordsOfName(name).filter((word) => !ABOUT.has(word));
  const own = words.filter((word) => !isErrorWord(word)).join('');
  const whole = words.join('');
  const value = lettersOf(text);
  if (own === '') return false;
  return (
    value === whole ||
    value === own ||
    (words.length > 1 && own.length > 4 && value.endsWith(own)) ||
    (wordsOfName(text).length > 1 && own.endsWith(value))
  );
}

/** `errors.New("x")`, `ErrorCode("x")`, `new ErrorCode("x")`: the bracket of the call. */
function wrapperOf(source: Source, value: number): number {
  let at = isName(source, value, 'new') ? value + 1 : value;
  while (isMark(source, at + 1, '.', '::')) at += 2;
  if (tokenAt(source, at).kind !== 'name' || !isMark(source, at + 1, '(')) return -1;
  const names = source.tokens
    .slice(value, at + 1)
    .flatMap(({ kind, text }) => (kind === 'name' ? [text] : []));
  return names.some((name) => wordsOfName(name).some(isErrorWord)) ? at + 1 : -1;
}

function firstString(source: Source, open: number): { at: number; text: string } | null {
  if (open === -1) return null;
  let count = 0;
  for (const { from } of parts(source, open)) {
    count += 1;
    if (count > 3) return null;
    const text = wholeString(source, from);
    if (text !== null) return isCodeValue(text) ? { at: from, text } : null;
  }
  return null;
}

/** `NOT_FOUND = auto()` and `NOT_FOUND = 1` in an enum of Python. */
function bareMember(source: Source, declaration: Declaration): Finding | null {
  const { name, at, value } = declaration;
  if (
    !isEnumClass(source, declaration) ||
    holderSays(source, declaration) === null ||
    isNoError(name) ||
    !/^\p{Lu}/u.test(name)
  )
    return null;
  const isAuto =
    isName(source, value, 'auto') || (isName(source, value, 'enum') && isName(source, value + 2, 'auto'));
  const isSpelled = isAuto && isStringEnum(source, declaration);
  return { at, code: isSpelled ? name.toLowerCase() : name, found: 'enum', isName: !isSpelled };
}

/** `const ( NotFound ErrorCode = iota`, and the names below it. */
function* countedInGo(source: Source): Generator<Finding> {
  if (source.language.name !== 'go') return;
  for (let at = 0; at < source.tokens.length; at += 1) {
    const open = isName(source, at, 'const') && isMark(source, at + 1, '(') ? at + 1 : -1;
    const close = open === -1 ? -1 : source.outline.pair(open);
    if (close === -1) continue;
    let isCounted = false;
    for (let index = open + 1; index < close; index = source.outline.behind(index)) {
      const token = tokenAt(source, index);
      if (!token.first || token.kind !== 'name') continue;
      const isBare = tokenAt(source, index + 1).first;
      if (!isBare)
        isCounted = isName(source, index + 3, 'iota') && isCodeType(source, tokenAt(source, index + 1).text);
      if (isCounted && !isNoError(token.text) && literalShape(token.text) !== null)
        yield { at: index, code: token.text, found: 'constant', isName: true };
    }
  }
}

function isCodeType(source: Source, type: string): boolean {
  return namesCodes(type) || (source.isAboutErrors && /^Codes?$/.test(type));
}
