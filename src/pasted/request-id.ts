import { trimEnd } from '../base/text.ts';
import { type Field, type Scanned, scanned } from './fields.ts';

/** Names that hold an id, by how surely it is the request's. */
const TIERS: readonly RegExp[] = [/^(?:x?requestid|httprequestid)$/, /requestid$|^(?:x?reqid)$/];
/** Ids of something that the request was a part of. */
const LATER: readonly RegExp[] = [/^(?:cfray|rayid)$/, /correlationid$/, /traceid$/];

const LONGEST = 128;
const MOST = 20;
const NO_ID =
  /^(?:null|nil|none|undefined|unknown|string|uuid|n\/?a|-|true|false|0|%s|\?)$|[<>{}$*…]|\.\.\.$|^\[?redacted\]?$/i;
const DATE = /^\d{4}-\d\d-\d\d/;
/** What people write of an id: `Request ID: x`, `the request id is x`. */
const WORDED = (names: string) =>
  new RegExp(
    `(<\\s)?\\b(?:${names})["'\`]?\\s{0,3}(?:[:=]|\\bis\\b)?\\s{0,3}["'\`]?([A-Za-z0-9][A-Za-z0-9._:/+-]{3,127})`,
    'gi',
  );
const WORDED_REQUEST = WORDED('(?:request|req) id');
const WORDED_LATER = [WORDED('ray id'), WORDED('correlation[- ]id'), WORDED('trace[- ]id')];
/** A list of names and values, and a tab-separated dump. */
const LISTED = /\b(?:x-)?request[-_]?id(?:["'],\s{0,9}["']|\t{1,4})([^\s"',\]]{1,128})/i;
/** pino-http's `"req":{"id":…}`. */
const NESTED = /"req"\s{0,3}:\s{0,3}\{\s{0,3}"id"\s{0,3}:\s{0,3}"?([A-Za-z0-9][A-Za-z0-9._:/-]{0,127})/;
const PREFIXED = /\breq_(?=[a-z_]{0,40}\d)[A-Za-z0-9_-]{4,124}(?!\s?=)/;

/**
 * The request id that a text names, or null. What stands under `request_id` or in a header of that name is the id,
 * whatever it looks like (of a transcript, the one that came back); else a `reqId`, a bare `req_…`, or a correlation or
 * trace id. `source` is already unwrapped.
 */
export function findRequestId(source: Scanned | string): string | null {
  const read = typeof source === 'string' ? scanned(source) : source;
  const { text } = read;
  const [exact, alike] = TIERS.map((names) => idUnder(read, names, false));
  return (
    exact ??
    worded(text, WORDED_REQUEST) ??
    LISTED.exec(text)?.[1] ??
    alike ??
    NESTED.exec(text)?.[1] ??
    PREFIXED.exec(text)?.[0] ??
    LATER.map((names, index) => idUnder(read, names, true) ?? worded(text, WORDED_LATER[index])).find(
      (id) => id !== null,
    ) ??
    null
  );
}

interface Candidate {
  id: string;
  /** Whether it came back in a header of a transcript. */
  isAnswered: boolean;
  isInText: boolean;
}

function idUnder({ text, fields }: Scanned, names: RegExp, isStrict: boolean): string | null {
  const found: Candidate[] = [];
  for (const field of fields) {
    if (!names.test(field.bare)) continue;
    const id = idIn(text, field);
    if (id === null || (isStrict && (!/\d/.test(id) || DATE.test(id) || id.length < 4))) continue;
    found.push({ id, isAnswered: isAnswered(text, field), isInText: field.isInText });
    if (found.length >= MOST) break;
  }
  return bestOf(found);
}

function bestOf(found: readonly Candidate[]): string | null {
  const best =
    found.find(({ isAnswered }) => isAnswered) ?? found.find(({ isInText }) => !isInText) ?? found[0];
  return best?.id ?? null;
}

/** A transcript of `curl -v` marks what came back. */
function isAnswered(text: string, { at }: Field): boolean {
  const start = text.lastIndexOf('\n', at) + 1;
  return at - start < 200 && text.startsWith('< ', start);
}

/** The id in a field: all of a value in quotes, else its first word; null for what stands in for one. */
function idIn(text: string, { at, quote, separator }: Field): string | null {
  const rest = text.slice(at, at + LONGEST + 1);
  const end =
    quote === '' ? rest.search(/[\s,;&"'`<>()[\]{}|\\]/) : rest.search(quote === '<' ? /</ : /["'`\\\n]/);
  // One that is longer than any id is none; it is not cut to be one.
  if (end < 0 && rest.length > LONGEST) return null;
  const written = (end < 0 ? rest : rest.slice(0, end)).trim();
  const raw = separator === '=' && quote === '' ? formValue(written) : written;
  const id = quote === '' ? trimEnd(raw, /[.:,;]/) : raw;
  if (id === '' || /\s/.test(id) || NO_ID.test(id)) return null;
  // In "request_id: see the logs" no id is named.
  const isProse = quote === '' && /^[a-z]+$/i.test(id) && /^[ \t]+[a-z]/i.test(rest.slice(written.length));
  return isProse ? null : id;
}

function formValue(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function worded(text: string, pattern: RegExp | undefined): string | null {
  if (pattern === undefined) return null;
  const found: Candidate[] = [];
  for (const [, answered, value = ''] of text.matchAll(pattern)) {
    const id = trimEnd(value, /[.:_/+-]/);
    if (/[\d_/]/.test(id) && !DATE.test(id))
      found.push({ id, isAnswered: answered !== undefined, isInText: false });
    if (found.length >= MOST) break;
  }
  return bestOf(found);
}
