import { codeShape, isCodeValue, literalShape } from '../../base/code-shape.ts';
import { isStatus, statusCalled } from '../../base/http-status.ts';
import { plainForm, wordsOf } from '../../base/words.ts';
import type { EntryInput } from '../../catalog/catalog.ts';
import { fieldCalled, type Imported, type ImportedEntry, type Unplaced } from '../../import/import.ts';
import { codesInText } from './codes-in-text.ts';
import { type Construct, standings } from './constructs.ts';
import { sourceOf } from './find/declarations.ts';
import { isMark, isName, isNoError, type Source, tokenAt } from './find/source.ts';
import { languageOf } from './languages.ts';
import { knownCodes } from './learn.ts';
import { isAboutFailure, wordsOfName } from './words.ts';

/** A file of source code. */
interface SourceFile {
  name: string;
  text: string;
}

/** A code in a file that is imported. */
interface Found {
  code: string;
  at: number;
  line: number;
}

/** A file with what was found in it. */
interface Read {
  source: Source;
  lines: readonly string[];
  found: Found[];
}

/**
 * The codes that some source texts declare or emit, for each file: with the messages and statuses that stand beside them,
 * or where the constant of a code is used as the key of a map or the case of a switch, in any of the files, and with
 * the comments above them.
 */
export function importSources(files: readonly SourceFile[]): Imported[] {
  const read = files.map(readFile);
  const known = read.filter((each) => each !== null);
  const names = namesOf(known);
  const said = usesOf(known, names);
  return read.map((each) => {
    if (each === null) return { entries: [], unplaced: [] };
    const { source, lines, found } = each;
    const below = new Set(found.map(({ line }) => line));
    let area: string | null = null;
    const entries = found.map(({ code, at, line }): ImportedEntry => {
      const comment = commentAbove(lines, line);
      const isHead = isHeadOfGroup(comment.text, below.has(line + 1));
      if (isHead) area = comment.text;
      // A blank line ends what a heading is about.
      else if ((lines[comment.from - 2] ?? '').trim() === '') area = null;
      const used = said.get(code) ?? [];
      const own = merged([saidOfCode(source, at), ...used]);
      const meaning = own.meaning ?? (isHead || comment.text === '' ? undefined : comment.text);
      const status = own.http_status ?? comment.status;
      const data: EntryInput = {
        code,
        ...(area !== null && { area }),
        ...own,
        ...(status !== undefined && status !== null && { http_status: status }),
        ...(meaning !== undefined && { meaning }),
      };
      return { data, line };
    });
    return { entries, unplaced: definedElsewhere(each, names) };
  });
}

/** The same of one text. */
export function importSource(text: string, file: string): Imported {
  return importSources([{ name: file, text }])[0] ?? { entries: [], unplaced: [] };
}

/** The first that says something of a field says it. */
function merged(all: readonly Said[]): Said {
  return Object.assign({}, ...all.toReversed());
}

function readFile({ name, text }: SourceFile): Read | null {
  const language = languageOf(name);
  if (language === null) return null;
  const { emitted, mapped } = codesInText(text, { language, file: name, known: knownCodes(new Set()) });
  const source = sourceOf(text, language, name);
  const { tokens } = source;
  const lines = text.split('\n');
  const starts = startsOf(lines);
  const byPlace = new Map(tokens.map(({ start }, at) => [start, at]));
  const found = emitted
    .filter(({ code }) => !mapped.has(plainForm(code)))
    .map(({ code, line, column }) => ({
      code,
      line,
      at: byPlace.get((starts[line - 1] ?? 0) + column - 1) ?? -1,
    }));
  // What stands beside keys that are names says what these are, and numbers beside them are their statuses.
  const isOnlyNumbers = found.every(({ code }) => /^\d+$/.test(code));
  return { source, lines, found: isOnlyNumbers ? [...found, ...likelyCodes(source, name)] : found };
}

function startsOf(lines: readonly string[]): number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

/** Of a hundred values of a construct, so many must tell of a failure, or have a message beside them. */
const LEAST_SHARE = 60;
/** With messages beside them, and without. */
const FEWEST = { told: 2, bare: 5 };

/**
 * What a file lists that is named for no errors, where its values tell of failures or have messages: a map, the members of
 * an enum, the constants of a type. Whoever imports the file says that it holds errors.
 */
function likelyCodes(source: Source, file: string): Found[] {
  const byConstruct = new Map<string, { construct: Construct; found: Found[]; isName: boolean }>();
  for (const { at, isName, constructs } of standings(source, file, (each) => mayBeCode(source, each))) {
    for (const construct of constructs) {
      const { text, line } = tokenAt(source, at);
      if (isNoError(text)) continue;
      const held = byConstruct.get(construct.key) ?? { construct, found: [], isName };
      held.found.push({ code: text, at, line });
      byConstruct.set(construct.key, held);
    }
  }
  const likely = [...byConstruct.values()].filter(({ construct, found }) => {
    const distinct = new Set(found.map(({ code }) => code)).size;
    const told = found.filter(({ at }) => hasMessage(saidOfCode(source, at)));
    const isTold = new Set(told);
    const telling = found.filter((each) => isTold.has(each) || isAboutFailure(each.code));
    const isList = construct.kind === 'list' || construct.label.startsWith('argument 1');
    const fewest = told.length * 100 >= found.length * LEAST_SHARE ? FEWEST.told : FEWEST.bare;
    return isList && distinct >= fewest && telling.length * 100 >= found.length * LEAST_SHARE;
  });
  // Names of members are names of the texts beside them.
  const texts = likely.filter(({ isName }) => !isName);
  const chosen = texts.length > 0 ? texts : likely;
  const places = new Map(chosen.flatMap(({ found }) => found).map((each) => [each.at, each]));
  return [...places.values()].sort((a, b) => a.at - b.at);
}

function hasMessage({ example, meaning }: Said): boolean {
  return example !== undefined || meaning !== undefined;
}

function mayBeCode(source: Source, at: number): boolean {
  const { kind, text } = tokenAt(source, at);
  if (kind === 'string')
    return isCodeValue(text) && literalShape(text) !== null && codeShape(text) !== 'none';
  if (kind !== 'name') return false;
  return (
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text) ||
    (isMark(source, at + 1, ':') && /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(text))
  );
}

/** The codes that constants stand for, by their names; one that stands for several is left out. */
function namesOf(files: readonly Read[]): Map<string, string> {
  const names = new Map<string, string>();
  const twice = new Set<string>();
  for (const { source, found } of files) {
    const declared = new Map(source.declared.map(({ value, name }) => [value, name]));
    for (const { at, code } of found) {
      const name = declared.get(at) ?? keyBefore(source, at);
      if (name === undefined) continue;
      if (names.has(name) && names.get(name) !== code) twice.add(name);
      names.set(name, code);
    }
  }
  for (const name of twice) names.delete(name);
  return names;
}

/** `GONE: 'gone'` */
function keyBefore(source: Source, at: number): string | undefined {
  const { kind, text } = tokenAt(source, at - 2);
  return isMark(source, at - 1, ':') && kind === 'name' && /^\p{Lu}/u.test(text) ? text : undefined;
}

/** What is said of codes where the names of their constants are used. */
function usesOf(files: readonly Read[], names: ReadonlyMap<string, string>): Map<string, Said[]> {
  const uses = new Map<string, Said[]>();
  if (names.size === 0) return uses;
  for (const { source } of files) {
    for (const [at, { kind, text }] of source.tokens.entries()) {
      const code = kind === 'name' ? names.get(text) : undefined;
      const said = code === undefined ? null : saidOfName(source, at);
      if (code !== undefined && said !== null) uses.set(code, [...(uses.get(code) ?? []), said]);
    }
  }
  return uses;
}

/** That most of what a file tells of are constants that none of the files defines. */
function definedElsewhere({ source, found }: Read, names: ReadonlyMap<string, string>): Unplaced[] {
  const keys = [...source.tokens.entries()].filter(([at, { kind, text }]) => {
    const isPart = kind === 'name' && isMark(source, at - 1, '.', '::') && !names.has(text);
    const isKey =
      isMark(source, at + 1, '=>', ':') || (isMark(source, at + 1, ']') && isMark(source, at + 2, ':'));
    const said = isPart && isKey ? saidOfName(source, at) : null;
    return said !== null && (hasMessage(said) || said.http_status !== undefined);
  });
  const [first] = keys;
  if (first === undefined || keys.length <= found.length) return [];
  const [, { text, line }] = first;
  const others = keys.length === 1 ? 'It is a constant' : `It and ${keys.length - 1} more are constants`;
  return [
    { line, text, reason: `${others} of another file, which says what the codes are; import that file too.` },
  ];
}

const COMMENT = /^(?:\/\/+!?|#(?!\[|define|include|!)|\*(?!\/)|\/\*\*?)/;
const NO_WORDS = /^[@\\]\w|^[-=*/]{3,}|^(?:eslint|prettier|nolint|noqa|TODO|FIXME)/;
const STATUS = /^(?:http )?status(?: code)?:? ([45]\d\d)\.?$/i;
/** Of a comment so many are looked at, and the first of them kept. */
const MOST_LINES = 60;
const MOST_KEPT = 8;
const LONGEST_LINE = 400;

/** The comment on the lines right above a line, without a line that gives a status; the line in which it begins. */
function commentAbove(
  lines: readonly string[],
  line: number,
): { text: string; status: number | null; from: number } {
  const found: string[] = [];
  let status: number | null = null;
  let from = line;
  for (let at = line - 2; at >= 0 && found.length < MOST_LINES; at -= 1) {
    const text = (lines[at] ?? '').slice(0, LONGEST_LINE).trim();
    if (text === '*/') continue;
    if (!COMMENT.test(text)) break;
    from = at + 1;
    const words = text.replace(COMMENT, '').replace('*/', '').trim();
    const said = STATUS.exec(words)?.[1];
    if (said !== undefined) status = Number(said);
    else if (words !== '' && !NO_WORDS.test(words)) found.unshift(words);
    if (text.startsWith('/*')) break;
  }
  return { text: found.slice(0, MOST_KEPT).join(' '), status, from };
}

/** Whether a comment heads the codes below it, and is not about the first of them: `Users`, above several. */
function isHeadOfGroup(comment: string, isFollowed: boolean): boolean {
  const words = wordsOf(comment);
  return (
    isFollowed &&
    words.length > 0 &&
    words.length <= 4 &&
    !/[.!?:]$/.test(comment) &&
    !isAboutFailure(comment.replace(/\b(?:errors?|failures?|faults?|codes?)\b/gi, ''))
  );
}

/** What source code says of an error beside its code. */
type Said = Pick<EntryInput, 'http_status' | 'meaning' | 'example' | 'title' | 'causes' | 'fix' | 'links'>;

/** In characters; what is longer is no message. */
const LONGEST = 2000;
/** How far a bracket is looked through, in tokens. */
const MOST_TOKENS = 120;

/** What stands in the bracket of the code at a token, or in its statement. */
function saidOfCode(source: Source, at: number): Said {
  const isKey = isMark(source, at + 1, ':', '=>');
  const [from, to] = isKey ? valueAt(source, at + 2) : stretchOf(source, at);
  return saidIn(source, from, to, at);
}

/**
 * What is said of a name that stands for a code, at one of its uses: as the key of a map, as the case of a switch, or
 * else as the first of a row. Null where it is used otherwise.
 */
function saidOfName(source: Source, at: number): Said | null {
  // `Codes.GONE`, `Codes::GONE`, `[Codes.GONE]: …`
  let first = at;
  while (isMark(source, first - 1, '.', '::') && tokenAt(source, first - 2).kind === 'name') first -= 2;
  const isComputed = isMark(source, first - 1, '[') && isMark(source, at + 1, ']');
  const behind = isComputed ? at + 2 : at + 1;
  const before = isComputed ? first - 2 : first - 1;
  if (isName(source, before, 'case') && isMark(source, behind, ':', '->'))
    return saidInCase(source, behind + 1);
  const isStart = isMark(source, before, '{', ',', '(', '[', ';') || tokenAt(source, first).first;
  if (!isStart) return null;
  if (isMark(source, behind, ':', '=>', '->')) return saidIn(source, ...valueAt(source, behind + 1), at);
  const open = source.outline.parent(first);
  const isRow = open !== -1 && open === before && isMark(source, behind, ',');
  return isRow ? saidIn(source, ...stretchOf(source, at), at) : null;
}

/** Up to the next case. */
function saidInCase(source: Source, from: number): Said {
  let to = from;
  while (to < from + MOST_TOKENS && !isName(source, to, 'case', 'default') && !isMark(source, to, '}'))
    to = source.outline.behind(to);
  return saidIn(source, from, to, -1);
}

/** The value that begins at a token, up to the end of its part. */
function valueAt(source: Source, from: number): [number, number] {
  let to = from;
  while (to < from + MOST_TOKENS && !isMark(source, to, ',', ';', '}', ']', ')', '')) {
    if (to > from && tokenAt(source, to).first && source.language.endsWithLine === true) break;
    to = source.outline.behind(to);
  }
  return [from, to];
}

/** The fields under whose names the texts stand, the first text of several words without a name, and the first status. */
function saidIn(source: Source, from: number, to: number, besides: number): Said {
  const texts: Partial<Record<keyof Said, string>> = {};
  let why: string | undefined;
  let status: number | null = null;
  for (let at = from; at < Math.min(to, from + MOST_TOKENS); at += 1) {
    const { kind, text } = tokenAt(source, at);
    if (at === besides) continue;
    status ??= statusOf(kind, text);
    if (kind !== 'string' || !/\S\s+\S/.test(text)) continue;
    const key = isMark(source, at - 1, ':', '=>', '=') ? tokenAt(source, at - 2).text : '';
    const said = text.slice(0, LONGEST);
    if (/^why$/i.test(key)) why ??= said;
    else {
      const field = fieldCalled(key);
      const name = field !== null && isText(field) ? field : 'example';
      texts[name] ??= said;
    }
  }
  const { causes, fix, links: _, http_status: __, ...plain } = texts;
  const hasMessage = plain.example !== undefined || plain.meaning !== undefined;
  const reasons = [causes, hasMessage ? why : undefined].filter((each) => each !== undefined);
  return {
    ...plain,
    ...(status !== null && { http_status: status }),
    ...(!hasMessage && why !== undefined && { meaning: why }),
    ...(reasons.length > 0 && { causes: reasons }),
    ...(fix !== undefined && { fix: [fix] }),
  };
}

function isText(field: string): field is 'meaning' | 'example' | 'title' | 'causes' | 'fix' {
  return ['meaning', 'example', 'title', 'causes', 'fix'].includes(field);
}

/** The parts of the bracket round a token, or else what stands from it to the end of its statement. */
function stretchOf(source: Source, at: number): [number, number] {
  const { outline } = source;
  const open = outline.parent(at);
  const close = open === -1 ? -1 : outline.pair(open);
  const isBlock = open !== -1 && isMark(source, open, '{') && outline.head(open) !== null;
  if (close !== -1 && !isBlock && close - open <= MOST_TOKENS && !isListOfCodes(source, open, close))
    return [open + 1, close];
  let to = at + 1;
  while (to < at + MOST_TOKENS && to < source.tokens.length && !endsPart(source, to, at))
    to = outline.behind(to);
  let from = at;
  while (from > at - 12 && from > 0 && !endsPart(source, from - 1, at)) from -= 1;
  return [from, to];
}

function endsPart(source: Source, at: number, of: number): boolean {
  if (isMark(source, at, ';', '{', '}')) return true;
  const { kind, first, line } = tokenAt(source, at);
  return kind !== 'mark' && first && line > tokenAt(source, of).line;
}

/** Whether a bracket holds rows or codes of several errors, so that what stands in it belongs to none alone. */
function isListOfCodes(source: Source, open: number, close: number): boolean {
  let rows = 0;
  for (let at = open + 1; at < close; at += 1)
    if (isMark(source, at, '[', '(', '{') && isMark(source, at - 1, '[', '{', '(', ',', ':', '=>')) rows += 1;
  return rows > 1;
}

function statusOf(kind: string, text: string): number | null {
  if (kind === 'number') return isStatus(Number(text)) && Number(text) >= 400 ? Number(text) : null;
  if (kind !== 'name') return null;
  const words = wordsOfName(text).filter((word) => !/^(?:http|status|code|sc)$/.test(word));
  return words.length === 0 ? null : statusCalled(words.join(' '));
}
