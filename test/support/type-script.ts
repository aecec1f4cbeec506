interface Schema {
  $ref?: string;
  definitions?: Record<string, Schema>;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
}

/** A schema as the TypeScript type that hosts show to the model; what the schema leaves open is `unknown`. */
export function typeScriptOf(schema: Schema, definitions = schema.definitions ?? {}): string {
  const { $ref, type, enum: values, const: value, anyOf } = schema;
  if ($ref !== undefined) {
    const target = definitions[$ref.replace('#/definitions/', '')];
    if (target === undefined) return 'unknown';
    return typeScriptOf({ ...target, required: schema.required ?? [] }, definitions);
  }
  if (value !== undefined) return JSON.stringify(value);
  if (values !== undefined) return values.map((each) => JSON.stringify(each)).join(' | ');
  if (anyOf !== undefined) return anyOf.map((each) => typeScriptOf(each, definitions)).join(' | ');
  const types = [type ?? []].flat();
  return types.length === 0 ? 'unknown' : types.map((each) => ofType(each, schema, definitions)).join(' | ');
}

function ofType(
  type: string,
  { items, properties = {}, patternProperties = {}, additionalProperties = true, required = [] }: Schema,
  definitions: Record<string, Schema>,
): string {
  const typeOf = (each: Schema) => typeScriptOf(each, definitions);
  if (type === 'array') return `Array<${items === undefined ? 'unknown' : typeOf(items)}>`;
  if (type !== 'object') return type === 'integer' ? 'number' : type;
  const named = Object.entries(patternProperties).flatMap(([pattern, each]) =>
    pattern
      .replace(/^\^\(|\)\$$/g, '')
      .split('|')
      .map((name) => [name, each] as const),
  );
  const fields = [...Object.entries(properties), ...named].map(([name, each]) => {
    return `${name}${required.includes(name) ? '' : '?'}: ${typeOf(each)};`;
  });
  if (additionalProperties === true) fields.push('[key: string]: unknown;');
  else if (additionalProperties !== false) fields.push(`[key: string]: ${typeOf(additionalProperties)};`);
  return `{ ${fields.join(' ')} }`;
}
