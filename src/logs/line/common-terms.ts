import { isIdentifier } from '../../base/code-shape.ts';
import { readStatus } from '../../base/http-status.ts';
import { isObject, toRecord } from '../../base/objects.ts';
import { isOwnName, looksRandom } from '../../redact/redact.ts';
import type { LogLine } from '../log.ts';
import { ALIASES, DURATION_BY_NEIGHBOUR, DURATIONS, WRAPPERS, WRITTEN_DURATIONS } from './aliases.ts';
import type { Draft } from './draft.ts';
import { type Field, findObject } from './json.ts';
import { knownLevel, readLevel, readOtelSeverity, readPythonLevel, readSyslogSeverity } from './level.ts';
import { durationIn, type Instant, readTime, writtenDuration } from './time.ts';

/** How many fields that no common term takes are kept. */
const MAX_REST = 40;

/** A record in common terms, and its time to the nanosecond for sorting. */
export interface ParsedLine {
  line: LogLine;
  ns: bigint | null;
}

type Take = <T>(names: readonly string[], read: (value: Field['value']) => T | undefined) => T | undefined;

/** Brings a draft into the field's common terms. Each field is used once; what no term takes goes to `rest`. */
export function normalize(draft: Draft, source: string): ParsedLine {
  // A common term would drop the name by which such a value is redacted.
  const isNamed = ({ name }: Field) => isOwnName(name);
  const named = draft.fields.filter(isNamed);
  const { take, left, use } = fieldsOf(draft.fields.filter((field) => !isNamed(field)));
  const instant =
    readSplitTime(draft.fields, use) ??
    take(ALIASES.time, (value) => readTime(value) ?? undefined) ??
    draft.instant ??
    null;
  const level = take(ALIASES.level, readLevel) ?? readOtherLevel(take, draft.fields) ?? draft.level;
  const message = take(ALIASES.message, readText) ?? draft.message;
  const error = readError(take, use, left(), message);
  const request = take(ALIASES.requestLine, readRequestLine);
  const known = {
    level,
    service: readService(take, draft) ?? draft.service ?? take(ALIASES.logger, readLogger),
    method: take(ALIASES.method, readMethod) ?? request?.method ?? draft.method,
    path: take(ALIASES.path, readPath) ?? request?.path ?? draft.path,
    status: take(ALIASES.status, readStatus) ?? draft.status,
    duration_ms: readDuration(take, draft.fields),
    workspace: take(ALIASES.workspace, readName),
    message: message ?? error.message ?? take(ALIASES.messageIfNone, readText),
    code: error.code,
  };
  const rest = draft.quiet ? [] : [...left(), ...named];
  if (draft.message && draft.message !== known.message) rest.push({ name: 'prefix', value: draft.message });
  if (instant?.zoneless) rest.push({ name: 'time_zone', value: 'not given, read as UTC' });
  const line: LogLine = { time: instant?.iso ?? null, ...withoutUndefined(known), source };
  if (rest.length > 0) line.rest = toRest(rest);
  return { line, ns: instant?.ns ?? null };
}

function fieldsOf(fields: readonly Field[]): {
  take: Take;
  left: () => Field[];
  use: (field: Field) => void;
} {
  const used = new Set<Field>();
  const byName = new Map<string, Field>();
  for (const strip of [false, true]) {
    for (const field of fields) {
      const lower = field.name.toLowerCase();
      const name = strip ? unwrapName(lower) : lower;
      if (!byName.has(name)) byName.set(name, field);
    }
  }
  return {
    take: (names, read) => {
      for (const name of names) {
        const field = byName.get(name);
        const value = field && !used.has(field) ? read(field.value) : undefined;
        if (field && value !== undefined) {
          used.add(field);
          return value;
        }
      }
      return undefined;
    },
    left: () => fields.filter((field) => !used.has(field)),
    use: (field) => used.add(field),
  };
}

/** A date and a time of day in two fields. */
function readSplitTime(fields: readonly Field[], use: (field: Field) => void): Instant | null {
  const date = fields.find(
    ({ name, value }) => /^(?:log_?)?date$/i.test(name) && /^\d{4}[-/]\d\d[-/]\d\d$/.test(String(value)),
  );
  const time =
    date &&
    fields.find(
      ({ name, value }) => /(?:^|_)time(?:_of_day)?$/i.test(name) && /^\d\d:\d\d/.test(String(value)),
    );
  const instant = time ? readTime(`${date.value}T${time.value}`) : null;
  if (date && time && instant) for (const field of [date, time]) use(field);
  return instant;
}

/** A name in lower case without the object that only wraps the fields of a line. */
export function unwrapName(name: string): string {
  const wrapper = WRAPPERS.find((prefix) => name.startsWith(prefix));
  return wrapper ? name.slice(wrapper.length) : name;
}

function readOtherLevel(take: Take, fields: readonly Field[]): string | undefined {
  const isSyslog = fields.some(({ name }) =>
    ALIASES.syslogNeighbours.some((known) => known === name.toLowerCase()),
  );
  return (
    (isSyslog ? take(ALIASES.syslogSeverity, readSyslogSeverity) : undefined) ??
    take(ALIASES.pythonLevel, readPythonLevel) ??
    take(ALIASES.otelSeverity, readOtelSeverity) ??
    take(ALIASES.levelIfKnown, (value) => (typeof value === 'string' ? knownLevel(value) : undefined))
  );
}

function readError(
  take: Take,
  use: (field: Field) => void,
  left: readonly Field[],
  message: string | undefined,
): { code?: string; message?: string } {
  const code = take(ALIASES.code, readCode) ?? take(ALIASES.error, readBareError);
  if (code !== undefined) return { code };
  const nested = nestedError(left);
  if (nested) {
    use(nested.field);
    return { code: nested.code };
  }
  return findErrorBody(left, message) ?? {};
}

function readService(take: Take, draft: Draft): string | undefined {
  const isPino = draft.fields.some(({ name }) => name === 'pid' || name === 'hostname');
  const read = (value: Field['value']) =>
    writtenDuration(value) === undefined ? readName(value) : undefined;
  return take(ALIASES.service, read) ?? (isPino ? take(ALIASES.serviceIfPino, readName) : undefined);
}

function readDuration(take: Take, fields: readonly Field[]): number | undefined {
  for (const unit of ['ms', 's', 'us', 'ns'] as const) {
    const found = take(DURATIONS[unit], (value) => durationIn(unit, value));
    if (found !== undefined) return found;
  }
  for (const { neighbour, unit } of DURATION_BY_NEIGHBOUR) {
    if (!fields.some(({ name }) => name.toLowerCase() === neighbour)) continue;
    const found = take(['duration'], (value) => durationIn(unit, value));
    if (found !== undefined) return found;
  }
  return take(WRITTEN_DURATIONS, writtenDuration);
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
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
function readRequestLine(value: unknown): { method: string; path: string } | undefined {
  const [, method, path] =
    (typeof value === 'string' && /^([A-Z]{3,16}) (\S+) HTTP\/[\d.]+$/.exec(value)) || [];
  return method === undefined || path === undefined ? undefined : { method, path };
}

/** A logger's name, but not Caddy's, which names a part of the server. */
function readLogger(value: unknown): string | undefined {
  return typeof value === 'string' && /^http\.(?:log|handlers)\b/.test(value) ? undefined : readName(value);
}

function readPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:\/|\*$|https?:\/\/)/.test(value) ? value : undefined;
}

function toRest(fields: readonly Field[]): Record<string, unknown> {
  const entries = fields.slice(0, MAX_REST).map(({ name, value }) => [name || 'value', value] as const);
  const more = fields.length - entries.length;
  if (more === 0) return toRecord(entries);
  return toRecord([...entries, ['more', `[${more.toLocaleString('en-US')} more fields]`]]);
}

function withoutUndefined<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Finds the error that a line names, in its fields or in an error body that one of them holds. */

/** How many fields of one line are opened in search of an error body. */
const MAX_BODIES = 5;

const NO_CODES = new Set(['true', 'false', 'null', 'none', 'nil', 'undefined', 'yes', 'no']);

export interface ErrorBody {
  code: string;
  message?: string;
}

/** The value of a field that holds error codes; numbers and what looks random (an OAuth code) are none. */
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
