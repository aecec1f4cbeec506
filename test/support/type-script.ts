interface Schema {
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
export function typeScriptOf(schema: Schema): string {
  const { type, enum: values, const: value, anyOf } = schema;
  if (value !== undefined) return JSON.stringify(value);
  if (values !== undefined) return values.map((each) => JSON.stringify(each)).join(' | ');
  if (anyOf !== undefined) return anyOf.map(typeScriptOf).join(' | ');
  const types = [type ?? []].flat();
  return types.length === 0 ? 'unknown' : types.map((each) => ofType(each, schema)).join(' | ');
}

function ofType(
  type: string,
  { items, properties = {}, patternProperties = {}, additionalProperties = true, required = [] }: Schema,
): string {
  if (type === 'array') return `Array<${items === undefined ? 'unknown' : typeScriptOf(items)}>`;
  if (type !== 'object') return type === 'integer' ? 'number' : type;
  const named = Object.entries(patternProperties).flatMap(([pattern, each]) =>
    pattern
      .replace(/^\^\(|\)\$$/g, '')
      .split('|')
      .map((name) => [name, each] as const),
  );
  const fields = [...Object.entries(properties), ...named].map(([name, each]) => {
    return `${name}${required.includes(name) ? '' : '?'}: ${typeScriptOf(each)};`;
  });
  if (additionalProperties === true) fields.push('[key: string]: unknown;');
  else if (additionalProperties !== false)
    fields.push(`[key: string]: ${typeScriptOf(additionalProperties)};`);
  return `{ ${fields.join(' ')} }`;
}
