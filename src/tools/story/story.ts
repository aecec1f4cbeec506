import type { Actor, Catalog } from '../../catalog/catalog.ts';
import { isErrorLevel, type LogLine } from '../../logs/logs.ts';
import type { Fact } from './evidence.ts';
import { factsOf } from './facts.ts';
import { errorOf, type NamedError, specificText } from './named-error.ts';
import { answersOf, GONE, NO_ANSWER, type Outcome, outcomeOf, partOf } from './outcome.ts';
import {
  FAILED,
  fieldsOf,
  GAVE_UP,
  goesOn,
  IN_DOUBT,
  isCrash,
  isOfEdge,
  isSpecific,
  isTroubled,
  neverReached,
  rpcStatusOf,
  SWITCHED_OFF,
  tellsOfLeaving,
  voiceOf,
  WENT_AROUND,
  wordsOfLine,
} from './said.ts';

/**
 * What the lines of one request say happened, and why: pure conclusions, each with the place in the lines that it comes
 * from. Nothing in it is general advice.
 */
export interface Story {
  /** The request's own lines, in time order: not those that only mention it. */
  lines: readonly LogLine[];
  outcome: Outcome;
  /** Null where nothing went wrong, or no line tells. */
  cause: Cause | null;
  /** Null where it did not fail, or no line names an error. */
  error: NamedError | null;
  facts: readonly Fact[];
  /** Who must act by the lines; null where they leave it to the catalog. */
  who: Actor | null;
}

/** Reads `lines`, in time order. Those that only mention the request have no say. */
export function storyOf(lines: readonly LogLine[], catalog: Catalog): Story {
  const own = lines.filter(({ mentioned_in }) => mentioned_in === undefined);
  const outcome = ofAccepted(outcomeOf(own), lines);
  const error = errorOf(own, outcome, catalog);
  const facts = factsOf(own, outcome);
  const story = { lines: own, outcome, cause: causeOf(own, outcome), error, facts, who: null };
  return { ...story, who: whoBy(story, catalog) };
}

/** Work that a request was only accepted for (202), and that failed before any part of it was done, has not been done. */
function ofAccepted(outcome: Outcome, lines: readonly LogLine[]): Outcome {
  const { ended, status, carried_out } = outcome;
  const isOpen = ended === 'failed' && status === null && carried_out === 'unknown';
  const isAccepted = lines.some((line) => line.mentioned_in !== undefined && line.status === 202);
  return isOpen && isAccepted && partOf(lines) === undefined ? { ...outcome, carried_out: 'no' } : outcome;
}

/** A fact says who must act; else what a server answers with 5xx is the platform's (RFC 9110 section 15.6). */
export function whoBy({ error, cause, facts, outcome }: Omit<Story, 'who'>, catalog: Catalog): Actor | null {
  if (error === null) return facts.find(({ isTwice }) => isTwice)?.who ?? null;
  const isKnown = error.code !== null && catalog.get(error.code)?.who != null;
  const told = facts.find(({ who, isPresumed }) => who !== null && !(isPresumed && isKnown))?.who;
  if (told != null) return told;
  const status = outcome.status ?? 0;
  // What may be known or allowed cannot be said by a service that does not reach what knows it.
  const isBlind =
    (status === 401 || status === 403 || status === 404) &&
    error.code === null &&
    cause !== null &&
    isErrorLevel(cause.line) &&
    (neverReached(wordsOfLine(cause.line)) || IN_DOUBT.test(wordsOfLine(cause.line)));
  return status >= 500 || isBlind ? 'platform' : null;
}

/** The line that explains how a request ended. */
export interface Cause {
  line: LogLine;
  /** Why this line, in words of ours. */
  why: string;
  /** Of a stack trace, the frame that is the program's own; null if the line has none. */
  frame: string | null;
}

const SUMS_UP = 'it shows how the request ended; no other line says what went wrong';

/** Everyday warnings, which explain nothing. */
const BACKGROUND =
  /\bdeprecat|\bcache (?:miss|stale)\b|\bhigh (?:memory|cpu|load)\b|\bpool (?:size|usage)\b|\bsampl(?:ed|ing)\b|\bclock (?:drift|adjusted)\b|\b(?:heap|memory|rss|cpu)\b.{0,20}\d ?(?:%|[KMG]i?B?\b)(?!.*\b(?:exceed|kill|exhaust|out of))/i;
/** Those that explain at most an answer that came too late. */
const SLOW = /\bslow (?:query|request|response)\b/i;

/** What a line without a level says when something is wrong. */
const TROUBLE =
  /\b(?:error|exception|fail(?:ed|ure|s)?|refused|denied|rejected|timed? ?out|deadlock|panic|fatal|unavailable|unreachable|expired|revoked|invalid|mismatch|not found|exceeded|exhausted|violat(?:es|ion)|aborted|forbidden|unauthorized|declined|cancell?ed|did not|giving up|cannot|could not)\b/i;

/** How a line of any level says that something is not as it must be. */
const DENIAL =
  /\b(?:no|not|never|without|missing|lacks?|needs|requires|must|only|unknown|wrong|outside|disabled|blocked|locked|suspended|closed|declined|duplicate|already|conflict\w*|limit|quota|too (?:long|large|many|short|big|old|late))\b|n't\b/i;

/** Whether a line says no more than its code, or that something ended. */
function repeatsCode(line: LogLine): boolean {
  const text = specificText(line);
  return text === null || !isSpecific({ message: text.replaceAll(line.code ?? ' ', ' ').trim() });
}

/**
 * The line that explains the ending: the first error of whoever met it first, or else the first warning, of the services
 * before the edge. Neither a line that only sums the request up, nor an echo of the error further out, nor what was gone
 * around. Null where nothing went wrong, or no line tells.
 */
export function causeOf(lines: readonly LogLine[], outcome: Outcome): Cause | null {
  const cause = lineOfCause(lines, outcome);
  return cause !== null && outcome.status !== null && GONE.has(outcome.status) && tellsOfLeaving(cause.line)
    ? { ...cause, why: 'what came of it that the caller had left; no line says what it waited for' }
    : cause;
}

function lineOfCause(lines: readonly LogLine[], outcome: Outcome): Cause | null {
  if (outcome.ended === 'succeeded') return null;
  const answers = new Set(answersOf(lines).filter(({ code }) => code === undefined));
  const isLate = outcome.status !== null && NO_ANSWER.has(outcome.status);
  const telling = lines.filter((line) => isTelling(line, answers.has(line)));
  const candidates = telling.filter((line) => !isBackground(line, isLate));
  const errors = candidates.filter(saysError);
  const final = candidates.filter((line) => !goesOn(wordsOfLine(line)));
  const inner = (all: readonly LogLine[]) => all.filter((line) => isSpecific(line) && !isOfEdge(line));
  const off = lines.findLast((line) => !answers.has(line) && SWITCHED_OFF.test(line.message ?? ''));
  if (off !== undefined && outcome.ended === 'failed' && !errors.some(isSpecific))
    return { line: off, why: 'what the call needs is switched off', frame: null };
  const ends = errors.filter((line) => final.includes(line));
  // An answer that only hands an error on gives way to what another service said before.
  const [end] = inner(ends);
  const before =
    end?.status === undefined || end.rest?.['stack'] !== undefined
      ? []
      : final.filter(
          (line) =>
            line.status === undefined &&
            voiceOf(line) !== voiceOf(end) &&
            (neverReached(wordsOfLine(line)) || TROUBLE.test(wordsOfLine(line))),
        );
  const [first] = [
    ...[before, ends, final, errors, candidates].flatMap(inner),
    ...[errors, candidates].flatMap((all) => all.filter(isSpecific)),
    ...errors,
    ...candidates,
  ];
  const worded = (isReason: (line: LogLine) => boolean) =>
    lines.findLast(
      (line) =>
        !answers.has(line) &&
        line.status === undefined &&
        !isBackground(line, isLate) &&
        isSpecific(line) &&
        isReason(line),
    );
  if (first !== undefined) {
    const reason =
      outcome.ended === 'failed' && repeatsCode(first)
        ? worded((line) => TROUBLE.test(wordsOfLine(line)) && !repeatsCode(line))
        : undefined;
    if (reason !== undefined) return toCause(reason, [reason]);
    const better = betterOf(first, candidates);
    return better === null ? toCause(first, candidates) : { ...better, frame: ownFrame(better.line) };
  }
  if (outcome.ended !== 'failed') return null;
  // Some services log at one level, whatever happens.
  const words = worded((line) => TROUBLE.test(wordsOfLine(line)) || DENIAL.test(line.message ?? ''));
  if (words !== undefined)
    return {
      line: words,
      why: 'no error or warning says why; this line comes nearest',
      frame: ownFrame(words),
    };
  const passed = telling.findLast(
    (line) => !answers.has(line) && isSpecific(line) && !BACKGROUND.test(line.message ?? ''),
  );
  if (passed !== undefined) return toCause(passed, [passed]);
  const summed =
    lines.findLast((line) => (line.status ?? 0) >= 400) ??
    lines.findLast(isErrorLevel) ??
    rpcStatusOf(lines, null)?.line;
  return summed === undefined ? null : { line: summed, why: SUMS_UP, frame: null };
}

function isBackground(line: LogLine, isLate: boolean): boolean {
  const words = wordsOfLine(line);
  return BACKGROUND.test(line.message ?? '') || WENT_AROUND.test(words) || (!isLate && SLOW.test(words));
}

/** Whether a line is an error by its level, or, if it has none, by its words. */
function saysError(line: LogLine): boolean {
  return isErrorLevel(line) || isCrash(line) || (line.level === undefined && FAILED.test(wordsOfLine(line)));
}

/** Messages that say what could not be done, not why. */
const BARE =
  /^\W{0,3}(?:could not|couldn't|cannot|can't|unable to|failed to|failure to|error while) [^:(=]{1,80}$/i;

/**
 * Before an error, the same service may have warned of what then made it fail, with the reason that the error lacks. Null
 * if it has not.
 */
function betterOf(first: LogLine, candidates: readonly LogLine[]): { line: LogLine; why: string } | null {
  if (reasonOf(first) !== null) return null;
  const before = candidates
    .slice(0, candidates.indexOf(first))
    .toReversed()
    .filter((line) => voiceOf(line) === voiceOf(first));
  const message = first.message ?? '';
  // What was given up is told by what failed before, unless the reason stands beside it.
  const isBare = GAVE_UP.test(message) && !/: \S.{7}/.test(message.slice(message.search(GAVE_UP)));
  const tried = isBare ? before.find((line) => ATTEMPT.test(wordsOfLine(line))) : undefined;
  if (tried !== undefined) return { line: tried, why: 'the last try that failed before it was given up' };
  const reason =
    before.find((line) => reasonOf(line) !== null) ??
    (BARE.test(message) ? before.find((line) => line.level === 'warn' && isSpecific(line)) : undefined);
  return reason === undefined
    ? null
    : { line: reason, why: 'what the same service said before its error, which gives no reason' };
}

const ATTEMPT = /\battempt\b|\bretry|\btry\b|\btries\b/i;

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
  return (
    line.code !== undefined ||
    (line.level === undefined && (TROUBLE.test(wordsOfLine(line)) || FAILED.test(wordsOfLine(line))))
  );
}

/** `of` are all lines that say that something went wrong, in time order. */
function toCause(line: LogLine, of: readonly LogLine[]): Cause {
  const rankOf = (one: LogLine) => (isErrorLevel(one) ? 'error' : one.level === 'warn' ? 'warning' : 'line');
  const rank = rankOf(line);
  const alike = of.filter((one) => rankOf(one) === rank);
  if (line.code === undefined && specificText(line) === null)
    return { line, why: SUMS_UP, frame: ownFrame(line) };
  const why =
    specificText(line) === null
      ? `the ${rank} that names the code`
      : of.length === 1
        ? `the only ${rank} that says what went wrong`
        : alike[0] === line
          ? `the first ${rank} that says what went wrong; later lines may only repeat it`
          : `the ${rank} that says most of what went wrong`;
  return { line, why, frame: ownFrame(line) };
}

/** Where libraries and runtimes live. */
const FOREIGN =
  /node_modules|node:internal|\(internal\/|site-packages|dist-packages|\/lib\/python|\/gems\/|\/ruby\/\d|\/vendor\/|\/usr\/(?:local\/)?(?:lib|go)\/|\bruntime[./]|\b(?:java|javax|jdk|sun|jakarta|kotlin|scala|akka|reactor|io\.netty|org\.(?:springframework|apache|hibernate|eclipse|postgresql|jboss|junit)|com\.(?:zaxxer|mysql|fasterxml|sun)|System|Microsoft|Npgsql|Newtonsoft)\.|\bpanic\(|\.cargo\/registry|\/rustc\/|\bstd::|\bcore::|#\d+ \{main\}/;

const FRAME =
  /^(?:\s|\\t)*(?:at \S|File "[^"]{1,300}", line \d|from \S{1,300}:\d+:in |\S{1,300}\.(?:go|rs|rb|ex|exs|php|py|js|ts|kt|java|cs):\d|#\d{1,4}\s+\S)/;

/** The first frame of a stack that is neither the runtime's nor a library's. */
function ownFrame(line: LogLine): string | null {
  const stacks = fieldsOf(line).filter(({ key }) => /stack|trace|exception|err/.test(key));
  for (const text of [line.message ?? '', ...stacks.map(({ value }) => value)]) {
    const rows = text.split(/\r?\n|\\n/);
    if (rows.length < 2) continue;
    const frames = rows.filter((row) => row.length < 400 && FRAME.test(row));
    // Python's innermost frame stands last.
    const isPython = [line.message, text].some((each) => each?.includes('Traceback (most recent'));
    const inOrder = isPython ? frames.toReversed() : frames;
    const own = inOrder.find((row) => !FOREIGN.test(row));
    if (own !== undefined) return own.replace(/^(?:\s|\\t)*/, '').trimEnd();
  }
  return null;
}
