import { isErrorLevel, type LogLine } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import { allWordsOf, isOfEdge, voiceOf, wordsOfLine } from './said.ts';

/** How a request ended, as far as its lines show it. */
export interface Outcome {
  ended: 'succeeded' | 'failed' | 'unknown';
  /** The HTTP status that the caller got. */
  status: number | null;
  /** When, ISO 8601. */
  at: string | null;
  /** Whether what was asked for was done, so that sending it again would do it twice. */
  carried_out: 'yes' | 'no' | 'unknown';
  /** What in the lines says so: a sentence of ours that names their places. */
  evidence: string;
}

/** The caller disconnected (nginx 499, AWS 460), or a proxy before the service stopped waiting. */
const NO_ANSWER = new Set([408, 460, 499, 502, 503, 504, 520, 522, 524]);
const GONE = new Set([460, 499]);

/** Statuses that refuse a request before anything is done. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !NO_ANSWER.has(status);
}

const ROLLED_BACK =
  /\brolled[ _-]?back\b|\brolling back\b|\brollback\b|\breverted\b|\bundone\b|\bcompensated\b|\btransaction (?:was )?aborted\b/i;

/** A service that could not be reached, or let nothing in, has done nothing. */
const NEVER_REACHED =
  /\bconnection refused\b|ECONNREFUSED|\bno (?:live|healthy|available) (?:upstream|backend|server|endpoint)s?\b|\bno healthy upstream\b|\bupstream connect error\b|\bno route to host\b|\bno such host\b|ENOTFOUND|EHOSTUNREACH|\bfailed to connect\b|\bcould not connect\b|\bcircuit[ -]?breaker (?:is )?open\b|\bdraining\b|\bshutting down\b|\bin maintenance\b|\bmaintenance mode\b/i;

/** The work is done, in the words that services use for it. */
const DONE =
  /\b(?:completed|succeeded|success(?:ful(?:ly)?)?|finished|committed|created|saved|stored|persisted|captured|charged|delivered|processed|provisioned|updated|deleted|removed|sent|done|ready)\b/i;

/** The same words where they deny it, or speak of something else. */
const NOT_DONE =
  /\b(?:not|never|cannot|failed|failing|failure|unable|un\w+ed|without|before|until|could ?n[o']t|was ?n[o']t|denied|refused|rejected|error|retry(?:ing)?|will be|to be|already)\b/i;

/** Work that goes on after the answer, and how it fails. */
const FAILED =
  /\b(?:failed|failure|failing|gave up|giving up|aborted|dead[ -]?letter(?:ed)?|exhausted|panic(?:ked)?|crashed|timed out|unhandled|exception|fatal|refused|denied|rejected)\b/i;

/** `lines` are the request's own, in time order. */
export function outcomeOf(lines: readonly LogLine[]): Outcome {
  const answers = answersOf(lines);
  const answer = answers.findLast(isOfEdge) ?? answers.at(-1);
  return answer?.status === undefined
    ? withoutAnswer(lines)
    : answered(lines, answers, answer, answer.status);
}

function answered(
  lines: readonly LogLine[],
  answers: readonly LogLine[],
  answer: LogLine,
  status: number,
): Outcome {
  const isRefusedByRedirect = status >= 300 && status < 400 && lines.some(handsErrorOn);
  const ended = status < 400 && !isRefusedByRedirect ? 'succeeded' : 'failed';
  const told = { status, at: answer.time };
  // GraphQL answers 200 whatever came of it.
  if (status < 300 && isErrorLevel(answer) && answer.code !== undefined)
    return {
      ended: 'failed',
      ...told,
      carried_out: 'unknown',
      evidence: `it was answered ${status} with an error (${answer.source})`,
    };
  if (status < 300) {
    const done = afterSuccess(lines, answer, status);
    return { ended: done.carried_out === 'no' ? 'failed' : ended, ...told, ...done };
  }
  if (ended === 'succeeded')
    return {
      ended,
      ...told,
      carried_out: 'unknown',
      evidence: `answered with a redirect (${answer.source})`,
    };
  const inner = NO_ANSWER.has(status)
    ? answers.findLast((line) => line !== answer && isSuccess(line))
    : undefined;
  if (inner !== undefined)
    return {
      ended,
      ...told,
      carried_out: 'yes',
      evidence: `${quoted(voiceOf(inner))} answered ${inner.status} (${inner.source}), ${
        GONE.has(status) ? 'but the caller had disconnected' : 'but that answer did not reach the caller'
      }: do not send it again`,
    };
  return { ended, ...told, ...afterFailure(lines, answer, status) };
}

function isSuccess({ status = 0 }: LogLine): boolean {
  return status >= 200 && status < 300;
}

/** OAuth and OpenID Connect hand errors on in the address of a redirect (RFC 6749 section 4.1.2.1). */
function handsErrorOn(line: LogLine): boolean {
  return line.code !== undefined || /[?&#]error=/.test(`${line.path} ${wordsOfLine(line)}`);
}

type CarriedOut = Pick<Outcome, 'carried_out' | 'evidence'>;

function afterSuccess(lines: readonly LogLine[], answer: LogLine, status: number): CarriedOut {
  if (status !== 202) return { carried_out: 'yes', evidence: `answered ${status} (${answer.source})` };
  const later = lines.slice(lines.indexOf(answer) + 1).concat(lines.filter((line) => !isOfEdge(line)));
  const failed = later.findLast(
    (line) => isErrorLevel(line) || (line.level === undefined && saysFailed(line)),
  );
  const done = later.findLast((line) => line.status === undefined && saysDone(line));
  if (failed !== undefined && (done === undefined || isBefore(lines, done, failed)))
    return {
      carried_out: 'no',
      evidence: `it was only accepted (202), and the work failed afterwards (${failed.source})`,
    };
  if (done !== undefined)
    return { carried_out: 'yes', evidence: `accepted (202), then completed (${done.source})` };
  return {
    carried_out: 'unknown',
    evidence: `only accepted (202, ${answer.source}); no line shows that it was completed`,
  };
}

function afterFailure(lines: readonly LogLine[], answer: LogLine, status: number): CarriedOut {
  if (status < 400)
    return { carried_out: 'no', evidence: `it was refused with a redirect (${answer.source})` };
  const undone = lines.findLast((line) => ROLLED_BACK.test(allWordsOf(line)));
  if (undone !== undefined) return { carried_out: 'no', evidence: `it was rolled back (${undone.source})` };
  if (isRefusal(status))
    return { carried_out: 'no', evidence: `it was refused with ${status} (${answer.source})` };
  const inner = lines.filter((line) => !isOfEdge(line));
  const unreached = lines.findLast((line) => NEVER_REACHED.test(wordsOfLine(line)));
  const last = inner.findLast((line) => !isErrorLevel(line) && saysDone(line));
  if (NO_ANSWER.has(status) && last !== undefined && last === inner.at(-1))
    return {
      carried_out: 'yes',
      evidence: `the last line of the service says that the work was done (${last.source})`,
    };
  if (last !== undefined)
    return {
      carried_out: 'unknown',
      evidence: `it failed after part of the work was done (${last.source}): check what was done before sending it again`,
    };
  if (inner.length === 0) {
    return unreached === undefined
      ? { carried_out: 'unknown', evidence: `only the edge saw it (${answer.source})` }
      : {
          carried_out: 'no',
          evidence: `it never reached a service: only the edge saw it (${unreached.source})`,
        };
  }
  const refusing = inner.find((line) => line.status === 503) ?? unreached;
  if (refusing !== undefined)
    return {
      carried_out: 'no',
      evidence: `a service refused it or could not be reached (${refusing.source})`,
    };
  return { carried_out: 'unknown', evidence: `it failed with ${status}, and no line shows how far it got` };
}

/** Of a job, a message or a request whose status no line shows: the last line that tells. */
function withoutAnswer(lines: readonly LogLine[]): Outcome {
  const telling = lines.findLast((line) => isErrorLevel(line) || saysFailed(line) || saysDone(line));
  if (telling === undefined) {
    const isReadable = lines.some(({ level }) => level !== undefined);
    const naming = lines.findLast(namesError);
    const evidence =
      naming !== undefined
        ? `no line shows a response or how it ended; one names an error (${naming.source})`
        : isReadable
          ? 'no line shows a response or how it ended, and none is an error'
          : 'no line shows a response, and none has a level that could be read';
    return { ended: 'unknown', status: null, at: null, carried_out: 'unknown', evidence };
  }
  const told = { status: null, at: telling.time };
  if (!isErrorLevel(telling) && !saysFailed(telling))
    return {
      ended: 'succeeded',
      ...told,
      carried_out: 'yes',
      evidence: `its last conclusive line reports success (${telling.source})`,
    };
  const undone = lines.some((line) => ROLLED_BACK.test(allWordsOf(line)));
  return {
    ended: 'failed',
    ...told,
    carried_out: undone ? 'no' : 'unknown',
    evidence: undone ? 'it was rolled back' : `its last conclusive line is an error (${telling.source})`,
  };
}

/** Fields that hold an error, whatever the level of their line. */
const ERROR_FIELD =
  /(?:^|[._])(?:err|error|exception|exc_?info|stack|stack_?trace)$|err(?:or)?_?(?:msg|message|text|name|detail)s?$/i;

/** Whether a line names an error, though its level does not say that it is one. */
function namesError({ level, code, message = '', rest = {} }: LogLine): boolean {
  if (code !== undefined) return true;
  if (level === 'warn' && /\berrors?\b|[a-z]Error\b|Exception\b/i.test(message)) return true;
  return Object.entries(rest).some(
    ([name, value]) =>
      ERROR_FIELD.test(name) &&
      (Array.isArray(value) ? value.length > 0 : typeof value === 'string' && /[A-Za-z]{4}/.test(value)) &&
      !/^(?:none|null|false|undefined|success)$/i.test(String(value)),
  );
}

function saysDone(line: LogLine): boolean {
  const { message = '' } = line;
  return (
    !isErrorLevel(line) &&
    line.level !== 'warn' &&
    DONE.test(spaced(message)) &&
    !NOT_DONE.test(spaced(message))
  );
}

function saysFailed(line: LogLine): boolean {
  return (
    line.level !== 'debug' &&
    line.level !== 'info' &&
    line.level !== 'trace' &&
    FAILED.test(spaced(line.message ?? ''))
  );
}

/** `workspace_created` in words. */
function spaced(message: string): string {
  return message.replaceAll('_', ' ');
}

function isBefore(lines: readonly LogLine[], one: LogLine, other: LogLine | undefined): boolean {
  return other !== undefined && lines.indexOf(one) < lines.indexOf(other);
}

/**
 * The lines that show an answer to the request itself, not to a call that it made on its way: those of the route that
 * the edge names, else of the one that most services name, and of several such, the one that the last line names.
 */
export function answersOf(lines: readonly LogLine[]): LogLine[] {
  const withStatus = lines.filter(({ status }) => status !== undefined);
  const route = routeOf(lines);
  if (route === null) return withStatus;
  const own = withStatus.filter((line) => isOfRoute(line, route));
  return own.length > 0 ? own : withStatus;
}

export interface Route {
  method: string;
  path: string;
}

/** What was asked for; null if no line shows it. */
export function routeOf(lines: readonly LogLine[]): Route | null {
  const routes: { route: Route; voices: Set<string>; isOuter: boolean }[] = [];
  for (const line of lines.toReversed()) {
    const route = routeOfLine(line);
    if (route === null) continue;
    const known = routes.find((each) => isSame(each.route, route));
    if (known === undefined)
      routes.push({ route, voices: new Set([voiceOf(line)]), isOuter: isOfEdge(line) });
    else {
      known.voices.add(voiceOf(line));
      known.isOuter ||= isOfEdge(line);
    }
  }
  const weight = (each: (typeof routes)[number]) => each.voices.size + (each.isOuter ? 10 : 0);
  const [first] = routes.toSorted((a, b) => weight(b) - weight(a));
  return first?.route ?? null;
}

function routeOfLine({ method, path }: LogLine): Route | null {
  if (method === undefined || path === undefined) return null;
  return { method, path: plainPath(path) };
}

/** A path without its query, and without the host of an absolute address. */
export function plainPath(path: string): string {
  return path.replace(/^https?:\/\/[^/?#]*/, '').replace(/[?#].*$/s, '') || '/';
}

function isOfRoute(line: LogLine, route: Route): boolean {
  const own = routeOfLine(line);
  return own !== null && isSame(own, route);
}

/** A gateway may take a prefix off. */
function isSame(a: Route, b: Route): boolean {
  if (a.method !== b.method) return false;
  return (
    a.path === b.path ||
    (a.path.length > 1 && b.path.length > 1 && (a.path.endsWith(b.path) || b.path.endsWith(a.path)))
  );
}
