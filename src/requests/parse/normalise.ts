import { toRecord } from '../record.ts';
import type { LogLine } from '../request-log.ts';
import { ALIASES, DURATION_BY_NEIGHBOUR, DURATIONS, WRAPPERS, WRITTEN_DURATIONS } from './aliases.ts';
import type { Draft } from './draft.ts';
import { durationIn, writtenDuration } from './duration.ts';
import { findErrorBody, nestedError, readBareError, readCode } from './error-code.ts';
import type { Field } from './flatten.ts';
import { knownLevel, readLevel, readOtelSeverity, readPythonLevel } from './level.ts';
import { readTime } from './time.ts';

/** How many fields that no common term takes are kept. */
const MAX_REST = 40;

/** A record in common terms, and its time to the nanosecond for sorting. */
export interface ParsedLine {
  line: LogLine;
  ns: bigint | null;
}

type Take = <T>(names: readonly string[], read: (value: Field['value']) => T | undefined) => T | undefined;

/** Brings a draft into the field's common terms. Each field is used once; what no term takes goes to `rest`. */
export function normalise(draft: Draft, source: string): ParsedLine {
  const { take, left, use } = fieldsOf(draft.fields);
  const instant = take(ALIASES.time, (value) => readTime(value) ?? undefined) ?? draft.instant ?? null;
  const level = take(ALIASES.level, readLevel) ?? readOtherLevel(take) ?? draft.level;
  const message = take(ALIASES.message, readText) ?? draft.message;
  const error = readError(take, use, left(), message);
  const known = {
    level,
    service: readService(take, draft) ?? draft.service,
    method: take(ALIASES.method, readMethod) ?? draft.method,
    path: take(ALIASES.path, readPath) ?? draft.path,
    status: take(ALIASES.status, readStatus) ?? draft.status,
    duration_ms: readDuration(take, draft.fields),
    workspace: take(ALIASES.workspace, readName),
    message: message ?? error.message ?? take(ALIASES.messageIfNone, readText),
    code: error.code,
  };
  const rest = draft.quiet ? [] : left();
  if (draft.message && draft.message !== known.message) rest.push({ name: 'prefix', value: draft.message });
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

function unwrapName(name: string): string {
  const wrapper = WRAPPERS.find((prefix) => name.startsWith(prefix));
  return wrapper ? name.slice(wrapper.length) : name;
}

function readOtherLevel(take: Take): string | undefined {
  return (
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

function readName(value: unknown): string | undefined {
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

function readPath(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:\/|\*$|https?:\/\/)/.test(value) ? value : undefined;
}

function readStatus(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 100 && number < 600
    ? number
    : undefined;
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
