import { isStatus, statusCalled } from '../../base/http-status.ts';
import type { EntryInput } from '../../catalog/catalog.ts';
import { fieldCalled } from '../../import/import.ts';
import { isMark, isName, type Source, tokenAt } from './find/source.ts';
import { wordsOfName } from './words.ts';

/** What source code says of an error beside its code. */
export type Said = Pick<
  EntryInput,
  'http_status' | 'meaning' | 'example' | 'title' | 'causes' | 'fix' | 'links'
>;

/** In characters; what is longer is no message. */
const LONGEST = 2000;
/** How far a bracket is looked through, in tokens. */
const MOST_TOKENS = 120;

/** What stands in the bracket of the code at a token, or in its statement. */
export function saidOfCode(source: Source, at: number): Said {
  const isKey = isMark(source, at + 1, ':', '=>');
  const [from, to] = isKey ? valueAt(source, at + 2) : stretchOf(source, at);
  return saidIn(source, from, to, at);
}

/**
 * What is said of a name that stands for a code, at one of its uses: as the key of a map, as the case of a switch, or
 * else as the first of a row. Null where it is used otherwise.
 */
export function saidOfName(source: Source, at: number): Said | null {
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
