import { parseLine } from '../line/parse-line.ts';
import { sideOf } from '../workspace.ts';

const LINE_FEED = 10;
const SPACE = 32;

/**
 * A token that stands in the index for a line of which only a part is a workspace's own, or which is too long to be
 * looked at: every lookup reads it, whatever id it asks for.
 */
export const READ_ALWAYS = 'read_whatever_is_asked_1';

/**
 * Blanks in `text` all that a workspace has no part in, in place, so that line feeds stay where they are. `atLine`
 * says whether it begins with a line; a line without its end is too long to be looked at.
 */
export type Hide = (text: Buffer, atLine: boolean) => void;

/** Leaves of the lines in a text only those that are of `workspace`. */
export function leavingLinesOf(workspace: string): Hide {
  const isPossiblyOwn = lineMayName(workspace);
  const shareOf = shareIn(workspace);
  return (text, atLine) => {
    let start = 0;
    let isBeginning = atLine;
    while (start < text.length) {
      const feed = text.indexOf(LINE_FEED, start);
      const line = text.subarray(start, feed === -1 ? text.length : feed);
      if (feed === -1) replace(line, isBeginning ? READ_ALWAYS : '');
      else if (!isBeginning || !isPossiblyOwn(line)) line.fill(SPACE);
      else {
        const share = shareOf(line.toString());
        if (share !== 'all') replace(line, share === 'part' ? READ_ALWAYS : '');
      }
      isBeginning = true;
      start += line.length + 1;
    }
  };
}

/** What is too short for the token is left as it is: then more is found in it than its own. */
function replace(line: Buffer, token: string): void {
  if (line.length < token.length) return;
  line.fill(SPACE);
  line.write(token, 'latin1');
}

/**
 * A quick test of raw lines: false for one that can be no line of `workspace`, as its name does not stand in it.
 *
 * Only of a plain name is it known how it is written; an escape may hide it.
 */
export function lineMayName(workspace: string): (line: Buffer) => boolean {
  const isPlain = /^[\w.-]+$/.test(workspace) && Number.isNaN(Number(workspace));
  if (!isPlain) return () => true;
  const named = new RegExp(`${workspace.replaceAll('.', '\\.')}|\\\\u|\\x1b`, 'i');
  return (line) => named.test(line.toString('latin1'));
}

type Share = 'all' | 'part' | 'none';

/** How many of the records on a line are of `workspace`. */
function shareIn(workspace: string): (line: string) => Share {
  const own = workspace.toLowerCase();
  return (line) => {
    if (isPlainlyOf(line, own)) return 'all';
    const sides = parseLine(line, { source: '' }).map((record) => sideOf(record.line, own));
    const ours = sides.filter((side) => side === 'ours').length;
    return ours === 0 ? 'none' : ours === sides.length ? 'all' : 'part';
  };
}

/** A member that may name a workspace, in an object of JSON. */
const NAMING = /"([\w.-]{0,64}(?:workspace|tenant)[\w.-]{0,64})"\s{0,8}:\s{0,8}(?:"([^"]{0,256})")?/gi;

/**
 * Whether a line is plain JSON, one record, whose only member of the kind names the workspace: the parser, ten times as
 * slow, would say the same. False where only the parser can tell.
 */
function isPlainlyOf(line: string, own: string): boolean {
  if (!line.startsWith('{') || line.includes('\\') || line.includes('[{') || line.includes('[ {'))
    return false;
  const [first, ...more] = line.matchAll(NAMING);
  if (first === undefined || more.length > 0) return false;
  const [, name, value] = first;
  if (name?.toLowerCase() !== 'workspace' || value?.toLowerCase() !== own) return false;
  const before = line.slice(0, first.index);
  return before.lastIndexOf('{') === 0 || before.split('{').length - before.split('}').length === 1;
}
