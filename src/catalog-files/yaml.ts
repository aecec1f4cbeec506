import {
  CORE_SCHEMA,
  dump,
  floatCoreTag,
  intCoreTag,
  load,
  mergeTag,
  NOT_RESOLVED,
  type ScalarTagDefinition,
  YAMLException,
} from 'js-yaml';
import type { Parsed } from './parsed.ts';
import { yamlPlaces } from './yaml-places.ts';

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
