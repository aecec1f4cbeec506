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
import { type Parsed, type Path, type Place, placesIn } from './parsed.ts';

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
