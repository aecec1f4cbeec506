import { keeper } from '../keeper.ts';
import type { LineHit } from './line-search.ts';

const MAX_KEPT = 20;
const MAX_BYTES = 4_096;
/** How many lines are looked at: the error itself stands at the end of a long trace. */
const MAX_SEEN = 200;

/** What continues the record of the line before: indented lines, frames, causes. */
const CONTINUES = /^(?:[ \t]+\S|at |Traceback \(most recent|Caused by:|\.\.\.)/;
/** An exception by its full name (Java), and any behind a Traceback (Python). */
const FULL_NAME = /^[a-z][\w$]*(?:\.[\w$]+)+(?:Exception|Error)\b/;
const ANY_NAME = /^[A-Za-z_][\w.]{0,200}(?::(?: |$)|\r?$)/;

/** Takes the lines behind a hit, as long as they continue its record. */
export interface Following {
  /** Returns false for a line that does not continue the record: no more may be added then. */
  add(line: Buffer): boolean;
}

/** Collects into `hit.following`, the first and the last of what follows. Null for a record that cannot go on. */
export function following(hit: LineHit): Following | null {
  if (hit.long || (/^\s*[{[]"?/.test(hit.bytes.toString('latin1', 0, 8)) && hit.bytes.at(-1) === 0x7d))
    return null;
  const kept = keeper<string>(MAX_KEPT, MAX_BYTES);
  let seen = 0;
  let inTraceback = /Traceback \(most recent/.test(hit.bytes.toString('latin1', 0, 2_000));
  return {
    add(bytes) {
      const start = bytes.toString('utf8', 0, 1_000);
      const isName = FULL_NAME.test(start) || (inTraceback && ANY_NAME.test(start));
      if (seen === MAX_SEEN || !(isName || CONTINUES.test(start))) return false;
      if (start.startsWith('Traceback')) inTraceback = true;
      else if (isName) inTraceback = false;
      seen += 1;
      const line = start.trimEnd();
      kept.add(line, line.length);
      hit.following = kept.items();
      return true;
    },
  };
}
