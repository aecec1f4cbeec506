import { isObject } from '../base/objects.ts';
import type { EntryInput, JsonValue } from '../catalog/catalog.ts';
import {
  byPlainName,
  endsLikeCode,
  type Field,
  isNothing,
  plainName,
  READERS,
  USUAL_NAMES,
} from './fields.ts';
import type { ListMembers } from './list.ts';

type SourceRecord = Readonly<Record<string, unknown>>;

/** What is known of a record besides its members. */
interface RecordOptions {
  /** Field → member, as whoever imports has it. */
  map: ReadonlyMap<string, string>;
  /** What the record stands under, where it stands in a map of codes. */
  key?: string;
  /** What its code is for certain. */
  code?: string;
  /** What the list tells in which it stands. */
  list?: ListMembers;
}

/** A name as programs have it, and not a number or words. */
const SYMBOL = /^(?=.{0,199}\p{L})[\p{L}\p{N}_$@][\p{L}\p{N}_$@.:/#-]*$/u;
const NUMBER = /^[+-]?\d+$/;
const FIELDS = Object.keys(USUAL_NAMES) as (keyof typeof USUAL_NAMES)[];
/** Names of which a number is a code too, and not the number of a row. */
const CODES = new Set(['code', 'errorcode', 'errcode']);

/**
 * A record as the data of an entry: members with a usual name, or one that is mapped, as its fields; all others, and
 * what does not fit its field, under `extra`. Null if nothing in it is a code.
 */
export function readRecord(source: SourceRecord, options: RecordOptions): EntryInput | null {
  const { map, code, list } = options;
  const key = list?.hasMessageKeys ? undefined : options.key;
  const record = keepKey(source, list?.hasMessageKeys ? options.key : undefined);
  const isMapped = map.has('http_status') || [...map.values()].includes(list?.status ?? '');
  const status = isMapped ? null : statusIn(record, list);
  const typed = map.has('code') || !list?.code ? undefined : READERS.code(record[list.code]);
  const found =
    typed && list?.code
      ? { code: typed, aliases: [], used: [list.code] }
      : findCode(record, map, key, code, status?.member);
  if (found === null) return null;
  const used = new Set(found.used);
  const fields = new Map<Field, unknown>([['code', found.code]]);
  const members = byPlainName(Object.keys(record));
  if (status !== null) {
    fields.set('http_status', status.value);
    used.add(status.member);
  }
  for (const field of FIELDS) {
    if (field === 'code' || fields.has(field)) continue;
    const member = memberFor(field, record, map, members, used);
    if (member === null) continue;
    const value = READERS[field](valueAt(record, member));
    if (value === null) continue;
    fields.set(field, value);
    used.add(member);
  }
  // An entry of our own may say that there is no status to be known.
  if (record['http_status'] === null && !fields.has('http_status')) fields.set('http_status', null);
  const aliases = [
    ...new Set([...found.aliases, ...((fields.get('aliases') as string[] | undefined) ?? [])]),
  ];
  if (aliases.length > 0) fields.set('aliases', aliases);
  const extra = extraOf(record, used);
  if (extra !== null) fields.set('extra', extra);
  return Object.fromEntries(fields) as unknown as EntryInput;
}

/** A record with the message that it stands under, where it has none of its own. */
function keepKey(record: SourceRecord, key: string | undefined): SourceRecord {
  if (key === undefined) return record;
  return Object.hasOwn(record, 'message') ? { ...record, message_key: key } : { message: key, ...record };
}

/** The status that stands under the name of a code, where the list says that it is one. */
function statusIn(record: SourceRecord, list: ListMembers | undefined) {
  const member = list?.status ?? null;
  if (member === null) return null;
  const value = READERS.http_status(record[member]);
  return value === null ? null : { member, value };
}

/** The value of a member, or of what a dotted path leads to. */
function valueAt(record: unknown, path: string): unknown {
  if (isObject(record) && Object.hasOwn(record, path)) return record[path];
  return path.split('.').reduce<unknown>((value, step) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    return isThere ? (value as SourceRecord)[step] : undefined;
  }, record);
}

/** The member that a field is read from: the mapped one, or the first of a usual name that says something. */
function memberFor(
  field: keyof typeof USUAL_NAMES,
  record: SourceRecord,
  map: ReadonlyMap<string, string>,
  members: ReadonlyMap<string, string>,
  used: ReadonlySet<string>,
): string | null {
  const mapped = map.get(field);
  if (mapped !== undefined) return mappedMember(record, mapped);
  const elsewhere = new Set(map.values());
  for (const usual of USUAL_NAMES[field]) {
    const member = members.get(usual);
    if (member === undefined || used.has(member) || elsewhere.has(member)) continue;
    // A word under this name is a name, and no message.
    if (field === 'example' && usual === 'error' && !/\S\s+\S/.test(String(record[member]))) continue;
    if (!isNothing(record[member]) && READERS[field](record[member]) !== null) return member;
  }
  return null;
}

/** A mapped member as the record has it, or a path; names may differ in their spelling. */
function mappedMember(record: SourceRecord, mapped: string): string | null {
  const member = Object.hasOwn(record, mapped)
    ? mapped
    : (Object.keys(record).find((name) => plainName(name) === plainName(mapped)) ?? mapped);
  return isNothing(valueAt(record, member)) ? null : member;
}

interface FoundCode {
  code: string;
  aliases: string[];
  used: string[];
}

/** What the record's code is. A symbolic name goes before a number, which then is an alias. */
function findCode(
  record: SourceRecord,
  map: ReadonlyMap<string, string>,
  key: string | undefined,
  given: string | undefined,
  besides: string | undefined,
): FoundCode | null {
  const mapped = map.get('code');
  if (mapped !== undefined) {
    const member = mappedMember(record, mapped);
    const code = member === null ? null : READERS.code(valueAt(record, member));
    return code === null || code === '' || member === null ? null : { code, aliases: [], used: [member] };
  }
  const members = byPlainName(Object.keys(record));
  const inMembers = USUAL_NAMES.code.flatMap((usual) => {
    const member = members.get(usual);
    const code = member === undefined ? null : READERS.code(record[member]);
    if (member === undefined || member === besides || code === null || code === '') return [];
    return [{ member, code, isCode: CODES.has(usual) }];
  });
  const explicit = inMembers.filter(({ isCode }) => isCode);
  const named = inMembers.filter(({ isCode }) => !isCode);
  const keyed = key === undefined ? [] : [{ member: null, code: key, isCode: true }];
  const sure = given === undefined ? [] : [{ member: null, code: given, isCode: true }];
  const candidates = [...explicit, ...keyed, ...codeLike(record), ...named];
  const best =
    sure[0] ??
    [...explicit, ...keyed].find(({ code }) => !NUMBER.test(code)) ??
    named.find(({ code }) => !NUMBER.test(code) && SYMBOL.test(code)) ??
    candidates[0];
  if (best === undefined) return null;
  const others = [...explicit, ...keyed].filter((each) => each !== best);
  return {
    code: best.code,
    aliases: others.map(({ code }) => code).filter((code) => code !== best.code),
    used: [best, ...others].flatMap(({ member }) => member ?? []),
  };
}

/** The one member whose name ends like that of a code; where there are several, none says which it is. */
function codeLike(record: SourceRecord) {
  const members = Object.keys(record).filter((name) => endsLikeCode(plainName(name)));
  const usual = new Set([...USUAL_NAMES.code, ...USUAL_NAMES.http_status, ...USUAL_NAMES.aliases]);
  const [member, ...others] = members.filter((name) => !usual.has(plainName(name)));
  const code = member === undefined || others.length > 0 ? null : READERS.code(record[member]);
  return code === null || code === '' || member === undefined ? [] : [{ member, code, isCode: true }];
}

/** What no field took, under its own name, with what the record itself calls `extra`. */
function extraOf(record: SourceRecord, used: ReadonlySet<string>): Record<string, JsonValue> | null {
  const rest = Object.entries(record).filter(([name, value]) => !used.has(name) && !isNothing(value));
  const own = isObject(record['extra']) ? Object.entries(record['extra']) : [];
  const others = rest.filter(([name]) => name !== 'extra');
  const isClear = own.length > 0 && !others.some(([name]) => own.some(([each]) => each === name));
  const all = isClear ? [...own, ...others] : rest;
  return all.length === 0 ? null : (Object.fromEntries(all) as Record<string, JsonValue>);
}
