import { rememberingFor } from '../../base/remember.ts';
import { wordSet } from '../../base/text.ts';
import { lettersOf, wordsOf } from '../../base/words.ts';
import type { LogLine } from '../log.ts';
import { readPairs } from './logfmt.ts';

/** Which names hold ids, and which of these hold the id of the line's own request. */

/** What names the line's own request, or the trace that it is a part of. */
type OwnId = 'request' | 'trace';

/** Last words of names that hold ids. */
const ID_WORDS = wordSet(`
  id ids uuid guid rid request req correlation trace traceparent span ray requestid reqid xrequestid traceid
  spanid correlationid rayid`);

/** Another request's id stands under a name with one of these words: `parent_request_id`. */
const OTHERS =
  /^(?:parent|upstream|downstream|origin|original|originating|previous|prev|last|next|root|caller|cause|caused|causation|related|link|links|linked|child|children|other|others|retry|retried|replay|replayed|blocked|blocking|waiting|batch|\d+)$/;

const REQUEST =
  /^(?:x|cf|http|aws|amz|amzn|ms|goog|nginx|client|server|current)*(?:(?:request|req|correlation)(?:id|uid|uuid)|rayid|ray)$/;
const TRACE =
  /^(?:x|b3|dd|ot|otel|ray|amz|amzn|cloud)*(?:(?:trace|span)id|traceparent|tracecontext)$|googleapiscomtrace$|^rid$/;

/** Objects whose fields still belong to the line itself. */
const NEUTRAL =
  /^(?:attributes|resource|fields|data|extra|extras|context|ctx|properties|meta|metadata|payload|jsonpayload|record|mdc|req|request|res|response|header|headers|http|labels|tags|log|logging|event|error|err|span|trace|dd|state|scope|scopes|args|operation|rawheaders|body|params|googleapis)$/;

/** The letters of further names that hold request ids, as the operator configured them. */
export type IdNames = ReadonlySet<string>;

export const NO_ID_NAMES: IdNames = new Set();

/** The names of a configuration, in any spelling: `orderNo`, `order-no`. */
export function idNames(names: Iterable<string>): IdNames {
  return new Set([...names].map((name) => lettersOf(name)));
}

function isConfigured(name: string, names: IdNames): boolean {
  return names.size > 0 && names.has(lettersOf(name.split('.').at(-1) ?? ''));
}

/** Whether a name says that it holds an id: `request_id`, `RayID`, `req`. */
export const isIdName: (name: string, names: IdNames) => boolean = rememberingFor((name, names: IdNames) => {
  const last = wordsOfName(name).at(-1);
  return (last !== undefined && ID_WORDS.has(last)) || isConfigured(name, names);
});

/** Whether a name says that it holds the id of another thing than this line: `parent_id`, `items.0.id`. */
export function isOthersName(name: string): boolean {
  return wordsOfName(name).some((word) => OTHERS.test(word));
}

/**
 * Whether a field of this name holds the id of the line's own request or trace. Not `sure` where it stands in an
 * object of the line that may be about something else.
 */
export const ownId: (name: string, names: IdNames) => { kind: OwnId; sure: boolean } | null =
  rememberingFor(ownIdByName);

function ownIdByName(name: string, names: IdNames): { kind: OwnId; sure: boolean } | null {
  if (isConfigured(name, names)) return { kind: 'request', sure: true };
  if (isOthersName(name)) return null;
  const segments = name.toLowerCase().split('.');
  // `req.id` and `trace.id` hold the id one level down.
  const size = segments.at(-1) === 'id' && segments.length > 1 ? 2 : 1;
  const core = lettersOf(segments.slice(-size).join(''));
  const kind = REQUEST.test(core)
    ? 'request'
    : TRACE.test(lettersOf(name)) || TRACE.test(core)
      ? 'trace'
      : null;
  if (!kind) return null;
  return { kind, sure: segments.slice(0, -size).every((segment) => NEUTRAL.test(lettersOf(segment))) };
}

/** The words of a name (of a long name, those at its end): `X-Request-Id`, `requestId` and `request_id` all end in `id`. */
function wordsOfName(name: string): string[] {
  return wordsOf(name.slice(-200));
}

/** What a field holds where the id is not known. */
const NO_ID = /^(?:|-|null|none|undefined|0+)$/i;

/** An id with its type in front, as it stands among words: `[req_7Hq2] charge failed`. */
const TYPED = /(?:^|[\s[("'=:])(req(?:uest)?[_-][A-Za-z0-9][\w-]{2,99})(?![\w-])/gi;

/** An id as spans of Rust and scopes of .NET write it: `request{id=7f3a}: done`, `=> RequestId:0HN1:2`. */
const IN_SCOPE = /(?<![\w.])(?:req(?:uest)?\{(?:request_)?id=|RequestId:)"?([\w.:-]{4,128})(?![\w.:-])/;

interface OwnIds {
  request: string | null;
  trace: string | null;
}

/**
 * The id of the line's own request, or else of its trace: by its fields; in plain text by its pairs, or by the only id
 * with its type in front. Null where it shows none.
 */
export function ownIdOf({ rest = {}, message = '' }: LogLine, names: IdNames): string | null {
  const inFields = pick(Object.entries(rest), names);
  if (inFields.request !== null) return inFields.request;
  // Of a line of text with pairs in it, the message is the whole line.
  const pairs = readPairs(message).fields.map(({ name, value }) => [name, value] as const);
  const inText = pick(pairs, names);
  const typed = new Set([...message.matchAll(TYPED)].map(([, id = '']) => id));
  const [only = null] = typed;
  const stack = Array.isArray(rest['stack']) ? rest['stack'].slice(0, 3).map(String) : [];
  const inScope = [message, ...stack].map((text) => IN_SCOPE.exec(text)?.[1]).find((id) => id !== undefined);
  return inText.request ?? (typed.size === 1 ? only : null) ?? inScope ?? inFields.trace ?? inText.trace;
}

function pick(fields: readonly (readonly [string, unknown])[], names: IdNames): OwnIds {
  const found = { request: null, trace: null, unsure: null } as Record<string, string | null>;
  for (const [name, value] of fields) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const id = String(value);
    const own = NO_ID.test(id) ? null : ownId(name, names);
    if (own === null) continue;
    const kind = own.kind === 'request' && !own.sure ? 'unsure' : own.kind;
    // A span is a part of a trace, so the trace tells more.
    if (kind === 'trace' && /span/i.test(name)) continue;
    found[kind] ??= id;
  }
  return { request: found['request'] ?? found['unsure'] ?? null, trace: found['trace'] ?? null };
}
