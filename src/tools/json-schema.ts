import * as z from 'zod';
import { isObject } from '../is-object.ts';

/** A JSON Schema of an object, as hosts read it in `tools/list`. */
export interface ObjectSchema {
  [keyword: string]: unknown;
  type: 'object';
  properties: Record<string, { type?: unknown; enum?: unknown; description?: unknown }>;
  required?: string[];
}

/** Marks a part of an answer of which hosts are told only that it is an object: every word costs tokens. */
export const BRIEF = { brief: true };

/** Marks a part of an answer of which hosts are told nothing but its name: it may also be null, and its own words say enough. */
export const LOOSE = { loose: true };

const made = new WeakMap<z.ZodType, ObjectSchema>();

/**
 * The JSON Schema of an object schema, made once. Without `$schema`: some hosts compile it as draft-07,
 * some as 2020-12, so it holds only what means the same in both.
 */
export function jsonSchemaOf(schema: z.ZodType): ObjectSchema {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const {
    $schema: _,
    '~standard': __,
    ...plain
  } = z.toJSONSchema(schema, { io: 'input', override: shorten });
  const fresh = spellOutTypes(plain) as ObjectSchema;
  made.set(schema, fresh);
  return fresh;
}

function shorten({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  const isBrief = jsonSchema['brief'] === true;
  if (!isBrief && jsonSchema['loose'] !== true) return;
  for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword];
  if (isBrief) jsonSchema['type'] = 'object';
}

/** A list of types, as zod writes it, becomes `anyOf`: some hosts read one type only. */
function spellOutTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(spellOutTypes);
  if (!isObject(schema)) return schema;
  const { type, ...others } = schema;
  const spelled = Object.fromEntries(Object.entries(others).map(([key, each]) => [key, spellOutTypes(each)]));
  if (Array.isArray(type)) return { ...spelled, anyOf: type.map((each: unknown) => ({ type: each })) };
  return type === undefined ? spelled : { type: spellOutTypes(type), ...spelled };
}
