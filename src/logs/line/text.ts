import { readStatus } from '../../base/http-status.ts';
import { trimEnd, trimStart } from '../../base/text.ts';
import { type OwnNames, redactText } from '../../redact/redact.ts';
import { CRASH_OF_NODE } from '../stack.ts';
import type { Draft, RequestSummary } from './draft.ts';
import { durationIn, writtenDuration } from './duration.ts';
import type { Field } from './json.ts';
import { knownLevel, levelInPlace, needsMark } from './level.ts';
import { mapFields, readPairs } from './logfmt.ts';
import { type Instant, readTime, readTimeAt } from './time.ts';

/**
 * Reads a line of text that no format knows: a time in its head, a level, `key=value` pairs, what a sentence says of the
 * request, and the message: the whole text without its time and its level, and without pairs that stand apart.
 */
export function readText(text: string, own?: OwnNames): Draft {
  const { instant, rest, written } = splitTime(text);
  const { level, message } = splitLevel(rest);
  const body = readBody(message, own);
  return { ...body, text, instant, level, fields: [...body.fields, ...written] };
}

/**
 * What a message says: its pairs, its request, and the words that are left.
 *
 * Redacted before it is split: in `Cookie: a=1; b=2`, the name that makes `b` a secret is none of its own.
 */
export function readBody(text: string, own?: OwnNames): Draft {
  const body = redactText(text.trim(), own);
  // What stands in quotes in front, as klog writes it, is a message as a whole.
  const [whole = '', inside] = /^"((?:[^"\\]|\\.){1,16384})"(?= [\w.-]{1,64}=)/.exec(body) ?? [];
  const within = inside?.includes('=') ? readPairs(inside).fields : [];
  if (within.length > 0) {
    const { quiet = [], ...rest } = readBody(body.slice(whole.length), own);
    const request = summaryIn(body) ?? rest.request;
    return { ...rest, quiet: [...quiet, ...within], text, request, message: unquoted(whole) };
  }
  const { fields, words, mixed } = readPairs(body);
  // Without the pairs, what is left may be the whole of a sentence.
  const said = fields.find(({ name }) => name === 'msg' || name === 'message')?.value;
  const request =
    summaryIn(body) ??
    (words === '' || words === body ? undefined : summaryIn(words)) ??
    (typeof said === 'string' ? summaryIn(said) : undefined);
  const spans = [...spanFields(body), ...symbolFields(body), ...fields.flatMap(mapFields)];
  if (mixed) return { fields: [], quiet: [...fields, ...spans], text, request, message: body };
  return { fields, quiet: spans, text, request, ...(words !== '' && { message: unquoted(words) }) };
}

/** A text without the quotes round the whole of it, as klog writes its messages. */
function unquoted(text: string): string {
  const inside = /^"((?:[^"\\]|\\.){1,16384})"$/.exec(text)?.[1];
  return inside === undefined ? text : inside.replaceAll('\\"', '"');
}

/** The pairs of a Ruby hash whose keys are symbols: `{:status => 500, :path=>"/a"}`; keys of others are data. */
function symbolFields(text: string): Field[] {
  if (!text.includes('=>') || !text.includes(':')) return [];
  const pairs = text.matchAll(
    /[{,] {0,2}:([a-z_]\w{0,64}) ?=> ?("(?:[^"\\]|\\.){0,2000}"|[^\s,{}[\]]{1,200})/g,
  );
  return [...pairs].map(([, name = '', value = '']) => ({ name, value: value.replace(/^"(.*)"$/, '$1') }));
}

/** The pairs of spans, as Rust's tracing writes them: `request{method=GET uri=/a}: `. */
export function spanFields(text: string): Field[] {
  if (!text.includes('{') || !text.includes('=')) return [];
  return [...text.matchAll(/(?<![\w.:-])[\w.:-]{1,64}\{([^{}\n]{3,2000})\}/g)].flatMap(
    ([, inside = '']) => readPairs(inside).fields,
  );
}

/** How far into a line its time may begin. */
const HEAD = 160;

/** Takes the time off a text: from its front, or from behind a short head that no sentence can be. */
function splitTime(text: string): { instant: Instant | null; rest: string; written: Field[] } {
  const head = text.slice(0, HEAD);
  for (const match of head.matchAll(/(?<![\w.,/"'=-])(?=\d|[A-Z][a-z]{2}[a-z]{0,6},? )/g)) {
    const start = match.index;
    const found = readTimeAt(text, start);
    // A date alone may be the beginning of anything, a time of day makes it a time.
    if (!found || found.end - start <= 'yyyy-mm-dd'.length) continue;
    const before = head.slice(0, start);
    if (!isHead(before)) break;
    const written = found.instant ? [] : [{ name: 'written_time', value: text.slice(start, found.end) }];
    return { instant: found.instant, rest: without(text, start, found.end), written };
  }
  const clock = /^\[?(\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)(?: [A-Z]{3,4}(?=\]))?\]?(?=\s)/.exec(text);
  // A time of day without a date is no time that could be told.
  if (clock)
    return {
      instant: null,
      rest: trimStart(text.slice(clock[0].length), CLOSING),
      written: [{ name: 'clock', value: clock[1] ?? '' }],
    };
  const epoch = /^\[?(\d{10,19}(?:\.\d{1,9})?)\]?:?(?=\s)/.exec(text);
  const instant = readTime(epoch?.[1]);
  return instant
    ? { instant, rest: text.slice(epoch?.[0].length).trimStart(), written: [] }
    : { instant: null, rest: text, written: [] };
}

/** Whether what stands before a time is the head of a line: hosts, files, ids, levels, and no sentence. */
function isHead(before: string): boolean {
  const words = before.split(/\s+/).filter((word) => /[A-Za-z]/.test(word));
  const plain = words.filter((word) => /^[A-Za-z]+[,.:;!?]?$/.test(word) && levelOf(word) === undefined);
  // `worker: pid=7 `, as Go's loggers with a prefix.
  const isPrefix = words[0]?.endsWith(':') && words.slice(1).every((word) => word.includes('='));
  return (
    words.length <= 5 &&
    plain.length <= 1 &&
    !(plain.length === 1 && words[0] === plain[0] && words.length > 1 && !isPrefix)
  );
}

const OPENING = /[\s[(<|]/;
const CLOSING = /[\s\])>|,:;-]/;

/** A text without a part of its head, and without the brackets and separators of that part. */
function without(text: string, start: number, end: number): string {
  const before = trimEnd(text.slice(0, start), OPENING);
  const after = trimStart(text.slice(end), CLOSING);
  return before === '' ? after : `${before} ${after}`;
}

/** How many words behind the time are looked at for a level: `[main] 123#0: ERROR`. */
const LEVEL_WORDS = 8;

/** Levels that are ordinary words too, unless in capitals or with a mark: `alert sent`. */
const AMBIGUOUS =
  /^(?:alert|audit|critical|emergency|information|notice|panic|trace|exception|verbose|failure)$/;

/** What is written of an error without any level. */
const SAID: readonly [RegExp, string][] = [
  // Rails: `[id] ActiveRecord::RecordNotFound (no such order):`, which it writes as fatal where it has levels.
  [
    /^(?:\[[\w.:-]{1,100}\] {1,4}){0,4}(?:[A-Z]\w{0,100}::){0,8}(?:[A-Z]\w{0,100})?(?:::[A-Z]\w{1,100}|Error|Exception|Invalid|NotFound|NotUnique|Timeout|Missing|Forbidden) \([^\n]{1,2000}\):$/,
    'fatal',
  ],
  // Active Job: `[ActiveJob] [PlaceJob] [id] Error performing PlaceJob (Job ID: id) from Async(default) in 34.5ms: …`.
  [/^(?:\[[\w.:-]{1,100}\] ){0,4}Error performing [\w:]{1,200} \(Job ID: /, 'error'],
  // Node.js shows where it crashed before it says why, .NET and Java that they did, Python whence it came.
  [CRASH_OF_NODE, 'fatal'],
  [/^Traceback \(most recent call last\):$/, 'error'],
  [/^(?:Unhandled exception\. |Exception in thread ")[\w.]/, 'fatal'],
  // Ruby.
  [/^\/[^\s:]{1,400}\.rb:\d{1,7}:in [`'][^'\n]{1,200}': [^\n]{1,2000} \([A-Z][\w:]{0,100}\)$/, 'fatal'],
  // Rust.
  [/^thread '.{0,200}' (?:\(\d{1,9}\) )?panicked at /, 'fatal'],
];

/** Finds the level near the front and takes it off. */
function splitLevel(text: string): { level: string | undefined; message: string } {
  // Azure's and GitHub's pipelines.
  const command = /^##\[(error|warning|debug)\]/.exec(text);
  if (command) return { level: knownLevel(command[1] ?? ''), message: text.slice(command[0].length) };
  const said = SAID.find(([pattern]) => pattern.test(text));
  if (said) return { level: said[1], message: text.trim() };
  let words = 0;
  for (const match of text
    .slice(0, 240)
    .matchAll(/(?<![^\s[({<|:,*."'-])[A-Za-z]{3,13}(?![^\s\])}>|:,;*"'-])/g)) {
    words += 1;
    if (words > LEVEL_WORDS) break;
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    if (!isLevelAt(text, word, start, end)) continue;
    // `Error: gone` is the name of an exception.
    const isName = /^(?:Error|Exception)$/.test(word) && text[end] === ':';
    const message = isName ? text.trim() : cutLevel(text, start, end);
    return { level: levelOf(word, text[start - 1]), message };
  }
  return { level: undefined, message: text.trim() };
}

function isLevelAt(text: string, word: string, start: number, end: number): boolean {
  const before = text[start - 1] ?? '';
  const behind = text[end] ?? '';
  if (levelOf(word, before) === undefined) return false;
  // `production.ERROR:`, as Laravel and Symfony write it, but not the end of a sentence.
  if (before === '.') return behind === ':' && word === word.toUpperCase();
  // Behind words of a sentence it is one of them: `order failed: ERROR code 7`.
  if (!isHead(text.slice(0, start))) return false;
  // `no-error`, `x:error`.
  if (before === '-' && /\w/.test(text[start - 2] ?? '')) return false;
  const isFirst = start === 0 || trimStart(text.slice(0, start), /[[(<|:*\s┌╭-]/) === '';
  const isMarked = /[[(<|:]/.test(before) && /[\])>|:]/.test(behind);
  if (isFirst)
    return isMarked || behind === ':' || word === word.toUpperCase() || !AMBIGUOUS.test(word.toLowerCase());
  return (word === word.toUpperCase() && !/["']/.test(before)) || (isMarked && before !== ':');
}

/** The level of a word; in brackets more words are levels. */
function levelOf(word: string, before = ''): string | undefined {
  // `[HTTP]` is the tag of a part.
  const isMarked =
    /[[<|]/.test(before) && (!needsMark(word) || (word === word.toUpperCase() && word !== 'HTTP'));
  return isMarked ? levelInPlace(word) : knownLevel(word);
}

function cutLevel(text: string, start: number, end: number): string {
  const module = /\[[\w.-]{1,40}:$/.exec(text.slice(Math.max(0, start - 42), start))?.[0];
  // Apache writes `[module:level]`.
  if (module !== undefined && text[end] === ']')
    return `${text.slice(0, start - module.length)}${text.slice(start - module.length, start - 1)}] ${text.slice(end + 1).trimStart()}`;
  // The channel before it: `production.ERROR: `.
  const before =
    text[start - 1] === '.' ? text.slice(0, start - 1) : trimEnd(text.slice(0, start), /[\s[(<|:*-]/);
  const after = trimStart(text.slice(end), /[\s\])>|:,*-]/);
  return before === '' ? after : `${before} ${after}`;
}

/**
 * How systems sum a request up in a sentence. The groups: method, path, status, and the duration as ms, s, us, or took
 * (with its unit written out). Several may each say a part; the first that says a thing counts. Before each stands a text
 * that is part of all it matches, so that few of them are tried.
 */
const SENTENCES: readonly [string, RegExp][] = [
  // A request line in quotes with its status behind: access logs, uvicorn, chi, actix. Envoy has flags behind it.
  [
    '"',
    /"(?<method>[A-Z]{3,16}) (?<path>[^\s"]{1,8192})(?: (?:HTTP\/)?[\d.]{1,3})?"(?: from \S{1,80} -)?(?: status:)? (?<status>[1-5]\d{2})(?![\w.])(?: len: \d{1,12}(?: microversion: [\d.]{1,8})? time: (?<s>\d{1,9}\.\d{1,9}))?(?: (?:\d{1,12}B in |(?:"[^"\n]{0,500}" ){1,2})?(?<took>[\d.]{1,12}[nµu]?m?s)(?!\w))?/,
  ],
  // nginx and others, which name it: `request: "GET /a HTTP/1.1"`.
  ['request: "', /(?<![\w-])request: "(?<method>[A-Z]{3,16}) (?<path>[^\s"]{1,8192})(?: HTTP\/[\d.]{1,3})?"/],
  // ASP.NET Core: `Request finished HTTP/1.1 GET http://a/b - 500 0 application/json 34.5678ms`.
  [
    'Request finished HTTP/',
    /^Request finished HTTP\/[\d.]{1,3} (?<method>[A-Z]{3,16}) (?<path>\S{1,8192}) \S{1,80}(?: \S{1,20})? - (?<status>[1-5]\d{2}) \S{1,20}(?: \S{1,80}(?: \S{1,80})?)? (?<took>[\d.]{1,14}ms)$/,
  ],
  [
    'Request finished HTTP/',
    /^Request finished HTTP\/[\d.]{1,3} (?<method>[A-Z]{3,16}) (?<path>\S{1,8192}) - (?<status>[1-5]\d{2})(?: [^\n]{1,160}?)? (?<took>[\d.]{1,14}ms)$/,
  ],
  ['Request starting HTTP/', /^Request starting HTTP\/[\d.]{1,3} (?<method>[A-Z]{3,16}) (?<path>\S{1,8192})/],
  // Serilog: `HTTP GET /a responded 500 in 34.5678 ms`.
  [
    ' responded ',
    /(?:^|\s)HTTP "?(?<method>[A-Z]{3,16})"? "?(?<path>[^\s"]{1,8192})"? responded (?<status>[1-5]\d{2}) in (?<took>[\d.]{1,14} m?s)(?!\w)/,
  ],
  // Rails: `Started GET "/a" for 203.0.113.9 at …`, `Completed 500 Internal Server Error in 34ms (…)`.
  ['Started ', /(?:^|\s)Started (?<method>[A-Z]{3,16}) "(?<path>[^"\s]{1,8192})" for /],
  [
    'Completed ',
    /(?:^|\s)Completed (?<status>[1-5]\d{2})(?: [A-Za-z' -]{1,60}?)? in (?<took>\d{1,9}(?:\.\d{1,6})?ms)(?!\w)/,
  ],
  // Spring's DispatcherServlet: `Completed 500 INTERNAL_SERVER_ERROR`.
  ['Completed ', /^Completed (?<status>[1-5]\d{2}) [A-Z_]{2,40}$/],
  // Phoenix: `Sent 500 in 34ms`, or `Chunked 200 in 120µs`.
  [' in ', /^(?:Sent|Chunked) (?<status>[1-5]\d{2}) in (?<took>\d{1,9}(?:\.\d{1,6})?[mµ]s)$/],
  // Ktor: `500 Internal Server Error: GET - /a in 34ms`, `Unhandled: GET - /a. Exception class …`.
  ['Unhandled: ', /^Unhandled: (?<method>[A-Z]{3,16}) - (?<path>\/\S{0,8192}?)\.?(?=\s|$)/],
  [
    ': ',
    /^(?<status>[1-5]\d{2}) [A-Z][A-Za-z ]{1,40}: (?<method>[A-Z]{3,16}) - (?<path>\/\S{0,8192})(?: in (?<took>\d{1,9}ms))?/,
  ],
  // go-zero: `[HTTP] 500 - GET /a - 203.0.113.9`.
  ['[HTTP] ', /^\[HTTP\] (?<status>[1-5]\d{2}) - (?<method>[A-Z]{3,16}) - (?<path>\/\S{0,8192})/],
  ['[HTTP] ', /^\[HTTP\] (?<status>[1-5]\d{2}) - (?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192})/],
  // The status in front, perhaps behind an arrow: Moleculer's `<= 500 POST /a [+34.5 ms]`.
  [
    ' ',
    /(?:^(?:[<=>-]{1,3} )?|: [<=>-]{1,3} )(?<status>[1-5]\d{2})(?: [A-Z][A-Za-z ]{1,40}?)? (?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>\/[^\s,;]{0,8192})(?: [[(]?\+?(?<took>\d{1,9}(?:\.\d{1,9})? ?(?:ms|µs|s))[\])]?(?=\s|$))?/,
  ],
  // SvelteKit: `[500] POST /a`; Nuxt: `[request error] [unhandled] [500] no more`.
  ['] ', /^\[(?<status>[1-5]\d{2})\] (?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192})$/],
  [
    '[request error] ',
    /^\[request error\] (?:\[[a-z]{1,20}\] ){0,3}\[(?:(?<status>[1-5]\d{2})|(?<method>[A-Z]{3,16}))\](?: (?<path>(?:\/|https?:\/\/)\S{0,8192}))?/,
  ],
  // Azure Functions: `Executed 'Functions.Pay' (Failed, Id=…, Duration=34ms)`.
  ["Executed '", /^Executed '[^'\n]{1,200}' \([^()\n]{1,200} Duration=(?<took>\d{1,9}ms)\)/],
  // Grails: `RuntimeException occurred when processing request: [POST] /a`.
  ['request: [', / occurred when processing request: \[(?<method>[A-Z]{3,16})\] (?<path>\/\S{0,8192})/],
  // Active Job: `Performed PlaceJob (Job ID: id) from Async(default) in 34.5ms`.
  [
    '(Job ID: ',
    /(?:Error performing|Performed) [\w:]{1,200} \(Job ID: \S{1,80}\) from \S{1,200} in (?<took>[\d.]{1,12}ms)/,
  ],
  // Sails: `Sending 500 ("Server Error") response:`.
  ['Sending ', /^Sending (?<status>[1-5]\d{2}) \("/],
  // Synapse: `Processed request: 0.087sec/0.001sec (…) 61B 500 "POST /a HTTP/1.1"`.
  [
    'Processed request: ',
    /^(?:[^\n]{0,200} )?Processed request: (?<took>[\d.]{1,12}sec)\/[^\n"]{1,200} (?<status>[1-5]\d{2})!? "(?<method>[A-Z]{3,16}) (?<path>\/[^\s"]{0,8192})/,
  ],
  // Strapi: `POST /a (34 ms) 500`.
  [
    ' (',
    /(?:^|\s)(?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192}) \((?<took>[\d.]{1,12} ?ms)\) (?<status>[1-5]\d{2})$/,
  ],
  // Oak: `POST http://a/b - 34ms - 500`.
  [
    ' - ',
    /(?:^|\s)(?<method>[A-Z]{3,16}) (?<path>(?:\/|https?:\/\/)\S{0,8192}) - (?<took>[\d.]{1,12} ?ms) - (?<status>[1-5]\d{2})$/,
  ],
  // Gitea: `router: completed GET /a for 203.0.113.9:1, 500 Internal Server Error in 34.5ms @ repo.go`.
  [
    'router: ',
    /^router: \w{1,20} (?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192}) for \S{1,80}, (?<status>[1-5]\d{2}) [^\n]{1,60}? in (?<took>[\d.]{1,12}[nµu]?m?s)(?!\w)/,
  ],
  // ModSecurity: `Access denied with code 403 (phase 2). … [uri "/a"] …`.
  [
    'ModSecurity: ',
    /ModSecurity: Access denied with code (?<status>[1-5]\d{2})(?!\d)(?:[^\n]{0,4000}? \[uri "(?<path>\/[^"\n]{0,8192})"\])?/,
  ],
  // Vapor: `Abort.404: Not Found`.
  ['Abort.', /^Abort\.(?<status>[45]\d{2}): /],
  // Elasticsearch: `path: /orders/_search, params: {index=orders}, status: 503`.
  [
    'path: /',
    /^path: (?<path>\/[^\s,]{0,8192}), params: \{[^{}\n]{0,2000}\}, status: (?<status>[1-5]\d{2})(?!\d)/,
  ],
  // PostgreSQL: `duration: 34.567 ms  statement: …`.
  ['duration: ', /^duration: (?<took>\d{1,12}\.\d{1,6} ms)(?!\w)/],
  // Tornado: `500 GET /a (203.0.113.9) 34.50ms`.
  [
    ' (',
    /^(?<status>[1-5]\d{2}) (?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192}) \([^()\s]{1,80}\) (?<took>[\d.]{1,14}ms)/,
  ],
  // Flask, Django, gunicorn, Quarkus: an exception and where it came up.
  ['Exception on /', /(?:^|[\]:] )Exception on (?<path>\/\S{0,8192}) \[(?<method>[A-Z]{3,16})\]/],
  [
    ': /',
    /(?:^|[\]:] )(?:Internal Server Error|Not Found|Bad Request|Forbidden|Unauthorized|Method Not Allowed(?: \((?<method>[A-Z]{3,16})\))?|Service Unavailable|Too Many Requests): (?<path>\/\S{0,8192})$/,
  ],
  ['Error handling request /', /(?:^|\] )Error handling request (?<path>\/\S{0,8192})/],
  ['Exception while serving /', /(?:^|\] )Exception while serving (?<path>\/\S{0,8192})/],
  [
    "while handling uri: '",
    /^Exception occurred while handling uri: '(?<path>(?:\/|https?:\/\/)[^'\s]{0,8192})'/,
  ],
  ['HTTP Request to /', /^HTTP Request to (?<path>\/[^\s,]{0,8192}) failed/],
  // `Fail to process request http://a/b`, `error handling request: GET /a`.
  [
    ' request',
    /\b(?:process|processing|handle|handling|serve|serving|execute|executing) (?:the |http )?request:? (?:for |to )?(?:(?<method>[A-Z]{3,16}) )?(?<path>(?:\/|https?:\/\/)[^\s"',;)]{0,8192})/i,
  ],
  // Google's functions.
  [
    'Function execution took ',
    /^Function execution took (?<took>\d{1,12} ms)(?:[,.] [Ff]inished with status(?: code)?: (?<status>[1-5]\d{2}))?/,
  ],
  // AWS Lambda's report.
  ['REPORT RequestId: ', /^REPORT RequestId: \S{1,80}\s{1,4}Duration: (?<took>[\d.]{1,14} ms)(?!\w)/],
  // Celery: `Task … succeeded in 0.345s`.
  ['Task ', /^Task \S{1,300} succeeded in (?<took>[\d.]{1,20}s)(?!\w)/],
  // morgan, Next.js, Koa and many others: method, path, status, perhaps a word or an arrow between, perhaps the duration.
  [
    '',
    /(?:^|[\s[(])(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) "?(?<path>(?:\/|https?:\/\/)[^\s"]{0,8192})"?(?: HTTP\/[\d.]{1,3})?(?: (?:-|->|=>|→|:|\||returned|responded|responded with|answered|completed|completed with|finished with|failed with|status|status:|status code|with status))? (?:HTTP )?(?<status>[1-5]\d{2})(?![\w.])(?: [A-Z][A-Za-z' ]{1,40}?)?(?: (?:-|\(|in|after|took|[\d-]{1,12} -) ?)?\s?(?<took>\d{1,9}(?:\.\d{1,9})? ?(?:ms|µs|s))?(?![\w.])/,
  ],
  // Cells of a row: `2026-03-04T10:11:12Z|req_1|POST|/a|500`.
  [
    '/',
    /(?:^|[|\t;,] ?"?)(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)(?:"? ?[|\t;,] ?"?| )(?<path>(?:\/|https?:\/\/)[^\s"|;,]{0,8192})(?: HTTP\/[\d.]{1,3})?"? ?[|\t;,] ?"?(?:HTTP\/[\d.]{1,3}"? ?[|\t;,] ?"?)?(?<status>[1-5]\d{2})"?(?= ?(?:[|\t;,]|$))/,
  ],
  // With the size between, as morgan's tiny and short: `GET /a 500 12 - 34.5 ms`.
  [
    '',
    /(?:^|\s)(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S{0,8192}(?: HTTP\/[\d.]{1,3})? [1-5]\d{2} (?:\d{1,12}|-) - (?<took>\d{1,9}(?:\.\d{1,6})? ms)(?!\w)/,
  ],
  // tower-http.
  ['classification=Status code: ', /(?:^|\s)classification=Status code: (?<status>[1-5]\d{2})(?!\d)/],
  // Mojolicious: `POST "/a"`, `500 Internal Server Error (0.0345s, 28.986/s)`.
  [' "/', /^(?<method>[A-Z]{3,16}) "(?<path>\/[^"\s]{0,8192})"$/],
  [' (', /^(?<status>[1-5]\d{2}) [A-Z][A-Za-z ]{1,40} \((?<took>[\d.]{1,14}s), [\d.]{1,14}\/s\)$/],
  // The request in front, perhaps behind an arrow or an id: Phoenix, Express, NestJS, Vapor.
  [
    '',
    /^(?:\[[\w.:-]{1,64}\] ){0,2}(?:(?:-->|<--|→|←|>>|<<) ?)?(?:[[(]?(?:[A-Za-z]{2,12}[_-][\w-]{4,80}|[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}|[\da-fA-F]{16,64})[\])]?:? (?:[-|>] )?)?(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>\/[^\s,;]{0,8192}?)(?=[:,;)]?(?:\s|$))/,
  ],
  [
    'equest ',
    /(?:^|[\])>:] )[Rr]equest (?<method>[A-Z]{3,16}) (?<path>\/[^\s,;]{0,8192}) (?:failed|crashed|aborted|timed out|ended|finished|took)(?!\w)/,
  ],
  // Named in front: `Request POST /a failed: …`, `Error in GET /a: …`.
  [
    '',
    /^(?:[[(][\w|:.-]{1,80}[\])] ){0,2}(?:(?:Incoming )?Request|Handling|Processing|Serving|Received|(?:Error|Exception|Unhandled (?:error|exception)) (?:in|on|at|for|handling|processing)):? (?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>\/[^\s,;]{0,8192}?)(?=[:,;)]?(?:\s|$))/i,
  ],
  // In prose, but not what another service answered.
  [
    '',
    /(?<!\b(?:upstream|backend|endpoint|webhook|callback|remote|provider|downstream|target|peer|origin|api|from|by)\b[^\n]{0,60})\bHTTP (?:status(?: code)?:? |error:? |code:? )?(?<status>[45]\d{2})(?![\w.])/i,
  ],
];

/** Whether a text can hold one of the sentences at all. */
const PROMISING =
  /[A-Z]{3,16}"?[ |\t;,]{1,3}"?(?:\/|http)|[Rr]equest:? (?:for |to )?(?:\/|http)|Exception (?:on \/|while serving \/|occurred while)|^(?:\[(?:\d{3}|request error)\]|Function|Executed|Error handling|Unhandled:|REPORT|Task|Sen(?:t|ding)|Chunked|Started|duration:|\d{3}) |Completed [1-5]|request: \[|\(Job ID: |: \/|request: "|HTTP[ /]|Status code: |ModSecurity: |^Abort\./;

/** What a text says of its request; undefined if nothing. */
export function summaryIn(text: string): RequestSummary | undefined {
  if (!PROMISING.test(text)) return undefined;
  const summary: RequestSummary = {};
  for (const [part, sentence] of SENTENCES) {
    const groups = text.includes(part) ? sentence.exec(text)?.groups : undefined;
    if (!groups) continue;
    const { method, path, status, took, ms, s, us } = groups;
    summary.method ??= method;
    summary.path ??= path;
    summary.status ??= readStatus(Number(status));
    summary.duration_ms ??=
      writtenDuration(took) ?? durationIn('ms', ms) ?? durationIn('s', s) ?? durationIn('us', us);
  }
  return Object.values(summary).some((value) => value !== undefined) ? summary : undefined;
}
