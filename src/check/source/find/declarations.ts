import { wordSet } from '../../../base/text.ts';
import { lettersOf } from '../../../base/words.ts';
import type { Language } from '../languages.ts';
import { Outline } from '../outline.ts';
import { tokensOf } from '../tokens.ts';
import {
  errorCodeSureness,
  fileSaysError,
  isAboutFailure,
  isErrorCodeField,
  isErrorWord,
  type Sureness,
  wordsOfName,
} from '../words.ts';
import { type Declaration, hasName, isMark, isName, parts, type Source, tokenAt } from './source.ts';

const MODIFIERS = wordSet(`
  public private protected internal static final const val var let readonly export pub mut ref override open
  lateinit companion extern constexpr inline declare def type typealias newtype abstract volatile transient
  async unsafe fileprivate`);
const LONGEST_TYPE = 24;

/** A source text, read for the finders. `file` may say that all of it is about errors. */
export function sourceOf(text: string, language: Language, file: string): Source {
  const tokens = tokensOf(text, language);
  const outline = new Outline(tokens, language.endsWithLine === true);
  const declared: Declaration[] = [];
  const source = { tokens, outline, language, isAboutErrors: fileSaysError(file), declared };
  for (const [at, { kind, text: said }] of tokens.entries()) {
    if (kind === 'mark' && (said === '=' || said === ':=')) {
      const declaration = declarationBefore(source, at);
      if (declaration !== null) declared.push(declaration);
    } else if (kind === 'name' && said === 'define' && isMark(source, at - 1, '#')) {
      const { kind: named, text: name } = tokenAt(source, at + 1);
      if (named === 'name' && !tokenAt(source, at + 2).first)
        declared.push({ name, at: at + 1, types: [], value: at + 2, isMember: false, isArgument: false });
    }
  }
  return source;
}

/** Reads back from the `=` at `equals`: over a type to its `:`, or over names that stand one behind the other. */
function declarationBefore(source: Source, equals: number): Declaration | null {
  const parent = source.outline.parent(equals);
  const isArgument = parent !== -1 && isMark(source, parent, '(') && !isGoGroup(source, parent);
  const types: string[] = [];
  let at = equals - 1;
  let colon = -1;
  for (let steps = 0; steps < LONGEST_TYPE; steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'name') types.unshift(token.text);
    else if (token.kind === 'mark') {
      if (token.text === ':') {
        colon = at;
        break;
      }
      if (token.text === ']' || token.text === ')') {
        const open = source.outline.pair(at);
        if (open === -1) return null;
        for (let inner = at - 1; inner > open; inner -= 1)
          if (tokenAt(source, inner).kind === 'name') types.unshift(tokenAt(source, inner).text);
        at = open;
      } else if (
        !'.&*<>,?|!::'.includes(token.text) ||
        (token.text === ',' && !isInAngles(source, at, equals))
      )
        break;
    } else if (token.kind !== 'string') break;
    const isStart = tokenAt(source, at).first && source.outline.parent(at) === parent;
    at -= 1;
    if (isStart && !isMark(source, at, ':', '|', ',')) break;
  }
  if (colon !== -1) return withColon(source, colon, types, equals, isArgument);
  return withoutColon(source, at + 1, equals, isArgument);
}

/** `const ( … )` and `var ( … )` */
function isGoGroup(source: Source, parent: number): boolean {
  return isName(source, parent - 1, 'const', 'var', 'type');
}

function isInAngles(source: Source, at: number, equals: number): boolean {
  for (let index = at; index < equals; index += 1) if (isMark(source, index, '>')) return true;
  return false;
}

function withColon(
  source: Source,
  colon: number,
  types: string[],
  equals: number,
  isArgument: boolean,
): Declaration | null {
  const at = isMark(source, colon - 1, '?', '!') ? colon - 2 : colon - 1;
  const { kind, text } = tokenAt(source, at);
  if (kind !== 'name') return null;
  return { name: text, at, types, value: equals + 1, isMember: isMark(source, at - 1, '.'), isArgument };
}

/** Names between the start of the statement and `=`: in Go the first is declared, else the last. */
function withoutColon(
  source: Source,
  start: number,
  equals: number,
  isArgument: boolean,
): Declaration | null {
  let at = equals - 1;
  // `NAME[]` of C and Java.
  if (isMark(source, at, ']') && isMark(source, at - 1, '[')) at -= 2;
  if (source.language.name === 'go') {
    let first = start;
    while (isName(source, first, 'const', 'var', 'type')) first += 1;
    const isTyped =
      tokenAt(source, first).kind === 'name' && first < at && !isMark(source, first + 1, '.', ',');
    if (isTyped) at = first;
  }
  const { kind, text } = tokenAt(source, at);
  if (kind !== 'name') return null;
  const types: string[] = [];
  for (let index = start; index < equals; index += 1) {
    const token = tokenAt(source, index);
    if (index !== at && token.kind === 'name' && !MODIFIERS.has(token.text)) types.push(token.text);
  }
  const isMember =
    isMark(source, at - 1, '.', '->', '?.') || (isMark(source, at - 1, '::') && source.language.name !== 'c');
  return { name: text, at, types: isMember ? [] : types, value: equals + 1, isMember, isArgument };
}

/** `Code` says enough as a type where all is about errors; elsewhere a status or a country may be meant. */
export function typeSays(source: Source, types: readonly string[]): Sureness | null {
  for (const type of types) {
    const says = errorCodeSureness(type);
    if (says === 'sure') return says;
    if (source.isAboutErrors && /^Codes?$/.test(type)) return 'sure';
  }
  return null;
}

/** What the class, module or object that a declaration stands in says of it; null also within a function. */
export function holderSays(source: Source, { at }: Declaration): Sureness | null {
  for (const head of source.outline.heads(at)) {
    if (head.kind === 'function') return null;
    const says = errorCodeSureness(head.name);
    if (says !== null) return says;
    if (source.isAboutErrors && /^Codes?$/i.test(head.name)) return 'sure';
  }
  return null;
}

/** Whether a declaration stands within a function. */
export function isLocal(source: Source, { at }: Declaration): boolean {
  return source.outline.enclosing(at, 'function') !== null;
}

/** Whether the class that a declaration of Python stands in is an enum; the codes are then the values of its members. */
export function isEnumClass(source: Source, declaration: Declaration): boolean {
  return source.language.name === 'python' && isInClassOf(source, declaration, /Enum$/);
}

/** Whether the class's members take their lower-case name by `auto()`. */
export function isStringEnum(source: Source, declaration: Declaration): boolean {
  return isInClassOf(source, declaration, /^StrEnum$/);
}

function isInClassOf(source: Source, { at }: Declaration, base: RegExp): boolean {
  const head = source.outline.enclosing(at, 'type');
  return head !== null && hasName(source, head.from + 2, head.to, base);
}

/** The bracket that a value begins with, behind names that wrap it: `new Set([`, `frozenset({`, `[]string{`, `&[`. */
export function collectionAt(source: Source, value: number): number {
  let at = value;
  for (let steps = 0; steps < 14; steps += 1) {
    const token = tokenAt(source, at);
    if (steps > 0 && token.first && !isMark(source, at, '{', '[', '(')) return -1;
    const isOpen = isMark(source, at, '[', '{');
    // `[]string{`, `map[K]V{`: the brackets are of the type.
    if (isOpen && token.text === '[' && source.language.name === 'go') at = source.outline.behind(at);
    else if (isOpen) return source.outline.pair(at) === -1 ? -1 : at;
    else if (isMark(source, at, '(')) {
      const isInner =
        isMark(source, at + 1, '[', '{') ||
        (tokenAt(source, at + 1).kind === 'name' && isMark(source, at + 2, '(', '.'));
      if (!isInner) return source.outline.pair(at) === -1 ? -1 : at;
      at += 1;
    } else if (token.kind === 'name' || isMark(source, at, '.', '&', '::', '!', '<', '>', '*')) at += 1;
    else return -1;
  }
  return -1;
}

/** What says of an object beside a `code` that it tells of an error. */
const BESIDE_ERROR = wordSet(`
  message msg status statuscode httpstatus httpcode detail details error errors errordescription description
  reason cause retryable requestid statustext`);
const BESIDE_OTHER = wordSet(`
  country currency locale lang language symbol flag price amount rate coupon discount percent percentoff
  dialcode iso iso2 iso3 alpha2 granttype redirecturi clientid clientsecret codeverifier phone zip postal
  region state city timezone native icon emoji capital continent decimals keycode`);
/** Words in the name of what a code is given to, or held in, that make it no error that goes out. */
const OTHER_HOLDERS = wordSet(`
  logger log logging logrus slog fields zap console tracing span metrics metric counter analytics tracker
  track telemetry sentry toast notify expect assert assertions should filter find query where lookup match
  matches matcher select exclude search get has is includes equal equals compare omit pick extract describe
  test mock stub fixture country countries currency currencies locale locales language languages coupon
  coupons discount promo keyboard key event events color colors theme icon icons i18n translate option options
  menu oauth2callback`);

/** What stands round a value that may be a code. */
export interface ValueContext {
  /** Whether what is beside it, holds it, or takes it, says that it is an error. */
  isError: boolean;
  /** Whether these say that it is something else: a country, a log line, a query, a test. */
  isOther: boolean;
}

const HIGHEST = 5;

/** Looks at the keys beside the token at `index`, and at the calls, variables and blocks round it. */
export function contextOfValue(source: Source, index: number): ValueContext {
  const seen: ValueContext = { isError: source.isAboutErrors, isOther: false };
  const { outline } = source;
  let at = index;
  for (let level = 0; level < HIGHEST; level += 1) {
    const parent = outline.parent(at);
    if (parent === -1) break;
    if (level === 0) lookAtKeys(source, parent, seen);
    const head = isMark(source, parent, '{') ? outline.head(parent) : null;
    const holder = head === null ? holderOf(source, parent) : [head.name];
    look(holder, seen, head === null);
    if (head?.kind === 'function') {
      lookAtHead(source, parent, seen);
      break;
    }
    if (head !== null) break;
    at = parent;
  }
  return seen;
}

/** The class, and the receiver or result of the function. */
function lookAtHead(source: Source, open: number, seen: ValueContext): void {
  for (const head of [source.outline.head(open), source.outline.enclosing(open, 'type')])
    if (head !== null && source.outline.wordsOfHead(head).some(isErrorWord)) seen.isError = true;
}

function look(names: readonly string[], seen: ValueContext, isHolder: boolean): void {
  const words = names.flatMap(wordsOfName);
  if (words.some((word) => isErrorWord(word) || word === 'abort' || word === 'raise' || word === 'throw'))
    seen.isError = true;
  // `KEY_NOT_FOUND` is no key.
  const others = names.filter((name) => !isAboutFailure(name)).flatMap(wordsOfName);
  if (isHolder && others.some((word) => OTHER_HOLDERS.has(word))) seen.isOther = true;
}

const MOST_KEYS = 40;

function lookAtKeys(source: Source, open: number, seen: ValueContext): void {
  let count = 0;
  for (const { from } of parts(source, open)) {
    count += 1;
    if (count > MOST_KEYS) return;
    const token = tokenAt(source, from);
    if (token.kind !== 'name' && token.kind !== 'string') continue;
    const key = lettersOf(token.text);
    if (BESIDE_ERROR.has(key)) seen.isError = true;
    if (BESIDE_OTHER.has(key)) seen.isOther = true;
  }
}

/** The names before a bracket that say what takes it: `logger.error(`, `const COUNTRIES = [`, `error: {`. */
function holderOf(source: Source, open: number): string[] {
  const names: string[] = [];
  let at = open - 1;
  // `= {`, `: [`, `=> ({`
  while (isMark(source, at, '=', ':', '=>', ':=', '&', '>', '<', '!', '?') && at > open - 6) at -= 1;
  for (let steps = 0; steps < 8; steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'name' || (token.kind === 'string' && isMark(source, at + 1, ':', '=>')))
      names.push(token.text);
    else if (
      !(
        token.kind === 'mark' &&
        ['.', '::', '->', '?.', '[', ']', ':', '<', '>', '!', ')', '('].includes(token.text)
      )
    )
      break;
    if (token.kind === 'mark' && (token.text === ')' || token.text === ']'))
      at = Math.max(0, source.outline.pair(at));
    else if (token.kind === 'mark' && (token.text === '(' || token.text === '[')) break;
    if (token.first) break;
    at -= 1;
  }
  return names;
}

/** How a field holds an error: `sure` by its name (`error_code`), or only perhaps (`code`, `error`). */
export type FieldKind = 'error-code' | 'code' | 'error';

/** What kind of field a name is that of; null for one that holds no code. */
export function fieldKind(name: string): FieldKind | null {
  // Most names are told without taking them apart.
  if (!/code|error/i.test(name)) return null;
  if (isErrorCodeField(name)) return 'error-code';
  const words = wordsOfName(name);
  // What the classes of a framework have for a code that is not given.
  if (words.join('_') === 'default_code') return 'code';
  if (words.length !== 1) return null;
  if (words[0] === 'code') return 'code';
  return words[0] === 'error' ? 'error' : null;
}

/** The kind of field that a method sets: `withCode`, `setErrorCode`, `.code(…)`. */
export function setterKind(name: string, isMethod: boolean): FieldKind | null {
  if (!/code/i.test(name)) return null;
  const words = wordsOfName(name);
  const isSetter = ['with', 'set'].includes(words[0] ?? '');
  if (!isSetter && !isMethod) return null;
  const kind = fieldKind(isSetter ? words.slice(1).join('_') : name);
  return kind === 'error' ? null : kind;
}
