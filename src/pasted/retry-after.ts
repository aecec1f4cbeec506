import { wordList } from '../base/text.ts';
import { type Block, blocksAround, fieldsNamed, headersIn, placeOf } from './fields.ts';
import { type Field, type Scanned, scanned } from './scan-fields.ts';

/**
 * How long to wait, from a `Retry-After` field in any dress: a header, a curl transcript, a JSON body, a sentence.
 *
 * Source: RFC 9110 section 10.2.3 (seconds or an HTTP date).
 */

export interface Wait {
  /** Whole seconds from now; 0 if the moment is past. */
  seconds: number;
  /** That moment, ISO 8601 in UTC. */
  at: string;
}

/** A wait, and what it was counted from. */
interface TimedWait extends Wait {
  /** When the response was made, by its `Date`; now if that is not said. */
  since: number;
  /** What tells it: a field or sentence about waiting, or the moment at which a limit is reset. */
  by: 'retry_after' | 'reset';
}

const SECONDS = wordList(`
  retry_after x_retry_after retry_after_seconds retry_after_secs retry_after_sec retry_delay retry_in
  retry_in_seconds wait_seconds cooldown_seconds`);
const MILLISECONDS = ['retry_after_ms', 'x_ms_retry_after_ms', 'retry_after_milliseconds', 'retry_in_ms'];
export const RETRY_AFTER_NAMES = [...SECONDS, ...MILLISECONDS];
const DATE = ['date'];
const REMAINING = ['x_ratelimit_remaining', 'x_rate_limit_remaining', 'ratelimit_remaining'];
const STANDARD = ['ratelimit'];

const YEAR = 366 * 86_400;
const LONGEST = 200;
const MOST = 200;
/** A header in a list of pairs, or a tab-separated dump. */
const LISTED =
  /\bretry[-_ ]?after(?:[-_](ms))?(?:\\?["'`]\s{0,9},|[`*"']{0,2}[ ]{0,40}\||\t)\s{0,40}\\?["'`*]{0,2}(?=\S)/gi;
const ABOUT = '(?:(?:about|approximately|at least|another|a minimum of|of|up to)[ ])?';
const SENTENCE = new RegExp(
  String.raw`(?:\b(not|never|don't|don’t|cannot|can't|without)[ ])?\b(?:retry|retrying|try again|wait|waiting)(?:(?:[ ]|(?<=retry)[-_])(after|in|for))?:?[ ]${ABOUT}(?=\d)`,
  'gi',
);
/** Other words for it, with a unit behind the number: "only after 53 seconds", "available again in 5 min". */
const IN_OTHER_WORDS = new RegExp(
  String.raw`\b(?:again|only|available|possible|allowed|unblocked|unlocked|lifted|resets?|next (?:try|attempt|request|call)|come back|resumes?|blocked|locked|banned|throttled|limited|paused)\b[^.\n\d]{0,40}\b(?:after|in|for)[ ]${ABOUT}(?=\d)`,
  'gi',
);
/** A moment: "try again at 2026-11-20T10:00:00Z", "blocked until Fri, 20 Nov 2026 10:00:00 GMT", "maintenance until …". */
const UNTIL =
  /\b(?:(?:again|retry|wait|available|resets?|blocked|locked|banned|paused|limited)\b[^.\n\d]{0,40}\b(?:at|until|after|on)|(?:maintenance|unavailable|down|offline|outage|suspended|read-only)\b[^.\n\d]{0,40}\b(?:until|till))[ ](?=\d{4}-\d{2}-\d{2}[T ]\d|[A-Z][a-z]{2}, \d{2} [A-Z])/gi;
/** `FLOOD_WAIT_42`: the number is in seconds. */
const IN_CODE = /(?<![A-Z_])[A-Z]{2,20}(?:_[A-Z]{1,20}){0,3}_WAIT_(?=\d)/g;

/** What asks for a wait in other languages, in front of the number: German, French, Spanish and so on. */
const ASKED_BEFORE = new RegExp(
  `(?<!\\p{L})(?:${[
    'versuch(?:en (?:sie|wir)|e?t? es|e bitte)|warten?|wartezeit|erneut|wieder|gesperrt|blockiert',
    'r[ée]essay(?:ez|er)|patient(?:ez|er)|attend(?:ez|re)|nouveau|bloqu[ée]e?',
    '(?:re)?int[eé]nt[ae]\\p{L}{0,6}|espere|esperar|prueb[ae]|de nuevo|bloquead[oa]',
    'tent(?:e|ar)|aguard(?:e|ar)|novamente',
    'ripr?ov(?:a|are|ate)|attend(?:ere|ete|i|a)|aspett(?:are|ate|a|i)|di nuovo|bloccat[oa]',
    'probeer|opnieuw|wacht(?:en)?|geblokkeerd',
    'spr[óo]buj|ponownie|poczekaj|odczekaj|zablokowan[aoey]',
    'f[öo]rs[öo]k|v[äa]nta|igen|blockerad',
    'повтори\\p{L}{0,6}|попробуй\\p{L}{0,6}|подожди\\p{L}{0,6}|снова|заблокирован\\p{L}?',
  ].join('|')})(?!\\p{L})|重试|重試|再试|再試|等待|稍候|请在|請在|待ち`,
  'iu',
);
/** The same behind it. */
const ASKED_BEHIND =
  /(?<!\p{L})(?:erneut|wieder|wiederholen|noch ?(?:ein)?mal|(?:ab)?warten|gesperrt|blockiert|opnieuw|igen|avant de r[ée]essayer|antes de (?:volver|(?:re)?intentar|tentar)|prima di riprovare|sonra tekrar|bekley)|[后後].{0,12}(?:试|試|もう一度|再度|やり直)|待っ|待ち|후.{0,12}다시|기다/iu;
/** What stands before a number that tells how often, since when or how long ago. */
const NO_WAIT =
  /(?<!\p{L})(?:seit|vor|alle|depuis|y a|toutes les|desde|hace|cada|há|da|ogni|sinds|elke|od|co|sedan|var|кажды[ех]|每|毎) ?$/iu;
const NUMBER = /(?<![\w.,:/-])\d{1,6}(?= ?\p{L})/gu;

/** What every wait is told with; a text without any of it, as most are, need not be read closely. */
const HINT =
  /retry|again|wait|reset|ratelimit|cooldown|(?:until|till) \S|(?:after|in|for) (?:\w{1,20} ){0,3}\d|\d ?(?:se[ckg]|min|m\b|[sh]\b|st|heur|hor|or[ae]|u[ru]|god|tim|sa|dak|[смч]|[秒分小時时초분시])/i;

interface Found {
  at: number;
  wait: TimedWait;
}

type Kind = (source: Scanned, block: Block, now: number) => Found[];

/**
 * The wait that a text names, or null: by `Retry-After`, else by a sentence, else by the headers that say when a limit
 * is reset. The first one; with `code`, the one of the response that holds this code: the nearest before the code's last
 * place, else after it. A number counts from the response's own `Date`, or from `now` where there is none.
 */
export function retryAfter(source: Scanned | string, now: number, code?: string): Wait | null {
  const wait = choose(source, code, [named, sentences, resets], now);
  return wait === null ? null : { seconds: wait.seconds, at: wait.at };
}

/** Like `retryAfter`, without the headers of a limit, and with what the wait was counted from. */
export function saidRetryAfter(source: Scanned | string, now: number, code?: string): TimedWait | null {
  return choose(source, code, [named, sentences], now);
}

/** The first `Retry-After` that can be read as no wait, as it is written; null if there is none. */
export function unreadableRetryAfter(source: Scanned | string, now: number): string | null {
  for (const raw of headersIn(source, RETRY_AFTER_NAMES)) {
    // What goes on behind the first word is a sentence about the header.
    const value =
      /^["'[\\\s]*([A-Z][a-z]{2,8}, \d[\w: -]{8,30}|[^"'\\,;&}\]\s|<>]{1,60})\s*(?:$|["'\\,;&}\]|<>{])/.exec(
        raw,
      )?.[1] ?? '';
    if (!/^(?:|null|none|undefined|true|false|[${(*].*)$/i.test(value) && waitOf(raw, now) === null)
      return value;
  }
  return null;
}

/** When the response was made that holds `code`, by its `Date`; `now` if none says. */
export function responseMoment(source: Scanned, code: string, now: number): number {
  return responseTime(source, Math.max(0, placeOf(source.text, code)), now);
}

/** When the response was made that `at` stands in, by the `Date` that is nearest; `now` if none says. */
function responseTime(source: Scanned, at: number, now: number): number {
  const dates = fieldsNamed(source, DATE).flatMap((field) => {
    const moment = httpDate(lineAt(source.text, field.at), now);
    return moment === null || moment >= now ? [] : [{ moment, away: Math.abs(field.at - at) }];
  });
  return dates.sort((a, b) => a.away - b.away)[0]?.moment ?? now;
}

function choose(
  given: Scanned | string,
  code: string | undefined,
  kinds: readonly Kind[],
  now: number,
): TimedWait | null {
  const source = typeof given === 'string' ? scanned(given) : given;
  if (!HINT.test(source.text)) return null;
  return (
    chooseIn(source, code, kinds, now) ??
    (FORM.test(source.text) ? chooseIn(decodedForm(source), code, kinds, now) : null)
  );
}

/** A sentence in a form or a query has `+` or `%20` for its spaces. */
const FORM = /[?&][\w.]{1,60}=[^\s&]{0,2000}(?:\+|%20)/;

function decodedForm({ text }: Scanned): Scanned {
  return scanned(text.replace(/\+|%20/g, ' ').replaceAll('&', '\n'));
}

function chooseIn(
  source: Scanned,
  code: string | undefined,
  kinds: readonly Kind[],
  now: number,
): TimedWait | null {
  const { text } = source;
  const place = code === undefined ? -1 : placeOf(text, code);
  const blocks: Block[] = place < 0 ? [{ start: 0, end: text.length }] : blocksAround(text, place);
  for (const block of blocks) {
    for (const kind of kinds) {
      const found = kind(source, block, now);
      const before = place < 0 ? undefined : found.filter(({ at }) => at < place).at(-1);
      const chosen = before ?? found[0];
      if (chosen !== undefined) return chosen.wait;
    }
  }
  return null;
}

function named(source: Scanned, block: Block, now: number): Found[] {
  const read = (names: readonly string[], unit: string) =>
    fieldsWithin(source, names, block).flatMap(({ at }) => foundAt(source, at, now, unit));
  const precise = read(MILLISECONDS, 'ms');
  if (precise.length > 0) return precise;
  const listed = matchesWithin(source, LISTED, block).flatMap((match) =>
    foundAt(source, match.index + match[0].length, now, match[1] === undefined ? 's' : 'ms'),
  );
  return [...read(SECONDS, 's'), ...listed].sort((a, b) => a.at - b.at);
}

function sentences(source: Scanned, block: Block, now: number): Found[] {
  const { text } = source;
  const plain = matchesWithin(source, SENTENCE, block).flatMap((match) => {
    const [whole, not, link] = match;
    // "Do not retry for 30 s" is a wait; "do not retry in 30 s loops" is none.
    if (not !== undefined && link?.toLowerCase() !== 'for') return [];
    const at = match.index + whole.length;
    const rest = text.slice(at, at + LONGEST);
    // In "retry after 3 attempts", the number counts something else.
    const number = /^\d+(?:\.\d+)?(?!\.?\d)/.exec(rest)?.[0] ?? '';
    const isBare = /^\s*(?:$|[.,;)\]}"'|\r\n])/.test(rest.slice(number.length));
    return hasUnit(rest) || (isBare && link?.toLowerCase() === 'after') ? foundAt(source, at, now, 's') : [];
  });
  if (plain.length > 0) return plain;
  const moments = matchesWithin(source, UNTIL, block);
  const codes = matchesWithin(source, IN_CODE, block);
  const others = matchesWithin(source, IN_OTHER_WORDS, block).filter((match) =>
    hasUnit(text.slice(match.index + match[0].length, match.index + match[0].length + LONGEST)),
  );
  const found = [...moments, ...codes, ...others];
  const places = found.map((match) => match.index + match[0].length);
  const told = found.length > 0 ? places : inOtherLanguages(source, block);
  return told.flatMap((at) => foundAt(source, at, now, 's'));
}

/** Where the numbers stand for which a sentence in another language asks to wait. */
function inOtherLanguages(source: Scanned, block: Block): number[] {
  const { text } = source;
  return matchesWithin(source, NUMBER, block).flatMap(({ index }) => {
    const span = spanAt(text.slice(index, index + LONGEST), 's');
    if (span === null || span.bare !== null) return [];
    const end = index + span.length;
    const before = /[^.!?;。\n\d]{0,80}$/.exec(text.slice(Math.max(0, index - 80), index))?.[0] ?? '';
    const behind = /^[^.,!?;。\n\d]{0,50}/.exec(text.slice(end, end + 50))?.[0] ?? '';
    const isAsked = ASKED_BEFORE.test(before) || ASKED_BEHIND.test(behind);
    return isAsked && !NO_WAIT.test(before) ? [index] : [];
  });
}

function hasUnit(text: string): boolean {
  return spanAt(text, 's')?.bare === null;
}

/** The moment when a limit is reset is worth waiting for only if nothing of it is left. */
function resets(source: Scanned, block: Block, now: number): Found[] {
  const left = fieldsWithin(source, REMAINING, block).map(({ at }) => lineAt(source.text, at));
  if (left.some((raw) => /^["'[\\\s]*0*[1-9]/.test(raw))) return [];
  const own = fieldsWithin(source, RESET_NAMES, block).flatMap(({ at }): Found[] => {
    const since = responseTime(source, at, now);
    const moment = resetMoment(lineAt(source.text, at), since);
    const wait = moment === null ? null : until(moment, now);
    return wait === null ? [] : [{ at, wait: { ...wait, since, by: 'reset' } }];
  });
  const standard = fieldsWithin(source, STANDARD, block).flatMap(({ at }): Found[] => {
    const line = lineAt(source.text, at);
    const isUsedUp = /(?:^|[;,\s])(?:r|remaining)=0(?!\d)/.test(line);
    const seconds = /(?:^|[;,\s])(?:t|reset)=(\d{1,9})(?!\d)/.exec(line)?.[1];
    if (!isUsedUp || seconds === undefined) return [];
    const since = responseTime(source, at, now);
    const wait = until(since + Number(seconds) * 1000, now);
    return wait === null ? [] : [{ at, wait: { ...wait, since, by: 'reset' } }];
  });
  return [...own, ...standard].sort((a, b) => a.at - b.at);
}

function fieldsWithin(source: Scanned, names: readonly string[], { start, end }: Block): Field[] {
  return fieldsNamed(source, names).filter(({ at }) => at >= start && at < end);
}

function matchesWithin({ text }: Scanned, pattern: RegExp, { start, end }: Block): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.slice(start, end).matchAll(pattern)) {
    match.index += start;
    if (found.push(match) >= MOST) break;
  }
  return found;
}

function foundAt(source: Scanned, at: number, now: number, unit: string): Found[] {
  const since = responseTime(source, at, now);
  const wait = waitOf(lineAt(source.text, at), now, unit, since);
  return wait === null ? [] : [{ at, wait: { ...wait, since, by: 'retry_after' } }];
}

function lineAt(source: string, at: number): string {
  return /^[^\r\n]*/.exec(source.slice(at, at + LONGEST))?.[0].trim() ?? '';
}

/**
 * The value of one `Retry-After`: seconds, a number with its unit, an HTTP date, or a moment since the epoch. A number
 * counts from `since`.
 */
export function waitOf(raw: string, now: number, unit = 's', since = now): Wait | null {
  const date = raw.replace(/^["'`[\\\s]+/, '');
  const moment = httpDate(date, now) ?? isoDate(date);
  if (moment !== null) return until(moment, now);
  const span = spanAt(date, unit);
  if (span === null) return null;
  // A wait of 30 years is a moment since the epoch, sent in the wrong field.
  const { bare } = span;
  if (bare !== null && unit === 's' && bare >= 1e9) return until(bare >= 1e12 ? bare : bare * 1000, now);
  return until(since + span.milliseconds, now);
}

function until(moment: number, now: number): Wait | null {
  const at = iso(moment);
  const seconds = Math.max(0, Math.ceil((moment - now) / 1000));
  // A wait of years is a wrong clock or no wait at all.
  return at === null || seconds > YEAR ? null : { seconds, at };
}

/** Moments and spans, read from headers, XML and logs and said in short. Milliseconds since the epoch throughout. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const IMF = /^[a-z]{3}, (\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:gmt|utc)/i;
const RFC850 = /^[a-z]{6,9}, (\d{2})-([a-z]{3})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) (?:gmt|utc)/i;
const ASCTIME = /^[a-z]{3} ([a-z]{3}) [ ]?(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})/i;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?(?![\d:])/i;

/** `2026-11-20T09:44:49Z`, or null for a moment that no calendar holds. */
export function iso(at: number): string | null {
  if (!(Math.abs(at) <= 8.64e15)) return null;
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A span in its two largest units: `45 s`, `3 h 5 min`, `2 d`. */
export function howLong(span: number): string {
  const seconds = Math.round(Math.abs(span) / 1000);
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  // Beyond a month, hours say nothing.
  const keep = (units[0]?.[0] ?? 0) > 30 ? 1 : 2;
  return units
    .slice(first, first + keep)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** An HTTP date at the start of `text`, in any of the three forms of RFC 9110 section 5.6.7. */
function httpDate(text: string, now: number): number | null {
  const imf = IMF.exec(text);
  if (imf) return utc(imf[3], imf[2], imf[1], imf[4], imf[5], imf[6]);
  const old = RFC850.exec(text);
  if (old) {
    const century = Math.floor(new Date(now).getUTCFullYear() / 100) * 100;
    const year = century + Number(old[3]);
    // A two-digit year more than 50 years ahead means the past (RFC 9110 section 5.6.7).
    const closest = year - new Date(now).getUTCFullYear() > 50 ? year - 100 : year;
    return utc(String(closest), old[2], old[1], old[4], old[5], old[6]);
  }
  const c = ASCTIME.exec(text);
  return c ? utc(c[6], c[1], c[2], c[3], c[4], c[5]) : null;
}

/** An ISO 8601 date and time at the start of `text`; one without a zone is taken as UTC. */
export function isoDate(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const at = Date.parse(`${match[1]}T${match[2]}${match[3]?.toUpperCase() ?? 'Z'}`);
  return Number.isNaN(at) ? null : at;
}

function utc(year = '', month = '', day = '', hour = '', minute = '', second = ''): number | null {
  const index = MONTHS.indexOf(month.toLowerCase());
  if (index < 0) return null;
  const at = Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
  return Number.isNaN(at) ? null : at;
}

/** Spans of time as they are written: `30`, `1.5s`, `1m30s`, `1 minute and 30 seconds`. */

/** The units in milliseconds, as they are called in English and in the languages in which waits are read. */
const UNITS: readonly (readonly [milliseconds: number, names: string])[] = [
  [1, 'milliseconds?|ms'],
  [
    1000,
    'seconds?|secs?|s|sek(?:und(?:en?|er|[ayę])?)?|secondes?|segundos?|second[oi]|seconden|saniye|сек(?:унд[ауы]?)?|秒(?:[钟鐘間]|间)?|초',
  ],
  [
    60_000,
    'minutes?|mins?|m|minuten?|minutos?|minut[oi]|minuut|minut(?:[ayę]|er)?|dakika|мин(?:ут[ауы]?)?|分(?:[钟鐘間]|间)?|분',
  ],
  [
    3_600_000,
    'hours?|hrs?|h|st(?:unden?|d)|heures?|horas?|or[ae]|u(?:ur|ren)|godzin[aęy]?|timm(?:e|ar)|saat|час(?:а|ов)?|小[时時]|時間|시간',
  ],
];
const UNIT = UNITS.map(([, names]) => names).join('|');
const WHOLE = UNITS.map(([milliseconds, names]) => ({
  milliseconds,
  pattern: new RegExp(`^(?:${names})$`, 'i'),
}));
const PART = new RegExp(String.raw`(\d{1,15}(?:\.\d{1,9})?)(?:[ ]?(${UNIT})(?![a-zß-öø-ÿа-яё]))?`, 'iy');
const BETWEEN = /(?:,?[ ]?(?:(?:and|und|et|y|e|en|i|och|и)[ ])?)(?=\d)/iy;
const MOST_PARTS = 4;

interface Span {
  milliseconds: number;
  /** The number as written, if it stands alone without a unit. */
  bare: number | null;
  /** How long it is as written. */
  length: number;
}

/** The span at the start of `text`; a number without a unit is read as `unit`. Null if there is none. */
function spanAt(text: string, unit: string): Span | null {
  let at = 0;
  let end = 0;
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    const factor = match ? unitOf(match[2] ?? unit) : null;
    // In `1m30s`, each unit is smaller than the one before it; `10 s 5 m` are two spans.
    if (!match || factor === null || factor >= smallest || (parts > 0 && match[2] === undefined)) break;
    sum += Number(match[1]) * factor;
    smallest = factor;
    end = at + match[0].length;
    if (match[2] === undefined)
      return ends(text, end) ? { milliseconds: sum, bare: Number(match[1]), length: end } : null;
    BETWEEN.lastIndex = end;
    at = end + (BETWEEN.exec(text)?.[0].length ?? 0);
  }
  return end > 0 && ends(text, end) ? { milliseconds: sum, bare: null, length: end } : null;
}

/** A date, a version and a longer word begin like a number and are none. */
function ends(text: string, at: number): boolean {
  return !/^(?:[\w:-]|\.\d)/.test(text.slice(at, at + 2));
}

function unitOf(unit: string): number | null {
  return WHOLE.find(({ pattern }) => pattern.test(unit))?.milliseconds ?? null;
}

/** The moment at which a rate limit is reset, by the limit's own headers. */

export const RESET_NAMES = wordList(`
  x_ratelimit_reset x_rate_limit_reset ratelimit_reset rate_limit_reset rateLimitReset`);

/** Seconds or milliseconds since the epoch, seconds from now, a date, or a span such as `6m0s`. */
export function resetMoment(raw: string, since: number): number | null {
  const text = raw.replace(/^["'[\\\s]*\+?(?=\d|$)|^["'[\\\s]+/, '');
  const date = isoDate(text);
  if (date !== null) return date;
  const span = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6}(?:\.\d{1,9})?)s)?(?![\w.])/.exec(text);
  if (span?.[0])
    return since + (Number(span[1] ?? 0) * 3600 + Number(span[2] ?? 0) * 60 + Number(span[3] ?? 0)) * 1000;
  const match = /^(\d{1,16}(?:\.\d{1,9})?)(?![\w.])/.exec(text);
  if (!match) return null;
  const amount = Number(match[1]);
  if (amount >= 1e12) return amount;
  return amount >= 1e9 ? amount * 1000 : since + amount * 1000;
}
