import { isIdentifier } from '../../base/code-shape.ts';
import { readStatus } from '../../base/http-status.ts';
import { isObject, toRecord } from '../../base/objects.ts';
import { remembering } from '../../base/remember.ts';
import { wordSet } from '../../base/text.ts';
import { wordsOf } from '../../base/words.ts';
import { isOwnName, looksRandom, type OwnNames } from '../../redact/redact.ts';
import type { LogLine } from '../log.ts';
import {
  ALIASES,
  DURATION_WORDS,
  DURATIONS,
  indexByName,
  keyed,
  keyOf,
  PART_WORDS,
  WRITTEN_DURATIONS,
} from './aliases.ts';
import type { Draft } from './draft.ts';
import { durationBy, durationIn, type Unit, type UnitRule, unitOf, writtenDuration } from './duration.ts';
import { type Field, findObject } from './json.ts';
import { knownLevel, readLevel, readOtelSeverity, readPythonLevel, readSyslogSeverity } from './level.ts';
import { betterTime, type Instant, isWrittenTime, offsetOf, readTime } from './time.ts';

/** A record in common terms, and its time to the nanosecond for sorting. */
export interface ParsedLine {
  line: LogLine;
  ns: bigint | null;
}

type Read<T> = (value: Field['value']) => T | undefined;
type Take = <T>(keys: readonly string[], read: Read<T>) => T | undefined;

/** The table of names, by their keys. */
const KEYS = Object.fromEntries(
  Object.entries(ALIASES).map(([term, names]) => [term, keyed(names)]),
) as Record<keyof typeof ALIASES, readonly string[]>;

/** The keys under which a term is kept, in the order in which they count. */
export function keysFor(term: keyof typeof ALIASES): readonly string[] {
  return KEYS[term];
}

/**
 * A draft with its time decided: that of its fields or that of its format, whichever is better. Each record decides
 * its own, so that the time of a wrapper is not taken for that of the line inside.
 */
export function withTime(draft: Draft): Draft {
  const split = readSplitTime(draft.fields);
  const single = namedTime(draft) ?? (draft.instant ? null : onlyTime(draft.fields));
  const found =
    split && single && betterTime(split.instant, single.instant) === single.instant
      ? single
      : (split ?? single);
  if (!found) return draft;
  const instant = betterTime(draft.instant, found.instant);
  if (instant !== found.instant) return draft;
  const others = draft.fields.filter((field) => !found.used.includes(field));
  // A time under an unknown name says something too.
  const from = found.isGuess ? found.used.map(({ name }) => ({ name: 'time_from', value: name })) : [];
  return { ...draft, instant, fields: [...others, ...from] };
}

interface FieldTime {
  instant: Instant;
  used: readonly Field[];
  /** Set where no name says that it is the time of the line. */
  isGuess?: true;
}

/** The time that the fields of a record name as its own; null if they name none. */
export function namedTime({ fields, quiet = [], terms }: Draft): FieldTime | null {
  const index = indexByName([...fields, ...quiet]);
  const zone = zoneField(fields);
  let best: FieldTime | null = null;
  for (const key of terms?.time === undefined ? KEYS.time : [keyOf(terms.time), ...KEYS.time]) {
    const field = index.get(key);
    const instant = field && readTime(field.value);
    if (!instant) continue;
    const zoned = instant.zoneless && zone ? readTime(`${field.value}${zone.value}`) : null;
    if (zone && zoned) return { instant: zoned, used: [field, zone] };
    if (!instant.zoneless) return { instant, used: [field] };
    best ??= { instant, used: [field] };
  }
  return best;
}

/** The only field that can be nothing but a time, where none has a name for one. */
function onlyTime(fields: readonly Field[]): FieldTime | null {
  const written = fields.filter(
    ({ name, value }) => isWrittenTime(value) && !/expir|valid|until|birth/i.test(name),
  );
  const [field] = written;
  const instant = field && written.length === 1 ? readTime(field.value) : null;
  return field && instant ? { instant, used: [field], isGuess: true } : null;
}

/** A date and a time of day in two fields, perhaps with the zone in a third. */
function readSplitTime(fields: readonly Field[]): FieldTime | null {
  const date = fields.find(
    ({ name, value }) => /^(?:log_?)?date$/i.test(name) && /^\d{4}[-/]\d\d[-/]\d\d$/.test(String(value)),
  );
  const time =
    date &&
    fields.find(
      ({ name, value }) => /(?:^|_)time(?:_of_day)?$/i.test(name) && /^\d\d:\d\d/.test(String(value)),
    );
  if (!date || !time) return null;
  const zone = zoneField(fields);
  const instant = readTime(`${date.value}T${time.value}${zone?.value ?? ''}`);
  return instant && { instant, used: zone ? [date, time, zone] : [date, time] };
}

/** The field that gives the zone of times that do not show one. */
function zoneField(fields: readonly Field[]): Field | undefined {
  return fields.find(
    ({ name, value }) => /^(?:tz|time_?zone)$/i.test(name) && offsetOf(String(value)) !== null,
  );
}

const STATUS_CODE = keyed(['code']);
const ROUTE = keyed(['route']);
const RESOURCE = keyed(['resource']);

/** Turns a draft into common terms. Each field is used once; what fits no term goes to `rest`. */
export function normalize(draft: Draft, source: string, own: OwnNames): ParsedLine {
  // A common term would drop the name by which such a value is redacted.
  const isNamed = ({ name }: Field) => isOwnName(name, own);
  const named = draft.fields.filter(isNamed);
  const { take, left, use } = fieldsOf(draft, own);
  const term = <T>(name: 'level' | 'service' | 'method' | 'status' | 'message' | 'code', read: Read<T>) => {
    const known = draft.terms?.[name];
    return take(known === undefined ? KEYS[name] : [keyOf(known), ...KEYS[name]], read);
  };
  const instant = draft.instant ?? null;
  const ownLevel = draft.isOwnLevel ? draft.level : undefined;
  const level = ownLevel ?? term('level', readLevel) ?? readOtherLevel(take, draft.fields) ?? draft.level;
  const message = term('message', readText) ?? draft.message;
  const error = readError(take, use, left(), message, draft.terms?.code);
  const line = take(KEYS.requestLine, readRequestLine);
  const proto = line?.proto === undefined ? [] : [{ name: 'proto', value: line.proto }];
  const { request } = draft;
  const known = {
    level,
    service: readService(term, take, draft) ?? draft.service ?? take(KEYS.logger, readLogger),
    method: term('method', readMethod) ?? line?.method ?? request?.method,
    path: readOwnPath(take, draft) ?? take(KEYS.path, readPath) ?? line?.path ?? request?.path,
    status: term('status', readStatus) ?? request?.status,
    duration_ms: readDuration(take, left(), draft.units) ?? request?.duration_ms,
    workspace: take(KEYS.workspace, readName),
    message: message ?? error.message ?? take(KEYS.messageIfNone, readText),
    code: error.code,
  };
  if (known.level === undefined && known.status === undefined && left().some(isFailure))
    known.level = 'error';
  if (known.path === undefined) {
    const route = take(ROUTE, readRequestLine);
    known.method ??= route?.method;
    known.path = route?.path;
  }
  // Beside a method and a status it is no object that something is done to.
  if (known.method !== undefined && known.status !== undefined) known.path ??= take(RESOURCE, readPath);
  // Only beside all else that an access line has, a bare `code` is its status.
  if (known.method !== undefined && known.path !== undefined && known.duration_ms !== undefined)
    known.status ??= take(STATUS_CODE, readStatus);
  const rest = [...left().filter((field) => !isQuiet(draft, field)), ...named, ...proto];
  if (draft.message && draft.message !== known.message) rest.push({ name: 'prefix', value: draft.message });
  if (instant?.yearless)
    rest.push({ name: 'time_year', value: "not given, read as that of the file's own time" });
  if (instant?.zoneless) rest.push({ name: 'time_zone', value: 'not given, read as UTC' });
  const parsed: LogLine = { time: instant?.iso ?? null, ...withoutUndefined(known), source };
  if (rest.length > 0)
    parsed.rest = toRecord(rest.map(({ name, value }) => [name || 'value', value] as const));
  return { line: parsed, ns: instant?.ns ?? null };
}

/** Whether the message shows a field as it is. */
function isQuiet({ quiet = [] }: Draft, field: Field): boolean {
  return quiet.includes(field);
}

function fieldsOf(
  { fields, quiet = [] }: Draft,
  own: OwnNames,
): {
  take: Take;
  left: () => Field[];
  use: (field: Field) => void;
} {
  const all = [...fields, ...quiet].filter(({ name }) => !isOwnName(name, own));
  const used = new Set<Field>();
  const index = indexByName(all);
  return {
    take: (keys, read) => {
      for (const key of keys) {
        const field = index.get(key);
        const value = field && !used.has(field) ? read(field.value) : undefined;
        if (field && value !== undefined) {
          used.add(field);
          return value;
        }
      }
      return undefined;
    },
    left: () => all.filter((field) => !used.has(field)),
    use: (field) => used.add(field),
  };
}

function readOtherLevel(take: Take, fields: readonly Field[]): string | undefined {
  const isSyslog = fields.some(({ name }) => KEYS.syslogNeighbors.includes(keyOf(name)));
  return (
    (isSyslog ? take(KEYS.syslogSeverity, readSyslogSeverity) : undefined) ??
    take(KEYS.pythonLevel, readPythonLevel) ??
    take(KEYS.otelSeverity, readOtelSeverity) ??
    take(KEYS.levelIfKnown, (value) => (typeof value === 'string' ? knownLevel(value) : undefined))
  );
}

function readError(
  take: Take,
  use: (field: Field) => void,
  left: readonly Field[],
  message: string | undefined,
  own: string | undefined,
): { code?: string; message?: string } {
  const code =
    take(own === undefined ? KEYS.code : [keyOf(own), ...KEYS.code], readCode) ??
    take(KEYS.error, readBareError);
  if (code !== undefined) return { code };
  const nested = nestedError(left);
  if (nested) {
    use(nested.field);
    return { code: nested.code };
  }
  return findErrorBody(left, message) ?? {};
}

function readService(
  term: (name: 'service', read: Read<string>) => string | undefined,
  take: Take,
  draft: Draft,
): string | undefined {
  const isPino = draft.fields.some(({ name }) => name === 'pid' || name === 'hostname');
  const read = (value: Field['value']) =>
    writtenDuration(value) === undefined ? readName(value) : undefined;
  return term('service', read) ?? (isPino ? take(KEYS.serviceIfPino, readName) : undefined);
}

const WRITTEN = keyed(WRITTEN_DURATIONS);
const BARE = (['ms', 's', 'us', 'ns'] as const).map((unit) => ({ unit, keys: keyed(DURATIONS[unit]) }));

function readDuration(
  take: Take,
  left: readonly Field[],
  units: Readonly<Record<string, UnitRule>> | undefined,
): number | undefined {
  for (const [name, unit] of Object.entries(units ?? {})) {
    const found = take([keyOf(name)], (value) => durationBy(unit, value) ?? writtenDuration(value));
    if (found !== undefined) return found;
  }
  for (const { unit, keys } of BARE) {
    const found = take(keys, (value) => durationIn(unit, value));
    if (found !== undefined) return found;
  }
  const written = take(WRITTEN, writtenDuration);
  if (written !== undefined) return written;
  for (const { name } of left) {
    const unit = unitInName(name);
    const found =
      unit && take([keyOf(name)], unit === 'written' ? writtenDuration : (value) => durationIn(unit, value));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A duration's word and its unit, written as one: `elapsedms`. */
const GLUED =
  /^(?:[a-z]{0,20})(?:duration|elapsed|latency|took|time)(ns|us|ms|msec|millis|milliseconds|micros|microseconds|nanos|seconds|secs)$/;

/**
 * The unit that a name says of the duration that it holds: `duration_ms`, `elapsedMilliseconds`, `latency.us`; that of
 * `http.response.duration` must be written with its number.
 */
const unitInName = remembering((name): Unit | 'written' | undefined => {
  const words = wordsOf(name.slice(-80));
  if (words.some((word) => PART_WORDS.has(word))) return undefined;
  const last = words.at(-1) ?? '';
  const glued = GLUED.exec(last)?.[1];
  if (glued !== undefined) return unitOf(glued);
  if (/^(?:duration|elapsed|latency|took)$/.test(last)) return 'written';
  const unit = last === 'm' || last === 'h' ? undefined : unitOf(last);
  return unit !== undefined && DURATION_WORDS.has(words.at(-2) ?? '') ? unit : undefined;
});

/** Names of what came of a thing, and of kinds of events. */
const OUTCOMES = /(?:^|[._])(?:outcome|result|action_?status|type|event_?type|conclusion)$/i;

/** Whether a field names its record as that of a failure: `"type":"TaskFailed"`, `"event":{"outcome":"failure"}`. */
function isFailure({ name, value }: Field): boolean {
  return (
    typeof value === 'string' &&
    OUTCOMES.test(name) &&
    /(?:^|[a-z._ ])(?:fail(?:ed|ure)|timed_?out)$/i.test(value)
  );
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && /[^\s\d]/.test(value) ? value : undefined;
}

/** A path under a name that only its format gives it: some write it without a slash. */
function readOwnPath(take: Take, { terms }: Draft): string | undefined {
  return terms?.path === undefined ? undefined : take([keyOf(terms.path)], readName);
}

/** A name, such as that of a service or a workspace. */
export function readName(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text !== '-' && text.length <= 256 ? text : undefined;
}

function readMethod(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z]{3,16}$/.test(value)) return undefined;
  const upper = value.toUpperCase();
  // Upper case may be any method; in lower case only the common ones are told from other words.
  const isCommon = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE)$/.test(upper);
  return value === upper || isCommon ? upper : undefined;
}

/** `GET /a HTTP/1.1`, as nginx and Apache show a request. */
function readRequestLine(
  value: unknown,
): { method: string; path: string; proto: string | undefined } | undefined {
  const [, method, path, proto] =
    (typeof value === 'string' && /^([A-Z]{3,16}) (\S+)(?: (HTTP\/[\d.]+))?\s*$/.exec(value)) || [];
  return method === undefined || path === undefined ? undefined : { method, path, proto };
}

/** A logger's name, but not Caddy's, which names a part of the server. */
function readLogger(value: unknown): string | undefined {
  return typeof value === 'string' && /^http\.(?:log|handlers)\b/.test(value) ? undefined : readName(value);
}

function readPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:\/|\*$|https?:\/\/)/.test(value) ? value : undefined;
}

function withoutUndefined<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: Record<string, unknown> = {};
  for (const name in values) if (values[name] !== undefined) kept[name] = values[name];
  return kept as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Finds the error that a line names, in its fields or in an error body that one of them holds. */

/** How many fields of one line are opened in search of an error body. */
const MAX_BODIES = 5;

const NO_CODES = wordSet('true false null none nil undefined yes no ok exited killed dumped');

export interface ErrorBody {
  code: string;
  message?: string;
}

/** The value of a field that holds error codes. Numbers and what looks random (an OAuth code) do not count. */
export function readCode(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64 || looksRandom(value)) return undefined;
  if (!isIdentifier(value)) return undefined;
  return NO_CODES.has(value.toLowerCase()) ? undefined : value;
}

/** The value of an `error` field if it is a bare token (`slug_taken`) and not a sentence. */
export function readBareError(value: unknown): string | undefined {
  const code = readCode(value);
  return code !== undefined && /^[a-z][a-z0-9]{2,}(?:[_.-][a-z0-9]+)*$/.test(code) ? code : undefined;
}

/** An error body in text (`409 {"error":{"code":…}}`): the REST shape, the OAuth 2 shape, or flat. */
function findErrorBody(fields: readonly Field[], text: string | undefined): ErrorBody | null {
  let opened = 0;
  for (const value of [...fields.map((field) => field.value), text]) {
    if (typeof value !== 'string' || !value.includes('{') || !/error|code/.test(value)) continue;
    if (opened === MAX_BODIES) return null;
    opened += 1;
    const body = readBody(findObject(value)?.object);
    if (body) return body;
  }
  return null;
}

/** An error body that was nested in the line itself: `response.body.error.code`. */
function nestedError(fields: readonly Field[]): { field: Field; code: string } | null {
  for (const field of fields) {
    const name = field.name.toLowerCase();
    const code = /\.(?:error|err)\.code$|\.error_code$/.test(name)
      ? readCode(field.value)
      : /\.error$/.test(name)
        ? readBareError(field.value)
        : undefined;
    if (code !== undefined) return { field, code };
  }
  return null;
}

function readBody(body: unknown): ErrorBody | null {
  if (!isObject(body)) return null;
  const { error } = body;
  if (isObject(error)) return toBody(readCode(error['code']), error['message']);
  const oauth = readBareError(error);
  if (oauth) return toBody(oauth, body['error_description']);
  return toBody(readCode(body['error_code'] ?? body['code']), body['message']);
}

function toBody(code: string | undefined, message: unknown): ErrorBody | null {
  if (code === undefined) return null;
  return typeof message === 'string' ? { code, message } : { code };
}
