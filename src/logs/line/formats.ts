/** Heads of text lines in which a place says what a word means: loggers of Ruby, Java, Python, and servers. */

import { isObject } from '../../base/objects.ts';
import type { Draft } from './draft.ts';
import { type Field, flatten } from './json.ts';
import { knownLevel, syslogLevel } from './level.ts';
import { readPairs } from './logfmt.ts';
import { readTime, readTimeAt } from './time.ts';

/** Ruby's Logger: `I, [2026-09-21T14:13:20.123456 #1]  INFO -- app: `. */
const RUBY =
  /^[A-Z], \[(?<time>[^\]#]{10,40}?) ?#\d{1,10}\] +(?<level>[A-Z]{3,8}) -- (?<service>[^:]{0,80}): ?/;

/** Spring Boot's logback, behind the time: ` ERROR 1 --- [thread] logger : `. */
const SPRING =
  /^ {1,3}(?<level>[A-Z]{3,8}) +\d{1,10} --- (?:\[[^\]]{0,100}\] ?){1,3}(?<service>[\w.$[\]/-]{1,200}) *: /;

/** structlog's console, behind the time: ` [error    ] event   [logger] `. */
const STRUCTLOG =
  /^ \[(?<level>[a-z]{3,8}) *\] (?<message>[^[\]=]{1,200}?) {1,60}(?:\[(?<service>[\w.$/-]{1,200})\] *)?(?=[\w.]{1,60}=|$)/;

/** gin: `[GIN] 2026/09/21 - 14:13:20 | 409 |  18.5ms |  1.2.3.4 | POST  "/a"`. */
const GIN =
  /^\[GIN\] (?<date>[\d/]{10}) - (?<clock>[\d:]{8}) \| *(?<status>\d{3}) \| *(?<dur>[\w.µ]{2,20}) \| *(?<addr>\S{1,60}) \| *(?<method>[A-Z]{3,16}) +"(?<path>[^"\s]{1,8192})"/;

/** A request line in quotes with its status (uvicorn, Envoy), and morgan's `GET /a 409 18.5 ms`. */
const QUOTED_REQUEST =
  /"(?<method>[A-Z]{3,16}) (?<path>[^\s"]{1,8192}) HTTP\/[\d.]{1,3}" (?<status>[1-5]\d{2})(?![\w.])/;
const MORGAN =
  /(?:^|\s)(?<method>[A-Z]{3,16}) (?<path>\/\S{0,8192}) (?<status>[1-5]\d{2}) (?<dur>\d{1,9}(?:\.\d{1,6})? ms)(?!\w)/;

/** What the head of a line says, and where the line goes on behind it; null if it has none of these heads. */
export function readHead(text: string): { draft: Partial<Draft>; rest: string } | null {
  const ruby = RUBY.exec(text);
  if (ruby)
    return headOf(
      ruby.groups,
      text.slice(ruby[0].length),
      readTimeAt(ruby.groups?.['time'] ?? '', 0)?.instant,
    );
  const time = readTimeAt(text, 0);
  if (!time) return null;
  const behind = text.slice(time.end);
  const match = SPRING.exec(behind) ?? STRUCTLOG.exec(behind);
  return match && knownLevel(match.groups?.['level'] ?? '') !== undefined
    ? headOf(match.groups, behind.slice(match[0].length), time.instant)
    : null;
}

function headOf(groups: Record<string, string> | undefined, rest: string, instant: Draft['instant']) {
  const { level = '', service, message } = groups ?? {};
  const draft: Partial<Draft> = { instant, level: knownLevel(level), service: service || undefined };
  if (message) draft.message = message.trim();
  return { draft, rest };
}

/** The request and the status that a server's line of text shows; null if it shows none. */
export function readRequest(text: string): Partial<Draft> | null {
  const gin = GIN.exec(text)?.groups;
  const { method, path, status, dur } =
    gin ?? QUOTED_REQUEST.exec(text)?.groups ?? MORGAN.exec(text)?.groups ?? {};
  if (method === undefined) return null;
  const fields = dur === undefined ? [] : [{ name: 'duration', value: dur }];
  const instant = gin ? readTimeAt(`${gin['date']} ${gin['clock']}`, 0)?.instant : undefined;
  return { method, path, status: Number(status), fields, ...(instant ? { instant } : {}) };
}

const LINE =
  /^(?<addr>\S{1,100}) (?<ident>\S{1,100}) (?<user>\S{1,200}) \[(?<time>[^\]"]{20,40})\] "(?<request>(?:[^"\\]|\\.){0,16384})" (?<status>\d{3}) (?<bytes>\d{1,20}|-)(?: (?<tail>.*))?$/s;

const QUOTED = /^"((?:[^"\\]|\\.){0,16384})" "((?:[^"\\]|\\.){0,16384})" ?/s;

/** What may be an id among the values that an extended format adds: `req_7f3a`, a UUID, 16 hex digits or more. */
const ID =
  /(?<![\w.-])(?:[A-Za-z]{2,12}[_-](?=[\w-]*\d)[\w-]{1,80}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{16,64})(?![\w.])/gi;

/**
 * A line of the common or combined log format (Apache `mod_log_config`, nginx `combined`); null if it is none.
 *
 * What an extended format adds at the end is kept whole, as `extra`.
 */
export function readAccessLog(text: string): Draft | null {
  const groups = LINE.exec(text)?.groups;
  const instant = readTime(groups?.['time']);
  if (!groups || !instant) return null;
  const [method = '', path] = (groups['request'] ?? '').split(' ');
  const isRequest = /^[A-Z]{3,16}$/.test(method) && path !== undefined;
  const tail = groups['tail'] ?? '';
  const quoted = QUOTED.exec(tail);
  const extra = quoted ? tail.slice(quoted[0].length) : tail;
  const fields = named({
    remote_addr: groups['addr'],
    remote_user: groups['user'],
    request: isRequest ? undefined : groups['request'],
    bytes: groups['bytes'],
    referer: quoted?.[1],
    user_agent: quoted?.[2],
    extra,
  });
  return {
    fields,
    text,
    ids: [...extra.matchAll(ID)].map(([id]) => id),
    instant,
    status: Number(groups['status']),
    ...(isRequest ? { method, path } : {}),
  };
}

function named(values: Record<string, string | undefined>): Field[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' || value === '-' ? [] : [{ name, value }],
  );
}

/** Source: AWS, "Access logs for your Application Load Balancer", the first fields up to the request. */
const ALB_LINE =
  /^(?<type>https?|h2|grpcs|wss?) (?<time>\S{20,40}) (?<elb>\S{1,200}) (?<client>\S{1,80}) (?<target>\S{1,80}) (?<t1>-?[\d.]{1,12}) (?<t2>-?[\d.]{1,12}) (?<t3>-?[\d.]{1,12}) (?<status>\d{3}|-) (?<target_status>\d{3}|-) (?<received>\d{1,20}) (?<sent>\d{1,20}) "(?<method>[A-Z-]{1,16}) (?<path>\S{1,16384}) [^"]{1,20}" "(?<agent>[^"]{0,8192})"(?<tail>.*)$/s;

/** A line of an AWS Application Load Balancer; null if it is none. */
export function readAlbLog(text: string): Draft | null {
  const groups = ALB_LINE.exec(text)?.groups;
  const instant = readTime(groups?.['time']);
  if (!groups || !instant) return null;
  const { elb, client, target, target_status, agent, tail = '', method = '', path, status } = groups;
  const times = ['t1', 't2', 't3'].map((name) => Number(groups[name]));
  const trace = /"(?:Root|Self)=[^"]{1,300}"/.exec(tail)?.[0].slice(1, -1);
  const named = {
    elb,
    client,
    target,
    target_status,
    user_agent: agent,
    trace_id: trace,
    extra: tail.trim(),
  };
  const fields = Object.entries(named).flatMap(([name, value]) => {
    return value === undefined || value === '' || value === '-' ? [] : [{ name, value }];
  });
  // -1 stands for a time that was not measured.
  const seconds = times.some((time) => time < 0)
    ? []
    : [{ name: 'duration_seconds', value: String(times.reduce((a, b) => a + b, 0)) }];
  return {
    fields: [...fields, ...seconds],
    text,
    instant,
    method: method === '-' ? undefined : method,
    path,
    status: status === '-' ? undefined : Number(status),
  };
}

/** What stands round a line: what it said, and the line within. */
export interface Envelope {
  outer: Draft;
  inner: string;
}

/** RFC 5424, 6: `<PRI>1 TIME HOST APP PROCID MSGID `. */
const SYSLOG_5424 = /^<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) ?/;

/** RFC 3164, 4.1: `<PRI>Nov 22 10:00:00 host tag[pid]: `; files leave the priority out. */
const SYSLOG_3164 =
  /^(?:<(\d{1,3})>)?([A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}) (\S{1,255}) ([^\s:[\]]{1,48})(?:\[([\w.-]{1,48})\])?: ?/;

/** The head of a Kubernetes container log (CRI): `TIME stdout F `. */
const CRI = /^ (stdout|stderr) [FP] /;

/** Behind a time: `host tag[pid]: ` (rsyslog) or `heroku[router]: `. */
const TAG = /^ (?:(\S{1,255}) )?([\w./-]{1,48})\[([\w.-]{1,48})\]: ?/;

/** Takes the head of a syslog or CRI line off; null if the line has none. */
export function openTextEnvelope(text: string): Envelope | null {
  return open5424(text) ?? open3164(text) ?? openTimed(text);
}

/**
 * Takes a line out of the object in which a container runtime or log shipper put it (`{"log": …}` with `time`,
 * `stream` or `kubernetes`: Docker's json-file, Fluent Bit); null if `object` is none.
 */
export function openObjectEnvelope(object: Record<string, unknown>): Envelope | null {
  const { log, time, ...others } = object;
  if (typeof log !== 'string') return null;
  if (!['time', 'stream', 'kubernetes'].some((key) => Object.hasOwn(object, key))) return null;
  return { outer: { fields: flatten(others), text: '', instant: readTime(time) }, inner: log.trimEnd() };
}

function open5424(text: string): Envelope | null {
  const match = SYSLOG_5424.exec(text);
  if (!match) return null;
  const [head, priority, time, host = '-', app = '-', procid = '-', msgid = '-'] = match;
  const { fields, end } = readStructuredData(text, head.length);
  const outer: Draft = {
    fields: [...namedFields({ host, procid, msgid }), ...fields],
    text: text.slice(0, end),
    instant: readTime(time),
    level: syslogLevel(Number(priority)),
    service: app === '-' ? undefined : app,
  };
  return { outer, inner: text.slice(end) };
}

/** RFC 5424, 6.3: `-` or `[id name="value"]…`; Heroku leaves it out. */
function readStructuredData(text: string, start: number): { fields: Field[]; end: number } {
  if (text.startsWith('- ', start)) return { fields: [], end: start + 2 };
  const fields: Field[] = [];
  let end = start;
  while (text[end] === '[') {
    let close = end + 1;
    while (close < text.length && text[close] !== ']') close += text[close] === '\\' ? 2 : 1;
    if (close >= text.length) break;
    fields.push(...readPairs(text.slice(end + 1, close)).fields);
    end = close + 1;
  }
  return { fields, end: text[end] === ' ' ? end + 1 : end };
}

function open3164(text: string): Envelope | null {
  const match = SYSLOG_3164.exec(text);
  if (!match) return null;
  const [head, priority, time = '', host = '-', service, procid = '-'] = match;
  const outer: Draft = {
    // It has neither year nor zone, so it is no time that could be told for sure.
    fields: namedFields({ syslog_time: time, host, procid }),
    text: head,
    level: priority === undefined ? undefined : syslogLevel(Number(priority)),
    service,
  };
  return { outer, inner: text.slice(head.length) };
}

function openTimed(text: string): Envelope | null {
  const time = readTimeAt(text, 0);
  if (!time) return null;
  const behind = text.slice(time.end, time.end + 400);
  const cri = CRI.exec(behind);
  if (cri) {
    const end = time.end + cri[0].length;
    const outer: Draft = { fields: namedFields({ stream: cri[1] ?? '-' }), text: '', instant: time.instant };
    return { outer, inner: text.slice(end) };
  }
  const tag = TAG.exec(behind);
  if (!tag) return null;
  const [head, host = '-', service, procid = '-'] = tag;
  const level = knownLevel(host);
  const outer: Draft = {
    fields: namedFields({ host: level ? '-' : host, procid }),
    text: head,
    instant: time.instant,
    level,
    service,
  };
  return { outer, inner: text.slice(time.end + head.length) };
}

function namedFields(values: Record<string, string>): Field[] {
  return Object.entries(values).flatMap(([name, value]) => (value === '-' ? [] : [{ name, value }]));
}

/**
 * The log records of an OTLP JSON export (`resourceLogs[].scopeLogs[].logRecords[]`), each as its fields with
 * those of its resource (under `resource.`) and scope; null if `object` is no export.
 *
 * Source: opentelemetry-proto, logs.proto, and the OTLP JSON encoding. Malformed parts are passed over.
 */
export function otlpRecords(object: Record<string, unknown>): Field[][] | null {
  if (!Array.isArray(object['resourceLogs'])) return null;
  return objects(object['resourceLogs']).flatMap((group) => {
    const resource = isObject(group['resource']) ? group['resource']['attributes'] : undefined;
    const shared = flatten(resource ?? {}, 'resource');
    return objects(group['scopeLogs']).flatMap((scopeGroup) => {
      const scope = flatten(scopeGroup['scope'] ?? {}, 'scope');
      return objects(scopeGroup['logRecords']).map((record) => [...otlpFields(record), ...shared, ...scope]);
    });
  });
}

/** Whether `object` is a single OTLP log record. */
export function isOtlpRecord(object: Record<string, unknown>): boolean {
  return Object.hasOwn(object, 'timeUnixNano') || Object.hasOwn(object, 'observedTimeUnixNano');
}

/** The fields of one OTLP log record, its attributes under their own names. */
export function otlpFields(record: Record<string, unknown>): Field[] {
  const { attributes, resource, ...own } = record;
  const resourceAttributes = isObject(resource) ? (resource['attributes'] ?? resource) : {};
  return [...flatten(attributes ?? {}), ...flatten(own), ...flatten(resourceAttributes, 'resource')];
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Members under which shippers collect records, beside members about the shipment. */
const LISTS = ['records', 'logevents', 'entries', 'events', 'logs', 'messages', 'batch'];

/** What shows that an object is a record itself, whatever lists it has. */
const OF_A_RECORD = [
  'time',
  'ts',
  'timestamp',
  '@timestamp',
  'level',
  'severity',
  'msg',
  'message',
  'error',
  'log',
];

/**
 * The records that a JSON value holds, with what they share; null if it is one record itself.
 *
 * Lists mix the requests of many, so each element counts alone: `[{…},{…}]`, `{"Records":[…]}`.
 */
export function listedRecords(
  value: unknown,
): { records: Record<string, unknown>[]; shared: Record<string, unknown> } | null {
  if (Array.isArray(value))
    return value.some(isObject) ? { records: value.map(toRecordOf), shared: {} } : null;
  if (!isObject(value)) return null;
  const members = Object.entries(value);
  const [name] =
    members.length === 1
      ? (members[0] ?? [])
      : (members.find(([key, list]) => LISTS.includes(key.toLowerCase()) && isList(list)) ?? []);
  if (name === undefined || !isList(value[name])) return null;
  if (members.length > 1 && OF_A_RECORD.some((key) => Object.hasOwn(value, key))) return null;
  const { [name]: list, ...shared } = value;
  return { records: (list as unknown[]).map(toRecordOf), shared };
}

/** A list of objects, but not one of `{key, value}` pairs, which are the fields of one record. */
function isList(value: unknown): boolean {
  if (!Array.isArray(value) || !value.some(isObject)) return false;
  return !value.every(
    (item) => isObject(item) && Object.keys(item).length === 2 && Object.hasOwn(item, 'value'),
  );
}

function toRecordOf(item: unknown): Record<string, unknown> {
  return isObject(item) ? item : { value: item };
}
