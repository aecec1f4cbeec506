import { isUuid, percentDecoded, trimEnd, trimStart } from '../base/text.ts';
import { type Field, type Scanned, scanned } from './scan-fields.ts';

/** What may stand in front of an id that was copied with its name: `request_id: `, `"traceId": "`, `X-Request-Id=`. */
const LABEL =
  /^["'`]?(?:[a-z][\w.]{0,40}[ _-]?){0,3}(?:requests?|req|correlation|trace|traceparent|span|ray|root|self|id|uuid|guid|reference|incident)["'`]?(?:\s{0,3}(?::|=>|=|#)\s{0,3}|\s{1,3}is\s{1,3}|\s{1,3})["'`]?(?=\S)/i;

/** An id in a sentence or a list. */
const OPENING = /[\s"'`([{<]/;
const CLOSING = /[\s"'`)\]}>,;.!?]/;

/** Headers and other shapes that hold an id with more beside it, and where in them it stands. */
const SHAPES: readonly RegExp[] = [
  // traceparent (W3C Trace Context), b3 (Zipkin), uber-trace-id (Jaeger), X-Cloud-Trace-Context (Google).
  /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/i,
  /^([\da-f]{32}|[\da-f]{16})-[\da-f]{16}(?:-[01d](?:-[\da-f]{16})?)?$/i,
  /^([\da-f]{16,32}):[\da-f]{1,16}:[\da-f]{1,16}:[\da-f]{1,2}$/i,
  /^([\da-f]{32})\/\d{1,20}(?:;o=\d)?$/i,
  // CF-Ray with the place that answered; X-Amzn-Trace-Id; a UUID as a URN, or with its kind in front.
  /^([\da-f]{16,20})-[a-z]{3}$/i,
  /^(?:[\w-]{1,40}=[^;\s]{1,100};\s?)*Root=([\da-f-]{10,80})(?:;|$)/i,
  /^(1-[\da-f]{8}-[\da-f]{24})(?:;.{0,200})?$/i,
  /^urn:uuid:([\da-f-]{36})$/i,
  /^req-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i,
];

/**
 * The id in what was pasted as one: without its label, what stands round it and what a header holds beside it, and with
 * the characters that a URL escapes decoded. Anything else is left as it is.
 */
export function readPastedId(pasted: string): string {
  const id = unescaped(undressed(pasted));
  for (const shape of SHAPES) {
    const inner = shape.exec(id)?.[1];
    if (inner !== undefined) return inner;
  }
  return id;
}

function undressed(pasted: string): string {
  const bare = trimStart(pasted, OPENING);
  const label = LABEL.exec(bare)?.[0] ?? '';
  const behind = bare.slice(label.length);
  // With only a space between, the next word must look like an id: not `id rather`, nor `req 1`.
  const isLabeled = label !== '' && (/[:=#>]/.test(label) || /^(?=\S*\d)\S{6}/.test(behind));
  const value =
    isLabeled && !isUuid(bare) ? (trimStart(behind, OPENING).split(/[\s"'`,]/, 1)[0] ?? '') : bare;
  return trimEnd(trimEnd(value, CLOSING), /[\s"'`:]/);
}

function unescaped(id: string): string {
  const plain = percentDecoded(id) ?? id;
  return /^[!-~]+$/.test(plain) ? plain : id;
}

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
/** What stands in brackets or ends a line: `(request_id req_7)`. */
const BRACKETED = /[([]x?-?request[-_]?id[ ]([A-Za-z0-9][\w.:/+-]{2,127})[)\],;]/i;
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
    BRACKETED.exec(text)?.[1] ??
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
  const raw = separator === '=' && quote === '' ? (percentDecoded(written) ?? written) : written;
  const id = quote === '' ? trimEnd(raw, /[.:,;]/) : raw;
  if (id === '' || /\s/.test(id) || NO_ID.test(id)) return null;
  // In "request_id: see the logs" no id is named.
  const isProse = quote === '' && /^[a-z]+$/i.test(id) && /^[ \t]+[a-z]/i.test(rest.slice(written.length));
  return isProse ? null : id;
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
