import * as z from 'zod';
import { isObject } from '../base/objects.ts';

/** A JSON Schema of an object, as hosts read it in `tools/list`. */
export interface ObjectSchema {
  [keyword: string]: unknown;
  type: 'object';
  properties: Record<string, { type?: unknown; enum?: unknown; description?: unknown }>;
  required?: string[];
}

type Fields = [name: string, schema: JsonSchema][];

/**
 * What `docs/answers.md` says of a field of an answer, as its schema's `meta`. None of it stands in `tools/list`, where
 * every word costs tokens.
 */
export interface FieldNotes {
  description: string;
  unit?: string;
  /** Of a field that may be left out, when it is there. */
  when?: string;
}

const NOTES: readonly (keyof FieldNotes)[] = ['description', 'unit', 'when'];

/**
 * Marks an object of an answer of which most hosts are told only the types of its values, not their names, or a choice of
 * which they are told only the type: the whole of `tools/list` has to stay short. Hosts that show types to the model are
 * told all of it.
 */
export const IN_BRIEF = { brief: true };
/** Marks an object whose words alone are told in brief. */
export const MANY_WORDS = { words: true };
/** Marks an object of which all is told, but the fields of one type together, by a pattern of their names. */
export const BY_TYPE = { byType: true };

type JsonSchema = Record<string, unknown>;

const inputs = new WeakMap<z.ZodType, ObjectSchema>();
const outputs = new WeakMap<z.ZodType, ObjectSchema>();
const fullOutputs = new WeakMap<z.ZodType, ObjectSchema>();

/** The JSON Schema of the arguments of a tool, with their descriptions; made once. */
export function inputSchemaOf(schema: z.ZodType): ObjectSchema {
  return made(inputs, schema, () => changed(jsonSchemaOf(schema), withoutBounds) as ObjectSchema);
}

/** The JSON Schema of the answers of a tool as `tools/list` shows it, made once. Every answer fits it. */
export function outputSchemaOf(schema: z.ZodType): ObjectSchema {
  return made(outputs, schema, () => {
    const {
      properties,
      required = [],
      ...others
    } = changed(jsonSchemaOf(schema), (part) => shortened(tidied(part))) as ObjectSchema;
    const fields = Object.entries(properties) as Fields;
    // What is always there is told by its own name.
    const told = byType(fields, (name) => !required.includes(name));
    return { ...others, ...told, required } as ObjectSchema;
  });
}

/** The same with the names of all fields. */
export function fullOutputSchemaOf(schema: z.ZodType): ObjectSchema {
  return made(
    fullOutputs,
    schema,
    () => changed(jsonSchemaOf(schema), (part) => withoutNotes(tidied(part))) as ObjectSchema,
  );
}

/** The same with the notes on every field, for the documentation. */
export function notedOutputSchemaOf(schema: z.ZodType): ObjectSchema {
  return changed(jsonSchemaOf(schema), tidied) as ObjectSchema;
}

function made(
  known: WeakMap<z.ZodType, ObjectSchema>,
  schema: z.ZodType,
  make: () => ObjectSchema,
): ObjectSchema {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const fresh = make();
  known.set(schema, fresh);
  return fresh;
}

/** Without `$schema`: some hosts compile it as draft-07, some as 2020-12, so it holds only what means the same in both. */
function jsonSchemaOf(schema: z.ZodType): ObjectSchema {
  const { $schema: _, '~standard': __, ...plain } = z.toJSONSchema(schema, { io: 'input' });
  return plain as ObjectSchema;
}

/** A schema whose every part was changed, those within a part before it. */
function changed(schema: unknown, change: (part: JsonSchema) => JsonSchema): unknown {
  if (Array.isArray(schema)) return schema.map((each) => changed(each, change));
  if (!isObject(schema)) return schema;
  return change(
    Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, changed(each, change)])),
  );
}

/** What costs tokens and says nothing is left out. A choice between a type and null becomes a list of two types. */
function tidied({ propertyNames: _, anyOf, ...part }: JsonSchema): JsonSchema {
  if (Array.isArray(part['enum']) && part['type'] === 'string') delete part['type'];
  if (!Array.isArray(anyOf)) return part;
  const [first, second, ...more] = anyOf as JsonSchema[];
  const isNullable = more.length === 0 && second?.['type'] === 'null';
  if (isNullable && Array.isArray(first?.['enum'])) return { enum: [...first['enum'], null], ...part };
  if (isNullable && typeof first?.['type'] === 'string')
    return { ...first, type: [first['type'], 'null'], ...part };
  const areTypes = anyOf.every((each) => isObject(each) && 'type' in each && !('properties' in each));
  const { const: _const, ...all } = Object.assign({}, ...anyOf) as JsonSchema;
  if (areTypes) return { ...all, type: typesOf(anyOf), ...part };
  return { anyOf, ...part };
}

function withoutNotes({ brief: _, words: __, byType: ___, ...part }: JsonSchema): JsonSchema {
  // A property may have the name of a note.
  const isNote = ([key, value]: [string, unknown]) =>
    typeof value === 'string' && (NOTES as readonly string[]).includes(key);
  return Object.fromEntries(Object.entries(part).filter((each) => !isNote(each)));
}

/** Whoever breaks a bound is told so in words, which costs less than telling every host. */
function withoutBounds({
  minLength: _,
  maxLength: __,
  minimum: ___,
  maximum: ____,
  pattern: _____,
  ...part
}: JsonSchema): JsonSchema {
  return part;
}

/**
 * A part without its notes; one that is `IN_BRIEF` by the types of its values, one of `MANY_WORDS` with its words together,
 * one that is `BY_TYPE` by patterns of names.
 */
function shortened(part: JsonSchema): JsonSchema {
  const { properties, required, ...others } = part;
  if (part['brief'] === true && 'enum' in part) return { type: typesOf([part]) };
  if (!isObject(properties)) return withoutNotes(part);
  const all = Object.entries(properties) as Fields;
  if (part['byType'] === true) {
    const names = (required ?? []) as string[];
    const isWhole = names.length === all.length;
    return withoutNotes({
      ...others,
      ...byType(all),
      ...(isWhole ? { minProperties: all.length } : { required }),
    });
  }
  if (part['brief'] === true)
    return withoutNotes({ ...others, additionalProperties: unionOf(all.map(([, each]) => each)) });
  if (part['words'] !== true) return withoutNotes(part);
  const [words, named] = [all.filter(([, each]) => isWords(each)), all.filter(([, each]) => !isWords(each))];
  return withoutNotes({
    ...others,
    ...(named.length > 0 && { properties: Object.fromEntries(named) }),
    required,
    additionalProperties: { type: typesOf(words.map(([, each]) => each)) },
  });
}

/** Fields as `properties`; where several are of one type, and `mayGroup` says so, as one of `patternProperties`. */
function byType(fields: Fields, mayGroup: (name: string) => boolean = () => true): JsonSchema {
  const groups = new Map<string, string[]>();
  for (const [name, schema] of fields.filter(([each]) => mayGroup(each))) {
    const key = JSON.stringify(schema);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const several = [...groups].filter(([, names]) => names.length > 1);
  const grouped = new Set(several.flatMap(([, names]) => names));
  const single = fields.filter(([name]) => !grouped.has(name));
  const patterns = several.map(([schema, names]) => [`^(${names.join('|')})$`, JSON.parse(schema)]);
  return {
    ...(single.length > 0 && { properties: Object.fromEntries(single) }),
    ...(patterns.length > 0 && { patternProperties: Object.fromEntries(patterns) }),
  };
}

function isWords(part: JsonSchema): boolean {
  return typesIn(part).every((type) => type === 'string' || type === 'null');
}

/** What each of several parts fits, and little else. */
function unionOf(parts: readonly JsonSchema[]): JsonSchema {
  const items = parts.flatMap(({ items: each }) => (isObject(each) ? [each] : []));
  const values = parts.flatMap(({ properties = {}, patternProperties = {}, additionalProperties: each }) => {
    const named = [properties, patternProperties].flatMap((fields) => Object.values(fields as JsonSchema));
    return [...(named as JsonSchema[]), ...(isObject(each) ? [each] : [])];
  });
  return {
    type: typesOf(parts),
    ...(items.length > 0 && { items: unionOf(items) }),
    ...(values.length > 0 && { additionalProperties: unionOf(values) }),
  };
}

function typesOf(parts: readonly JsonSchema[]): string | string[] {
  const types = new Set(parts.flatMap(typesIn));
  const [only = 'string', ...others] = types;
  return others.length === 0 ? only : [...types];
}

function typesIn(part: JsonSchema): string[] {
  const { type, anyOf } = part;
  if (Array.isArray(anyOf)) return anyOf.flatMap(typesIn);
  const values = Array.isArray(part['enum']) ? part['enum'] : 'const' in part ? [part['const']] : [];
  if (values.length > 0) return values.map((value) => (value === null ? 'null' : typeof value));
  return Array.isArray(type) ? type : [String(type)];
}
