import { isCodeNumber, isCodeValue, literalShape } from '../../../base/code-shape.ts';
import { wordSet } from '../../../base/text.ts';
import { errorCodeSureness, isErrorWord, namesCodes, type Sureness, wordsOfName } from '../words.ts';
import {
  type Finding,
  hasName,
  isMark,
  isName,
  isNoError,
  type Mapped,
  parts,
  renamed,
  type Source,
  tokenAt,
  wholeNumber,
  wholeString,
} from './source.ts';

const LONGEST_HEAD = 60;
const LONGEST_ATTRIBUTE = 200;

/** Codes in the declarations of enums whose name says that they are error codes, but for those of Python and Ruby. */
export function* findInEnums(source: Source): Generator<Finding> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    if (!isName(source, at, 'enum') || source.language.indents) continue;
    const block = blockBehind(source, at);
    if (block === null) continue;
    const { name, open, close } = block;
    const says = isName(source, at + 1, 'class', 'struct') || name !== '' ? surenessOf(source, name) : null;
    if (says === null) continue;
    yield* codesOfMembers(source, {
      open,
      close,
      namesCount: doNamesCount(source, at, open, name, says),
      rule: ruleBefore(source, at),
      name,
    });
  }
}

/** `Code` says enough where all is about errors. */
function surenessOf({ isAboutErrors }: Source, name: string): Sureness | null {
  return errorCodeSureness(name) ?? (isAboutErrors && /^Codes?$/i.test(name) ? 'sure' : null);
}

function blockBehind(source: Source, at: number): { name: string; open: number; close: number } | null {
  let name = '';
  for (let index = at + 1; index < at + LONGEST_HEAD; index = source.outline.behind(index)) {
    const { kind, text } = tokenAt(source, index);
    if (kind === 'name' && name === '' && text !== 'class' && text !== 'struct') name = text;
    if (isMark(source, index, '{')) {
      const close = source.outline.pair(index);
      if (close === -1) return null;
      // `typedef enum { … } name;`
      const behind = tokenAt(source, close + 1);
      if (name === '' && behind.kind === 'name') name = behind.text;
      return { name, open: index, close };
    }
    if (kind === 'mark' && (text === ';' || text === '}' || text === '=')) return null;
  }
  return null;
}

/** Whether the bare names of members are codes: in Rust, and where names are numbers, only if the enum's name is sure. */
function doNamesCount(source: Source, at: number, open: number, name: string, says: Sureness): boolean {
  if (namesCodes(name) || (says === 'sure' && /^Codes?$/i.test(name))) return true;
  switch (source.language.name) {
    case 'java':
    case 'kotlin':
    case 'csharp':
    case 'php':
      return true;
    case 'swift':
      return hasName(source, at, open, /^String$/);
    case 'rust':
      return attributesBefore(source, at).some((index) => isName(source, index, 'Serialize'));
    default:
      return false;
  }
}

/** The tokens in the attributes that stand before a declaration. */
function attributesBefore(source: Source, at: number): number[] {
  const found: number[] = [];
  for (let index = at - 1; index >= 0; index -= 1) {
    if (isName(source, index, 'pub', 'public', 'internal', 'export', 'indirect', 'sealed')) continue;
    const open = isMark(source, index, ']', ')') ? source.outline.pair(index) : -1;
    if (open === -1) break;
    if (index - open > LONGEST_ATTRIBUTE) break;
    for (let inner = open + 1; inner < index; inner += 1) found.push(inner);
    index = isMark(source, open - 1, '#') ? open - 1 : open;
  }
  return found;
}

function ruleBefore(source: Source, at: number): string | null {
  for (const index of attributesBefore(source, at))
    if (isName(source, index, 'rename_all', 'serialize_all') && tokenAt(source, index + 2).kind === 'string')
      return tokenAt(source, index + 2).text;
  return null;
}

/** What is known of an enum before its members are read. */
interface EnumBody {
  open: number;
  close: number;
  name: string;
  namesCount: boolean;
  rule: string | null;
}

/** The codes that the members of an enum stand for. */
function* codesOfMembers(source: Source, body: EnumBody): Generator<Finding> {
  const bySentence = source.language.name === 'swift' || source.language.name === 'php';
  for (const { from, to } of bySentence ? cases(source, body) : commaParts(source, body)) {
    const member = readMember(source, from, to, body);
    if (member !== null) yield member;
  }
}

/** Up to the `;` that ends the constants of an enum of Java or Kotlin. */
function* commaParts(source: Source, { open }: EnumBody): Generator<{ from: number; to: number }> {
  for (const part of parts(source, open)) {
    if (isMark(source, part.from - 1, ';')) return;
    yield part;
  }
}

/** `case a = "x", b` */
function* cases(source: Source, { open, close }: EnumBody): Generator<{ from: number; to: number }> {
  const { outline } = source;
  for (let at = open + 1; at < close; at = outline.behind(at)) {
    if (!isName(source, at, 'case')) continue;
    let from = at + 1;
    let end = from;
    while (
      end < close &&
      !isMark(source, end, ';') &&
      !(end > from && tokenAt(source, end).first && !isMark(source, end - 1, ','))
    ) {
      if (isMark(source, end, ',')) {
        yield { from, to: end };
        from = end + 1;
      }
      end = outline.behind(end);
    }
    yield { from, to: end };
    at = end - 1;
  }
}

/** Names in attributes that say how a member is written. */
const RENAMING =
  /^(?:EnumMember|JsonProperty|JsonPropertyName|JsonStringEnumMemberName|SerializedName|SerialName|Json|XmlEnum|serde|strum|error_code|code)$/;

function readMember(source: Source, from: number, to: number, body: EnumBody): Finding | null {
  const { outline } = source;
  let at = from;
  let given: Finding | null = null;
  // Attributes: `#[serde(rename = "x")]`, `[EnumMember(Value = "x")]`, `@SerialName("x")`.
  while (at < to) {
    const isBracketed = isMark(source, at, '[') || (isMark(source, at, '#') && isMark(source, at + 1, '['));
    const isAt =
      isMark(source, at, '@') ||
      (tokenAt(source, at).kind === 'name' && tokenAt(source, at).text.startsWith('@'));
    if (!isBracketed && !isAt) break;
    let end = at + 1;
    if (isBracketed) end = outline.behind(isMark(source, at, '[') ? at : at + 1);
    else {
      end = isMark(source, at, '@') ? at + 2 : at + 1;
      while (isMark(source, end, '.')) end += 2;
      if (isMark(source, end, '(')) end = outline.behind(end);
    }
    given ??= renamedBy(source, at, end);
    at = end;
  }
  const name = tokenAt(source, at);
  if (given !== null) return given;
  if (name.kind !== 'name' || at >= to) return null;
  return spelledCode(source, at, to, body) ?? bareName(source, at, body);
}

function renamedBy(source: Source, from: number, to: number): Finding | null {
  if (!hasName(source, from, to, RENAMING)) return null;
  for (let at = from; at < to; at += 1) {
    const { kind, text } = tokenAt(source, at);
    const key = isMark(source, at - 1, '=') ? tokenAt(source, at - 2).text : 'value';
    if (
      kind === 'string' &&
      /^(?:rename|serialize|to_string|value|name|error_code|code)$/i.test(key) &&
      isCodeValue(text)
    )
      return { at, code: text, found: 'enum', isName: false };
  }
  return null;
}

/** The value of a member, which is the code where it can be one: `= 'x'`, `("x", 404)`, or a number that is no status. */
function spelledCode(source: Source, at: number, to: number, { namesCount, name }: EnumBody): Finding | null {
  const found = 'enum';
  if (isMark(source, at + 1, '=')) {
    const text = wholeString(source, at + 2);
    if (text !== null) return isCodeValue(text) ? { at: at + 2, code: text, found, isName: false } : null;
    const number = wholeNumber(source, at + 2);
    const isCode = number !== null && isCodeNumber(number.replace('-', ''));
    return isCode && (namesCount || namesCodes(name))
      ? { at: at + 2, code: number, found, isName: false }
      : null;
  }
  if (!isMark(source, at + 1, '(') || source.language.name === 'rust' || source.language.name === 'swift')
    return null;
  let numbered: Finding | null = null;
  for (const part of parts(source, at + 1)) {
    if (part.from >= to) break;
    const value = isMark(source, part.from + 1, '=') ? part.from + 2 : part.from;
    const text = wholeString(source, value);
    if (text !== null && isCodeValue(text)) return { at: value, code: text, found, isName: false };
    const number = wholeNumber(source, value);
    if (number !== null && isCodeNumber(number.replace('-', '')) && numbered === null)
      numbered = { at: value, code: number, found, isName: false };
  }
  return numbered;
}

function bareName(source: Source, at: number, { namesCount, rule, open }: EnumBody): Finding | null {
  const name = tokenAt(source, at).text;
  // A value that is no code, as a sentence, leaves the name.
  const spelled = rule === null ? null : renamed(name, rule);
  if (spelled !== null) return isNoError(name) ? null : { at, code: spelled, found: 'enum', isName: false };
  if (!namesCount || isNoError(name) || literalShape(name) === null) return null;
  const isWritten = source.language.name === 'swift' && hasName(source, open - 6, open, /^String$/);
  return { at, code: name, found: 'enum', isName: !isWritten };
}

/** What a function that gives the code of an error is named by. */
const GIVES_CODE = wordSet(`
  code codes str string display fmt slug wire key name id identifier kind value raw`);
const GIVES_OTHER = wordSet(`
  message title description detail details help hint severity level category color icon label url status docs
  link text retry`);

/**
 * Codes that a function gives for an error: the arms of a `match` or `switch` over the members of an enum, and what a
 * function like `code()` of an error returns. The members are mapped.
 */
export function* findInArms(source: Source): Generator<Finding | Mapped> {
  for (let at = 0; at < source.tokens.length; at += 1) {
    if (tokenAt(source, at).kind !== 'string') continue;
    const text = wholeString(source, at);
    if (text === null || !isCodeValue(text)) continue;
    const pattern = patternBefore(source, at);
    const shape = literalShape(text);
    // What a member stands for may be `1001` too.
    if (shape === null && (pattern === null || !/^[\d.]+$/.test(text))) continue;
    if (pattern !== null && givesCodes(source, at, pattern)) {
      yield { at, code: text, found: 'enum', isName: false };
      for (const name of pattern) yield { name };
    } else if (pattern === null && isResult(source, at) && givesCodes(source, at, [])) {
      if (shape === 'compound' || isErrorHead(source, at) !== null)
        yield { at, code: text, found: 'constant', isName: false };
    }
  }
}

/** The names of the pattern whose arm gives the string at `at`, the last of each path; null if it is none. */
function patternBefore(source: Source, at: number): string[] | null {
  let end = at - 1;
  if (isName(source, end, 'return')) end -= 1;
  if (isMark(source, end, '{') && isMark(source, end - 1, '=>')) end -= 1;
  const hasBareArms = ['rust', 'csharp', 'php', 'scala'].includes(source.language.name);
  if (isMark(source, end, '=>', '->')) return namesBack(source, end - 1, hasBareArms);
  if (!isMark(source, end, ':')) return null;
  return namesBack(source, end - 1, false);
}

const LONGEST_PATTERN = 40;

function namesBack(source: Source, last: number, mayBeBare: boolean): string[] | null {
  const names: string[] = [];
  let isArm = mayBeBare;
  let at = last;
  for (let steps = 0; steps < LONGEST_PATTERN; steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'name') {
      if (token.text === 'case') {
        isArm = true;
        break;
      }
      const isOperator = token.text === 'is' && source.language.name === 'kotlin';
      if (!isOperator && !isMark(source, at + 1, '.', '::')) names.push(token.text);
      if (source.language.name === 'kotlin' && token.first && !isMark(source, at - 1, ',')) {
        isArm = true;
        break;
      }
    } else if (token.kind === 'mark' && (token.text === '}' || token.text === ')')) {
      const open = source.outline.pair(at);
      // What ends the arm before, or binds what is in the member.
      if (open === -1 || token.first || tokenAt(source, open - 1).kind !== 'name') break;
      at = open;
    } else if (
      !(token.kind === 'mark' && ['.', '::', '|'].includes(token.text)) &&
      !(token.text === ',' && isArmList(source, at))
    )
      break;
    at -= 1;
  }
  return isArm && names.length > 0 && names.every((name) => /^\p{Lu}/u.test(name)) ? names : null;
}

/** `case A, B:` */
function isArmList(source: Source, at: number): boolean {
  return source.language.name !== 'rust' && source.language.name !== 'csharp' && isMark(source, at, ',');
}

function isResult(source: Source, at: number): boolean {
  if (isName(source, at - 1, 'return')) return true;
  const isOnly = isMark(source, at - 1, '{') && isMark(source, at + 1, '}');
  const isBody = isMark(source, at - 1, '=') && isMark(source, at - 2, ')');
  return (
    isOnly ||
    isBody ||
    (isMark(source, at - 1, '=>') && source.language.name === 'csharp' && isMark(source, at + 1, ';'))
  );
}

/** Whether the function round `at` gives the code of an error, by its own name and that of what it belongs to. */
function givesCodes(source: Source, at: number, pattern: readonly string[]): boolean {
  const head = source.outline.enclosing(at, 'function');
  const all = wordsOfName(head?.name ?? '');
  const words = /^(?:of|for|from)$/.test(all.at(-1) ?? '') ? all.slice(0, -1) : all;
  if (words.some((word) => GIVES_OTHER.has(word))) return false;
  if (pattern.length === 0) {
    const isCode = words.at(-1) === 'code' || words.at(-1) === 'errcode';
    return isCode && (words.some(isErrorWord) || isErrorHead(source, at) !== null);
  }
  const givesCode = words.some((word) => GIVES_CODE.has(word) || isErrorWord(word));
  return (
    givesCode && (isErrorHead(source, at) !== null || words.some(isErrorWord) || isErrorPattern(source, at))
  );
}

/** Whether the head of the function, or of the type that it belongs to, names errors. */
function isErrorHead(source: Source, at: number): true | null {
  for (const head of source.outline.heads(at))
    if (source.outline.wordsOfHead(head).some((word) => isErrorWord(word) && word !== 'err')) return true;
  return source.isAboutErrors ? true : null;
}

function isErrorPattern(source: Source, at: number): boolean {
  for (let index = at - 1; index > at - 8; index -= 1)
    if (isMark(source, index, '.', '::') && errorCodeSureness(tokenAt(source, index - 1).text) !== null)
      return true;
  return false;
}
