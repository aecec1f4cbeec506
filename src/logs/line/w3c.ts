import type { Draft } from './draft.ts';
import type { Field } from './json.ts';

/** Names of the fields of W3C extended logs in the terms of this program. */
const NAMES: Readonly<Record<string, string>> = {
  'cs-method': 'method',
  'cs-uri-stem': 'path',
  'sc-status': 'status',
  'x-edge-request-id': 'request_id',
};

/**
 * Reads a row of a W3C extended log (IIS, CloudFront) by its `#Fields:` line; null where the line is no such row.
 *
 * Its times are in UTC. `time-taken` is in milliseconds in what IIS writes and in seconds elsewhere, as the standard
 * has it (https://www.w3.org/TR/WD-logfile.html): seconds have a decimal point, and IIS none.
 */
export function readW3c(text: string, header: string): Draft | null {
  const names = /^#Fields:\s{1,8}(\S.{0,8000})/i.exec(header)?.[1]?.trim().split(/\s+/) ?? [];
  const values = text.includes('\t') ? text.split('\t') : text.split(' ');
  if (text.startsWith('#') || names.length < 3 || values.length !== names.length) return null;
  const fields = names.flatMap((name, at): Field[] => {
    const value = values[at]?.trim() ?? '-';
    return value === '-' || value === '' ? [] : [{ name, value }];
  });
  const named = (name: string) => fields.find((field) => field.name.toLowerCase() === name)?.value;
  const date = named('date');
  const time = named('time');
  const taken = String(named('time-taken') ?? '');
  const isSeconds = taken.includes('.') || fields.some(({ name }) => name.startsWith('x-edge-'));
  const renamed = fields
    .filter(({ name }) => !(date && time && /^(?:date|time)$/i.test(name)))
    .map((field): Field => {
      const lower = field.name.toLowerCase();
      if (lower === 'time-taken') return { ...field, name: isSeconds ? 'duration_s' : 'duration_ms' };
      return { ...field, name: NAMES[lower] ?? field.name };
    });
  const settled = date && time ? [{ name: 'time', value: `${String(date)}T${String(time)}Z` }] : [];
  return { fields: [...settled, ...renamed], text };
}
