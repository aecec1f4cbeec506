import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** A schema as one of both dialects reads it, in which hosts compile schemas. */
export type Dialect = 'draft-07' | '2020-12';
export const DIALECTS: readonly Dialect[] = ['draft-07', '2020-12'];

/**
 * Compiles a schema as most hosts do; that fields of logs have mixed types is meant, and that what stands beside a reference
 * is of the type that stands behind it.
 */
export function compiled(schema: object, dialect: Dialect): ValidateFunction {
  const options = { strictTypes: !('definitions' in schema), allowUnionTypes: true };
  return (dialect === 'draft-07' ? new Ajv(options) : new Ajv2020(options)).compile(schema);
}

const FILE = new URL('../../answers.schema.json', import.meta.url);
let schemas: Record<string, object> | undefined;
const made = new Map<string, ValidateFunction>();

/** The exact schema of what a tool answers, as it is published. */
export function answerSchema(tool: string): object {
  schemas ??= JSON.parse(readFileSync(FILE, 'utf8')).$defs as Record<string, object>;
  const schema = schemas[tool];
  if (schema === undefined) throw new Error(`${tool} has no schema in answers.schema.json.`);
  return schema;
}

/** Throws unless an answer fits the published schema of its tool, in both dialects. */
export function checkAnswer(tool: string, answer: unknown): void {
  for (const dialect of DIALECTS) {
    const key = `${tool} ${dialect}`;
    const validate = made.get(key) ?? compiled(answerSchema(tool), dialect);
    made.set(key, validate);
    if (!validate(answer))
      throw new Error(`${tool} does not fit its schema: ${JSON.stringify([validate.errors, answer])}`);
  }
}
