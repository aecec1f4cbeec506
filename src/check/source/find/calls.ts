import { isCodeNumber, literalShape } from '../../../base/code-shape.ts';
import { wordSet } from '../../../base/text.ts';
import { errorCodeSureness, isAboutFailure, isErrorWord, wordsOfName } from '../words.ts';
import { contextOfValue, type FieldKind, fieldKind, setterKind } from './declarations.ts';
import {
  type Finding,
  isMark,
  isName,
  parts,
  possibleStrings,
  type Source,
  tokenAt,
  wholeNumber,
} from './source.ts';

const THROWING = new Set(['fail', 'abort', 'raise', 'throw', 'fails', 'throws', 'problem', 'reject', 'bail']);
/** What the name of a call has at least that makes or sends an error. */
const MAY_SAY_ERROR = /err|exc|code|problem|fail|fault|declin|reject|abort|raise|throw|bail/i;
const MAKERS = new Set(['new', 'create', 'of', 'from', 'make', 'build', 'with', 'newf']);
/** What may stand before the word for an error in the name of a function that makes or sends one. */
const VERBS = wordSet(`
  new create make build send write respond reply return throw raise json render emit to as into abort fail
  throws generate construct http api rpc`);
const NOT_EMITTING = wordSet(`
  is has get set clear handle handler log logs on track capture assert asserts expect should catch format
  parse read print report use show display find match matches check test add remove register ignore suppress
  map wrap unwrap count record message messages format boundary class name type instance handlers errorf
  fatalf for event metric by listener off once emitter last first reset describe translate lookup known watch
  wait def define console warn notify`);
/** What an error may be called beside what went wrong. */
const GENERAL = wordSet(`
  api app application http service server client domain business base coded custom graphql graph ql oauth auth
  rpc rest response web system core workspace known public user err error errors exception exceptions problem
  fail failure fault new create make build send write respond reply return throw raise json render with code
  status abort details result body`);
const FOLLOWING = wordSet(`
  response result body json payload details detail code with status reply if object envelope info ctx context
  and exit`);
/** The languages' own: what they take is a message. */
const BUILT_IN =
  /^(?:(?:Base|Stop(?:Async)?|Illegal\w*|Key|Attribute|Index|Type|NotImplemented|Runtime|Value|Name|Import|Syntax|Range|Reference|Eval|URI|Assertion|Aggregate|Standard|Arithmetic|Lookup|OS|IO|Overflow|ZeroDivision|Unicode\w*|Recursion|NullPointer|UnsupportedOperation|NoSuchElement|Argument|ArgumentNull|ArgumentOutOfRange|InvalidOperation|NotSupported|Timeout|Connection|Permission|FileNotFound|System|Logic|Domain|InvalidArgument|UnexpectedValue|OutOfRange|OutOfBounds|Length|Load|NoMethod|Fiber|Security|ClassCast|Interrupted|Execution|DOM|ModuleNotFound)?(?:Error|Exception)|Throwable|NSError|Stop\w*|errors)$/;
const LOGGERS =
  /^(?:\w*log(?:ger|ging)?s?|slog|zap|zerolog|logrus|console|sentry|toast|t|b|tb|assert|require|expect|metrics|span|message|notify|notification|ui|chalk|colors|vscode|window|events?|emitter|process|gulp|core|pytest|suite|test|builder|parser|argparser|ap|cli|flash|yup|z|joi|_)$/i;

const IN_TESTS = new Set(['test', 'it', 'describe', 'expect', 'assert', 'check', 'is', 'has']);

/** Codes among the first two arguments of what makes, throws or sends an error: `new ApiError('x')`, `fail(404, "x")`. */
export function* findInCalls(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text: mark, start } = tokenAt(source, at);
    if (kind !== 'mark' || mark !== '(' || tokenAt(source, at - 1).start === start) continue;
    const sureness = callSureness(source, at);
    if (sureness === null) {
      yield* registeredAt(source, at);
      continue;
    }
    let count = 0;
    for (const { from } of parts(source, at)) {
      count += 1;
      if (count > 2) break;
      const codes = [...possibleStrings(source, from)].filter(({ text }) =>
        isCodeArgument(text, sureness, count),
      );
      for (const { at: place, text } of codes) yield { at: place, code: text, found: 'call', isName: false };
      if (codes.length > 0) break;
    }
  }
}

/** `E('ERR_X', 'It failed', TypeError)`: in a file about errors, a statement that begins with what is plainly a code. */
function* registeredAt(source: Source, open: number): Generator<Finding> {
  const callee = tokenAt(source, open - 1);
  const { kind, text } = tokenAt(source, open + 1);
  if (!source.isAboutErrors || callee.kind !== 'name' || !callee.first || kind !== 'string') return;
  if (LOGGERS.test(callee.text) || wordsOfName(callee.text).some((word) => IN_TESTS.has(word))) return;
  if (/^ERR(?:OR)?_[A-Z]/.test(text) && literalShape(text) !== null && isMark(source, open + 2, ',', ')'))
    yield { at: open + 1, code: text, found: 'call', isName: false };
}

/** `code`: the call makes an error code; `general`: any error; `special`: one of which an argument may be anything. */
type CallSureness = 'code' | 'general' | 'special';

function isCodeArgument(text: string, sureness: CallSureness, count: number): boolean {
  const shape = literalShape(text);
  if (shape === null) return false;
  if (sureness === 'code') return count === 1;
  if (shape !== 'compound') return false;
  return (
    isAboutFailure(text) ||
    (sureness === 'general' && /^[a-z]\w*_|^[A-Z][A-Z0-9]*_|^[a-z]+(?:[._][a-z]+)+$|^[A-Z]{5,}$/.test(text))
  );
}

function callSureness(source: Source, open: number): CallSureness | null {
  let at = open - 1;
  if (isMark(source, at, '!')) at -= 1;
  const callee = tokenAt(source, at);
  if (callee.kind !== 'name') return null;
  if (isDeclared(source, at, open)) return null;
  const isQualified = isMark(source, at - 1, '.', '::', '->', '?.');
  const qualifier = isQualified ? tokenAt(source, at - 2).text : '';
  const isMaker = isQualified && MAKERS.has(callee.text.toLowerCase());
  const name = isMaker ? qualifier : callee.text;
  if (!MAY_SAY_ERROR.test(name) || BUILT_IN.test(name)) return null;
  if (isQualified && !isMaker && LOGGERS.test(qualifier)) return null;
  if (isMaker && LOGGERS.test(qualifier)) return null;
  const words = wordsOfName(name);
  // `apierr.Code("x")`
  if (name === 'Code' && wordsOfName(qualifier).some(isErrorWord)) return 'code';
  if (
    !isMaker &&
    words.length === 1 &&
    /^(?:error|errors)$/.test(name) &&
    isQualified &&
    !/^(?:ctx|c|res|resp|response|reply|http|api|status|problem|h|w|ApiError|oauth|graphql)$/i.test(qualifier)
  )
    return null;
  return ofWords(words, name);
}

function ofWords(words: readonly string[], name: string): CallSureness | null {
  if (words.some((word) => NOT_EMITTING.has(word))) return null;
  if (errorCodeSureness(name) === 'sure' && words.at(-1) === 'code')
    return words.length <= 4 && /^\p{Lu}/u.test(name) ? 'code' : 'general';
  const at = words.findIndex((word) => isErrorWord(word) || THROWING.has(word));
  if (at === -1) return null;
  const lastError = words.findLastIndex((word) => isErrorWord(word) || THROWING.has(word));
  const behind = words.slice(lastError + 1);
  if (!behind.every((word) => FOLLOWING.has(word))) return null;
  const isClass = /^\p{Lu}/u.test(name);
  if (!isClass && at > 1 && !VERBS.has(words[0] ?? '')) return null;
  return words.every((word) => GENERAL.has(word) || FOLLOWING.has(word) || isErrorWord(word))
    ? 'general'
    : 'special';
}

const BEFORE_DECLARED = 'func fun def fn function class case catch except rescue instanceof is'.split(' ');

/** Whether the bracket is that of a declaration, whose arguments are defaults, or of a comparison. */
function isDeclared(source: Source, at: number, open: number): boolean {
  if (isName(source, at - 1, ...BEFORE_DECLARED)) return true;
  // `#[error("…")]`
  if (isMark(source, at - 1, '[') && isMark(source, at - 2, '#')) return true;
  const close = source.outline.pair(open);
  return (
    isMark(source, close + 1, '==', '===', '!=', '!==') ||
    isMark(source, at - 1, '==', '===', '!=', '!==', '@')
  );
}

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
  for (const { name, at, value, isMember, isArgument } of source.declared) {
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
  const { isError, isOther } = contextOfValue(source, at);
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
    if (
      kind !== 'string' ||
      !text.includes('{') ||
      !text.trimStart().startsWith('{') ||
      (first && source.language.indents)
    )
      continue;
    for (const [, , code = ''] of text.matchAll(MEMBER))
      if (literalShape(code) === 'compound') yield { at, code, found: 'field', isName: false };
  }
}

/** What libraries of errors call the function that is given all of them: `defineErrorCatalog`, `defineDiagnostics`. */
const DEFINES =
  /^(?:define|create)[A-Za-z]{0,20}(?:Diagnostics|Errors|Problems|Exceptions|(?:Error|Problem|Diagnostic|Exception)s?(?:Catalog|Catalogue|Codes|Map|Registry|Table))$/;

/**
 * The codes that a library of errors is given as the keys of an object: `defineErrors({ GONE: { status: 410 } })`, or
 * those of its member `codes`. A text in front of the object stands before each of them: `defineErrorCatalog('billing',
 * { DECLINED: … })` has `billing.DECLINED`.
 */
export function* findInDefinitions(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    const { kind, text } = tokenAt(source, at);
    if (kind !== 'name' || !isMark(source, at + 1, '(') || !DEFINES.test(text)) continue;
    let prefix = '';
    for (const { from } of parts(source, at + 1)) {
      const first = tokenAt(source, from);
      if (first.kind === 'string' && /^[\w.-]{1,100}$/.test(first.text)) prefix = `${first.text}.`;
      if (isMark(source, from, '{')) yield* codesIn(source, from, prefix);
    }
  }
}

function* codesIn(source: Source, open: number, prefix: string): Generator<Finding> {
  const keys = [...parts(source, open)].filter(({ from }) => isMark(source, from + 1, ':'));
  const inner = keys.find(
    ({ from }) => tokenAt(source, from).text === 'codes' && isMark(source, from + 2, '{'),
  );
  if (inner !== undefined) {
    yield* codesIn(source, inner.from + 2, prefix);
    return;
  }
  for (const { from: at } of keys) {
    const { kind, text } = tokenAt(source, at);
    const isCode = kind === 'string' || /^[A-Z][A-Z0-9_]+$/.test(text) || isMark(source, at + 2, '{');
    if (isCode && kind !== 'mark') yield { at, code: `${prefix}${text}`, found: 'call', isName: false };
  }
}
