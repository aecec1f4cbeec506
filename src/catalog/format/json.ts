import { type Node, type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { endOfString } from '../../base/text.ts';
import { type Parsed, type Path, type Problem, placesIn } from './parsed.ts';

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** JSON text as data, or every reason why it is none. Never throws. */
export function parseJson(text: string): Parsed {
  const placeAt = placesIn(text);
  try {
    const data: unknown = JSON.parse(text);
    const offsetOf = finder(text);
    return { data, locate: (path) => placeAt(offsetOf(path)) };
  } catch (error) {
    const errors = errorsIn(text);
    const problems = errors.map(({ error: code, offset }) => {
      return { message: `It is no JSON: ${inWords(printParseErrorCode(code))}`, ...placeAt(offset) };
    });
    const message = `It is no JSON: ${error instanceof Error ? error.message : error}`;
    return { problems: problems.length > 0 ? problems : [{ message, line: 1, column: 1 }] };
  }
}

/**
 * The members of JSON text that have the name of an earlier one of the same object, which they would hide. `data` is
 * what the text was read as: as long as it has as many members as the text, none is hidden, and that is told quickly.
 */
export function twiceNamed(text: string, data: unknown): Problem[] {
  if (colonsIn(text) === membersIn(data)) return [];
  const problems: Problem[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, line, column) => {
      const names = open.at(-1);
      if (names?.has(name)) {
        const message = `The field ${JSON.stringify(name)} stands twice in one object`;
        problems.push({ message, line: line + 1, column: column + 1 });
      }
      names?.add(name);
    },
  });
  return problems;
}

/** How many colons stand outside of the strings of JSON text: one for each member. */
function colonsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === COLON) count += 1;
    else if (unit === QUOTE) at = endOfString(text, at);
  }
  return count;
}

const COLON = 58;
const QUOTE = 34;

function membersIn(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  const values: readonly unknown[] = Array.isArray(data) ? data : Object.values(data);
  let count = Array.isArray(data) ? 0 : values.length;
  for (const value of values) if (typeof value === 'object') count += membersIn(value);
  return count;
}

/** What is no JSON; nothing where it is nested too deeply to tell. */
function errorsIn(text: string): ParseError[] {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, STRICT);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return errors;
}

/** `CommaExpected` as `comma expected`. */
function inWords(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

/** Finds where the value under a path begins, shown at its key; or the nearest that there is round it. */
function finder(text: string): (path: Path) => number {
  let root: Node | undefined | null = null;
  const known = new WeakMap<Node, Map<unknown, Node>>();
  const childOf = (node: Node, step: string | number) => {
    if (node.type === 'array') return typeof step === 'number' ? node.children?.[step] : undefined;
    const members = known.get(node) ?? membersOf(node);
    known.set(node, members);
    return members.get(String(step));
  };
  return (path) => {
    root ??= parseTree(text);
    let offset = root?.offset ?? 0;
    let at = root;
    for (const step of path) {
      at = at && childOf(at, step);
      if (at === undefined) break;
      offset = at.parent?.type === 'property' ? at.parent.offset : at.offset;
    }
    return offset;
  };
}

/** The values of an object by their keys; of several under one key the last, as for `JSON.parse`. */
function membersOf({ children = [] }: Node): Map<unknown, Node> {
  return new Map(
    children.flatMap(({ children: [key, value] = [] }) =>
      key === undefined || value === undefined ? [] : [[key.value, value] as const],
    ),
  );
}
