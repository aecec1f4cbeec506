/** Under which hash an id is to be found in an index. */

import { hasIdNames } from '../../../parse/id-names.ts';
import { tokenHash } from './token-hash.ts';

/** Shorter tokens are too common to be indexed, longer ones are payloads. */
export const MIN_TOKEN = 6;
export const MAX_TOKEN = 128;

/**
 * The hash under which the scanner shows every place where `id` stands as a whole token (`tokenFinder`); null if it
 * cannot promise that, so that the log itself must be searched.
 *
 * The pair names the block of the first byte of the run that was hashed. In an id of several runs
 * (`Root=1-5759e988-bd862e3fe`) that run may begin behind the id's own first byte.
 */
export function idHash(id: string): number | null {
  const token = tokenOf(id);
  if (token === null) return null;
  return tokenHash(Buffer.from(token, 'latin1'), 0, token.length);
}

/**
 * The run of word characters by which `id` is found.
 *
 * What stands round the inner runs of an id bounds them in each of its spellings: an escape such as `\u0026` may end
 * in word characters, but the scanner looks behind escapes too.
 */
function tokenOf(id: string): string | null {
  // An integer is indexed where a name that may hold ids stands in front, which is only known of a whole id. The
  // scanner does not know the further names that a person has given.
  if (/^\d+$/.test(id)) return hasTokenLength(id) && !hasIdNames() ? id : null;
  const tokens = (id.match(/[\w-]+/g) ?? []).filter(isAlwaysIndexed);
  return tokens.reduce<string | null>(
    (best, token) => (best && best.length >= token.length ? best : token),
    null,
  );
}

/** Whether a run is indexed wherever it stands: it looks like an id, and not like a number, a time or a word. */
function isAlwaysIndexed(run: string): boolean {
  return hasTokenLength(run) && /\d/.test(run) && /[A-Za-z_]/.test(run) && !/^\d+.{0,2}$/.test(run);
}

function hasTokenLength(token: string): boolean {
  return token.length >= MIN_TOKEN && token.length <= MAX_TOKEN;
}
