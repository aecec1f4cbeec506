import { remembering } from '../../base/remember.ts';
import { lettersOf } from '../../base/words.ts';
import { isTroubledLevel, type LogLine } from '../../logs/logs.ts';

/** What a log line says, in the forms in which a story is read from it. */

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

const EDGE =
  /(?:^|[^a-z])(?:edge|gateway|gw|ingress|proxy|lb|[aen]lb|nginx|caddy|envoy|haproxy|traefik|cdn|cloudfront|router|kong|apisix|access|http\.log)(?:[^a-z]|$)/i;

/** Whether a line was written where requests come in, before any service sees them. */
export function isOfEdge(line: LogLine): boolean {
  const logger = line.rest?.['logger'];
  return (
    EDGE.test(voiceOf(line)) || EDGE.test(line.source) || (typeof logger === 'string' && EDGE.test(logger))
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
  /^\W{0,4}(?:(?:http|rpc|api|the|finished|handled|completed|unhandled)\s)?(?:request|call|operation|handler|job|task|token|response|access)?\s?(?:failed|failure|errored|error|completed|finished|done|ended|aborted|handled|refused|rejected|unsuccessful|with error|exception|ok)?\W{0,4}$/i;

/** A method, a path, a status and a duration, and nothing else. */
const SUMMARY =
  /^(?:Request )?(?:finished|completed|done) (?:(?:processing|handling) (?:the )?request$|HTTP\/)|^(?:\[[^\]]{1,100}\] ?)?"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S{1,2000}(?: HTTP\/[\d.]{1,3})?"?(?: (?:->|=>|-) )?(?: ?\d{3})?(?: \(?[\d.]{1,12} ?(?:ms|s|us)?\)?)?$|^Completed \d{3}\b|^(?:Sent|Responded|Returned|Response|Status):? \d{3}\b[\w ]{0,20}$/;

/** The same behind the name of a service and fields: `shop [cb-1] GET /cart 200 20ms`. */
const SUMMARY_AT_END =
  /^(?:[\w.-]{1,40} )?(?:\[[^\]\n]{1,100}\] ?|[\w.-]{1,40}=\S{1,100} ?|[\w.:-]{1,80} ){0,4}"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S{1,2000} \d{3}(?: [\d.]{1,12} ?(?:ms|s|us)?)?$/;

/** Whether the message of a line says more than that something ended, or failed. */
export function isSpecific({ message = '' }: Pick<LogLine, 'message'>): boolean {
  return !GENERIC.test(message) && !SUMMARY.test(message) && !SUMMARY_AT_END.test(message);
}
