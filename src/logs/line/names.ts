/** How the names of fields are compared: whatever their case, their separators and what they are nested in. */

/** Objects that only wrap the fields of a line, so that even `code` in them is the line's own. */
export const PLAIN_WRAPPERS: ReadonlySet<string> = new Set(
  'attributes fields data extra context ctx properties meta metadata payload jsonpayload record mdc'.split(
    ' ',
  ),
);

/** Further ones, in which a `code` may be that of something else. The scanner of the index looks for no code in them. */
const WRAPPERS: ReadonlySet<string> = new Set(
  `resource extras contextmap contextdata props protopayload attr attrs span spans state scope scopes details detail info event eventdata
  customdimensions tags labels log logdata msg message body httpcontext access accesslog otel vars annotations result
  source _source parsed structured`.split(/\s+/),
);

/** A name by its letters: `http.status_code`, `HTTP-Status-Code` and `httpStatusCode` are one. Short ones keep their `@`. */
export function keyOf(name: string): string {
  if (/^@\w{1,2}$/.test(name)) return name;
  return name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** How many objects round a field are looked through. */
const MAX_WRAPPERS = 4;

/** Names are few and come again. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 10_000;

/** The keys under which a field is known, the most exact first. */
function keysOf(name: string): readonly string[] {
  const before = known.get(name);
  if (before) return before;
  const keys = makeKeys(name);
  if (known.size < MOST_KNOWN && name.length < 200) known.set(name, keys);
  return keys;
}

function makeKeys(name: string): string[] {
  const keys = [keyOf(name)];
  let inner = name;
  let isOther = false;
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    const dot = inner.indexOf('.');
    if (dot === -1) break;
    const outer = inner.slice(0, dot).toLowerCase();
    const isPlain = PLAIN_WRAPPERS.has(outer) || name.startsWith('resource.attributes.');
    if (!isPlain && !WRAPPERS.has(outer) && !/^\d{1,2}$/.test(outer)) break;
    if (!isPlain) isOther = true;
    inner = inner.slice(dot + 1);
    const key = keyOf(inner);
    keys.push(isOther && key === 'code' ? '' : key);
  }
  return keys;
}

/** Things by the keys of their names; of two under one key, the one that is wrapped less, then the first. */
export function indexByName<T extends { name: string }>(fields: readonly T[]): Map<string, T> {
  const index = new Map<string, T>();
  const all = fields.map((field) => ({ field, keys: keysOf(field.name) }));
  for (let depth = 0; depth <= MAX_WRAPPERS; depth += 1) {
    for (const { field, keys } of all) {
      const key = keys[depth];
      if (key !== undefined && key !== '' && !index.has(key)) index.set(key, field);
    }
  }
  return index;
}

/** A table of names, by their keys. */
export function keyed(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(keyOf))];
}
