import { isErrorLevel, type LogLine } from '../../logs/logs.ts';
import { answersOf, type Outcome } from './outcome.ts';
import { fieldsOf, isOfEdge, isTroubled, voiceOf, wordsOfLine } from './said.ts';

/** The line that explains how a request ended. */
export interface Cause {
  line: LogLine;
  /** Why this line, in words of ours. */
  why: string;
  /** Of a stack trace, the frame that is the program's own; null if the line has none. */
  frame: string | null;
}

/** Everyday warnings, which explain nothing. */
const BACKGROUND =
  /\bdeprecat|\bslow (?:query|request|response)\b|\bcache (?:miss|stale)\b|\bhigh (?:memory|cpu|load)\b|\bpool (?:size|usage)\b|\bsampl(?:ed|ing)\b|\bclock (?:drift|adjusted)\b/i;

/** What a line without a level says when something is wrong. */
const TROUBLE =
  /\b(?:error|exception|fail(?:ed|ure|s)?|refused|denied|rejected|timed? ?out|deadlock|panic|fatal|unavailable|unreachable|expired|revoked|invalid|mismatch|not found|exceeded|exhausted|violat(?:es|ion)|aborted|forbidden|unauthorized|giving up|cannot|could not)\b/i;

/**
 * The line that explains the ending: the first error of whoever met it first, or else the first warning. Neither a line
 * that only sums the request up, nor an echo of the error further out. Null where nothing went wrong, or no line tells.
 */
export function causeOf(lines: readonly LogLine[], outcome: Outcome): Cause | null {
  if (outcome.ended === 'succeeded') return null;
  const answers = new Set(answersOf(lines).filter(({ code }) => code === undefined));
  const candidates = lines.filter(
    (line) => isTelling(line, answers.has(line)) && !BACKGROUND.test(line.message ?? ''),
  );
  const errors = candidates.filter(isErrorLevel);
  const [first] = [...errors.filter(isSpecific), ...candidates.filter(isSpecific), ...errors, ...candidates];
  if (first !== undefined) return toCause(betterOf(first, candidates), candidates.length);
  const summed = lines.findLast((line) => (line.status ?? 0) >= 400) ?? lines.findLast(isErrorLevel);
  return summed === undefined
    ? null
    : { line: summed, why: 'no other line says what went wrong', frame: null };
}

/** Before an error, the same service may have warned of what then made it fail, with the reason that the error lacks. */
function betterOf(first: LogLine, candidates: readonly LogLine[]): LogLine {
  if (reasonOf(first) !== null) return first;
  const before = candidates.slice(0, candidates.indexOf(first)).toReversed();
  return before.find((line) => voiceOf(line) === voiceOf(first) && reasonOf(line) !== null) ?? first;
}

/** Messages that say that something failed, not what. */
const GENERIC =
  /^\W{0,4}(?:(?:http|rpc|api|the)\s)?(?:request|call|operation|handler|job|task|token|response)?\s?(?:failed|failure|errored|error|completed|finished|aborted|handled|refused|rejected|unsuccessful|with error|exception)?\W{0,4}$/i;

function isSpecific({ message = '' }: LogLine): boolean {
  return !GENERIC.test(message);
}

/** The words of a line beyond its message: what an error field, a code or a stack says. */
function reasonOf(line: LogLine): string | null {
  if (line.code !== undefined) return line.code;
  const words = wordsOfLine(line);
  return words.length > (line.message ?? '').length + 1 ? words : null;
}

/** Whether a line says what went wrong; one that sums the request up only does if it says more than its status. */
function isTelling(line: LogLine, isSummary: boolean): boolean {
  if (isSummary && reasonOf(line) === null) return false;
  if (isOfEdge(line) && isSummary && !isErrorLevel(line)) return false;
  if (isTroubled(line)) return true;
  return line.code !== undefined || (line.level === undefined && TROUBLE.test(wordsOfLine(line)));
}

function toCause(line: LogLine, count: number): Cause {
  const rank = isErrorLevel(line) ? 'error' : line.level === 'warn' ? 'warning' : 'line';
  const why =
    count === 1
      ? 'the only line that says what went wrong'
      : `the first ${rank} that says what went wrong; later lines may only repeat it`;
  return { line, why, frame: ownFrame(line) };
}

/** Where libraries and runtimes live. */
const FOREIGN =
  /node_modules|node:internal|\(internal\/|site-packages|dist-packages|\/lib\/python|\/gems\/|\/ruby\/\d|\/vendor\/|\/usr\/(?:local\/)?(?:lib|go)\/|\bruntime[./]|\b(?:java|javax|jdk|sun|jakarta|kotlin|scala|akka|reactor|io\.netty|org\.(?:springframework|apache|hibernate|eclipse|postgresql|jboss|junit)|com\.(?:zaxxer|mysql|fasterxml|sun)|System|Microsoft|Npgsql|Newtonsoft)\.|\bpanic\(|\.cargo\/registry|\/rustc\/|\bstd::|\bcore::/;

const FRAME =
  /^\s*(?:at \S|File "[^"]{1,300}", line \d|from \S{1,300}:\d+:in |\S{1,300}\.(?:go|rs|rb|ex|exs|php|py|js|ts|kt|java|cs):\d|#\d{1,4}\s+\S)/;

/** The first frame of a stack that is neither the runtime's nor a library's. */
function ownFrame(line: LogLine): string | null {
  const stacks = fieldsOf(line).filter(({ key }) => /stack|trace|exception|err/.test(key));
  for (const text of [line.message ?? '', ...stacks.map(({ value }) => value)]) {
    const rows = text.split(/\r?\n|\\n/);
    if (rows.length < 2) continue;
    const frames = rows.filter((row) => row.length < 400 && FRAME.test(row));
    // Python's innermost frame stands last.
    const inOrder = text.includes('Traceback (most recent') ? frames.toReversed() : frames;
    const own = inOrder.find((row) => !FOREIGN.test(row));
    if (own !== undefined) return own.trim();
  }
  return null;
}
