import { isTroubledLevel, type LogLine } from '../../logs/logs.ts';
import { fieldsOf } from './said.ts';

/** How services say in words that work was done, failed, is tried again or was undone. */

export const ROLLED_BACK =
  /\brolled[ _-]?back\b|\brolling back\b|\b(?:tx|txn|transaction|db|database|sql)[: ]{1,3}rollback\b|\brollback (?:complete|done|ok|succeeded|finished)|\breverted\b(?! to)|\bundone\b|\bcompensated\b|\btransaction (?:was )?aborted\b/i;
export const NOT_ROLLED_BACK =
  /\b(?:not|no|never|without|cannot|could|failed|failing|fails|unable|will be|would be|to be|skip\w*|deploy\w*|release)\b[^.,:;]{0,40}\b(?:roll\w*|revert\w*|undone|compensat\w*)|\broll\w*[ _-]?(?:back )?(?:failed|error|not|skipped)\b/i;

/** A service that could not be reached, or let nothing in, has done nothing. */
export const NEVER_REACHED =
  /\bconnection refused\b|ECONNREFUSED|\bno (?:live|healthy|available) (?:upstream|backend|server|endpoint)s?\b|\bno healthy upstream\b|\bupstream connect error\b|\bno route to host\b|\bno such host\b|ENOTFOUND|EHOSTUNREACH|\bfailed to connect\b|\bcould not connect\b|\bcircuit[ -]?breaker\b.{0,60}\bopen\b|\blimiting (?:requests|connections)\b|\bin maintenance\b|\bmaintenance (?:mode|window)\b|\b(?:draining|shutting down)\b.{0,40}\b(?:refus|reject|not accept|no new)|\b(?:refus|reject|not accept).{0,60}\b(?:draining|shutting down)\b/i;

/** What a service met and went around. */
export const WENT_AROUND =
  /\bfall(?:ing|s|en)?[ -]?back\b|\bfell back\b|\bfallback\b|\b(?:using|serving|reading|read|served) (?:from )?(?:the )?(?:cached?|stale|default|replica|database|backup)\b|\bnon-?fatal\b|\bbest[- ]effort\b|\bignor(?:ed|ing)\b|\bcontinuing\b|\bdegraded gracefully\b|(?<!panic )\brecovered\b/i;

/** It goes on trying, so that this is no end. */
const GOES_ON =
  /\b(?:will retry|retrying|retry (?:in|scheduled|queued)|requeued|next attempt|attempt \d{1,3} ?(?:of|\/) ?\d{1,3})\b/i;
export const GAVE_UP =
  /\b(?:gave up|giving up|exhausted|dead[ -]?letter\w*|no (?:more )?retries|last attempt|final attempt)\b/i;

/** The work is done, in the words that services use for it. */
const DONE =
  /\b(?:completed|complete(?=\W*$|[,;.:([]| in | after )|succeeded|success(?:ful(?:ly)?)?|finished|committed|created|saved|stored|persisted|captured|charged|refunded|delivered|processed|provisioned|updated|deleted|removed|issued|done|ready)\b|\b(?:e?mail|notification|invoice|sms|response|reply|answer|webhook|event)s? (?:was |were )?sent\b/i;

/** A part of the work is done, or set going. */
export const PARTLY =
  /\b(?:inserted|written|wrote|uploaded|published|queued|enqueued|scheduled|registered|reserved|transferred|imported|exported|activated|applied|placed|booked|shipped|debited|credited|sent)\b/i;

/** Some of several are done: `wrote 3 of 9 parts`. */
export const PROGRESS =
  /\b(?:wrote|written|inserted|processed|imported|exported|uploaded|copied|sent|created|deleted|updated|done|saved)\b[^.;]{0,24}?\b[1-9]\d{0,11} ?(?:of|\/) ?\d|\b[1-9]\d{0,11} ?(?:of|\/) ?\d{1,12} [a-z]{2,20} (?:written|inserted|processed|imported|exported|uploaded|copied|sent|created|deleted|updated|done|saved)\b/i;

/** What leaves an effect behind, even where the request is refused afterwards. */
export const EFFECT =
  /\b(?:captured|charged|refunded|transferred|shipped|provisioned|inserted|committed|debited|credited)\b/i;

/** Such an effect where a roll-back does not reach. */
export const LASTING =
  /\b(?:captured|charged|transferred|shipped|debited|credited|dispatched|paid out)\b|\b(?:e?mail|notification|sms|webhook)s? (?:was |were )?sent\b/i;
/** How it is taken back there. */
export const TAKEN_BACK =
  /\b(?:refund|void|revers|cancel|compensat|releas)\w*\b(?!.{0,20}\b(?:failed|error|not|skipped)\b)/i;

/** The same words where they deny it, or speak of something else. */
const NOT_DONE =
  /\b(?:not|never|cannot|failed|failing|failure|unable|un\w+ed|without|before|until|could ?n[o']t|was ?n[o']t|denied|refused|rejected|error|retry(?:ing)?|will be|to be|already)\b|\b0 (?:rows?|items?|records?)\b/i;

/** What is made or done on the way to any answer, or says nothing of the work. */
const ON_THE_WAY =
  /\b(?:sessions?|connections?|tokens?|spans?|traces?|contexts?|caches?|locks?|transactions?|tx|clients?|threads?|logs?|metrics?|pools?|drafts?|plans?|validations?|auth\w*|lookups?|checks?|steps?|phases?|stages?|handshakes?|probes?|quer(?:y|ies)|requests?|headers?|config\w*|credentials?|signatures?|polic(?:y|ies))\b[^,;.]{0,24}\b(?:completed|succeeded|success\w*|finished|created|saved|stored|updated|issued|processed|done|ready|sent|registered|reserved|applied|inserted|queued|removed)\b/i;

/** Work that goes on after the answer, and how it fails. */
export const FAILED =
  /\b(?:failed|failure|failing|gave up|giving up|aborted|dead[ -]?letter(?:ed)?|exhausted|bounced|undeliverable|panic(?:ked)?|crashed|timed out|unhandled|exception|fatal|refused|denied|rejected)\b/i;

/** An answer whose body never came to its end. */
export const BROKEN_OFF =
  /\bprematurely closed connection while (?:reading|sending)|\b(?:response|body|stream|download|transfer)\b.{0,40}\b(?:truncated|incomplete|cut short|broke off|broken off)\b/i;

/** Whether words say that what failed is tried once more. */
export function goesOn(words: string): boolean {
  const [, attempt, of] = /\battempt (\d{1,3}) ?(?:of|\/) ?(\d{1,3})\b/i.exec(words) ?? [];
  if (attempt !== undefined && attempt === of) return false;
  return GOES_ON.test(words) && !GAVE_UP.test(words);
}

export function saysDone(line: LogLine, how = DONE): boolean {
  if (isTroubledLevel(line)) return false;
  // What an answer says is its status.
  if (line.status !== undefined && (line.status < 200 || line.status > 299)) return false;
  const words = spaced(line.message ?? '');
  return how.test(words) && !NOT_DONE.test(words) && !ON_THE_WAY.test(words) && !countsFewer(words);
}

export function saysFailed(line: LogLine): boolean {
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

/** Whether words count fewer than all: `118 of 120 tables saved`. A second try is a whole one. */
function countsFewer(words: string, but = /^(?:attempt|try|retry)$/i): boolean {
  const [, of = '', some, all] =
    /(?:\b([A-Za-z]{1,20}) ?#?)?(?<![\w./-])(\d{1,12}) ?(?:of|\/|out of) ?(\d{1,12})(?![\w/-]|\.\d)/.exec(
      words,
    ) ?? [];
  return some !== undefined && !but.test(of) && Number(some) < Number(all);
}

/** Parts that come one after the other. */
const IN_TURN = /^(?:attempt|try|retry|step|page|phase|stage|part|chunk|batch|shard|worker|replica|node)$/i;

/** Some of many that were refused while the rest was done. */
const PART_REFUSED =
  /\b(?:row|item|record|entry|element|recipient|contact|user|object|message|file|part|operation|entity|document)s?\b(?: \S{1,40}){0,3}? (?:was |were )?(?:rejected|refused|failed|skipped|not (?:imported|stored|saved|sent|delivered|created|updated|deleted))\b|\b(?:skipped|rejected|skipping|rejecting|dropped) (?:the )?(?:row|item|record|entry|element|recipient|contact|object|file|table|document|[1-9]\d{0,8} )|\b(?:partial(?:ly)?|in part) (?:success|succeeded|failure|failed|done|completed|imported|applied)\b|\bwith [1-9]\d{0,8} (?:errors?|failures?|rejects?)\b/i;
/** Names of counts of what was refused. */
const REFUSED_COUNT =
  /^(?:n|num|rows?|items?|records?)?(?:rejected|failed|skipped|refused|errored|invalid|failures)(?:count|rows?|items?|records?|entries)?$/;

/** Whether a line says that a part of several was refused; its own words, or a count that is not 0. */
export function saysInPart(line: LogLine): boolean {
  const words = spaced(line.message ?? '');
  if (isTroubledLevel(line) || line.level === undefined) {
    if (PART_REFUSED.test(words)) return true;
    if (FAILED.test(words) && countsFewer(words, IN_TURN)) return true;
  } else if (/\b(?:finished|completed|done|ended|imported|processed|saved)\b/i.test(words)) {
    if (countsFewer(words, IN_TURN) || /\bwith [1-9]\d{0,8} (?:errors?|failures?|rejects?)\b/i.test(words))
      return true;
  }
  return fieldsOf(line).some(({ key, value }) => REFUSED_COUNT.test(key) && /^[1-9]\d{0,8}$/.test(value));
}

/** It was sent, and what came of it is not known. */
export const IN_DOUBT =
  /\btim(?:ed?|ing)[ -]?out\b|\bETIMEDOUT\b|\bdeadline exceeded\b|\b(?:did not|didn't|never) (?:answer|respond|reply)|\bno (?:answer|response|reply)\b|\b(?:connection|socket|stream|channel)\b.{0,30}\b(?:reset|closed|lost|aborted|hang up|hung up)\b|\bECONNRESET\b|\bbroken pipe\b|\bunexpected EOF\b|\b(?:state|status|outcome|result)\b.{0,30}\b(?:is )?unknown\b/i;
/** It waited in vain for something to work with, and so had not begun. */
export const NOT_BEGUN =
  /\bpool\b|\bqueue(?:d)?\b.{0,40}\b(?:full|timed? ?out|timeout|dropped|overflow)\b|\bdropped from queue\b|\b(?:acquir|obtain|get|check(?:ing)? ?out|wait(?:ing)? for)\w* (?:an? |the )?(?:\w{1,20} )?(?:connection|lock|slot|permit|worker|semaphore)\b|\bconnection (?:is )?not available\b/i;

/** What a service tells others after its own work: that it could not be told does not undo the work. */
export const AFTERWARDS =
  /publish|\bevents?\b|notif|e?-?mail\b|smtp|web ?hook|audit|metric|statsd|telemetry|analytic|tracing|\bindex(?:er|ing)?\b|kafka|rabbit|amqp|\bqueue\b|broker|\bnats\b|\bs[nq]s\b|invalidat|callback|cache|redis|memcache|search|slack|log ?shipp/i;

/** What passes by itself: too little of something for a moment, or a part that is away. */
export const PASSING =
  /\bdeadlock\b|\block wait\b|\bserializ|\btim(?:ed?|ing)[ -]?out\b|\bETIMEDOUT\b|\bdeadline exceeded\b|\bpool\b|\btoo many (?:connections|clients|open files)\b|\bconnection\b.{0,40}\b(?:not available|unavailable|refused|reset|closed|lost)\b|\bECONN(?:REFUSED|RESET)\b|\bEAI_AGAIN\b|\bread-?only\b|\bdropped from queue\b|\bunavailable\b|\boverload|\bout of memory\b|\bOOM|\bthrottl|\brate limit|\btoo many requests\b|\bfailover\b|\bno space left\b|\bdraining\b|\bshutting down\b/i;
