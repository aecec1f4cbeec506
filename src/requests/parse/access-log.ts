import type { Draft } from './draft.ts';
import type { Field } from './flatten.ts';
import { readTime } from './time.ts';

const LINE =
  /^(?<addr>\S{1,100}) (?<ident>\S{1,100}) (?<user>\S{1,200}) \[(?<time>[^\]"]{20,40})\] "(?<request>(?:[^"\\]|\\.){0,16384})" (?<status>\d{3}) (?<bytes>\d{1,20}|-)(?: (?<tail>.*))?$/s;

const QUOTED = /^"((?:[^"\\]|\\.){0,16384})" "((?:[^"\\]|\\.){0,16384})" ?/s;

/** What may be an id among the values that an extended format adds: `req_7f3a`, a UUID, 16 hex digits or more. */
const ID =
  /(?<![\w.-])(?:[A-Za-z]{2,12}[_-](?=[\w-]*\d)[\w-]{1,80}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{16,64})(?![\w.])/gi;

/**
 * A line of the common or combined log format (Apache `mod_log_config`, nginx `combined`); null if it is none.
 *
 * What an extended format adds at the end is kept whole, as `extra`.
 */
export function readAccessLog(text: string): Draft | null {
  const groups = LINE.exec(text)?.groups;
  const instant = readTime(groups?.['time']);
  if (!groups || !instant) return null;
  const [method = '', path] = (groups['request'] ?? '').split(' ');
  const isRequest = /^[A-Z]{3,16}$/.test(method) && path !== undefined;
  const tail = groups['tail'] ?? '';
  const quoted = QUOTED.exec(tail);
  const extra = quoted ? tail.slice(quoted[0].length) : tail;
  const fields = named({
    remote_addr: groups['addr'],
    remote_user: groups['user'],
    request: isRequest ? undefined : groups['request'],
    bytes: groups['bytes'],
    referer: quoted?.[1],
    user_agent: quoted?.[2],
    extra,
  });
  return {
    fields,
    text,
    ids: [...extra.matchAll(ID)].map(([id]) => id),
    instant,
    status: Number(groups['status']),
    ...(isRequest ? { method, path } : {}),
  };
}

function named(values: Record<string, string | undefined>): Field[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' || value === '-' ? [] : [{ name, value }],
  );
}
