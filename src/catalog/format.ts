import {
  CORE_SCHEMA,
  dump,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  load,
  mergeTag,
  NOT_RESOLVED,
  parseEvents,
  type ScalarTagDefinition,
  YAMLException,
} from 'js-yaml';
import { type Node, type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { endOfString } from '../base/text.ts';

/** The way to a value from the top: keys and indexes. */
export type Path = readonly (string | number)[];

/** A place in a file, both from 1. */
export interface Place {
  line: number;
  column: number;
}

export interface Problem extends Place {
  message: string;
}

/** The data of a text, or everything that keeps it from being data. */
export type Parsed = Readable | { problems: Problem[] };

export interface Readable {
  data: unknown;
  /** Where the value under a path stands, or the nearest that there is round it. */
  locate(path: Path): Place;
}

/** Tells the place of any offset in `text`, which is gone through once, when it is first asked. */
export function placesIn(text: string): (offset: number) => Place {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

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

/**
 * A number only where it can be written back as it stands: the code 00042, the version 2.10 and the SQLSTATE 22E05 are
 * text, of which reading a number would lose a part.
 */
function withoutLoss<Tag extends ScalarTagDefinition>(tag: Tag): Tag {
  const resolve: Tag['resolve'] = (source, ...rest) => {
    const value: unknown = tag.resolve(source, ...rest);
    return String(value) === source ? value : NOT_RESOLVED;
  };
  return { ...tag, resolve };
}

const SCHEMA = CORE_SCHEMA.withTags(withoutLoss(intCoreTag), withoutLoss(floatCoreTag), mergeTag);

/** YAML 1.2 text as data, or why it is none. Never throws. */
export function parseYaml(text: string): Parsed {
  try {
    return { data: load(text, { schema: SCHEMA }), locate: yamlPlaces(text) };
  } catch (error) {
    if (!(error instanceof YAMLException)) return { problems: [{ message: String(error), ...START }] };
    const { reason, mark } = error;
    const place = mark === undefined ? START : { line: mark.line + 1, column: mark.column + 1 };
    return { problems: [{ message: `It is no YAML: ${reason}`, ...place }] };
  }
}

const START = { line: 1, column: 1 };

/** Data as YAML, in the order of its fields; what any YAML reader could take for something else is quoted. */
export function writeYaml(data: unknown): string {
  return dump(data, { noRefs: true, lineWidth: 100 });
}

/** A node in another: its event, and where it is to be shown, which is at its key. */
interface Child {
  event: number;
  offset: number;
}

type Children = ReadonlyMap<string, Child>;

/**
 * Finds where the value under a path begins in YAML text that can be read, or the nearest that there is round it. The
 * text is read when that is first asked, and each list or mapping is gone through once.
 */
function yamlPlaces(text: string): (path: Path) => Place {
  const placeAt = placesIn(text);
  const known = new Map<number, Children>();
  let read: { events: readonly Event[]; ends: readonly number[] } | null = null;
  return (path) => {
    read ??= eventsOf(text);
    const { events, ends } = read;
    let found: Child = { event: 1, offset: startOf(events[1]) };
    for (const step of path) {
      const children = known.get(found.event) ?? childrenOf(text, events, ends, found.event);
      known.set(found.event, children);
      const child = children.get(String(step));
      if (child === undefined) break;
      found = child;
    }
    return placeAt(found.offset);
  };
}

/** The events of a text, and for each the one behind the whole node that it begins. */
function eventsOf(text: string): { events: Event[]; ends: number[] } {
  const events = parseEvents(text, {});
  const ends: number[] = [];
  const open: number[] = [];
  for (const [index, { type }] of events.entries()) {
    ends.push(index + 1);
    if (type === EVENT_ID.POP) ends[open.pop() ?? index] = index + 1;
    else if (type !== EVENT_ID.SCALAR && type !== EVENT_ID.ALIAS) open.push(index);
  }
  return { events, ends };
}

function childrenOf(
  text: string,
  events: readonly Event[],
  ends: readonly number[],
  parent: number,
): Children {
  const kind = events[parent]?.type;
  const children = new Map<string, Child>();
  const isMapping = kind === EVENT_ID.MAPPING;
  if (!isMapping && kind !== EVENT_ID.SEQUENCE) return children;
  const behind = (at: number) => ends[at] ?? events.length;
  for (let at = parent + 1; ; ) {
    const event = events[at];
    if (event === undefined || event.type === EVENT_ID.POP) return children;
    const offset = startOf(event);
    if (!isMapping) {
      children.set(String(children.size), { event: at, offset });
      at = behind(at);
      continue;
    }
    const value = behind(at);
    const key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : null;
    if (key !== null) children.set(key, { event: value, offset });
    at = behind(value);
  }
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ('start' in event) return event.start;
  if ('valueStart' in event) return event.valueStart;
  return 'anchorStart' in event ? event.anchorStart : 0;
}
