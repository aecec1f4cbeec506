import { isObject } from '../../base/objects.ts';
import type { Path } from '../../catalog/catalog.ts';
import { excerpt, type Unplaced } from '../imported.ts';
import type { Source } from '../source.ts';

/** A value of a document, with where it stands. */
export interface Spot {
  value: unknown;
  path: Path;
  /** Whether a reference led here, so that other places may mean it too. */
  isShared: boolean;
}

/** An OpenAPI document, of which references are followed on the way. */
export interface Document {
  root: Spot;
  /** A member of an object, or an item of a list; its value is undefined where there is none. */
  at(spot: Spot, ...steps: readonly (string | number)[]): Spot;
  /** All members of an object, or items of a list; none of anything else. */
  membersOf(spot: Spot): { key: string; spot: Spot }[];
  lineOf(path: Path): number;
  /** Notes what looks like a code, or tells of one, and is not taken. */
  passOver(path: Path, text: string, reason: string): void;
  /** What was passed over, with references that lead out of the document or nowhere. */
  readonly unplaced: readonly Unplaced[];
}

/** More references in a row than anybody writes: they lead in a circle. */
const MOST_HOPS = 50;

/** A source as a document whose references are followed. */
export function documentOf({ data, lineOf, hidden }: Source): Document {
  const root: Spot = { value: data, path: [], isShared: false };
  const unplaced = [...hidden];
  const lost = new Set<string>();

  const passOver = (path: Path, text: string, reason: string) => {
    unplaced.push({ line: lineOf(path), text: excerpt(text), reason });
  };
  const follow = (spot: Spot): Spot => {
    let at = spot;
    for (let hops = 0; hops < MOST_HOPS; hops += 1) {
      const ref = isObject(at.value) ? at.value['$ref'] : undefined;
      if (typeof ref !== 'string') return at;
      const steps = stepsOf(ref);
      const target = ref.startsWith('#/') ? steps.reduce<unknown>(memberOf, data) : undefined;
      if (target === undefined) {
        const reason = ref.startsWith('#')
          ? 'The reference leads nowhere.'
          : 'The reference leads out of the file; bundle the document into one file to have what stands there.';
        if (!lost.has(ref)) passOver(at.path, ref, reason);
        lost.add(ref);
        break;
      }
      at = { value: target, path: steps, isShared: true };
    }
    return { ...at, value: undefined };
  };
  const childOf = ({ value, path, isShared }: Spot, step: string | number): Spot =>
    follow({ value: memberOf(value, step), path: [...path, step], isShared });
  return {
    root,
    at: (spot, ...steps) => steps.reduce(childOf, spot),
    membersOf: (spot) => {
      const keys = isObject(spot.value) || Array.isArray(spot.value) ? Object.keys(spot.value) : [];
      const isList = Array.isArray(spot.value);
      return keys.map((key) => ({ key, spot: childOf(spot, isList ? Number(key) : key) }));
    },
    lineOf,
    passOver,
    unplaced,
  };
}

/** `#/paths/~1pets` as its steps. */
function stepsOf(ref: string): string[] {
  const steps = ref.slice(2).split('/');
  return steps.map((step) => unescaped(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function memberOf(value: unknown, step: string | number): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isThere ? (value as Record<string | number, unknown>)[step] : undefined;
}
