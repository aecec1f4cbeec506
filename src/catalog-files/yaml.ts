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
import { type Parsed, type Path, placesIn } from './parsed.ts';

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
    const data = load(text, { schema: SCHEMA });
    const offsetOf = finder(text);
    const placeAt = placesIn(text);
    return { data, locate: (path) => placeAt(offsetOf(path)) };
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

type Child = { value: number; offset: number };

/** Finds where the value under a path begins, or the nearest that there is round it; the text is read once. */
function finder(text: string): (path: Path) => number {
  let tree: { events: readonly Event[]; behind: Int32Array } | null = null;
  const known = new Map<number, Map<string, Child>>();
  return (path) => {
    tree ??= treeOf(text);
    const { events, behind } = tree;
    let at = 1;
    let offset = startOf(events[at]);
    for (const step of path) {
      const children = known.get(at) ?? childrenOf(text, events, behind, at);
      known.set(at, children);
      const child = children.get(String(step));
      if (child === undefined) break;
      at = child.value;
      offset = child.offset;
    }
    return offset;
  };
}

/** The events of a text, each with the event behind the whole node that it begins. */
function treeOf(text: string): { events: readonly Event[]; behind: Int32Array } {
  const events = parseEvents(text, {});
  const behind = new Int32Array(events.length);
  const open: number[] = [];
  for (const [index, { type }] of events.entries()) {
    behind[index] = index + 1;
    if (type === EVENT_ID.DOCUMENT || type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE)
      open.push(index);
    else if (type === EVENT_ID.POP) behind[open.pop() ?? index] = index + 1;
  }
  return { events, behind };
}

/** The items of a sequence by their index, or the values of a mapping by their keys, shown at the key. */
function childrenOf(
  text: string,
  events: readonly Event[],
  behind: Int32Array,
  parent: number,
): Map<string, Child> {
  const children = new Map<string, Child>();
  const kind = events[parent]?.type;
  const isMapping = kind === EVENT_ID.MAPPING;
  if (!isMapping && kind !== EVENT_ID.SEQUENCE) return children;
  const next = (at: number) => behind[at] ?? events.length;
  for (let at = parent + 1, index = 0; ; index += 1) {
    const event = events[at];
    if (event === undefined || event.type === EVENT_ID.POP) return children;
    const value = isMapping ? next(at) : at;
    const key = !isMapping
      ? String(index)
      : event.type === EVENT_ID.SCALAR
        ? getScalarValue(text, event)
        : null;
    if (key !== null && !children.has(key)) children.set(key, { value, offset: startOf(event) });
    at = next(value);
  }
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ('start' in event) return event.start;
  return 'valueStart' in event ? event.valueStart : 0;
}
