import type { LogLine } from '../log.ts';
import { type IdNames, ownId } from './ids.ts';
import { readPairs } from './logfmt.ts';

/** What stands in a field for an id that is not known. */
const NO_ID = /^(?:|-|null|none|undefined|0+)$/i;

/** An id with its type in front, as it stands among words: `[req_7Hq2] charge failed`. */
const TYPED = /(?:^|[\s[("'=:])(req(?:uest)?[_-][A-Za-z0-9][\w-]{2,99})(?![\w-])/gi;

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
  return inText.request ?? (typed.size === 1 ? only : null) ?? inFields.trace ?? inText.trace;
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
