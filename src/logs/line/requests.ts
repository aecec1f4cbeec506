import { readStatus } from '../../base/http-status.ts';
import type { RequestSummary } from './draft.ts';
import { durationIn, writtenDuration } from './duration.ts';

/**
 * How systems sum a request up in a sentence. The groups: method, path, status, and the duration as ms, s, us, or took
 * (with its unit written out). Several may each say a part; the first that says a thing counts.
 */
const SENTENCES: readonly RegExp[] = [
  // A request line in quotes with its status behind: access logs, uvicorn, chi, actix. Envoy has flags behind it.
  /"(?<method>[A-Z]{3,16}) (?<path>[^\s"]{1,8192})(?: HTTP\/[\d.]{1,3})?"(?: from \S{1,80} -)?(?: status:)? (?<status>[1-5]\d{2})(?![\w.])(?: \d{1,12}B in (?<took>[\d.]{1,12}[nµu]?m?s)(?!\w))?/,
  // nginx and others, which name it: `request: "GET /a HTTP/1.1"`.
  /(?<![\w-])request: "(?<method>[A-Z]{3,16}) (?<path>[^\s"]{1,8192})(?: HTTP\/[\d.]{1,3})?"/,
  // ASP.NET Core: `Request finished HTTP/1.1 GET http://a/b - 500 0 application/json 34.5678ms`.
  /^Request finished HTTP\/[\d.]{1,3} (?<method>[A-Z]{3,16}) (?<path>\S{1,8192}) \S{1,80}(?: \S{1,20})? - (?<status>[1-5]\d{2}) \S{1,20}(?: \S{1,80}(?: \S{1,80})?)? (?<took>[\d.]{1,14}ms)$/,
  /^Request finished HTTP\/[\d.]{1,3} (?<method>[A-Z]{3,16}) (?<path>\S{1,8192}) - (?<status>[1-5]\d{2})(?: [^\n]{1,160}?)? (?<took>[\d.]{1,14}ms)$/,
  /^Request starting HTTP\/[\d.]{1,3} (?<method>[A-Z]{3,16}) (?<path>\S{1,8192})/,
  // Serilog: `HTTP GET /a responded 500 in 34.5678 ms`.
  /(?:^|\s)HTTP "?(?<method>[A-Z]{3,16})"? "?(?<path>[^\s"]{1,8192})"? responded (?<status>[1-5]\d{2}) in (?<took>[\d.]{1,14} m?s)(?!\w)/,
  // Rails: `Started GET "/a" for 203.0.113.9 at …`, `Completed 500 Internal Server Error in 34ms (…)`.
  /(?:^|\s)Started (?<method>[A-Z]{3,16}) "(?<path>[^"\s]{1,8192})" for /,
  /(?:^|\s)Completed (?<status>[1-5]\d{2})(?: [A-Za-z' -]{1,60}?)? in (?<took>\d{1,9}(?:\.\d{1,6})?ms)(?!\w)/,
  // Spring's DispatcherServlet: `Completed 500 INTERNAL_SERVER_ERROR`.
  /^Completed (?<status>[1-5]\d{2}) [A-Z_]{2,40}$/,
  // Phoenix: `Sent 500 in 34ms`, or `Chunked 200 in 120µs`.
  /^(?:Sent|Chunked) (?<status>[1-5]\d{2}) in (?<took>\d{1,9}(?:\.\d{1,6})?[mµ]s)$/,
  // Ktor: `500 Internal Server Error: GET - /a in 34ms`.
  /^(?<status>[1-5]\d{2}) [A-Z][A-Za-z ]{1,40}: (?<method>[A-Z]{3,16}) - (?<path>\/\S{0,8192})(?: in (?<took>\d{1,9}ms))?/,
  // Tornado: `500 GET /a (203.0.113.9) 34.50ms`.
  /^(?<status>[1-5]\d{2}) (?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192}) \([^()\s]{1,80}\) (?<took>[\d.]{1,14}ms)/,
  // Flask, Django, gunicorn, Quarkus: an exception and where it came up.
  /(?:^|[\]:] )Exception on (?<path>\/\S{0,8192}) \[(?<method>[A-Z]{3,16})\]/,
  /(?:^|[\]:] )(?:Internal Server Error|Not Found|Bad Request|Forbidden|Unauthorized|Method Not Allowed(?: \((?<method>[A-Z]{3,16})\))?|Service Unavailable|Too Many Requests): (?<path>\/\S{0,8192})$/,
  /^Error handling request (?<path>\/\S{0,8192})/,
  /^HTTP Request to (?<path>\/[^\s,]{0,8192}) failed/,
  // AWS Lambda's report.
  /^REPORT RequestId: \S{1,80}\s{1,4}Duration: (?<took>[\d.]{1,14} ms)(?!\w)/,
  // Celery: `Task … succeeded in 0.345s`.
  /^Task \S{1,300} succeeded in (?<took>[\d.]{1,20}s)(?!\w)/,
  // morgan, Next.js, Koa and many others: method, path, status, perhaps a word or an arrow between, perhaps the duration.
  /(?:^|[\s[(])(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) "?(?<path>(?:\/|https?:\/\/)[^\s"]{0,8192})"?(?: HTTP\/[\d.]{1,3})?(?: (?:-|->|=>|→|:|\||returned|responded|responded with|answered|completed|completed with|finished with|failed with|status|status:|status code|with status))? (?:HTTP )?(?<status>[1-5]\d{2})(?![\w.])(?: [A-Z][A-Za-z' ]{1,40}?)?(?: (?:-|\(|in|after|took|[\d-]{1,12} -) ?)?\s?(?<took>\d{1,9}(?:\.\d{1,9})? ?(?:ms|µs|s))?(?![\w.])/,
  // With the size between, as morgan's tiny and short: `GET /a 500 12 - 34.5 ms`.
  /(?:^|\s)(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S{0,8192}(?: HTTP\/[\d.]{1,3})? [1-5]\d{2} (?:\d{1,12}|-) - (?<took>\d{1,9}(?:\.\d{1,6})? ms)(?!\w)/,
  // tower-http.
  /(?:^|\s)classification=Status code: (?<status>[1-5]\d{2})(?!\d)/,
  // Nothing but the request: Phoenix, Express.
  /^(?:(?:-->|<--|→|←|>>|<<) ?)?(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?<path>\/\S{0,8192})(?: HTTP\/[\d.]{1,3})?$/,
];

/** Whether a text can hold one of the sentences at all. */
const PROMISING =
  /[A-Z]{3,16}"? "?(?:\/|http)|Exception on \/|^(?:Error handling|REPORT|Task|Sent|Chunked|Started|\d{3}) |Completed [1-5]|: \/|request: "|HTTP[ /]|Status code: /;

/** What a text says of its request; undefined if nothing. */
export function summaryIn(text: string): RequestSummary | undefined {
  if (!PROMISING.test(text)) return undefined;
  const summary: RequestSummary = {};
  for (const sentence of SENTENCES) {
    const groups = sentence.exec(text)?.groups;
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
