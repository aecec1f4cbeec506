import type { LogLine, SearchedLine } from '../../logs/logs.ts';
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

/** The request that a line is of: as its fields say, else by the only id in it that has the form of `id`. */
export function requestOf({ id: named, line }: SearchedLine, id: string): string | null {
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
