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
import { type Parsed, type Path, positionAt } from './parsed.ts';

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
    return { data: load(text, { schema: SCHEMA }), locate: (path) => positionAt(text, offsetOf(text, path)) };
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

/** Where the value under `path` begins, or the nearest that there is round it. */
function offsetOf(text: string, path: Path): number {
  const events = parseEvents(text, {});
  let at = 1;
  let offset = startOf(events[at]);
  for (const step of path) {
    const child = childOf(text, events, at, step);
    if (child === null) break;
    at = child.value;
    offset = child.offset;
  }
  return offset;
}

/** The event of an item, or of the value of a key, with where that is to be shown: at the key. */
function childOf(
  text: string,
  events: readonly Event[],
  parent: number,
  step: string | number,
): { value: number; offset: number } | null {
  const kind = events[parent]?.type;
  const isMapping = kind === EVENT_ID.MAPPING;
  if (!isMapping && kind !== EVENT_ID.SEQUENCE) return null;
  let at = parent + 1;
  for (let index = 0; ; index += 1) {
    const event = events[at];
    if (event === undefined || event.type === EVENT_ID.POP) return null;
    if (isMapping) {
      const value = behind(events, at);
      const isWanted = event.type === EVENT_ID.SCALAR && getScalarValue(text, event) === String(step);
      if (isWanted) return { value, offset: startOf(event) };
      at = behind(events, value);
    } else {
      if (index === step) return { value: at, offset: startOf(event) };
      at = behind(events, at);
    }
  }
}

/** The event behind a whole node. */
function behind(events: readonly Event[], at: number): number {
  let depth = 0;
  for (let index = at; index < events.length; index += 1) {
    const type = events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return events.length;
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ('start' in event) return event.start;
  return 'valueStart' in event ? event.valueStart : 0;
}
