/** As far as a text is looked at: lines, and characters of one line. */
const MOST_LINES = 200;
const LONGEST_LINE = 1200;

const SKIPPED = /^[ \t]*(?:#[^\n]{0,1000}|[\w-]{1,100}[ \t]*=[^\n]{0,1000})?$/;
/** No list of JSON holds bare words. */
const BARE_TABLE = /^[ \t]*\[{1,2}[ \t]*[A-Za-z_][\w.-]{0,200}[ \t]*\]{1,2}[ \t]*(?:#[^\n]{0,1000})?$/;
const QUOTED_TABLE =
  /^[ \t]*\[{1,2}[ \t]*(?:[\w-]{1,100}\.){0,10}["'][^"']{1,200}["'](?:\.[\w"'-]{1,200})?[ \t]*\]{1,2}[ \t]*$/;
const COMMENT = /^\s{0,100}(?:#[^\n]{0,1000})?$/;
const KEY = /^\s{0,100}[\w"'-]{1,100}[ \t]*=/;

/**
 * Whether a text begins like TOML: with the head of a table, behind nothing but comments and keys. A head with a quoted
 * name could be a list of JSON that holds one text; it is one only if a key follows on it.
 */
export function beginsLikeToml(text: string): boolean {
  const lines = linesOf(text.replace(/^\ufeff/, ''));
  for (let count = 0; count <= MOST_LINES; count += 1) {
    const line = lines.next().value;
    if (line === undefined || line.isLast) return false;
    if (SKIPPED.test(line.text)) continue;
    return BARE_TABLE.test(line.text) || (QUOTED_TABLE.test(line.text) && isFollowedByKey(lines));
  }
  return false;
}

function isFollowedByKey(lines: Iterator<Line, undefined>): boolean {
  for (let count = 0; count < MOST_LINES; count += 1) {
    const line = lines.next().value;
    if (line === undefined) return false;
    if (!COMMENT.test(line.text)) return KEY.test(line.text);
  }
  return false;
}

interface Line {
  text: string;
  /** Whether nothing ends it. */
  isLast: boolean;
}

/** The lines of a text without their ends, cut where they are longer than TOML's head is. */
function* linesOf(text: string): Generator<Line, undefined> {
  for (let at = 0; ; ) {
    const end = text.indexOf('\n', at);
    const whole = text.slice(at, end === -1 ? text.length : end);
    yield { text: whole.slice(0, LONGEST_LINE).replace(/\r$/, ''), isLast: end === -1 };
    if (end === -1) return undefined;
    at = end + 1;
  }
}
