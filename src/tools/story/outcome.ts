import { isErrorLevel, isTroubledLevel, type LogLine } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import {
  AFTER_COMMIT,
  AFTERWARDS,
  allWordsOf,
  BEGUN,
  BROKEN_OFF,
  BUG,
  CANCELLED,
  CHANGED,
  COMMITTED,
  EFFECT,
  endOf,
  fieldsOf,
  goesOn,
  IN_DOUBT,
  isCrash,
  isOfEdge,
  isRpcRefusal,
  LASTING,
  NOT_BEGUN,
  NOT_ROLLED_BACK,
  NOTHING_KEPT,
  neverReached,
  PARTLY,
  PROGRESS,
  PUT_ASIDE,
  ROLLED_BACK,
  reasonOfProxy,
  rpcStatusOf,
  SUPERSEDED,
  saysDone,
  saysFailed,
  saysInPart,
  TAKEN_BACK,
  TIDIED_UP,
  voiceOf,
  WENT_AROUND,
  WRITE_FAILED,
  wordsOfLine,
} from './said.ts';

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
/** The caller left without an answer. */
export const GONE = new Set([460, 499]);

/** Statuses that refuse a request before anything is done. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && !NO_ANSWER.has(status);
}

/** `lines` are the request's own, in time order. */
export function outcomeOf(lines: readonly LogLine[]): Outcome {
  const answers = answersOf(lines);
  const answer = answers.findLast(isOfEdge) ?? answers.at(-1);
  return ofRead(
    answer?.status === undefined ? withoutAnswer(lines) : answered(lines, answers, answer, answer.status),
    lines,
  );
}

/** A call that only reads has nothing to carry out. */
function ofRead(outcome: Outcome, lines: readonly LogLine[]): Outcome {
  const { method, path = '' }: Partial<Route> = routeOf(lines) ?? {};
  if (outcome.ended !== 'failed' || outcome.carried_out !== 'unknown' || !isSafe(method)) return outcome;
  if (ACTS_ON_GET.test(path) || effectOf(lines) !== undefined) return outcome;
  const evidence = outcome.evidence.replace(/, and no line says whether it took effect$|: check .*$/s, '');
  return {
    ...outcome,
    carried_out: 'no',
    evidence: `${evidence}; it only reads, so nothing is done twice if it is sent again`,
  };
}

/** Links that do something when they are opened, whatever HTTP says of GET. */
const ACTS_ON_GET =
  /\b(?:callback|log-?out|sign-?out|confirm|verify|activate|unsubscribe|redeem|accept|consume)/i;

function answered(
  lines: readonly LogLine[],
  answers: readonly LogLine[],
  answer: LogLine,
  status: number,
): Outcome {
  const told = { status, at: endOf(answer) };
  if (status < 300 || status === 304) return { ...told, ...answeredWell(lines, answers, answer, status) };
  if (status < 400 && !lines.some(handsErrorOn)) return { ...told, ...redirected(lines, answer) };
  const inner = answers.findLast((line) => line !== answer && isSuccess(line));
  if (inner !== undefined && rolledBack(lines) === undefined)
    return {
      ended: 'failed',
      ...told,
      carried_out: 'yes',
      evidence: `${
        voiceOf(inner) === voiceOf(answer) && isBefore(lines, inner, answer)
          ? `an earlier answer to the same id was ${inner.status} (${inner.source})`
          : `${quoted(voiceOf(inner))} answered ${inner.status} (${inner.source}), but ${
              GONE.has(status) ? 'the caller had disconnected' : 'that answer did not reach the caller'
            }`
      }${isSafe(routeOf(lines)?.method) ? '' : ': do not send it again'}`,
    };
  return { ended: 'failed', ...told, ...afterFailure(lines, answer, status) };
}

type Ending = Omit<Outcome, 'status' | 'at'>;

/** What an answer of success leaves open: an error in its body, a body that broke off, work that was only accepted. */
function answeredWell(
  lines: readonly LogLine[],
  answers: readonly LogLine[],
  answer: LogLine,
  status: number,
): Ending {
  // GraphQL answers 200 whatever came of it.
  if (isErrorLevel(answer) && answer.code !== undefined)
    return {
      ended: 'failed',
      carried_out: 'unknown',
      evidence: `it was answered ${status} with an error (${answer.source})`,
    };
  const rpc = rpcStatusOf(lines, answer);
  if (rpc !== null)
    return {
      ended: 'failed',
      carried_out: isRpcRefusal(rpc.status) && effectOf(lines) === undefined ? 'no' : 'unknown',
      evidence: `answered ${status} (${answer.source}), but with the gRPC status ${rpc.status} (${rpc.line.source})`,
    };
  const broken = lines.findLast((line) => isTrouble(line) && BROKEN_OFF.test(wordsOfLine(line)));
  if (broken !== undefined)
    return {
      ended: 'failed',
      carried_out: 'unknown',
      evidence: `answered ${status} (${answer.source}), but the answer broke off (${broken.source})`,
    };
  return afterSuccess(lines, answers, answer, status);
}

/** A form that was taken in is answered with the address of what it made; one that was not, with that of another page. */
function redirected(lines: readonly LogLine[], answer: LogLine): Ending {
  const done = lines.findLast((line) => line !== answer && saysDone(line));
  if (done !== undefined)
    return {
      ended: 'succeeded',
      carried_out: 'yes',
      evidence: `answered with a redirect (${answer.source}) after the work was done (${done.source})`,
    };
  const trouble = lines.findLast(
    (line) => line !== answer && isTrouble(line) && !isOfEdge(line) && !isPassing(line),
  );
  return {
    ended: trouble === undefined ? 'succeeded' : 'unknown',
    carried_out: 'unknown',
    evidence: `answered with a redirect (${answer.source})${trouble === undefined ? '' : ` after trouble on the way (${trouble.source})`}`,
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
): Ending {
  const how = `answered ${status} (${answer.source})`;
  const trial = isSafe(answer.method) ? undefined : lines.find(isTrial);
  if (trial !== undefined) {
    const done = lines.find((line) => line.status === undefined && saysDone(line) && !isTrial(line));
    return {
      ended: 'succeeded',
      carried_out: done === undefined ? 'no' : 'unknown',
      evidence: `${how}, but as a trial that is to change nothing (${trial.source})${done === undefined ? '' : `; yet see ${done.source}`}`,
    };
  }
  if (status === 202) return afterAccepted(lines, answers, answer);
  const trouble = lines.find(
    (line) => isTrouble(line) && !isSuccess(line) && !WENT_AROUND.test(wordsOfLine(line)),
  );
  const part = isSafe(answer.method) ? undefined : lines.findLast(saysInPart);
  if (part !== undefined)
    return {
      ended: 'succeeded',
      carried_out: 'unknown',
      evidence: `${how}, but only in part (${part.source})`,
    };
  const isOfMany = status === 207 || MANY_ANSWERS.test(answer.path ?? '');
  if (isOfMany && (trouble !== undefined || status === 207))
    return {
      ended: trouble !== undefined && isErrorLevel(trouble) ? 'unknown' : 'succeeded',
      carried_out: 'unknown',
      evidence: `${how}, which does not tell whether each part was done${trouble === undefined ? '' : `; see ${trouble.source}`}`,
    };
  const undone = rolledBack(lines);
  if (undone !== undefined && isBefore(lines, answer, undone))
    return {
      ended: 'unknown',
      carried_out: 'unknown',
      evidence: `${how}, but rolled back afterwards (${undone.source})`,
    };
  const error = lines.find((line) => isErrorLevel(line) && !isSuccess(line));
  if (error === undefined) return { ended: 'succeeded', carried_out: 'yes', evidence: how };
  const isLate = msBetween(answer, error) > LATE;
  // What others are told after the work does not undo it.
  const isOfWork =
    isLate && !isSafe(answer.method) && !isPassing(error) && !AFTERWARDS.test(allWordsOf(error));
  return {
    ended: 'succeeded',
    carried_out: isOfWork ? 'unknown' : 'yes',
    evidence: `${how}${isOfWork ? ', but' : ';'} an error was logged ${isLate ? 'afterwards' : 'on the way'} (${error.source})`,
  };
}

/** A switch by which a call asks what it would do; one of more meanings counts where its line says that nothing was kept. */
const TRIAL = /^(?:is)?(?:dryrun|validat(?:e|ion)only|checkonly|planonly|previewonly|whatif|noop)$/;
const TRIAL_PERHAPS = /^(?:is)?(?:preview|simulat(?:e|ed|ion)|rehearsal|trial)$/;
const IN_QUERY = /[?&](?:dry[_-]?run|validate[_-]?only|what[_-]?if)=(?:true|1|yes|all)\b/i;
const NOT_KEPT =
  /\bdiscard|\b(?:not|nothing|never) (?:was |were |is |to be )?(?:saved|stored|kept|applied|persisted|written|changed|committed)\b/i;

function isTrial(line: LogLine): boolean {
  const isOn = (name: RegExp) =>
    fieldsOf(line).some(({ key, value }) => name.test(key) && /^(?:true|1|yes|on|all)$/i.test(value));
  if (isOn(TRIAL) || IN_QUERY.test(line.path ?? '')) return true;
  const { message = '' } = line;
  return NOT_KEPT.test(message) && (isOn(TRIAL_PERHAPS) || /\bdry[ -]?run\b/i.test(message));
}

/** So much later than the answer, in milliseconds, no line was written before it: some logs tell whole seconds. */
const LATE = 1_000;

function msBetween(one: LogLine, other: LogLine): number {
  return one.time === null || other.time === null ? 0 : Date.parse(other.time) - Date.parse(one.time);
}

/** What was only accepted (202) ends as its work ends, as far as the request's own lines show it. */
function afterAccepted(lines: readonly LogLine[], answers: readonly LogLine[], answer: LogLine): Ending {
  const accepted = Math.min(...answers.filter(isSuccess).map((line) => lines.indexOf(line)));
  const later = lines.slice(accepted + 1);
  const failed = later.findLast((line) => isTrouble(line) && (isErrorLevel(line) || saysFailed(line)));
  const done = later.findLast((line) => line.status === undefined && saysDone(line));
  const stopped = later.findLast(isStopped);
  const { method, path = '' }: Partial<Route> = routeOf(lines) ?? {};
  // To stop something may be what was asked for.
  if (stopped !== undefined && done === undefined && method !== 'DELETE' && !/cancel/i.test(path))
    return { ended: 'failed', ...afterStop(later, stopped, 'it was only accepted (202), and the work') };
  if (failed !== undefined && (done === undefined || isBefore(lines, done, failed))) {
    if (goesOn(wordsOfLine(failed)))
      return {
        ended: 'succeeded',
        carried_out: 'unknown',
        evidence: `it was only accepted (202), and the work failed at first and is tried again (${failed.source})`,
      };
    const part = rolledBack(lines) === undefined ? partOf(later) : undefined;
    return {
      ended: 'failed',
      carried_out: part === undefined ? 'no' : 'unknown',
      evidence: `it was only accepted (202), and the work failed afterwards (${failed.source})${part === undefined ? '' : `, when a part of it was done (${part.source})`}`,
    };
  }
  if (done !== undefined)
    return {
      ended: 'succeeded',
      carried_out: 'yes',
      evidence: `accepted (202), then completed (${done.source})`,
    };
  return {
    ended: 'succeeded',
    carried_out: 'unknown',
    evidence: `only accepted (202, ${answer.source}); no line shows that it was completed`,
  };
}

export function isStopped({ message = '' }: LogLine): boolean {
  return CANCELLED.test(message);
}

/** What comes of work of these lines that was stopped: nothing, if it gave way before a line says that it was begun. */
export function afterStop(lines: readonly LogLine[], stopped: LogLine, work: string): CarriedOut {
  const isUndone =
    SUPERSEDED.test(stopped.message ?? '') &&
    !lines.slice(0, lines.indexOf(stopped)).some((line) => BEGUN.test(line.message ?? '')) &&
    partOf(lines) === undefined;
  return {
    carried_out: isUndone ? 'no' : 'unknown',
    evidence: `${work} was cancelled ${isUndone ? 'before any line says that it began' : 'afterwards'} (${stopped.source})${isUndone ? '' : ': check what was done by then'}`,
  };
}

/** The last line of a service that says that a part of the work was done, or leaves an effect behind; undefined if none does. */
export function partOf(lines: readonly LogLine[]): LogLine | undefined {
  return lines.findLast((line) => PROGRESS.test(line.message ?? '') || saysDone(line, EFFECT));
}

function effectOf(lines: readonly LogLine[]): LogLine | undefined {
  return lines.findLast((line) => !isOfEdge(line) && saysDone(line, EFFECT));
}

/** Whether a line says that something is wrong: by its level, or if it has none, by its words. */
function isTrouble(line: LogLine): boolean {
  return (
    isTroubledLevel(line) ||
    (line.level === undefined && saysFailed(line)) ||
    PUT_ASIDE.test(line.message ?? '')
  );
}

const DEADLOCK = /\bdeadlock (?:detected|found)\b/i;

/** The line that says that all was undone; none if work was done after it, as on a second try. */
function rolledBack(lines: readonly LogLine[]): LogLine | undefined {
  const last = lines.findLast((line) => line.status === undefined && isTrouble(line));
  const undone = lines.findLast((line) => {
    const words = allWordsOf(line);
    // The database undoes all of the transaction that it chooses.
    if (line === last && DEADLOCK.test(words) && !goesOn(words)) return true;
    // As a database logs the statement.
    if (/^\W{0,4}ROLLBACK\W{0,4}$/.test(line.message ?? '')) return true;
    return ROLLED_BACK.test(words) && !NOT_ROLLED_BACK.test(words);
  });
  if (undone === undefined) return undefined;
  const later = lines.slice(lines.indexOf(undone) + 1);
  const isDoneAgain = later.some(
    (line) =>
      !isOfEdge(line) && (isSuccess(line) || (saysDone(line) && !TAKEN_BACK.test(line.message ?? ''))),
  );
  return isDoneAgain ? undefined : undone;
}

/** The line that says, after an error, that nothing of the work was kept; none where a part of it was done. */
function keptNothing(lines: readonly LogLine[]): LogLine | undefined {
  const isTold = ({ message = '' }: LogLine) =>
    (NOTHING_KEPT.test(message) || TIDIED_UP.test(message)) && !AFTERWARDS.test(message);
  const line = lines.findLast(isTold);
  const error = line && lines.find((each) => isTrouble(each) && voiceOf(each) === voiceOf(line));
  if (line === undefined || error === undefined || isBefore(lines, line, error)) return undefined;
  if (!NOTHING_KEPT.test(line.message ?? '') && !WRITE_FAILED.test(wordsOfLine(error))) return undefined;
  const others = lines.filter((each) => !isTold(each));
  const isInPart = others.some((each) => saysInPart(each) || saysDone(each) || saysDone(each, LASTING));
  return isInPart || partOf(others) !== undefined ? undefined : line;
}

function afterFailure(lines: readonly LogLine[], answer: LogLine, status: number): CarriedOut {
  if (status < 400)
    return { carried_out: 'no', evidence: `it was refused with a redirect (${answer.source})` };
  const undone = rolledBack(lines);
  if (undone !== undefined) {
    // What was done elsewhere, such as a payment, is not undone with a transaction.
    const lasting = lines.findLast((line) => saysDone(line, LASTING));
    return lasting === undefined || lines.some((line) => TAKEN_BACK.test(line.message ?? ''))
      ? { carried_out: 'no', evidence: `it was rolled back (${undone.source})` }
      : {
          carried_out: 'unknown',
          evidence: `it was rolled back (${undone.source}), but a part of the work was done elsewhere (${lasting.source}): check that before sending it again`,
        };
  }
  const dropped = keptNothing(lines);
  if (dropped !== undefined)
    return { carried_out: 'no', evidence: `nothing of it was kept (${dropped.source})` };
  const inner = lines.filter((line) => !isOfEdge(line));
  const doubtful = inner.find((line) => isInDoubt(line));
  if (isRefusal(status)) {
    const effect = effectOf(lines);
    if (effect !== undefined)
      return {
        carried_out: 'unknown',
        evidence: `it was refused with ${status} after part of the work was done (${effect.source}): check what was done before sending it again`,
      };
    // A second try may be refused for what the first one did.
    return status === 409 && doubtful !== undefined
      ? {
          carried_out: 'unknown',
          evidence: `it was refused with 409 after a try that may have taken effect (${doubtful.source})`,
        }
      : { carried_out: 'no', evidence: `it was refused with ${status} (${answer.source})` };
  }
  const told = lines.findLast((line) => line.status === undefined && isTrouble(line));
  // To tell others may be what was asked for.
  const isToTell = AFTERWARDS.test(routeOf(lines)?.path ?? '');
  const unreached = [
    told,
    deepest(inner),
    lines.findLast((line) => line.status !== undefined),
    lines.findLast(isMaintained),
  ].find(
    (line) =>
      line !== undefined &&
      (neverReached(wordsOfLine(line)) || (inner.length === 0 && isKept(line))) &&
      !WENT_AROUND.test(wordsOfLine(line)) &&
      (isOfEdge(line) || isToTell || !AFTERWARDS.test(allWordsOf(line))),
  );
  const end = inner.at(-1);
  // What goes on behind an answer that nobody waited for needs fewer words for its end.
  const isBehind = end !== undefined && msBetween({ ...answer, time: endOf(answer) }, end) > 0;
  const last = isBehind && saysDone(end, CHANGED) ? end : inner.findLast((line) => saysDone(line));
  const [taker] = inner;
  // What one of several services did is a part of the work, unless it is the one that took the request.
  if (
    NO_ANSWER.has(status) &&
    last !== undefined &&
    last === end &&
    taker !== undefined &&
    voiceOf(last) === voiceOf(taker)
  )
    return {
      carried_out: 'yes',
      evidence: `the last line of the service says that the work was done (${last.source})${isSafe(routeOf(lines)?.method) ? '' : ': do not send it again'}`,
    };
  const kept = inner.findLast((line) => saysDone(line) || saysDone(line, COMMITTED));
  const broken = inner.filter(
    (line) =>
      line.status === undefined && isTrouble(line) && kept !== undefined && isBefore(lines, kept, line),
  );
  if (
    kept !== undefined &&
    voiceOf(kept) === voiceOf(inner[0] ?? kept) &&
    broken[0] !== undefined &&
    broken.every((line) => voiceOf(line) === voiceOf(kept) && AFTER_COMMIT.test(wordsOfLine(line)))
  )
    return {
      carried_out: 'yes',
      evidence: `the work was done (${kept.source}) before what comes after it failed (${broken[0].source}): do not send it again`,
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
  const refusing =
    unreached ?? (doubtful === undefined ? inner.find((line) => line.status === 503) : undefined);
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

/** The error that whoever met it first ended with, and that the others only hand on. */
function deepest(inner: readonly LogLine[]): LogLine | undefined {
  const errors = inner.filter((line) => line.status === undefined && isTrouble(line));
  const [first] = errors;
  const own = first && errors.findLast((line) => voiceOf(line) === voiceOf(first));
  if (own === undefined || !isErrorLevel(own)) return undefined;
  // Who has a reason of its own hands nothing on.
  const isHandedOn = (line: LogLine) =>
    !BUG.test(wordsOfLine(line)) && wordsOfLine(line) === (line.message ?? '');
  const isEcho = (line: LogLine) => voiceOf(line) === voiceOf(own) || isHandedOn(line);
  return errors.every((line) => !isInDoubt(line) && isEcho(line)) ? own : undefined;
}

/** Whether a proxy says that it sent the request nowhere. */
function isKept(line: LogLine): boolean {
  return reasonOfProxy(line)?.isSentOn === false;
}

/** Whether a line speaks of something that was sent on and may have arrived. */
function isInDoubt(line: LogLine): boolean {
  const words = wordsOfLine(line);
  return isTrouble(line) && IN_DOUBT.test(words) && !NOT_BEGUN.test(words) && !neverReached(words);
}

function isMaintained(line: LogLine): boolean {
  return /\bmaintenance\b/i.test(wordsOfLine(line));
}

/** Of a job, a message or a request whose status no line shows: the last line that tells. */
function withoutAnswer(lines: readonly LogLine[]): Outcome {
  const rpc = rpcStatusOf(lines, null);
  const around = lines.findLast((line) => isTrouble(line) && WENT_AROUND.test(wordsOfLine(line)));
  const telling =
    rpc?.line ??
    lines.findLast(
      (line) =>
        (isFailing(line) && !isPassing(line) && !isBefore(lines, line, around)) ||
        saysDone(line) ||
        isStopped(line),
    );
  const part = lines.findLast(saysInPart);
  if (rpc === null && part !== undefined && lines.slice(lines.indexOf(part)).some(isFinish))
    return {
      ended: 'unknown',
      status: null,
      at: lines.findLast(isFinish)?.time ?? null,
      carried_out: 'unknown',
      evidence: `it ran to its end, but was done only in part (${part.source})`,
    };
  if (telling === undefined) {
    const isReadable = lines.some(({ level }) => level !== undefined);
    const naming = lines.findLast(namesError);
    const evidence = lines.some(isErrorLevel)
      ? 'no line shows a response or how it ended, and its errors were gone around'
      : naming !== undefined
        ? `no line shows a response or how it ended; one names an error (${naming.source})`
        : isReadable
          ? 'no line shows a response or how it ended, and none is an error'
          : lines.length === 0
            ? 'it stands only in lines of other requests'
            : 'no line shows a response, and none has a level that could be read';
    return { ended: 'unknown', status: null, at: null, carried_out: 'unknown', evidence };
  }
  const told = { status: null, at: telling.time };
  if (rpc === null && !isFailing(telling) && !isStopped(telling))
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
    carried_out: undone === undefined && !(rpc !== null && isRpcRefusal(rpc.status)) ? 'unknown' : 'no',
    evidence:
      undone !== undefined
        ? `it was rolled back (${undone.source})`
        : rpc !== null
          ? `it was answered with the gRPC status ${rpc.status} (${telling.source})`
          : `its last conclusive line ${isErrorLevel(telling) ? 'is an error' : isStopped(telling) ? 'says that it was cancelled' : 'says that something failed'} (${telling.source})`,
  };
}

/** Whether a line says that the whole came to its end, well or not. */
function isFinish(line: LogLine): boolean {
  return (
    /\b(?:finished|completed|done|ended|finish|complete)\b/i.test(line.message ?? '') && !isErrorLevel(line)
  );
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
  return isErrorLevel(line) || saysFailed(line) || isCrash(line);
}

/** A failure that was gone around, or is tried again. */
function isPassing(line: LogLine): boolean {
  const words = wordsOfLine(line);
  return WENT_AROUND.test(words) || goesOn(words);
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
  const known = knownRoutes.get(lines);
  if (known !== undefined) return known;
  const route = mainRoute(lines);
  knownRoutes.set(lines, route);
  return route;
}

/** The lines of a story are asked for their route by whatever is concluded from them. */
const knownRoutes = new WeakMap<readonly LogLine[], Route | null>();

function mainRoute(lines: readonly LogLine[]): Route | null {
  const routes: { route: Route; voices: Set<string>; isOuter: boolean }[] = [];
  // The same paths have the same last segment: of a thousand lines with as many paths not all are compared.
  const byEnd = new Map<string, typeof routes>();
  for (const line of lines.toReversed()) {
    const route = routeOfLine(line);
    if (route === null) continue;
    const end = route.path.slice(route.path.lastIndexOf('/') + 1);
    const alike = byEnd.get(end) ?? [];
    byEnd.set(end, alike);
    const found = alike.find((each) => isSame(each.route, route));
    if (found === undefined) {
      const made = { route, voices: new Set([voiceOf(line)]), isOuter: isOfEdge(line) };
      routes.push(made);
      alike.push(made);
    } else {
      found.voices.add(voiceOf(line));
      found.isOuter ||= isOfEdge(line);
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
