import { isObject } from '../../is-object.ts';
import { clip } from '../../text/clip.ts';
import type { Document, Spot } from './document.ts';

/** An operation, or a path, which has no responses of its own. */
export interface Operation {
  /** `GET /pets` */
  name: string;
  spot: Spot;
  tag: string | null;
  isExtensionOnly: boolean;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);
const LONGEST_PATH = 100;
/** Callbacks may have callbacks. */
const DEEPEST = 5;

/** All operations of a document, in its order: of its paths, its webhooks, and their callbacks. */
export function operationsOf(document: Document): Operation[] {
  const { root } = document;
  return ['paths', 'webhooks'].flatMap((name) => inPaths(document, document.at(root, name), 0));
}

function inPaths(document: Document, paths: Spot, depth: number): Operation[] {
  if (depth > DEEPEST) return [];
  return document.membersOf(paths).flatMap(({ key: path, spot: item }) => {
    if (!isObject(item.value) || path.startsWith('x-')) return [];
    const operations = document.membersOf(item).flatMap(({ key: method, spot }) => {
      if (!METHODS.has(method) || !isObject(spot.value)) return [];
      const name = `${method.toUpperCase()} ${clip(path, LONGEST_PATH)}`;
      const callbacks = document.membersOf(document.at(spot, 'callbacks'));
      return [
        { name, spot, tag: tagOf(document, spot), isExtensionOnly: false },
        ...callbacks.flatMap((each) => inPaths(document, each.spot, depth + 1)),
      ];
    });
    return [{ name: path, spot: item, tag: null, isExtensionOnly: true }, ...operations];
  });
}

/** The tag of an operation that has one alone. */
function tagOf(document: Document, operation: Spot): string | null {
  const tags = document.membersOf(document.at(operation, 'tags')).map(({ spot }) => spot.value);
  const [only] = tags;
  return tags.length === 1 && typeof only === 'string' && only.trim() !== '' ? only.trim() : null;
}
