/** Values whose name stands beside them: `{"name":"password","value":"…"}`, `["Authorization","…"]`. */

import { isHarmlessValue } from './harmless.ts';
import { mayHoldSecret } from './secret-names.ts';
import { type Pair, quotedSpan, type Span } from './value-span.ts';

/** Names that hold the name of what stands beside them. */
export const NAMING = /(?:^|\.)(?:k|key|name|header|field|param|parameter|loc|path)$/i;

/** Names that hold the value beside it. */
const BESIDE = /(?:^|\.)(?:v|val|value|input)$/i;

/** How far behind a name its value may begin: pydantic puts a message between the two. */
const MAX_APART = 400;

const BEHIND =
  /(\\{0,15}["'])?\s{0,8},\s{0,8}\\{0,15}["']?(?:k|key|name|header|field|param)\\{0,15}["']?\s{0,4}[:=]\s{0,4}\\{0,15}["']([^\s"'\\,:={}[\]]{1,64})\\{0,15}["']/iy;

/** The secret that a naming field (`"name": "password"`, `"loc": ["body", "password"]`) names; null if it names none. */
export function namedSecret({ text, name, from }: Pair): string | null {
  if (!NAMING.test(name)) return null;
  const window = text.slice(from, from + 160);
  const list = /^\[([^\]]*)\]/.exec(window)?.[1];
  const named = /^\\{0,15}["']([^\s"'\\,:={}[\]]{1,64})\\{0,15}["']$/.exec(
    list?.slice(list.lastIndexOf(',') + 1).trim() ??
      /^\\{0,15}["'][^\s"'\\,:={}[\]]{1,64}\\{0,15}["']/.exec(window)?.[0] ??
      '',
  );
  return named?.[1] !== undefined && mayHoldSecret(named[1]) ? named[1] : null;
}

/** Whether `pair` holds the value of the secret that was named at `namedAt`, in the same object. */
export function standsBeside(pair: Pair, namedAt: number): boolean {
  if (namedAt < 0 || pair.start - namedAt > MAX_APART || !BESIDE.test(pair.name)) return false;
  return !pair.text.slice(namedAt, pair.start).includes('}');
}

/** The value in `{"value":"…","name":"password"}`: the name may stand behind. */
export function namedBehind(pair: Pair): Span | null {
  if (!BESIDE.test(pair.name)) return null;
  const span = quotedSpan(pair.text, pair.from);
  if (!span) return null;
  BEHIND.lastIndex = span.end;
  const name = BEHIND.exec(pair.text)?.[2];
  if (name === undefined || !mayHoldSecret(name)) return null;
  return isHarmlessValue(name, pair.text.slice(span.start, span.end)) ? null : span;
}

/** Names of fields and headers, as lists of them hold. */
const NAME_LIKE =
  /^(?:[a-z]+(?:[_-][a-z]+)*|[A-Z][a-z]+(?:-[A-Z][a-z]+)*|[A-Z]+(?:_[A-Z]+)*|[a-z]+(?:[A-Z][a-z]+)+)$/;

const COMMON_HEADER =
  /^(?:accept|host|cookie|origin|referer|user-agent|range|date|etag|vary|.{1,40}-.{1,40})$/i;

/** Whether `value` behind a secret `name` in a list is its value, and not one more name of a list of names. */
export function isListedValue(value: string, before: string): boolean {
  if (!NAME_LIKE.test(value)) return true;
  if (/\($|\(b$/.test(before.replace(/\\{0,15}["']$/, ''))) return true;
  return (
    /headers|trailers/i.test(before) &&
    !/allow|required|missing|expose|vary/i.test(before) &&
    !COMMON_HEADER.test(value)
  );
}
