import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from './installed.ts';

interface Ajv {
  addSchema(schema: object, key: string): void;
  getSchema(ref: string): ((value: unknown) => boolean) & { errors?: unknown };
}

const CONFORMANCE = fileURLToPath(
  new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
);
const START = '{$schema:`https://json-schema.org/draft/2020-12/schema`,$defs:{';

/**
 * The JSON Schema of a revision of the protocol, out of MCP's own conformance suite, which carries it in its code.
 * Revision 2026-07-28 is the one that knows `server/discover`.
 */
function schemaOf(revision: '2025-11-25' | '2026-07-28'): object {
  const code = readFileSync(CONFORMANCE, 'utf8');
  const found: string[] = [];
  for (let at = code.indexOf(START); at !== -1; at = code.indexOf(START, at + 1))
    found.push(literalAt(code, at));
  const text = found.find((each) => each.includes('DiscoverResult') === (revision === '2026-07-28'));
  if (text === undefined) throw new Error(`The conformance suite has no schema of ${revision}.`);
  return new Function(`return ${text}`)() as object;
}

/** The object literal that begins at `at`: up to the brace that closes it, outside of strings. */
function literalAt(code: string, at: number): string {
  let depth = 0;
  let isText = false;
  for (let end = at; end < code.length; end += 1) {
    const char = code[end];
    if (isText && char === '\\') end += 1;
    else if (char === '`') isText = !isText;
    else if (!isText && char === '{') depth += 1;
    else if (!isText && char === '}') depth -= 1;
    if (depth === 0) return code.slice(at, end + 1);
  }
  throw new Error('The schema has no end.');
}

/** Gives what is wrong with a message as the definition `name` of a revision, or null. */
export async function checker(
  revision: '2025-11-25' | '2026-07-28',
): Promise<(name: string, message: unknown) => unknown> {
  const { default: module } = await load<{ default: { default?: new (options: object) => Ajv } }>(
    fileURLToPath(new URL('node_modules/ajv/dist/2020.js', import.meta.url)),
  );
  const Validator = module.default ?? (module as unknown as new (options: object) => Ajv);
  const ajv = new Validator({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(schemaOf(revision), 'mcp');
  return (name, message) => {
    const check = ajv.getSchema(`mcp#/$defs/${name}`);
    return check(message) ? null : check.errors;
  };
}
