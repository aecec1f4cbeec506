import { isObject } from '../../is-object.ts';

/** Members under which shippers collect records, beside members about the shipment. */
const LISTS = ['records', 'logevents', 'entries', 'events', 'logs', 'messages', 'batch'];

/** What shows that an object is a record itself, whatever lists it has. */
const OF_A_RECORD = [
  'time',
  'ts',
  'timestamp',
  '@timestamp',
  'level',
  'severity',
  'msg',
  'message',
  'error',
  'log',
];

/**
 * The records that a JSON value holds, with what they share; null if it is one record itself.
 *
 * Lists mix the requests of many, so each element counts alone: `[{…},{…}]`, `{"Records":[…]}`.
 */
export function listedRecords(
  value: unknown,
): { records: Record<string, unknown>[]; shared: Record<string, unknown> } | null {
  if (Array.isArray(value))
    return value.some(isObject) ? { records: value.map(toRecordOf), shared: {} } : null;
  if (!isObject(value)) return null;
  const members = Object.entries(value);
  const [name] =
    members.length === 1
      ? (members[0] ?? [])
      : (members.find(([key, list]) => LISTS.includes(key.toLowerCase()) && isList(list)) ?? []);
  if (name === undefined || !isList(value[name])) return null;
  if (members.length > 1 && OF_A_RECORD.some((key) => Object.hasOwn(value, key))) return null;
  const { [name]: list, ...shared } = value;
  return { records: (list as unknown[]).map(toRecordOf), shared };
}

/** A list of objects, but not one of `{key, value}` pairs, which are the fields of one record. */
function isList(value: unknown): boolean {
  if (!Array.isArray(value) || !value.some(isObject)) return false;
  return !value.every(
    (item) => isObject(item) && Object.keys(item).length === 2 && Object.hasOwn(item, 'value'),
  );
}

function toRecordOf(item: unknown): Record<string, unknown> {
  return isObject(item) ? item : { value: item };
}
