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
 * Marks an object of an answer that most hosts are told by reference to one shape, which all such objects of a tool share:
 * `tools/list` has to stay short. The shape types each name that one of them has; beside the reference stands what the
 * object always holds. Hosts that show types to the model are told every object by itself.
 */
export const PART = { part: true };
/** Marks an object of which most hosts are told only the types of its values, or a choice of which they are told its type. */
export const IN_BRIEF = { brief: true };

type JsonSchema = Record<string, unknown>;

/** Where the shape of parts stands: both dialects know that name, the newer one as a former one. */
const SHAPES = 'definitions';
const PART_NAME = 'o';
const CLOSED = { type: 'object', additionalProperties: false };

const inputs = new WeakMap<z.ZodType, ObjectSchema>();
const outputs = new WeakMap<z.ZodType, ObjectSchema>();
const fullOutputs = new WeakMap<z.ZodType, ObjectSchema>();

/** The JSON Schema of the arguments of a tool, with their descriptions; made once. */
export function inputSchemaOf(schema: z.ZodType): ObjectSchema {
  return made(inputs, schema, () => changed(jsonSchemaOf(schema), withoutBounds) as ObjectSchema);
}

/**
 * The JSON Schema of the answers of a tool as `tools/list` shows it, made once. Every answer fits it.
 *
 * It holds references, which no schema of arguments does: hosts hand those on to models and their APIs, some of which know
 * none. What an answer fits is asked of a validator, and all of those that hosts use follow a reference within its schema.
 * One that, as draft-07 has it, passes over what stands beside a reference accepts more, and nothing else.
 */
export function outputSchemaOf(schema: z.ZodType): ObjectSchema {
  return made(outputs, schema, () => {
    const parts: Fields = [];
    const told = changed(jsonSchemaOf(schema), (part) => shortened(tidied(part), parts)) as ObjectSchema;
    if (parts.length === 0) return told;
    return { ...told, [SHAPES]: { [PART_NAME]: { ...CLOSED, ...byType(merged(parts)) } } };
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

function withoutNotes({ brief: _, part: __, ...part }: JsonSchema): JsonSchema {
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
 * A part without its notes: an object with its fields of one type together; one that is a `PART` by reference, its fields
 * then among `parts`; one that is `IN_BRIEF` by the types of its values.
 */
function shortened(part: JsonSchema, parts: Fields): JsonSchema {
  const { properties, required = [], ...others } = part;
  if (part['brief'] === true && ('enum' in part || 'const' in part)) return { type: typesOf([part]) };
  if (!isObject(properties)) return withoutNotes(part);
  const fields = Object.entries(properties) as Fields;
  if (part['brief'] === true)
    return withoutNotes({ ...others, additionalProperties: unionOf(fields.map(([, each]) => each)) });
  const names = required as string[];
  // Where hardly anything is optional, their number says it in fewer words.
  const always = fields.length - names.length < 2 ? { minProperties: names.length } : { required: names };
  if (part['part'] !== true)
    return withoutNotes({ ...others, ...byType(fields), ...(names.length > 0 && always) });
  parts.push(...fields);
  return { $ref: `#/${SHAPES}/${PART_NAME}`, ...(names.length > 0 && always) };
}

/** Each name once, with all that it may hold in one object or another. Lists of objects in brief are told as one type. */
function merged(fields: Fields): Fields {
  const isListInBrief = ({ items }: JsonSchema) => isObject(items) && isObject(items['additionalProperties']);
  const lists = fields.map(([, schema]) => schema).filter(isListInBrief);
  const byName = new Map<string, JsonSchema[]>();
  for (const [name, schema] of fields)
    byName.set(name, [...(byName.get(name) ?? []), ...(isListInBrief(schema) ? lists : [schema])]);
  return [...byName].map(([name, schemas]) => {
    const [first = {}] = schemas;
    const areSame = schemas.every((each) => JSON.stringify(each) === JSON.stringify(first));
    return [name, areSame ? first : unionOf(schemas)];
  });
}

/** Fields as `properties`; where several are of one type, as one of `patternProperties`. */
function byType(fields: Fields): JsonSchema {
  const groups = new Map<string, string[]>();
  for (const [name, schema] of fields) {
    const key = JSON.stringify(schema);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const single = [...groups].flatMap(([schema, [name = '', ...more]]) =>
    more.length === 0 ? [[name, JSON.parse(schema)]] : [],
  );
  const several = [...groups].filter(([, names]) => names.length > 1);
  const patterns = several.map(([schema, names]) => [`^(${names.join('|')})$`, JSON.parse(schema)]);
  return {
    ...(single.length > 0 && { properties: Object.fromEntries(single) }),
    ...(patterns.length > 0 && { patternProperties: Object.fromEntries(patterns) }),
  };
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
