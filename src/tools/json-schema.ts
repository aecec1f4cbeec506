import * as z from 'zod';

/** A JSON Schema of an object, as hosts read it in `tools/list`. */
export interface ObjectSchema {
  [keyword: string]: unknown;
  type: 'object';
  properties: Record<string, { type?: unknown }>;
  required?: string[];
}

const made = new WeakMap<z.ZodType, ObjectSchema>();

/**
 * The JSON Schema of an object schema, made once. Without `$schema`: some hosts compile it as draft-07,
 * some as 2020-12, so it holds only what means the same in both.
 */
export function jsonSchemaOf(schema: z.ZodType): ObjectSchema {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const { $schema: _, '~standard': __, ...plain } = z.toJSONSchema(schema, { io: 'input' });
  const fresh = plain as ObjectSchema;
  made.set(schema, fresh);
  return fresh;
}
