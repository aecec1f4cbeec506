import { withoutEntities } from '../../base/entities.ts';
import { isObject } from '../../base/objects.ts';
import { wordList } from '../../base/text.ts';
import type { Draft } from './draft.ts';
import { type Field, flatten } from './json.ts';
import { syslogLevel } from './level.ts';
import { readPairs } from './logfmt.ts';
import { readTime } from './time.ts';

/** What stands round records: runtimes and shippers that wrap a line, exports, and lists. */

/** What stands round a line: what it said, and the line within. */
export interface Envelope {
  outer: Draft;
  inner: string;
}

/**
 * Takes a line out of the object in which a container runtime or log shipper put it (`{"log": …}` with `time`,
 * `stream` or `kubernetes`: Docker's json-file, Fluent Bit); null if `object` is none.
 */
export function openObjectEnvelope(object: Record<string, unknown>): Envelope | null {
  const { log, time, ...others } = object;
  if (typeof log !== 'string') return null;
  if (!['time', 'stream', 'kubernetes'].some((key) => Object.hasOwn(object, key))) return null;
  const instant = readTime(time);
  // A time that cannot be read is a field like others.
  const fields = flatten(instant ? others : { ...others, ...(time !== undefined && { time }) });
  return { outer: { fields, text: '', instant }, inner: log.trimEnd() };
}

/** An event of Windows, log4j, log4net or NLog that is written as XML on one line. */
const XML_EVENT = /^<(log4\w{1,3}:)?event[\s>]/i;
/** A tag with its attributes, and the text behind it, which may be a CDATA section. */
const OPENED =
  /<((?:\w{1,20}:)?)(\w[\w.-]{0,80})((?:\s{1,4}[\w:.-]{1,80}=(?:"[^"<]{0,16384}"|'[^'<]{0,16384}')){0,40})\s{0,4}(\/?)>\s*(?:<!\[CDATA\[([^\]]*(?:\](?!\]>)[^\]]*)*)\]\]>\s*|([^<]*))/y;
const CLOSED = /<\/((?:\w{1,20}:)?)(\w[\w.-]{0,80})>\s*/y;
const ATTRIBUTE = /\s([\w:.-]{1,80})=(?:"([^"]*)"|'([^']*)')/g;

/**
 * The fields of such an event, named by the tags that they stand in; null if the text is none, or not well formed. What
 * stands in `Data` without a name is its message.
 */
export function xmlEvent(text: string): Field[] | null {
  const [start, space = ''] = XML_EVENT.exec(text) ?? [];
  if (start === undefined) return null;
  const fields: Field[] = [];
  const said: string[] = [];
  const path: string[] = [];
  for (let at = 0; at < text.length; ) {
    OPENED.lastIndex = CLOSED.lastIndex = at;
    const opened = OPENED.exec(text);
    const [, prefix, tag = '', attributes = '', slash, quoted, plain = ''] =
      opened ?? CLOSED.exec(text) ?? [];
    if (prefix !== space || (path.length === 0 && at > 0)) return null;
    at = opened ? OPENED.lastIndex : CLOSED.lastIndex;
    if (!opened) {
      if (path.pop() !== tag) return null;
      continue;
    }
    const named = (name: string) => [...path.slice(1), name].join('.');
    const isData = tag.toLowerCase() === 'data';
    const value = quoted ?? withoutEntities(plain).trim();
    const own = [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', one, other = '']) => ({
      name,
      value: withoutEntities(one ?? other),
    }));
    const title = isData ? own.find(({ name }) => name.toLowerCase() === 'name') : undefined;
    const given = title && own.find(({ name }) => name.toLowerCase() === 'value');
    const others = own.filter((each) => each !== title && each !== given);
    const isRoot = path.length === 0;
    fields.push(
      ...others.map((each) => ({ ...each, name: isRoot ? each.name : named(`${tag}.${each.name}`) })),
    );
    if (title) fields.push({ name: named(title.value), value: given?.value ?? value });
    else if (isData && value !== '') said.push(value);
    else if (value !== '') fields.push({ name: isRoot ? 'text' : named(tag), value });
    if (slash === '') path.push(tag);
  }
  if (path.length > 0) return null;
  return said.length === 0 ? fields : [...fields, { name: 'message', value: said.join('\n') }];
}

/** RFC 5424, 6: `<PRI>1 TIME HOST APP PROCID MSGID `. */
const SYSLOG_5424 = /^<(\d{1,3})>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) ?/;

/** Takes the head of a line of the newer syslog protocol off; null if it has none. */
export function openSyslog(text: string): Envelope | null {
  const match = SYSLOG_5424.exec(text);
  if (!match) return null;
  const [head, priority, time, host = '-', app = '-', procid = '-', msgid = '-'] = match;
  const { fields, end } = readStructuredData(text, head.length);
  const instant = readTime(time);
  const outer: Draft = {
    fields: [...namedFields({ host, procid, msgid, written_time: instant ? '-' : (time ?? '-') }), ...fields],
    text: text.slice(0, end),
    instant,
    level: syslogLevel(Number(priority)),
    service: app === '-' ? undefined : app,
  };
  return { outer, inner: text.slice(end).replace(/^\uFEFF/, '') };
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
    const element = text.slice(end + 1, close);
    const { fields: pairs, words, mixed } = readPairs(element);
    const id = mixed ? element : words;
    fields.push(...pairs, ...(id === '' ? [] : [{ name: 'sd_id', value: id }]));
    end = close + 1;
  }
  return { fields, end: text[end] === ' ' ? end + 1 : end };
}

function namedFields(values: Record<string, string>): Field[] {
  return Object.entries(values).flatMap(([name, value]) => (value === '-' ? [] : [{ name, value }]));
}

/**
 * The log records of an OTLP JSON export (`resourceLogs[].scopeLogs[].logRecords[]`), or its spans, each as its fields
 * with those of its resource (under `resource.`) and scope; null if `object` is no export.
 *
 * Source: opentelemetry-proto, logs.proto, and the OTLP JSON encoding. Malformed parts are passed over.
 */
export function otlpRecords(object: Record<string, unknown>): Field[][] | null {
  const kind = OTLP.find(([groups]) => Array.isArray(object[groups]));
  if (kind === undefined) return null;
  const [groups, scopes, records] = kind;
  return objects(object[groups]).flatMap((group) => {
    const resource = isObject(group['resource']) ? group['resource']['attributes'] : undefined;
    const shared = flatten(resource ?? {}, 'resource');
    return objects(group[scopes]).flatMap((scopeGroup) => {
      const scope = flatten(scopeGroup['scope'] ?? {}, 'scope');
      return objects(scopeGroup[records]).map((record) => [
        ...otlpFields(record),
        ...spanFields(record),
        ...shared,
        ...scope,
      ]);
    });
  });
}

const OTLP = [
  ['resourceLogs', 'scopeLogs', 'logRecords'],
  ['resourceSpans', 'scopeSpans', 'spans'],
] as const;

/** What a span says by its times and its status, of which 2 is an error. */
function spanFields({
  startTimeUnixNano: start,
  endTimeUnixNano: end,
  status,
}: Record<string, unknown>): Field[] {
  if (!/^\d{16,20}$/.test(String(start)) || !/^\d{16,20}$/.test(String(end))) return [];
  const ms = Number(BigInt(String(end)) - BigInt(String(start))) / 1e6;
  const isError = isObject(status) && [2, 'STATUS_CODE_ERROR'].some((code) => status['code'] === code);
  return [{ name: 'duration_ms', value: ms }, ...(isError ? [{ name: 'level', value: 'error' }] : [])];
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
const OF_A_RECORD = wordList(
  'time ts timestamp @timestamp level severity msg message error log Outcome outcome',
);

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
