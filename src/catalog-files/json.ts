import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Parsed, type Path, placesIn } from './parsed.ts';

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** JSON text as data, or every reason why it is none. Never throws. */
export function parseJson(text: string): Parsed {
  const placeAt = placesIn(text);
  try {
    const data: unknown = JSON.parse(text);
    let root: Node | null | undefined = null;
    return {
      data,
      locate: (path) => {
        if (root === null) root = parseTree(text);
        return placeAt(offsetOf(root, path));
      },
    };
  } catch (error) {
    const errors: ParseError[] = [];
    parseTree(text, errors, STRICT);
    const problems = errors.map(({ error: code, offset }) => {
      return { message: `It is no JSON: ${inWords(printParseErrorCode(code))}`, ...placeAt(offset) };
    });
    const message = `It is no JSON: ${error instanceof Error ? error.message : error}`;
    return { problems: problems.length > 0 ? problems : [{ message, line: 1, column: 1 }] };
  }
}

/** `CommaExpected` as `comma expected`. */
function inWords(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** Where the value under `path` begins, shown at its key; or the nearest that there is round it. */
function offsetOf(root: Node | undefined, path: Path): number {
  if (root === undefined) return 0;
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (node !== undefined) return shownAt(node);
  }
  return root.offset;
}

function shownAt(node: Node): number {
  return node.parent?.type === 'property' ? node.parent.offset : node.offset;
}
