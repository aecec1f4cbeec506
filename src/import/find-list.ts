import type { Path } from '../catalog-files/parsed.ts';
import { isObject } from '../is-object.ts';
import { nearest } from '../text/nearest.ts';
import { endsLikeCode, plainName, USUAL_NAMES } from './field-names.ts';
import { ImportError } from './imported.ts';

/** A value that may be a record of an error, and where it stands. */
export interface Candidate {
  value: unknown;
  path: Path;
  /** Its key, where it stands in a map of codes. */
  key: string | undefined;
}

/** A list or map in a source. */
export interface FoundList {
  path: Path;
  candidates: Candidate[];
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
    if (next.length === 0) throw new ImportError(sayMissing(dotted, step, found));
    found = next;
  }
  const lists = found.flatMap(({ value, path }) => {
    const candidates = candidatesOf(value, path);
    return candidates === null ? [] : [{ path, candidates }];
  });
  if (lists.length > 0) return lists;
  throw new ImportError(`What stands under '${dotted}' is neither a list nor an object.`);
}

function sayMissing(dotted: string, step: string, found: readonly { value: unknown }[]): string {
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
 * first, and the largest of them. What stands inside of one of them is not looked at.
 */
export function findLists(data: unknown, codeNames: CodeNames = usualCodes): FoundList[] {
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
  const ranks = items.map((item) => {
    if (!isObject(item)) return 0;
    const sure = Object.entries(item).map(([name, value]) =>
      typeof value === 'object' ? null : codeNames(plainName(name)),
    );
    return sure.includes('certainly') ? 2 : sure.includes('perhaps') ? 1 : 0;
  });
  const most = ranks.reduce<number>((a, b) => Math.max(a, b), 0);
  return most === 2 || ranks.filter((rank) => rank > 0).length * 2 >= items.length ? most : 0;
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
