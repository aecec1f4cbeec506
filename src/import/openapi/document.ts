import { isObject } from '../../base/objects.ts';
import type { Path } from '../../catalog/catalog.ts';
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
  /** References that lead out of the document or nowhere, each with the first place where it stands. */
  readonly lost: ReadonlyMap<string, Path>;
}

/** More references in a row than anybody writes: they lead in a circle. */
const MOST_HOPS = 50;

/** A source as a document whose references are followed. */
export function documentOf({ data, lineOf }: Pick<Source, 'data' | 'lineOf'>): Document {
  const root: Spot = { value: data, path: [], isShared: false };
  const lost = new Map<string, Path>();

  const follow = (spot: Spot): Spot => {
    let at = spot;
    for (let hops = 0; hops < MOST_HOPS; hops += 1) {
      const ref = isObject(at.value) ? at.value['$ref'] : undefined;
      if (typeof ref !== 'string') return at;
      const target = ref.startsWith('#/') ? pointed(data, stepsOf(ref)) : null;
      if (target === null) {
        if (!lost.has(ref)) lost.set(ref, at.path);
        return { ...at, value: undefined };
      }
      at = { value: target, path: stepsOf(ref), isShared: true };
    }
    return { ...at, value: undefined };
  };
  const childOf = ({ value, path, isShared }: Spot, step: string | number): Spot => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    const child = isThere ? (value as Record<string | number, unknown>)[step] : undefined;
    return follow({ value: child, path: [...path, step], isShared });
  };
  return {
    root,
    at: (spot, ...steps) => steps.reduce(childOf, spot),
    membersOf: (spot) => {
      if (Array.isArray(spot.value))
        return spot.value.map((_, index) => ({ key: String(index), spot: childOf(spot, index) }));
      if (!isObject(spot.value)) return [];
      return Object.keys(spot.value).map((key) => ({ key, spot: childOf(spot, key) }));
    },
    lineOf,
    lost,
  };
}

/** `#/paths/~1pets` as its steps. */
function stepsOf(ref: string): string[] {
  return ref
    .slice(2)
    .split('/')
    .map((step) => unescaped(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function pointed(data: unknown, steps: readonly string[]): unknown {
  const target = steps.reduce<unknown>((value, step) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    return isThere ? (value as Record<string, unknown>)[step] : undefined;
  }, data);
  return target ?? null;
}
