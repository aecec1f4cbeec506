import { group } from '../base/text.ts';

/** Which lines of a stack trace tell something, and which only say where. */

/** Frames, as each language writes them; `\t` may already be shown as an escape. */
const FRAMES: readonly RegExp[] = [
  // Java, .NET, JavaScript, and their ends: `... 3 more`, `--- End of inner exception stack trace ---`.
  /^(?:\s|\\t|! )*at \S/,
  /^(?:\s|\\t)*(?:\.\.\. \d|--- End of )/,
  // Python, with the marks under the code.
  /^\s*File "[^"]{1,300}", line \d/,
  /^\s*[~^]+\s*$/,
  // PHP, GDB.
  /^\s*#\d{1,4}\s/,
  // Ruby, Elixir, and every other `file:line`.
  /^(?:\s|\\t)*(?:from |\(\w[\w.-]{0,60} [\d.]{1,20}\) )?[\w./@<>$~-]{1,300}\.(?:rb|erb|ru|py|js|mjs|cjs|ts|tsx|go|rs|ex|exs|erl|php|java|kt|scala|cs|s|c|cc|cpp)(?::|\()\d/,
  // Go: the function above its file.
  /^(?:created by )?(?:[a-z][\w/-]{0,99}\.[\w./*)-]{0,200}(?:\([\w*]{1,100}\)[\w.]{1,100})?|panic)\(/,
  // Rust.
  /^\s*\d{1,4}: (?:0x[\da-f]+ - )?[\w<{]/,
];

/** Whether a line of a trace only says where something happened. */
export function isFrame(line: string): boolean {
  const start = line.slice(0, 400);
  return FRAMES.some((pattern) => pattern.test(start));
}

/** Exceptions by their names: `java.io.IOException: gone`, `ValueError: gone`, `Error [X]: gone`, `** (RuntimeError) gone`. */
export const EXCEPTIONS: readonly RegExp[] = [
  /^(?:\*\* \()?(?:[A-Za-z_$][\w$]{0,100}[.:\\]{1,2}){0,12}[A-Z][\w$]{0,100}(?:Error|Exception|Failure|Interrupt|Timeout|Fault)\b(?!\s?\()(?: ?\[\w{1,60}\])?(?: ?:|\)|$| \(| in )/,
  /^(?:Error|Exception)(?::| \[)/,
  /^(?:panic|fatal error|runtime error|\[UnhandledPromiseRejection): /,
  /^thread '[^']{0,200}' (?:\(\d{1,9}\) )?panicked at /,
];

/** Where a program crashed, which Node.js shows before it says why: `/app/server.js:41`. */
export const CRASH_OF_NODE = /^(?:(?:file:\/\/)?\/[^\s:]{1,400}\.[cm]?[jt]s|node:[\w/]{1,100}):\d{1,7}$/;

/** Rails: the name, with the message in brackets behind it. */
const RAILS = /^(?!Traceback )(?:[A-Z]\w{0,100}::){0,8}[A-Z]\w{1,100} \(.{1,2000}\):?$/;
/** How Python ends a traceback: with a name of any kind. */
const LAST_OF_PYTHON = /^[A-Za-z_][\w.]{0,200}(?:: |$)/;
/** What an exception came from, in Java and in .NET. */
const FROM = /^(?:Caused by: |---> )/;
/** What may stand before the name: the tags of Rails, and the marks of Dropwizard and of wrangler. */
const TAGS = /^(?:! (?:Causing: )?|✘ )?(?:\[[\w.:-]{1,100}\] {1,4}){0,4}/;
/** In UTF-16 units, of what one exception says. */
const LONGEST_EXCEPTION = 500;

/**
 * What the lines of a trace say went wrong: its exception, and the innermost that it came from. Null if none of them
 * looks like one.
 */
export function exceptionIn(lines: readonly string[]): string | null {
  const rows = lines
    .filter((line) => !isFrame(line))
    .map((line) => line.replace(/^(?:\s|\\t){1,200}/, '').replace(TAGS, ''));
  const traceback = rows.findLastIndex((row) => row.startsWith('Traceback (most recent'));
  // Lambda puts the exception before its traceback.
  const own = (traceback === -1 ? undefined : endOf(lines)) ?? rows.find(isException);
  const root = rows.findLast((row) => FROM.test(row))?.replace(FROM, '');
  // Rust says what went wrong on the line below.
  const rust = own?.startsWith("thread '") ? rows[rows.indexOf(own) + 1] : undefined;
  const said = [rust === undefined ? own : `${own} ${rust}`, root].flatMap((row) =>
    row === undefined ? [] : [row.slice(0, LONGEST_EXCEPTION)],
  );
  return said.length === 0 ? null : [...new Set(said)].join(', caused by ');
}

function isException(row: string): boolean {
  const head = row.slice(0, 2_100);
  return RAILS.test(head) || EXCEPTIONS.some((pattern) => pattern.test(head));
}

/** The line that ends the last traceback of Python: the first that is indented no more than it. */
function endOf(lines: readonly string[]): string | undefined {
  const start = lines.findLastIndex((line) => line.includes('Traceback (most recent'));
  const indent = /^\s*(?=Traceback)/.exec(lines[start] ?? '')?.[0] ?? '';
  const end = lines
    .slice(start + 1)
    .find(
      (line) => line.startsWith(indent) && LAST_OF_PYTHON.test(line.slice(indent.length)) && !isFrame(line),
    );
  return end?.slice(indent.length);
}

/** How many frames behind a line that tells something are kept before others are left out. */
const FRAMES_EACH = 3;

/** What a trace is shortened to. */
export interface StackBounds {
  lines: number;
  /** UTF-16 units of all its lines together. */
  size: number;
}

/**
 * A trace of at most so many lines and units: every line that is no frame (an exception, a cause) before any frame, and
 * of the frames the first behind each. Where lines are left out, one says how many.
 */
export function foldStack(lines: readonly string[], { lines: most, size }: StackBounds): string[] {
  if (lines.length <= most && sizeOf(lines) <= size) return [...lines];
  let behind = 0;
  const ranked = lines.map((line, at) => {
    behind = isFrame(line) ? behind + 1 : 0;
    // The first error and the last cause say most.
    const fromEnd = Math.min(at, lines.length - 1 - at);
    return { at, rank: behind === 0 ? 0 : behind <= FRAMES_EACH ? 1 : 2, order: behind === 0 ? fromEnd : at };
  });
  const kept = new Set<number>();
  let left = size;
  for (const { at } of ranked.toSorted((a, b) => a.rank - b.rank || a.order - b.order)) {
    const cost = lines[at]?.length ?? 0;
    if (kept.size >= most - 1 || cost > left) continue;
    left -= cost;
    kept.add(at);
  }
  return withGaps(lines, kept);
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

function withGaps(lines: readonly string[], kept: ReadonlySet<number>): string[] {
  const shown: string[] = [];
  let missing = 0;
  for (const [at, line] of lines.entries()) {
    if (!kept.has(at)) {
      missing += 1;
      continue;
    }
    if (missing > 0) shown.push(gap(missing));
    missing = 0;
    shown.push(line);
  }
  return missing > 0 ? [...shown, gap(missing)] : shown;
}

function gap(missing: number): string {
  return `… [${group(missing)} more lines]`;
}

/** A text that holds a trace, shortened as a trace is; others, and short ones, unchanged. */
export function foldText(text: string, most: number): string {
  if (text.length <= most || !text.includes('\n')) return text;
  const lines = text.split('\n');
  if (!lines.some(isFrame)) return text;
  return foldStack(lines, { lines: 200, size: most - 100 }).join('\n');
}
