import { editDistanceWithin } from '../../base/edit-distance.ts';
import type { LogLine, RequestLog, SearchedLine } from '../../logs/logs.ts';
import { isPlainId } from '../../redact/redact.ts';
import { fieldsOf, wordsOfLine } from './said.ts';

/** Ids of requests that have the same form: the same type in front, or as many digits of the same kind. */

const UUID = /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi;
const TYPED = /(?<![\w-])[A-Za-z]{2,12}[_-][A-Za-z0-9][\w-]{3,99}(?![\w-])/g;
const HEX = /(?<![\w-])[0-9a-f]{16,32}(?![\w-])/g;
const ULID = /(?<![\w-])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![\w-])/g;

/** The ids in `text` that have the form of `id`, itself included; none where its form is too general. */
function idsLike(id: string, text: string): string[] {
  const prefix = /^[A-Za-z]{2,12}[_-](?=.{4})/.exec(id)?.[0];
  if (isWhole(UUID, id)) return text.match(UUID) ?? [];
  if (prefix !== undefined) return (text.match(TYPED) ?? []).filter((found) => found.startsWith(prefix));
  if (isWhole(ULID, id)) return text.match(ULID) ?? [];
  if (!isWhole(HEX, id)) return [];
  return (text.match(HEX) ?? []).filter((found) => found.length === id.length);
}

function isWhole(make: RegExp, id: string): boolean {
  return id.match(make)?.[0] === id;
}

/** An id, and the names (as keys) under which lines of its request have it. */
export interface KnownId {
  id: string;
  idKeys: ReadonlySet<string>;
}

/** Under which names `lines`, those of the request `id`, have the id: logs of one place call all of their requests so. */
export function idKeysOf(id: string, lines: readonly LogLine[]): Set<string> {
  return new Set(lines.flatMap(fieldsOf).flatMap(({ key, value }) => (value === id ? [key] : [])));
}

/**
 * The request that a line is of: as a field of a name that is known for ids says, else by the only id in it that has the
 * form of the known one.
 */
export function requestOf({ id: named, line }: SearchedLine, { id, idKeys }: KnownId): string | null {
  const alike = fieldsOf(line).find(({ key, value }) => idKeys.has(key) && value !== '-');
  if (alike !== undefined) return alike.value;
  if (named !== null) return named;
  const [only, ...more] = new Set(idsLike(id, JSON.stringify({ ...line, source: '' })));
  return only !== undefined && more.length === 0 ? only : null;
}

/** Ids of other requests that stand in lines of the request `id`. */
export function othersNamed(id: string, lines: readonly LogLine[]): string[] {
  const isTyped = idsLike(id, id).length > 0 && !isWhole(UUID, id) && !isWhole(HEX, id);
  const texts = lines.flatMap((line) => {
    // What has no type may be the id of anything, unless it stands in words or under the name of a request.
    const fields = fieldsOf(line).filter(({ path }) => isTyped || path.includes('request'));
    return [wordsOfLine(line), ...fields.map(({ value }) => value)];
  });
  const ids = new Set(texts.flatMap((text) => idsLike(id, text)));
  ids.delete(id);
  return [...ids];
}

/** How many ids are proposed. */
const MOST = 3;
/** Shorter ids have too many neighbors. */
const SHORTEST = 6;
/** What each search may read. */
const BOUND = { bytes: 64 * 1_048_576, ms: 250 };

/**
 * Ids of requests in the logs that may be meant by `id`, which no request has: those that begin or end with it, as it may be
 * cut off, and those that differ by one character, the likeliest first. `isOnlyCut` says whether the first is the only one
 * that begins or ends with it. Only plain ids are proposed; what is read is bounded.
 */
export async function nearIds(
  id: string,
  { search }: Pick<RequestLog, 'search'>,
  signal: AbortSignal,
): Promise<{ ids: string[]; isOnlyCut: boolean }> {
  if (id.length < SHORTEST) return { ids: [], isOnlyCut: false };
  const middle = Math.ceil(id.length / 2);
  // A single wrong character leaves one half as it is.
  const pieces = [...new Set([id, id.slice(0, middle), id.slice(middle)])].filter(({ length }) => length > 2);
  const searches = pieces.map((piece) => {
    return search({ text: `"${piece.replaceAll('"', '')}"`, limit: 300, most: BOUND }, { signal });
  });
  const settled = await Promise.allSettled(searches);
  signal.throwIfAborted();
  const found = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const ids = new Set(
    found.flatMap(({ lines }) => lines.flatMap((line) => (line.id === null ? [] : [line.id]))),
  );
  const apart = (other: string) =>
    isCutOf(id, other) ? 0 : editDistanceWithin(id.toLowerCase(), other.toLowerCase(), 1);
  const near = [...ids]
    .filter((other) => other !== id && isPlainId(other) && apart(other) <= 1)
    .toSorted((a, b) => apart(a) - apart(b));
  const cuts = near.filter((other) => apart(other) === 0);
  return { ids: near.slice(0, MOST), isOnlyCut: cuts.length === 1 };
}

/** Whether `id` is the beginning or the end of `whole`, with four characters or more beside its type. */
function isCutOf(id: string, whole: string): boolean {
  if (id.replace(/^[A-Za-z]{2,12}[_-]/, '').length < 4) return false;
  const [short, long] = [id.toLowerCase(), whole.toLowerCase()];
  return short.length < long.length && (long.startsWith(short) || long.endsWith(short));
}
