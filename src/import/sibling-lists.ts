import { isObject } from '../is-object.ts';
import { plainName, USUAL_NAMES } from './field-names.ts';
import type { FoundList } from './find-list.ts';

const ABOUT_ERRORS = /err(?:or|s|_|$)|exception|fault|failure|problem/i;
/** Names that records of anything have. */
const NAMES = new Set([...USUAL_NAMES.code, 'codes', 'value', 'label', 'type']);
const MOST_READ = 50;

/**
 * The first of the lists, with those that stand beside it under one parent and hold records like its own: errors by
 * topic or by status. Where a name says that some hold errors, only those are.
 */
export function withSiblings(lists: readonly FoundList[]): FoundList[] {
  const [first] = lists;
  if (first === undefined) return [];
  const parent = JSON.stringify(first.path.slice(0, -1));
  const members = membersOf(first);
  const alike = lists.filter(
    (each) =>
      each === first ||
      (first.path.length > 0 &&
        JSON.stringify(each.path.slice(0, -1)) === parent &&
        isAlike(members, membersOf(each))),
  );
  const named = alike.filter(({ path }) => ABOUT_ERRORS.test(String(path.at(-1))));
  if (named.length === 0) return alike;
  return named.includes(first) ? named : [first];
}

/** What the records of a list say, beside their names. */
function membersOf({ candidates }: FoundList): Set<string> {
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
