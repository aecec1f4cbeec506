import { remembering } from '../../base/remember.ts';
import { wordList, wordSet } from '../../base/text.ts';
import { lettersOf } from '../../base/words.ts';
import { isTroubledLevel, type LogLine } from '../../logs/logs.ts';

/** What a log line says, in the forms in which a story is read from it. */

const VERSION =
  /^(?:version|ver|release|build|buildid|commit|gitsha|deploy|deployid|appversion|serviceversion|imagetag)$/;
/** Names of versions that are not of the service, but of how its lines are written or asked for. */
const OF_FORMAT = /^(?:ecs|log|schema|event|api|https?|tls|proto\w{0,10}|sdk|otel)version$/;

/** Whether a field holds the version of the service that speaks. */
export function isVersion({ key, path }: Said): boolean {
  return VERSION.test(key) && !OF_FORMAT.test(path);
}

/** A field of a line, whether or not it has become one of its common terms. */
export interface Said {
  /** As the line has it. */
  name: string;
  /** The letters of its last segment, in lower case: `err.details.Owner_ID` is `ownerid`. */
  key: string;
  /** The same with the segment before it: `detailsownerid`. */
  path: string;
  value: string;
  line: LogLine;
}

/** In characters of one value; what is longer is text, not a fact. */
const LONGEST = 2_000;

const known = new WeakMap<LogLine, readonly Said[]>();

/** The fields of a line that hold one word, number or list of such. A line does not change: its fields are remembered. */
export function fieldsOf(line: LogLine): readonly Said[] {
  const before = known.get(line);
  if (before !== undefined) return before;
  const own = { code: line.code, workspace: line.workspace };
  const fields = Object.entries({ ...pairsIn(line.message ?? ''), ...own, ...line.rest }).flatMap(
    ([name, value]) => {
      const text = textOf(value);
      return text === null ? [] : [{ name, ...keyOf(name), value: text.slice(0, LONGEST), line }];
    },
  );
  known.set(line, fields);
  return fields;
}

const keyOf = remembering((name): Pick<Said, 'key' | 'path'> => {
  const segments = name
    .replace(/\.\d+$/, '')
    .split('.')
    .map(lettersOf);
  return { key: segments.at(-1) ?? '', path: segments.slice(-2).join('') };
});

/** Fields within a message: `stock changed sku=9 by="u 5"`. */
function pairsIn(message: string): Record<string, string> {
  if (!message.includes('=')) return {};
  const pairs = message.slice(0, LONGEST).matchAll(PAIR);
  return Object.fromEntries([...pairs].map(([, name = '', quoted, bare = '']) => [name, quoted ?? bare]));
}

const PAIR =
  /(?<![^\s[({,;])([A-Za-z][\w.-]{0,40})=(?:"([^"\n]{1,200})"|([^\s"',;()[\]{}]{1,200})(?=[\s,;)\]}]|$))/g;

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.every(isSingle) ? value.join(value.length > 3 ? '\n' : ' ') : null;
  return isSingle(value) ? String(value) : null;
}

function isSingle(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Fields whose text says what went wrong, by the last segment of their name. */
const ERROR_TEXT =
  /^(?:err|error|errors|exception|cause|reason|detail|details|message|msg|description|errtrace|fullmessage|errordescription|errormessage|lasterror|stack|stacktrace|suffix|prefix)$/;

/** All that a line says in words: its message, and what stands in its fields about an error. */
export function wordsOfLine(line: LogLine): string {
  const more = fieldsOf(line).filter(({ key }) => ERROR_TEXT.test(key));
  return [line.message ?? '', ...more.map(({ value }) => value)].join('\n').slice(0, 4 * LONGEST);
}

/** All values of a line as one text. */
export function allWordsOf(line: LogLine): string {
  return [line.message ?? '', ...fieldsOf(line).map(({ value }) => value)].join('\n').slice(0, 4 * LONGEST);
}

/** What tells a line from all others: every line of a table has the same source. */
export function markOf({ source, time, service, message }: LogLine): string {
  return JSON.stringify([source, time, service, message]);
}

/** Who speaks in a line: its service, else the file that it stands in. */
export function voiceOf({ service, source }: LogLine): string {
  return service ?? source.replace(/:\d+$/, '');
}

/** Lines by who speaks in them. */
export function byVoice(lines: readonly LogLine[]): Map<string, LogLine[]> {
  const voices = new Map<string, LogLine[]>();
  for (const line of lines) {
    const voice = voiceOf(line);
    voices.set(voice, [...(voices.get(voice) ?? []), line]);
  }
  return voices;
}

/** What leads on to one thing, such as a bank or a mail server, is a service: `payment-gateway`. */
const EDGE =
  /(?:^|[^a-z])(?<!(?:^|[^a-z])(?:idp|sso|saml|ldap|pay|payments?|card|bank|billing|sms|e?mail|push|message|notification|event|data|device|iot|partner|llm|ai|model)s?[-_.])(?:edge|gateway|gw|ingress|proxy|lb|[aen]lb|nginx|caddy|envoy|haproxy|traefik|cdn|cloudfront|router|kong|apisix|access|http\.log)(?:[^a-z]|$)/i;

/** What a proxy writes about how it dealt with a request. */
interface ProxyReason {
  flag: string;
  says: string;
  /** Whether the request may have been sent on to a service. */
  isSentOn: boolean;
}

const UNHEALTHY = 'no upstream was healthy';
const NO_ROUTE = 'no route fits the request';
const NOT_AUTHORIZED = 'the external authorization service refused it';
const LATE = 'the upstream did not answer in time';
const CUT_OFF = 'the upstream closed the connection before it had answered';
const LEFT = 'the client disconnected';

/** By field: HAProxy's session state at disconnection (section 8.5 of its manual), Envoy's response flags and details. */
const PROXY_FLAGS: Record<string, Record<string, string>> = {
  terminationstate: {
    ...{ sH: LATE, SH: CUT_OFF, CH: LEFT, CQ: LEFT },
    sQ: 'the request waited in the queue, and no server became free in time',
    SC: 'no server accepted the connection',
    sC: 'no server accepted the connection in time',
  },
  responseflags: {
    ...{ UT: LATE, UC: CUT_OFF, DC: LEFT, UH: UNHEALTHY, NR: NO_ROUTE, UAEX: NOT_AUTHORIZED },
    UF: 'the connection to the upstream could not be made',
    UO: 'its limit of open requests to the upstream was reached',
  },
  responsecodedetails: {
    rbac_access_denied: 'an access rule of its own refused the request',
    ...{ ext_authz_denied: NOT_AUTHORIZED, route_not_found: NO_ROUTE, no_healthy_upstream: UNHEALTHY },
  },
};

/** The reason that a proxy gives in a field of its own; null where it gives none, or one that is not known. */
export function reasonOfProxy(line: LogLine): ProxyReason | null {
  for (const { key, value } of fieldsOf(line)) {
    // HAProxy's third and fourth letters are of cookies; behind Envoy's details may stand the rule.
    const flag =
      key === 'terminationstate' ? value.slice(0, 2) : value.replace(/_matched_policy\[.*$|\{.*$/s, '');
    const flags = Object.hasOwn(PROXY_FLAGS, key) ? PROXY_FLAGS[key] : undefined;
    const says = flags !== undefined && Object.hasOwn(flags, flag) ? flags[flag] : undefined;
    if (says !== undefined)
      return { flag, says, isSentOn: flag !== 'CQ' && [LATE, CUT_OFF, LEFT].includes(says) };
  }
  return null;
}

/**
 * When an answer was sent, ISO 8601: Envoy and HAProxy, known by names of theirs, write when the request began.
 *
 * Source: `%START_TIME%` of Envoy's access log; `accept_date` of HAProxy's (section 8.2.3 of its manual)
 */
export function endOf(line: LogLine): string | null {
  const { time, duration_ms } = line;
  if (time === null || duration_ms === undefined) return time;
  const keys = fieldsOf(line).map(({ key }) => key);
  const isStart =
    ['responseflags', 'upstreamservicetime', 'terminationstate'].some((key) => keys.includes(key)) &&
    !keys.includes('starttime');
  return isStart ? new Date(Date.parse(time) + duration_ms).toISOString() : time;
}

/** Whether a line was written where requests come in, before any service sees them. */
export function isOfEdge(line: LogLine): boolean {
  const logger = line.rest?.['logger'];
  return (
    reasonOfProxy(line) !== null ||
    EDGE.test(voiceOf(line)) ||
    EDGE.test(line.source) ||
    (typeof logger === 'string' && EDGE.test(logger))
  );
}

/** Whether a line says that something is wrong: by its status, a level of warning or worse, or a crash below it. */
export function isTroubled(line: LogLine): boolean {
  return (line.status ?? 0) >= 400 || isTroubledLevel(line) || isCrash(line);
}

/** How programs end that nobody stops: Rust and Go panic, Node.js shows its version below. */
const CRASH = /^(?:thread '[^']{0,200}' (?:\(\d{1,9}\) )?panicked at |panic: |fatal error: |Node\.js v\d)/;

/** Whether the lines below a line tell that the program crashed, whatever the level of the line. */
export function isCrash({ rest = {} }: LogLine): boolean {
  const { stack } = rest;
  return Array.isArray(stack) && stack.some((row) => typeof row === 'string' && CRASH.test(row));
}

/** Messages that say that something failed, not what. */
const GENERIC =
  /^\W{0,4}(?:(?:http|rpc|api|the|finished|handled|completed|unhandled)[\s._-])?(?:request|req|call|operation|handler|job|task|token|response|access|access[ _.-]?log)?[\s._-]?(?:failed|failure|errored|error|completed|finished|done|ended|aborted|handled|refused|rejected|unsuccessful|with error|exception|ok)?\W{0,4}$/i;

/** A method, a path, a status and a duration, and nothing else. */
const SUMMARY =
  /^(?:Request )?(?:finished|completed|done) (?:(?:processing|handling) (?:the )?request$|HTTP\/)|^(?:\[[^\]]{1,100}\] ?)?"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S{1,2000}(?: HTTP\/[\d.]{1,3})?"?(?: (?:->|=>|-) )?(?: ?\d{3})?(?: \(?[\d.]{1,12} ?(?:ms|s|us)?\)?)?$|^Completed \d{3}\b|^(?:Sent|Responded|Returned|Response|Status):? \d{3}\b[\w ]{0,20}$/;

/** The same behind the name of a service and fields: `shop [cb-1] GET /cart 200 20ms`. */
const SUMMARY_AT_END =
  /^(?:[\w.-]{1,40} {1,8})?(?:\[[^\]\n]{1,100}\] {0,8}|[\w.-]{1,40}=\S{1,100} {1,8}|[\w.:-]{1,80} {1,8}){0,4}"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S{1,2000} \d{3}(?: [\d.]{1,12} ?(?:ms|s|us)?)?$/;

/** Whether the message of a line says more than that something ended, or failed. */
export function isSpecific({ message = '' }: Pick<LogLine, 'message'>): boolean {
  return !GENERIC.test(message) && !SUMMARY.test(message) && !SUMMARY_AT_END.test(message);
}

/** How services say in words that work was done, failed, is tried again or was undone. */

export const ROLLED_BACK =
  /\brolled[ _-]?back\b|\brolling back\b|\b(?:tx|txn|transaction|db|database|sql)[: ]{1,3}rollback\b|\brollback (?:complete|done|ok|succeeded|finished|issued|executed)|\breverted\b(?! to)|\bundone\b|\bcompensated\b|\btransaction (?:was )?aborted\b/i;
export const NOT_ROLLED_BACK =
  /\b(?:not|no|never|without|cannot|could|failed|failing|fails|unable|will be|would be|to be|skip\w*|deploy\w*|release)\b[^.,:;]{0,40}\b(?:roll\w*|revert\w*|undone|compensat\w*)|\broll\w*[ _-]?(?:back )?(?:failed|error|not|skipped)\b/i;

/** What came of a write that failed: nothing of it is kept. */
export const NOTHING_KEPT =
  /\b(?:insert|update|delete|write|statement|upload|copy)s? (?:was |were )?(?:aborted|discarded|undone)\b|\bnothing (?:was |were |has been |is )?(?:acknowledged|written|stored|saved|changed|committed|kept|applied|created|persisted)\b|\bleft (?:as (?:it|they) (?:was|were)|as is|untouched|unchanged)\b|\bno (?:changes?|rows?|writes?) (?:was |were )?(?:made|written|applied|kept|saved)\b/i;

/** The same where it was a write that failed; as tidying up it may follow anything. */
export const TIDIED_UP =
  /\btemp(?:orary)? (?:file|object|row|table|upload)s? (?:was |were )?(?:removed|deleted|dropped|cleaned up)\b/i;
export const WRITE_FAILED = /\b(?:writ(?:e|ing)|flush\w*|extend|space left|ENOSPC|Errno 28|disk)\b/i;

/** Whether words say that a service could not be reached, or let nothing in: it has done nothing. */
export function neverReached(words: string): boolean {
  return [NEVER_REACHED, CIRCUIT_OPEN, UNRESOLVED, TAKES_NO_WRITES, NOT_TRUSTED].some((how) =>
    how.test(words),
  );
}

/** How a database says that it takes no writes. */
export const TAKES_NO_WRITES =
  /\b(?:cannot|can't|can not|attempt(?:ed)? to) (?:execute|write|insert|update|modify|run)\b.{0,60}\bread[ -]?only\b|--(?:super-)?read-only option\b|\bNotWritablePrimary\b|\b(?:not|no longer) (?:the )?(?:writable )?(?:primary|master)\b|\b(?:database|server|instance|node) is (?:in )?read[ -]?only\b/i;

/** A circuit breaker that lets no call through; not one that this call has opened. */
export const CIRCUIT_OPEN =
  /\bcircuit(?:[ -]?breaker)?\b.{0,60}(?<!\b(?:to|half)[ -])(?<!(?:->|=>|→) ?)\bopen\b|\bBrokenCircuit/i;

/** How a client says that it does not trust who it called, and so has sent nothing. */
const NOT_TRUSTED =
  /\bx509\b|\bPKIX\b|\bcertificate verif(?:y|ication) failed\b|\b(?:failed|unable) to verify (?:the )?(?:first |leaf |server |peer )?certificate\b|\bcertificate (?:has |is )?expired\b|\bCERT_HAS_EXPIRED\b|\bself[- ]signed certificate\b/i;

const NEVER_REACHED =
  /\bconnection refused\b|ECONNREFUSED|\bno (?:live|healthy|available) (?:upstream|backend|server|endpoint)s?\b|\bno healthy upstream\b|\bupstream connect error\b|\bno route to host\b|EHOSTUNREACH|\bfailed to connect\b|\bcould not connect\b|\blimiting (?:requests|connections)\b|\bin maintenance\b|\bmaintenance (?:mode|window)\b|\b(?:draining|shutting down)\b.{0,40}\b(?:refus|reject|not accept|no new)|\b(?:refus|reject|not accept).{0,60}\b(?:draining|shutting down)\b/i;

/** A name that stands for no address, as the resolvers of languages say it. */
export const UNRESOLVED =
  /\bno such host\b|\bENOTFOUND\b|\bEAI_(?:AGAIN|NONAME|NODATA|FAIL)\b|\bUnknownHost(?:Exception)?\b|\bNXDOMAIN\b|\bnodename nor servname provided\b|\b(?:name or service|hostname) not known\b|\bname resolution\b.{0,30}\bfail|\bfailure in name resolution\b|\bDNS (?:lookup|resolution|query)\b.{0,30}\bfail|\bgetaddrinfo\b.{0,20}\bfail|\b(?:not|cannot|couldn't|can't|failed to|unable to) resolve (?:the )?(?:host|name|address|domain)|\bno address associated with host|\bname does not resolve\b/i;

/** What a service met and went around. */
export const WENT_AROUND =
  /\bfall(?:ing|s|en)?[ -]?back\b|\bfell back\b|\bfallback\b|\b(?:using|serving|reading|read|served) (?:from )?(?:the )?(?:cached?|stale|default|(?<!\bread )replica|database|backup)\b|\bnon-?fatal\b|\bbest[- ]effort\b|\bignor(?:ed|ing)\b|\bcontinuing\b|\bdegraded gracefully\b|(?<!panic )\brecovered\b/i;

/** The line of a service that says it did not find something in a copy of its data; null if none does. */
export function readBehind(lines: readonly LogLine[]): LogLine | null {
  return (
    lines.find((line) => {
      const words = wordsOfLine(line);
      return isTroubled(line) && !WENT_AROUND.test(words) && REPLICA.test(words) && NOT_THERE.test(words);
    }) ?? null
  );
}

const REPLICA = /\b(?:replica|follower|standby|secondary (?:node|database|db)|read-only (?:copy|node))\b/i;
const NOT_THERE =
  /\bnot (?:found|there|yet|visible)\b|\bno (?:such|rows?|records?|documents?|results?|match)\b|\b(?:0|zero) (?:rows?|records?|documents?|results?|hits)\b|\b(?:row|record|document|object|key) (?:is |was )?(?:missing|absent)\b|\b(?:behind|lags?|lagging|stale)\b/i;

/** It goes on trying, so that this is no end. */
const GOES_ON =
  /\b(?:will retry|retrying|retry (?:in|scheduled|queued)|requeued|next attempt|attempt \d{1,3} ?(?:of|\/) ?\d{1,3})\b/i;
export const GAVE_UP =
  /\b(?:gave up|giving up|exhausted|dead[ -]?letter\w*|no (?:more )?retries|last attempt|final attempt)\b/i;

/** The work is done, in the words that services use for it. */
const DONE =
  /\b(?:completed|complete(?=\W*$|[,;.:([]| in | after )|succeeded|success(?:ful(?:ly)?)?|finished|committed|created|saved|stored|persisted|captured|charged|refunded|(?<!re-)delivered(?! (?:again|to (?:an? |the )?(?:consumer|worker|queue|subscriber|subscription|handler|listener|dead)))|processed|provisioned|updated|deleted|removed|issued|done|ready)\b|\b(?:e?mail|notification|invoice|sms|response|reply|answer|webhook|event)s? (?:was |were )?sent\b/i;

/** A part of the work is done, or set going. */
export const PARTLY =
  /\b(?:inserted|written|wrote|uploaded|published|queued|enqueued|scheduled|registered|reserved|transferred|imported|exported|activated|applied|placed|booked|shipped|debited|credited|sent)\b|\baccepted (?:the )?(?:refund|payment|charge|transfer|payout|order)\b/i;

/** Some of several are done: `wrote 3 of 9 parts`. */
export const PROGRESS =
  /\b(?:wrote|written|inserted|processed|imported|exported|uploaded|copied|sent|created|deleted|updated|done|saved)\b[^.;]{0,24}?\b[1-9]\d{0,11} ?(?:of|\/) ?\d|\b[1-9]\d{0,11} ?(?:of|\/) ?\d{1,12} [a-z]{2,20} (?:written|inserted|processed|imported|exported|uploaded|copied|sent|created|deleted|updated|done|saved)\b/i;

/** What leaves an effect behind, even where the request is refused afterwards. */
export const EFFECT =
  /\b(?:captured|charged|refunded|transferred|shipped|provisioned|inserted|committed|debited|credited)\b/i;

/** What was asked for is stored for good. */
export const COMMITTED =
  /(?<!\b(?:re|to|of|on|after|for) )\bcommitted\b|\bcommit (?:ok|done|succeeded)\b|\b(?:tx|txn|transaction) closed\b/i;
/** What comes after that, on the way to the answer: the answer itself is made, or others are told. */
export const AFTER_COMMIT =
  /\b(?:render|seriali[sz]|encod|marshal|format|build|send|writ)\w*\b(?: (?:the|its|an?|http|json)){0,2} (?:response|view)\b|\b(?:response|view)[ -]?(?:body )?(?:encod|seriali[sz]|render|writ|marshal|mapp|format)\w*|\b(?:after|post)[ _-]?commit\b/i;

/** Such an effect where a roll-back does not reach. */
export const LASTING =
  /\b(?:captured|charged|transferred|shipped|debited|credited|dispatched|paid out)\b|\b(?:e?mail|notification|sms|webhook)s? (?:was |were )?sent\b/i;
/** How it is taken back there. */
export const TAKEN_BACK =
  /\b(?:refund|void|revers|cancel|compensat|releas)\w*\b(?!.{0,20}\b(?:failed|error|not|skipped)\b)/i;

/** A change is made, where nothing else says whether the work is done. */
export const CHANGED =
  /^(?!.*\b(?:roll|undo|revert|abort|cancel|compensat|time-?out|limit|polic|filter))(?:.*\b(?:renamed|changed|replaced|archived|restored|enabled|disabled|activated|deactivated|assigned|added|invited|merged|upgraded|downgraded|linked|unlinked|attached|detached|granted|paid|booked|placed|confirmed|rotated|applied|registered)$|.*\bis (?:now )?(?:live|active|in effect|in place)\b)/i;

/** What is handed to others to be done, by the name of what it tells: `published invoice.created`. */
const HANDED_ON =
  /\b(?:publish\w*|enqueue\w*|emit\w*|sent|sending|queued) (?:\S{1,40} ){0,3}?[\w-]{1,40}\.[\w.-]{1,60}\b/i;

/** The same words where they deny it, or speak of something else. */
const NOT_DONE =
  /\b(?:not|never|cannot|failed|failing|failure|unable|un\w+ed|without|before|until|could ?n[o']t|was ?n[o']t|denied|refused|rejected|error|retry(?:ing)?|will be|to be|already)\b|\b0 (?:rows?|items?|records?)\b/i;

/** What is made or done on the way to any answer, or says nothing of the work. */
const ON_THE_WAY =
  /\b(?:sessions?|connections?|tokens?|spans?|traces?|contexts?|caches?|locks?|transactions?|tx|clients?|threads?|logs?|metrics?|pools?|drafts?|plans?|validations?|auth\w*|lookups?|checks?|steps?|phases?|stages?|handshakes?|probes?|quer(?:y|ies)|requests?|headers?|config\w*|credentials?|signatures?|polic(?:y|ies))\b[^,;.]{0,24}\b(?:completed|succeeded|success\w*|finished|created|saved|stored|updated|issued|processed|done|ready|sent|registered|reserved|applied|inserted|queued|removed)\b/i;

/** Work that goes on after the answer, and how it fails. */
export const FAILED =
  /\b(?:failed|failure|failing|gave up|giving up|aborted|dead[ -]?letter(?:ed)?|exhausted|bounced|undeliverable|panic(?:ked)?|crashed|timed out|unhandled|exception|fatal|refused|denied|rejected)\b/i;

/** A message that nothing could deal with, put where nothing takes it up by itself; at whatever level that is said. */
export const PUT_ASIDE =
  /\bdead[ -]?lettered\b|(?<!\b(?:not|never|be|from) )\b(?:moved|sent|handed|routed|published|forwarded|pushed|parked|put|written|dropped|goes|went)\b[^.;]{0,40}\b(?:in)?to (?:\S{1,40} ){0,2}(?:dead[ -]?letter|DL[QT]\b|poison\b|parking[ -]lot|quarantine|error queue)|\bmax(?:imum)?\b.{0,12}\b(?:receives?|deliver(?:y|ies)|attempts|tries|retries)\b.{0,8}\b(?:reached|exceeded|exhausted)\b|\b(?:buried|parked|quarantined|discarded|given up) (?:after|on) (?:the |its )?(?:last|final|\d{1,3}(?:th)?)(?: failed)? (?:try|tries|attempts?|deliver(?:y|ies)|retr(?:y|ies)|receives?)\b/i;

/** What is there, but not for this caller. */
export const SWITCHED_OFF =
  /\b(?:feature )?flag\b[^.;]{0,60}\b(?:is |was )?(?:off|disabled|not enabled)\b|\bfeature\b[^.;]{0,40}\b(?:is |was )?(?:switched off|turned off|disabled|not enabled)\b/i;

/** Work that was stopped before it began, as something newer does it. */
export const SUPERSEDED =
  /\b(?:superseded|replaced|coalesced|deduplicated|debounced)\b|\bin favou?r of\b|\bnewer (?:job|task|run|build|export|import|sync|request|one)\b|\b(?:never|not) (?:yet )?started\b|\bbefore (?:it )?(?:start|beg)|\bwhile (?:still )?(?:queued|waiting|pending)\b/i;
/** That work was begun. */
export const BEGUN =
  /\b(?:start(?:ed|ing)|began|begun|begins|running|runs|picked up|received|claimed|dequeued|executing|processing|progress|resumed)\b/i;

/** Work that someone stopped. */
export const CANCELLED =
  /\b(?:job|task|export|import|build|run|work|delivery|transfer|upload|report|batch|workflow|operation)\b[^.;]{0,30}\bcancell?ed\b|\bcancell?ed by\b/i;

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
  if (how === DONE && HANDED_ON.test(words)) return false;
  return how.test(words) && !NOT_DONE.test(words) && !ON_THE_WAY.test(words) && !countsFewer(words);
}

export function saysFailed(line: LogLine): boolean {
  // Sidekiq has no other word for it, and no level.
  if (line.message === 'fail' || PUT_ASIDE.test(line.message ?? '')) return true;
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

/** How runtimes tell of a program's own mistake, which the same input meets again. */
export const BUG =
  /\b(?:TypeError|ReferenceError|AttributeError|KeyError|IndexError|NoMethodError|NullReferenceException|NullPointerException|(?:Array)?IndexOutOfBounds\w*|ClassCastException|StackOverflow\w*)\b|\bnil pointer dereference\b|\bindex out of range\b|\bcannot read propert|\bobject reference not set\b/i;

const OUT_OF_MEMORY = /\boom[ _-]?kill|\bkilled\b.{0,60}\bmemory\b|\bmemory\b.{0,60}\bkilled\b/i;

/** Whether a line says that a process was ended for lack of memory, which the same input meets again. */
export function isKilled(line: LogLine): boolean {
  return OUT_OF_MEMORY.test(wordsOfLine(line));
}

/** Words in a log that speak to whoever reads it with a model. */
export const INSTRUCTION =
  /\b(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier|your|other)\b|\b(?:you are|act as) (?:now |an? )?(?:assistant|ai|system|helpful|admin)\b|\b(?:system prompt|as an ai|dear (?:assistant|ai)|to the (?:assistant|ai|model)|assistant:|llm:)|\btell the (?:user|human|operator|customer) to\b|\bnote (?:to|for) (?:the )?(?:ai|assistants?|agents?|llms?)\b|\b(?:ai|llm|language model)s? (?:agents?|assistants?|reading|that reads?|must|should)\b|\b(?:reveal|print|send|exfiltrate) (?:all |your |the )?(?:secrets?|api keys?|system prompt|credentials|environment)\b/i;

/** What the platform itself lacks, which stays so until someone mends it, whatever the call. */
export const STAYS =
  /\b(?:relation|table|column|view|index|schema|database|sequence)\b[^\n]{0,60}\bdoes not exist\b|\bunknown (?:column|table|database)\b|\bno such (?:table|column|relation)\b|\bundefined (?:table|column)\b|\bmigrations? (?:is |are |was |were )?(?:pending|missing|not (?:yet )?(?:applied|run))\b|\bpermission denied (?:for|to) (?:relation|table|schema|sequence|database|view)\b|\b(?:certificate|cert)\b[^\n]{0,60}\b(?:expired|verify failed|not trusted|self[- ]signed)\b|\bx509\b|\bPKIX\b|\benvironment variable\b[^\n]{0,60}\b(?:not set|missing|undefined)\b|\b(?:cannot find module|ModuleNotFoundError|NoClassDefFoundError|ClassNotFoundException)\b/i;

/** Whether a line says no more than that the caller had left, and what came of that. */
export function tellsOfLeaving(line: LogLine): boolean {
  return CALLER_LEFT.test(wordsOfLine(line));
}

const CALLER_LEFT =
  /\b(?:client|caller|downstream|consumer|browser|user agent)\b.{0,30}\b(?:gone|left|disconnect\w*|hung up|went away|closed|cancell?ed|aborted)\b|\bcontext cancell?ed\b|\bClientAbort\w*|\brequest (?:was )?(?:cancell?ed|aborted) by (?:the )?(?:client|caller)\b/i;

/** What passes by itself: too little of something for a moment, or a part that is away. */
export const PASSING =
  /\bdeadlock\b|\block wait\b|\bserializ|\btim(?:ed?|ing)[ -]?out\b|\bETIMEDOUT\b|\bdeadline exceeded\b|\bpool\b|\btoo many (?:connections|clients|open files)\b|\bconnection\b.{0,40}\b(?:not available|unavailable|refused|reset|closed|lost)\b|\bECONN(?:REFUSED|RESET)\b|\bEAI_AGAIN\b|\bread-?only\b|\bdropped from queue\b|\bunavailable\b|\boverload|\bout of memory\b|\bOOM|\bthrottl|\brate limit|\btoo many requests\b|\bfailover\b|\bno space left\b|\bENOSPC\b|\[Errno 28\]|\bdraining\b|\bshutting down\b|\bin-sync replicas\b|\bpassword authentication failed for user\b/i;

/**
 * Statuses of gRPC, which stand in a trailer: HTTP says 200 all the same.
 *
 * Source: https://grpc.io/docs/guides/status-codes
 */
const NAMES = wordList(`
  OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED
  RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS
  UNAUTHENTICATED`);

/** Those that refuse a call before anything is done. */
const REFUSALS = wordSet(`
  INVALID_ARGUMENT NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED FAILED_PRECONDITION OUT_OF_RANGE UNIMPLEMENTED
  UNAUTHENTICATED`);

const FIELD = /^(?:rpc)?grpc(?:status|code|statuscode|statusnumber)$/;
/** `/package.Service/Method` */
const PATH = /^\/[\w.]{1,200}\/[A-Z]\w{0,100}$/;

/**
 * The status other than OK that a call of gRPC ended with: of the line that shows its answer, else, if the answer is of
 * gRPC or there is none, the last that its lines name. Null where none is named, or it is OK.
 */
export function rpcStatusOf(
  lines: readonly LogLine[],
  answer: LogLine | null,
): { line: LogLine; status: string } | null {
  const isRpc = answer === null || PATH.test(answer.path ?? '');
  const own = answer === null ? null : statusIn(answer);
  const line = own !== null ? answer : isRpc ? lines.findLast((each) => statusIn(each) !== null) : null;
  const status = line === null || line === undefined ? null : statusIn(line);
  return line == null || status === null || status === 'OK' ? null : { line, status };
}

export function isRpcRefusal(status: string): boolean {
  return REFUSALS.has(status);
}

function statusIn(line: LogLine): string | null {
  const said = fieldsOf(line).find(({ key, path }) => FIELD.test(key) || FIELD.test(path))?.value;
  if (said === undefined) return null;
  if (/^\d{1,2}$/.test(said)) return NAMES[Number(said)] ?? null;
  const letters = said.replaceAll('_', '').toUpperCase();
  return NAMES.find((name) => name.replaceAll('_', '') === letters) ?? null;
}
