import { nearest } from '../base/edit-distance.ts';
import { isKnownStatus } from '../base/http-status.ts';
import { isObject } from '../base/objects.ts';
import type { Path } from '../catalog/catalog.ts';
import { byPlainName, endsLikeCode, isNothing, plainName, READERS, USUAL_NAMES } from './fields.ts';
import { ImportError, type Unplaced } from './imported.ts';
import type { Source } from './source.ts';

/** A value that may be a record of an error, and where it stands. */
export interface Candidate {
  value: unknown;
  path: Path;
  /** Its key, where it stands in a map of codes. */
  key: string | undefined;
}

/** A list or map in a source. */
interface FoundList {
  path: Path;
  candidates: Candidate[];
}

/**
 * The lists of a source that hold its errors, and what else there is to tell: those under a path where one is given, or
 * else the likeliest with those beside it that are like it, in their order.
 *
 * @throws ImportError where the path leads to no list
 */
export function readLists(
  { data, lineOf, hidden }: Source,
  list: string | null,
  codeNames: CodeNames = usualCodes,
): { lists: FoundList[]; unplaced: Unplaced[] } {
  const all = list === null ? findLists(data, codeNames) : listsAt(data, list);
  const lists = list === null ? withSiblings(all).sort((a, b) => lineOf(a.path) - lineOf(b.path)) : all;
  const further = all.filter((each) => !lists.includes(each));
  const unplaced = further.map(({ path, candidates }) => ({
    line: lineOf(path),
    text: path.join('.'),
    reason: `A further list of ${candidates.length}; --list PATH takes that one, and a * in PATH every member.`,
  }));
  return { lists, unplaced: [...hidden, ...unplaced] };
}

/**
 * The lists under a dotted path, of which a step may be `*` for every member.
 *
 * @throws ImportError that says where the path ends, and what there is instead
 */
export function listsAt(data: unknown, dotted: string): FoundList[] {
  const steps = dotted.split('.').filter((step) => step !== '');
  let found: { value: unknown; path: (string | number)[] }[] = [{ value: data, path: [] }];
  for (const step of steps) {
    const next = found.flatMap(({ value, path }) =>
      membersOf(value)
        .filter(([key]) => step === '*' || String(key) === step)
        .map(([key, member]) => ({ value: member, path: [...path, key] })),
    );
    if (next.length === 0) throw new ImportError(formatMissing(dotted, step, found));
    found = next;
  }
  const lists = found.flatMap(({ value, path }) => {
    const candidates = candidatesOf(value, path);
    return candidates === null ? [] : [{ path, candidates }];
  });
  if (lists.length > 0) return lists;
  throw new ImportError(`What stands under '${dotted}' is neither a list nor an object.`);
}

function formatMissing(dotted: string, step: string, found: readonly { value: unknown }[]): string {
  const names = found.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : []));
  const meant = nearest(step, names);
  const there = names.length === 0 ? 'no members' : names.slice(0, 20).join(', ');
  const hint = meant === null ? ` There: ${there}.` : ` Did you mean '${meant}'?`;
  return `There is no '${step}' of '${dotted}'.${hint}`;
}

function membersOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return isObject(value) ? Object.entries(value) : [];
}

function candidatesOf(value: unknown, path: Path): Candidate[] | null {
  if (Array.isArray(value))
    return value.map((each, index) => ({ value: each, path: [...path, index], key: undefined }));
  if (!isObject(value)) return null;
  return Object.entries(value).map(([key, each]) => ({ value: each, path: [...path, key], key }));
}

/** Whether a member of this plain name may hold the code of a record, and whether it does for certain. */
export type CodeNames = (plain: string) => 'certainly' | 'perhaps' | null;

const CERTAIN = new Set(['code', 'errorcode', 'errcode']);
const PERHAPS = new Set(USUAL_NAMES.code);
const KNOWN = new Set(Object.values(USUAL_NAMES).flat());

const usualCodes: CodeNames = (plain) =>
  CERTAIN.has(plain) ? 'certainly' : PERHAPS.has(plain) || endsLikeCode(plain) ? 'perhaps' : null;

/**
 * Every list of objects with a code, and every map of objects that tell of an error: those that certainly are some
 * first, and the largest of them. What stands inside of one of them is not looked at. An object with a code of its own
 * is a list of one.
 */
function findLists(data: unknown, codeNames: CodeNames): FoundList[] {
  if (isObject(data) && rankOfRecord(data, codeNames) === 2)
    return [{ path: [], candidates: [{ value: data, path: [], key: undefined }] }];
  const found: (FoundList & { rank: number })[] = [];
  let level: { value: unknown; path: Path }[] = [{ value: data, path: [] }];
  while (level.length > 0) {
    const next: { value: unknown; path: Path }[] = [];
    for (const { value, path } of level) {
      const rank = Array.isArray(value)
        ? rankOfList(value, codeNames)
        : isObject(value)
          ? rankOfMap(value)
          : 0;
      if (rank > 0) found.push({ path, candidates: candidatesOf(value, path) ?? [], rank });
      else for (const [key, member] of membersOf(value)) next.push({ value: member, path: [...path, key] });
    }
    level = next;
  }
  return found.sort((a, b) => b.rank - a.rank || b.candidates.length - a.candidates.length);
}

/** 2 for a list with a code in it, 1 for one of mostly objects with a name, 0 for anything else. */
function rankOfList(items: readonly unknown[], codeNames: CodeNames): number {
  const ranks = items.map((item) => (isObject(item) ? rankOfRecord(item, codeNames) : 0));
  const most = ranks.reduce<number>((a, b) => Math.max(a, b), 0);
  return most === 2 || ranks.filter((rank) => rank > 0).length * 2 >= items.length ? most : 0;
}

/** 2 for an object with a code, 1 for one with a name. */
function rankOfRecord(record: Record<string, unknown>, codeNames: CodeNames): number {
  const sure = Object.entries(record).map(([name, value]) =>
    typeof value === 'object' ? null : codeNames(plainName(name)),
  );
  return sure.includes('certainly') ? 2 : sure.includes('perhaps') ? 1 : 0;
}

/** 2 for a map of which most members are objects that say something about an error, 0 for anything else. */
function rankOfMap(map: Record<string, unknown>): number {
  const items = Object.values(map);
  if (items.some((item) => Array.isArray(item))) return 0;
  const records = items.filter(
    (item) => isObject(item) && Object.entries(item).some(([name, value]) => tells(plainName(name), value)),
  );
  return records.length > 0 && records.length * 2 >= items.length ? 2 : 0;
}

function tells(plain: string, value: unknown): boolean {
  return KNOWN.has(plain) && (!isObject(value) || plain === 'retry');
}

/** A record of a list, and its key where it stands in a map. */
export interface ListedRecord {
  record: Readonly<Record<string, unknown>>;
  key?: string | undefined;
}

/** What only a list as a whole tells of its records. */
export interface ListMembers {
  /** The member that holds HTTP statuses though its name says codes; null where there is none. */
  status: string | null;
  /** The member that holds the codes then, where no name says so: `type` beside a `code` of 404. */
  code: string | null;
  /** Whether the keys are messages, and the codes stand in the records. */
  hasMessageKeys: boolean;
}

const CODES = ['code', 'errorcode', 'errcode', 'codes', 'number'];
const SYMBOL = /^(?=\S*\p{L})\S{1,200}$/u;
/** How many of a hundred values must be of a kind for the member to be of it. */
const MOST = 90;

/** Looks at a list for what no record of it tells alone. */
export function membersOfList(records: readonly ListedRecord[]): ListMembers {
  const hasMessageKeys = areMessages(records);
  const status = statusMember(records);
  if (status !== null) return { status, code: null, hasMessageKeys };
  const code = typedMember(records);
  const holder = code === null ? undefined : statusHolder(records);
  return { status: holder ?? null, code: holder === undefined ? null : code, hasMessageKeys };
}

/** Names under which a code may stand where the member called so holds statuses. */
const TYPES = ['type', 'errortype', 'reason', 'kind', 'symbol', 'constant', 'identifier'];

/** The member whose values tell all records apart, each by one word. */
function typedMember(records: readonly ListedRecord[]): string | null {
  for (const usual of TYPES) {
    const values = records.map(({ record }) => {
      const member = byPlainName(Object.keys(record)).get(usual);
      return member === undefined ? null : { member, value: record[member] };
    });
    const [first] = values;
    const texts = values.flatMap((each) =>
      typeof each?.value === 'string' && SYMBOL.test(each.value) ? [each.value] : [],
    );
    if (first && texts.length === records.length && new Set(texts).size * 100 >= texts.length * MOST)
      return first.member;
  }
  return null;
}

/** The member that is called a code and holds nothing but statuses. */
function statusHolder(records: readonly ListedRecord[]): string | undefined {
  for (const usual of CODES) {
    const values = records.map(({ record }) => {
      const member = byPlainName(Object.keys(record)).get(usual);
      return member !== undefined && isStatus(record[member]) ? member : null;
    });
    const [first] = values;
    if (first && values.every((member) => member !== null)) return first;
  }
  return undefined;
}

/** Of records with a name each, the member whose numbers are all statuses in use. */
function statusMember(records: readonly ListedRecord[]): string | null {
  const all = records.map(({ record, key }) => ({ record, key, members: byPlainName(Object.keys(record)) }));
  const has = (usual: string) =>
    all.some(({ record, members }) => {
      const member = members.get(usual);
      return member !== undefined && !isNothing(record[member]);
    });
  if (USUAL_NAMES.http_status.some(has)) return null;
  for (const usual of CODES) {
    const filled = all.flatMap((each) => {
      const member = each.members.get(usual);
      return member === undefined || isNothing(each.record[member]) ? [] : [{ ...each, member }];
    });
    const [first] = filled;
    if (first === undefined) continue;
    const statuses = filled.filter(({ record, member }) => isStatus(record[member]));
    if (statuses.length * 100 < filled.length * MOST) continue;
    if (filled.every(({ record, key, members }) => isNamed(record, key, members, usual))) return first.member;
  }
  return null;
}

function isStatus(value: unknown): boolean {
  const read = READERS.http_status(value);
  return read !== null && [read].flat().every((each) => Number(each) >= 300 && isKnownStatus(String(each)));
}

function isNamed(
  record: Readonly<Record<string, unknown>>,
  key: string | undefined,
  members: ReadonlyMap<string, string>,
  besides: string,
): boolean {
  if (key !== undefined && SYMBOL.test(key)) return true;
  return USUAL_NAMES.code.some((usual) => {
    const member = usual === besides ? undefined : members.get(usual);
    const value = member === undefined ? undefined : record[member];
    return typeof value === 'string' && SYMBOL.test(value);
  });
}

/** Keys of which half are of several words are messages where the records have codes of their own. */
function areMessages(records: readonly ListedRecord[]): boolean {
  const keyed = records.filter(({ key }) => key !== undefined);
  const worded = keyed.filter(({ key }) => /\S\s+\S/.test(key ?? ''));
  if (keyed.length === 0 || worded.length * 2 < keyed.length) return false;
  return keyed.every(({ record }) => {
    const members = byPlainName(Object.keys(record));
    return ['code', 'errorcode', 'errcode', 'id', 'errorid', 'number'].some((usual) => {
      const member = members.get(usual);
      const code = member === undefined ? null : READERS.code(record[member]);
      return code !== null && code !== '' && !/\s/.test(code);
    });
  });
}

const ABOUT_ERRORS = /err(?:or|s|_|$)|exception|fault|failure|problem/i;
/** Names that records of anything have. */
const NAMES = new Set([...USUAL_NAMES.code, 'codes', 'value', 'label', 'type']);
const MOST_READ = 50;

/**
 * The first of the lists, with those that stand beside it under one parent and hold records like its own: errors by
 * topic or by status. Where a name says that some hold errors, only those are.
 */
function withSiblings(lists: readonly FoundList[]): FoundList[] {
  const [first] = lists;
  if (first === undefined) return [];
  const parent = JSON.stringify(first.path.slice(0, -1));
  const members = siblingMembersOf(first);
  const alike = lists.filter(
    (each) =>
      each === first ||
      (first.path.length > 0 &&
        JSON.stringify(each.path.slice(0, -1)) === parent &&
        isAlike(members, siblingMembersOf(each))),
  );
  const named = alike.filter(({ path }) => ABOUT_ERRORS.test(String(path.at(-1))));
  if (named.length === 0) return alike;
  return named.includes(first) ? named : [first];
}

/** What the records of a list say, beside their names. */
function siblingMembersOf({ candidates }: FoundList): Set<string> {
  const names = candidates
    .slice(0, MOST_READ)
    .flatMap(({ value }) => (isObject(value) ? Object.keys(value) : []))
    .map(plainName);
  return new Set(names.filter((name) => !NAMES.has(name)));
}

function isAlike(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const shared = [...some].filter((name) => others.has(name)).length;
  return shared > 0 && shared * 2 >= Math.min(some.size, others.size);
}
