import { isCodeNumber, literalShape } from '../../../base/code-shape.ts';
import {
  errorCodeSureness,
  isAboutFailure,
  isErrorWord,
  namesCodes,
  type Sureness,
  wordsOfName,
} from '../words.ts';
import { collectionAt, typeSays } from './declarations.ts';
import {
  type Declaration,
  type Finding,
  isMark,
  isName,
  type Mapped,
  parts,
  possibleStrings,
  type Source,
  tokenAt,
  wholeNumber,
  wholeString,
} from './source.ts';

/**
 * Codes in lists, sets, maps, objects and unions whose name or type says that they hold error codes: the members of a
 * list, the values of a map if they are codes, or else its keys.
 */
export function* findInCollections(source: Source): Generator<Finding | Mapped> {
  for (const declaration of source.declared) {
    if (declaration.isMember || declaration.isArgument) continue;
    const says = declarationSureness(source, declaration);
    if (says === null) continue;
    if (isType(source, declaration)) {
      yield* unionAt(source, declaration, says);
      continue;
    }
    const open = collectionAt(source, declaration.value);
    if (open === -1) continue;
    if (isMark(source, open, '{') && isMap(source, open))
      yield* entriesOf(source, open, { isKeyed: isKeyed(source, declaration), isSure: says === 'sure' });
    else if (isOfCodes(source, declaration) || (says === 'sure' && isLiteral(source, declaration.value)))
      yield* membersOf(source, open);
  }
  yield* inGoMaps(source);
}

function declarationSureness(source: Source, { name, types }: Declaration): Sureness | null {
  const byName = errorCodeSureness(name);
  const byType = typeSays(source, types);
  if (byName === 'sure' || byType === 'sure') return 'sure';
  // `errors` and `loginErrors` hold what went wrong in a form; `ERRORS` and `Errors` what can go wrong.
  if (byName === null || !/^\p{Lu}/u.test(name)) return null;
  return byName;
}

/** `Record<ErrorCode, …>`, `Map<ErrorCode, …>`: the keys are the codes. */
function isKeyed(source: Source, { types }: Declaration): boolean {
  return (
    types.some((type) =>
      /^(?:Record|Map|HashMap|ReadonlyMap|dict|Dict|Mapping|Dictionary|IDictionary)$/.test(type),
    ) && typeSays(source, types) !== null
  );
}

function isMap(source: Source, open: number): boolean {
  for (const { from } of parts(source, open)) {
    const key = tokenAt(source, from);
    if (key.kind === 'name' && isMark(source, from + 1, '(', '{')) return false;
    const behind = isMark(source, from, '[')
      ? source.outline.behind(from)
      : isMark(source, from, '.')
        ? from + 2
        : from + 1;
    return (
      isMark(source, behind, ':', '=>', '=', '.', '::') ||
      (isMark(source, behind, '?') && isMark(source, behind + 1, ':'))
    );
  }
  return false;
}

function isType(source: Source, { at }: Declaration): boolean {
  return isName(source, at - 1, 'type') && source.language.name === 'javascript';
}

/** `ErrorType = Literal["a", "b"]` */
function isLiteral(source: Source, value: number): boolean {
  const name = isMark(source, value + 1, '.') ? value + 2 : value;
  return (
    source.language.name === 'python' && isName(source, name, 'Literal') && isMark(source, name + 1, '[')
  );
}

/** `type ErrorCode = 'a' | 'b'` */
function* unionAt(source: Source, { name, value }: Declaration, says: Sureness): Generator<Finding> {
  const members = [...possibleStrings(source, value)];
  // One text among types, as `Failure | null | 'unsure'`, is a mark, and no code.
  if (says === 'likely' && (members.length < 2 || !/(?:Errors?|Failures?|Problems?)$/.test(name))) return;
  for (const { at, text } of members)
    if (literalShape(text) !== null) yield { at, code: text, found: 'constant', isName: false };
}

/** A list of what only says error may be one of classes. */
function isOfCodes(source: Source, { name, types }: Declaration): boolean {
  return (
    namesCodes(name) || name === 'ERRORS' || types.some(namesCodes) || typeSays(source, types) === 'sure'
  );
}

function* membersOf(source: Source, open: number): Generator<Finding> {
  const found: Finding[] = [];
  let count = 0;
  for (const { from } of parts(source, open)) {
    count += 1;
    const text = wholeString(source, from);
    if (text !== null && literalShape(text) !== null)
      found.push({ at: from, code: text, found: 'constant', isName: false });
  }
  // A list of other things that holds one text by chance is no list of codes.
  if (found.length * 2 >= count) yield* found;
}

interface MapKind {
  /** Whether the keys are the codes, whatever the values are. */
  isKeyed: boolean;
  isSure: boolean;
}

function* entriesOf(source: Source, open: number, { isKeyed, isSure }: MapKind): Generator<Finding | Mapped> {
  const entries = [...readEntries(source, open)];
  const values = isKeyed ? [] : entries.map((entry) => codeValue(source, entry.value));
  const hasCodes = values.some((value) => value !== null);
  for (const [index, entry] of entries.entries()) {
    const value = values[index] ?? null;
    if (value !== null) {
      yield { at: entry.value, code: value, found: 'constant', isName: false };
      if (entry.name !== null) yield { name: entry.name };
    } else if (!hasCodes && entry.key !== null && !holdsCode(source, entry.value)) {
      const { code } = entry.key;
      if (isSetting(source, entry.value)) continue;
      if (isSure || literalShape(code) !== 'word' || isAboutFailure(code)) yield entry.key;
    }
  }
}

/** A number that is no HTTP status: what is set under the key, as in `FAILURE = { MAX_RETRIES: 10 }`. */
function isSetting(source: Source, value: number): boolean {
  const number = Number(wholeNumber(source, value) ?? 'none');
  return number < 100 || number > 599;
}

interface MapEntry {
  /** The key as a code; null for one that is computed or cannot be one. */
  key: Finding | null;
  /** The member of an enum that the key names. */
  name: string | null;
  value: number;
}

function* readEntries(source: Source, open: number): Generator<MapEntry> {
  for (const { from, to } of parts(source, open)) {
    let behind = from + 1;
    let name: string | null = null;
    let key: Finding | null = null;
    const token = tokenAt(source, from);
    if (isMark(source, from, '[')) {
      behind = source.outline.behind(from);
      name = tokenAt(source, behind - 2).text;
    } else if (token.kind === 'name') {
      while (isMark(source, behind, '.', '::') && behind < to) behind += 2;
      name = tokenAt(source, behind - 1).text;
      const isSpelled = /^[a-z]/.test(token.text) && literalShape(token.text) === 'compound';
      if (behind === from + 1 && source.language.name === 'javascript' && literalShape(token.text) !== null)
        key = { at: from, code: token.text, found: 'constant', isName: !isSpelled };
    } else if (token.kind === 'string' && (literalShape(token.text) !== null || isCodeNumber(token.text)))
      key = { at: from, code: token.text, found: 'constant', isName: false };
    else if (token.kind === 'number' && isCodeNumber(token.text))
      key = { at: from, code: token.text, found: 'constant', isName: false };
    if (!isMark(source, behind, ':', '=>', '=')) continue;
    yield { key, name, value: behind + 1 };
  }
}

function codeValue(source: Source, value: number): string | null {
  const text = wholeString(source, value);
  if (text !== null) return literalShape(text) === null ? null : text;
  const number = wholeNumber(source, value);
  return number !== null && isCodeNumber(number.replace('-', '')) && !number.startsWith('-') ? number : null;
}

/** Whether the value is an object that says its code itself, which is found there. */
function holdsCode(source: Source, value: number): boolean {
  const open = collectionAt(source, value);
  if (open === -1) return false;
  for (const { from } of parts(source, open)) {
    const { kind, text } = tokenAt(source, from);
    const words = kind === 'name' || kind === 'string' ? wordsOfName(text) : [];
    if (
      words.at(-1) === 'code' &&
      (words.length === 1 || isErrorWord(words.at(-2) ?? '')) &&
      (wholeString(source, from + 2) !== null || wholeNumber(source, from + 2) !== null)
    )
      return codeValue(source, from + 2) !== null;
  }
  return isMark(source, open, '(');
}

/** `map[ErrorCode]string{ NotFound: "not_found" }`, `map[ErrorCode]int{ "not_found": 404 }` */
function* inGoMaps(source: Source): Generator<Finding | Mapped> {
  if (source.language.name !== 'go') return;
  for (let at = 0; at < source.tokens.length; at += 1) {
    if (!isName(source, at, 'map') || !isMark(source, at + 1, '[')) continue;
    const close = source.outline.pair(at + 1);
    const types = source.tokens
      .slice(at + 2, Math.max(at + 2, close))
      .flatMap(({ kind, text }) => (kind === 'name' ? [text] : []));
    if (close === -1 || typeSays(source, types) === null) continue;
    let open = close + 1;
    while (open < close + 8 && !isMark(source, open, '{')) open += 1;
    if (isMark(source, open, '{') && source.outline.pair(open) !== -1)
      yield* entriesOf(source, open, { isKeyed: false, isSure: true });
  }
}
