import { isErrorLevel, isTroubledLevel, type LogLine } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import { allWordsOf, fieldsOf, isOfEdge, voiceOf, wordsOfLine } from './said.ts';

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
export const NO_ANSWER = new Set([408, 460, 499, 502, 503, 504, 520, 522, 524]);
const GONE = new Set([460, 499]);

/** Statuses that refuse a request before anything is done. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !NO_ANSWER.has(status);
}

const ROLLED_BACK =
  /\brolled[ _-]?back\b|\brolling back\b|\b(?:tx|txn|transaction|db|database|sql)[: ]{1,3}rollback\b|\brollback (?:complete|done|ok|succeeded|finished)|\breverted\b(?! to)|\bundone\b|\bcompensated\b|\btransaction (?:was )?aborted\b/i;
const NOT_ROLLED_BACK =
  /\b(?:not|no|never|without|cannot|could|failed|failing|fails|unable|will be|would be|to be|skip\w*|deploy\w*|release)\b[^.;]{0,40}\b(?:roll\w*|revert\w*|undone|compensat\w*)|\broll\w*[ _-]?(?:back )?(?:failed|error|not|skipped)\b/i;

/** A service that could not be reached, or let nothing in, has done nothing. */
const NEVER_REACHED =
  /\bconnection refused\b|ECONNREFUSED|\bno (?:live|healthy|available) (?:upstream|backend|server|endpoint)s?\b|\bno healthy upstream\b|\bupstream connect error\b|\bno route to host\b|\bno such host\b|ENOTFOUND|EHOSTUNREACH|\bfailed to connect\b|\bcould not connect\b|\bcircuit[ -]?breaker\b.{0,60}\bopen\b|\bin maintenance\b|\bmaintenance mode\b|\b(?:draining|shutting down)\b.{0,40}\b(?:refus|reject|not accept|no new)|\b(?:refus|reject|not accept).{0,60}\b(?:draining|shutting down)\b/i;

/** What a service met and went around. */
export const WENT_AROUND =
  /\bfall(?:ing|s|en)?[ -]?back\b|\bfell back\b|\bfallback\b|\b(?:using|serving|reading|read|served) (?:from )?(?:the )?(?:cached?|stale|default|replica|database|backup)\b|\bnon-?fatal\b|\bbest[- ]effort\b|\bignor(?:ed|ing)\b|\bcontinuing\b|\bdegraded gracefully\b|\brecovered\b/i;

/** It goes on trying, so that this is no end. */
const GOES_ON =
  /\b(?:will retry|retrying|retry (?:in|scheduled|queued)|requeued|next attempt|attempt \d{1,3} ?(?:of|\/) ?\d{1,3})\b/i;
export const GAVE_UP =
  /\b(?:gave up|giving up|exhausted|dead[ -]?letter\w*|no (?:more )?retries|last attempt|final attempt)\b/i;

/** The work is done, in the words that services use for it. */
const DONE =
  /\b(?:completed|succeeded|success(?:ful(?:ly)?)?|finished|committed|created|saved|stored|persisted|captured|charged|refunded|delivered|processed|provisioned|updated|deleted|removed|issued|done|ready)\b|\b(?:e?mail|notification|invoice|sms|response|reply|answer|webhook|event)s? (?:was |were )?sent\b/i;

/** A part of the work is done, or set going. */
const PARTLY =
  /\b(?:inserted|written|wrote|uploaded|published|queued|enqueued|scheduled|registered|reserved|transferred|imported|exported|activated|applied|placed|booked|shipped|debited|credited|sent)\b/i;

/** Some of several are done: `wrote 3 of 9 parts`. */
const PROGRESS =
  /\b(?:wrote|written|inserted|processed|imported|exported|uploaded|copied|sent|created|deleted|updated|done|saved)\b[^.;]{0,24}?\b[1-9]\d{0,11} ?(?:of|\/) ?\d/i;

/** What leaves an effect behind, even where the request is refused afterwards. */
const EFFECT =
  /\b(?:captured|charged|refunded|transferred|shipped|provisioned|inserted|committed|debited|credited)\b/i;

/** The same words where they deny it, or speak of something else. */
const NOT_DONE =
  /\b(?:not|never|cannot|failed|failing|failure|unable|un\w+ed|without|before|until|could ?n[o']t|was ?n[o']t|denied|refused|rejected|error|retry(?:ing)?|will be|to be|already|\d+ ?(?:of|\/) ?\d+)\b|\b0 (?:rows?|items?|records?)\b/i;

/** What is made or done on the way to any answer, or says nothing of the work. */
const ON_THE_WAY =
  /\b(?:sessions?|connections?|tokens?|spans?|traces?|contexts?|caches?|locks?|transactions?|tx|clients?|threads?|logs?|metrics?|pools?|drafts?|plans?|validations?|auth\w*|lookups?|checks?|steps?|phases?|stages?|handshakes?|probes?|quer(?:y|ies)|requests?|headers?|config\w*|credentials?|signatures?|polic(?:y|ies))\b[^,;.]{0,24}\b(?:completed|succeeded|success\w*|finished|created|saved|stored|updated|issued|processed|done|ready|sent|registered|reserved|applied|inserted|queued|removed)\b/i;

/** Work that goes on after the answer, and how it fails. */
export const FAILED =
  /\b(?:failed|failure|failing|gave up|giving up|aborted|dead[ -]?letter(?:ed)?|exhausted|bounced|undeliverable|panic(?:ked)?|crashed|timed out|unhandled|exception|fatal|refused|denied|rejected)\b/i;

/** An answer whose body never came to its end. */
const BROKEN_OFF =
  /\bprematurely closed connection while (?:reading|sending)|\b(?:response|body|stream|download|transfer)\b.{0,40}\b(?:truncated|incomplete|cut short|broke off|broken off)\b/i;

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
    const broken = lines.findLast((line) => isTrouble(line) && BROKEN_OFF.test(wordsOfLine(line)));
    if (broken !== undefined)
      return {
        ended: 'failed',
        ...told,
        carried_out: 'unknown',
        evidence: `answered ${status} (${answer.source}), but the answer broke off (${broken.source})`,
      };
    const done = afterSuccess(lines, answers, answer, status);
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
  const undone = rolledBack(lines);
  if (inner !== undefined && undone === undefined)
    return {
      ended,
      ...told,
      carried_out: 'yes',
      evidence: `${quoted(voiceOf(inner))} answered ${inner.status} (${inner.source}), ${
        GONE.has(status) ? 'but the caller had disconnected' : 'but that answer did not reach the caller'
      }: do not send it again`,
    };
  const after = afterFailure(lines, answer, status);
  const isRead = after.carried_out === 'unknown' && isSafe(routeOf(lines)?.method);
  return {
    ended,
    ...told,
    ...after,
    ...(isRead && { evidence: `${after.evidence}; it only reads, so it can be sent again` }),
  };
}

/** Whether a method changes nothing (RFC 9110 section 9.2.1). */
export function isSafe(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function isSuccess({ status = 0 }: LogLine): boolean {
  return status >= 200 && status < 300;
}

/** OAuth and OpenID Connect hand errors on in the address of a redirect (RFC 6749 section 4.1.2.1). */
function handsErrorOn(line: LogLine): boolean {
  const targets = fieldsOf(line).filter(({ key }) => /location|redirect/.test(key));
  const words = [line.path ?? '', wordsOfLine(line), ...targets.map(({ value }) => value)].join(' ');
  return line.code !== undefined || /[?&#]error=/.test(words);
}

type CarriedOut = Pick<Outcome, 'carried_out' | 'evidence'>;

/** Bodies that hold answers of their own. */
const MANY_ANSWERS = /\/(?:graphql|json-?rpc|rpc|batch|bulk)(?:[/?]|$)/i;

function afterSuccess(
  lines: readonly LogLine[],
  answers: readonly LogLine[],
  answer: LogLine,
  status: number,
): CarriedOut {
  if (status !== 202) {
    const trouble = lines.find(
      (line) => isTrouble(line) && !isSuccess(line) && !WENT_AROUND.test(wordsOfLine(line)),
    );
    const isOfMany = status === 207 || MANY_ANSWERS.test(answer.path ?? '');
    if (isOfMany && (trouble !== undefined || status === 207))
      return {
        carried_out: 'unknown',
        evidence: `answered ${status} (${answer.source}), which does not tell whether each part was done${trouble === undefined ? '' : `; see ${trouble.source}`}`,
      };
    const error = lines.find((line) => isErrorLevel(line) && !isSuccess(line));
    const beside = error === undefined ? '' : `; an error was logged on the way (${error.source})`;
    return { carried_out: 'yes', evidence: `answered ${status} (${answer.source})${beside}` };
  }
  const accepted = Math.min(...answers.filter(isSuccess).map((line) => lines.indexOf(line)));
  const later = lines.slice(accepted + 1);
  const failed = later.findLast((line) => isTrouble(line) && (isErrorLevel(line) || saysFailed(line)));
  const done = later.findLast((line) => line.status === undefined && saysDone(line));
  if (failed !== undefined && (done === undefined || isBefore(lines, done, failed))) {
    if (goesOn(wordsOfLine(failed)))
      return {
        carried_out: 'unknown',
        evidence: `it was only accepted (202), and the work failed at first and is tried again (${failed.source})`,
      };
    return {
      carried_out: 'no',
      evidence: `it was only accepted (202), and the work failed afterwards (${failed.source})`,
    };
  }
  if (done !== undefined)
    return { carried_out: 'yes', evidence: `accepted (202), then completed (${done.source})` };
  return {
    carried_out: 'unknown',
    evidence: `only accepted (202, ${answer.source}); no line shows that it was completed`,
  };
}

/** Whether a line says that something is wrong: by its level, or if it has none, by its words. */
function isTrouble(line: LogLine): boolean {
  return isTroubledLevel(line) || (line.level === undefined && saysFailed(line));
}

/** The line that says that all was undone; none if work was done after it, as on a second try. */
function rolledBack(lines: readonly LogLine[]): LogLine | undefined {
  const undone = lines.findLast((line) => {
    const words = allWordsOf(line);
    // As a database logs the statement.
    if (/^\W{0,4}ROLLBACK\W{0,4}$/.test(line.message ?? '')) return true;
    return ROLLED_BACK.test(words) && !NOT_ROLLED_BACK.test(words);
  });
  if (undone === undefined) return undefined;
  const later = lines.slice(lines.indexOf(undone) + 1);
  const isDoneAgain = later.some((line) => !isOfEdge(line) && (isSuccess(line) || saysDone(line)));
  return isDoneAgain ? undefined : undone;
}

function afterFailure(lines: readonly LogLine[], answer: LogLine, status: number): CarriedOut {
  if (status < 400)
    return { carried_out: 'no', evidence: `it was refused with a redirect (${answer.source})` };
  const undone = rolledBack(lines);
  if (undone !== undefined) return { carried_out: 'no', evidence: `it was rolled back (${undone.source})` };
  const inner = lines.filter((line) => !isOfEdge(line));
  if (isRefusal(status)) {
    const effect = inner.findLast((line) => saysDone(line, EFFECT));
    return effect === undefined
      ? { carried_out: 'no', evidence: `it was refused with ${status} (${answer.source})` }
      : {
          carried_out: 'unknown',
          evidence: `it was refused with ${status} after part of the work was done (${effect.source}): check what was done before sending it again`,
        };
  }
  const told = lines.findLast((line) => line.status === undefined && isTrouble(line));
  const unreached = [
    told,
    lines.findLast((line) => line.status !== undefined),
    lines.findLast(isMaintained),
  ].find(
    (line) =>
      line !== undefined && NEVER_REACHED.test(wordsOfLine(line)) && !WENT_AROUND.test(wordsOfLine(line)),
  );
  const last = inner.findLast((line) => saysDone(line));
  if (NO_ANSWER.has(status) && last !== undefined && last === inner.at(-1))
    return {
      carried_out: 'yes',
      evidence: `the last line of the service says that the work was done (${last.source})`,
    };
  const part = last ?? inner.findLast((line) => saysDone(line, PARTLY) || PROGRESS.test(line.message ?? ''));
  if (part !== undefined)
    return {
      carried_out: 'unknown',
      evidence: `it failed after part of the work was done (${part.source}): check what was done before sending it again`,
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
  return {
    carried_out: 'unknown',
    evidence: `it failed with ${status}, and no line says whether it took effect`,
  };
}

function isMaintained(line: LogLine): boolean {
  return /\bmaintenance\b/i.test(wordsOfLine(line));
}

/** Of a job, a message or a request whose status no line shows: the last line that tells. */
function withoutAnswer(lines: readonly LogLine[]): Outcome {
  const telling = lines.findLast((line) => (isFailing(line) && !isPassing(line)) || saysDone(line));
  if (telling === undefined) {
    const isReadable = lines.some(({ level }) => level !== undefined);
    const naming = lines.findLast(namesError);
    const evidence = lines.some(isErrorLevel)
      ? 'no line shows a response or how it ended, and its errors were gone around'
      : naming !== undefined
        ? `no line shows a response or how it ended; one names an error (${naming.source})`
        : isReadable
          ? 'no line shows a response or how it ended, and none is an error'
          : 'no line shows a response, and none has a level that could be read';
    return { ended: 'unknown', status: null, at: null, carried_out: 'unknown', evidence };
  }
  const told = { status: null, at: telling.time };
  if (!isFailing(telling))
    return {
      ended: 'succeeded',
      ...told,
      carried_out: 'yes',
      evidence: `its last conclusive line reports success (${telling.source})`,
    };
  const undone = rolledBack(lines);
  return {
    ended: 'failed',
    ...told,
    carried_out: undone === undefined ? 'unknown' : 'no',
    evidence:
      undone === undefined
        ? `its last conclusive line is an error (${telling.source})`
        : `it was rolled back (${undone.source})`,
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

function isFailing(line: LogLine): boolean {
  return isErrorLevel(line) || saysFailed(line);
}

/** A failure that was gone around, or is tried again. */
function isPassing(line: LogLine): boolean {
  const words = wordsOfLine(line);
  return WENT_AROUND.test(words) || goesOn(words);
}

/** Whether words say that what failed is tried once more. */
export function goesOn(words: string): boolean {
  const [, attempt, of] = /\battempt (\d{1,3}) ?(?:of|\/) ?(\d{1,3})\b/i.exec(words) ?? [];
  if (attempt !== undefined && attempt === of) return false;
  return GOES_ON.test(words) && !GAVE_UP.test(words);
}

function saysDone(line: LogLine, how = DONE): boolean {
  if (isTroubledLevel(line)) return false;
  // What an answer says is its status.
  if (line.status !== undefined && !isSuccess(line)) return false;
  const words = spaced(line.message ?? '');
  return how.test(words) && !NOT_DONE.test(words) && !ON_THE_WAY.test(words);
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
