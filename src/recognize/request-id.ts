import { trimEnd } from '../base/text.ts';

/** Fields and headers that hold an id, the one that names the request best first. */
const NAMES = [
  '(?:x-)?(?:request|req)[-_ ]?id',
  'cf-ray|ray[-_ ]?id',
  '(?:x-)?correlation[-_ ]?id',
  'trace[-_ ]?id',
];
const FIELDS = NAMES.map(
  (name) =>
    new RegExp(
      `(<\\s)?\\b(?:${name})\\b["']?\\s{0,3}(?:[:=]|\\bis\\b)\\s{0,3}["']?([A-Za-z0-9][A-Za-z0-9._:-]{3,127})`,
      'gi',
    ),
);
/** pino-http's `"req":{"id":…}`. */
const NESTED = /"req"\s{0,3}:\s{0,3}\{\s{0,3}"id"\s{0,3}:\s{0,3}"?([A-Za-z0-9][A-Za-z0-9._:-]{3,127})/;
const PREFIXED = /\breq_(?=[a-z_]{0,40}\d)[A-Za-z0-9_-]{4,124}(?!\s?=)/;
const DATE = /^\d{4}-\d\d-\d\d/;

/**
 * The request id that a text names, or null: the value of a `request_id` field or `X-Request-Id` header in
 * any dress (of a transcript, the one that came back), a bare `req_…`, or else a correlation or trace id.
 * `text` is already unwrapped.
 */
export function findRequestId(text: string): string | null {
  const [request, ...others] = FIELDS;
  const found = (request && field(text, request)) ?? NESTED.exec(text)?.[1] ?? PREFIXED.exec(text)?.[0];
  return found ?? others.map((pattern) => field(text, pattern)).find((id) => id !== null) ?? null;
}

function field(text: string, pattern: RegExp): string | null {
  const ids: { id: string; answered: boolean }[] = [];
  for (const [, answered, value = ''] of text.matchAll(pattern)) {
    const id = trimEnd(value, /[.:_-]/);
    if (/\d/.test(id) && !DATE.test(id)) ids.push({ id, answered: answered !== undefined });
    if (ids.length >= 20) break;
  }
  return (ids.find(({ answered }) => answered) ?? ids[0])?.id ?? null;
}
