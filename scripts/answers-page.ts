import { fullOutputSchemaOf, notedOutputSchemaOf } from '../src/tools/json-schema.ts';
import { TOOLS } from '../src/tools/tools.ts';

/** Where the published package is served, so that a program can name the schema without an installation. */
const ID = 'urn:error-catalog-mcp:answers';

interface Schema {
  type?: string | string[];
  enum?: (string | null)[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
  required?: string[];
  description?: string;
  unit?: string;
  when?: string;
}

/** The exact JSON Schemas of all answers (`structuredContent`, `--json`), by tool; the same in draft-07 and 2020-12. */
export function answersJsonSchema(): object {
  const schemas = TOOLS.map(({ name, output }) => [name, fullOutputSchemaOf(output)] as const);
  return {
    $id: ID,
    title: 'Answers of error-catalog-mcp',
    description: 'What each tool answers: structuredContent of MCP, --json of the terminal.',
    $defs: Object.fromEntries(schemas),
  };
}

const HEAD = `# Answers

Made by \`npm run answers\` from the schemas that type the answers in the code. Each table is what a tool gives as
\`structuredContent\`, and the terminal with \`--json\`. A field that does not apply is left out; what is not known is null.
\`[]\` stands for the items of a list.

The same as JSON Schema: \`answers.schema.json\` of the repository. \`tools/list\` shows it shortened, as it has to be small, but for
hosts that show types to the model (Codex, opencode).

A failure has no such data: its text is \`{"error":{"code","message","request_id"}}\`.
`;

/** The page with the fields of every answer, as Markdown. */
export function answersPage(): string {
  const tables = TOOLS.map(({ name, output }) => {
    const rows = rowsOf(notedOutputSchemaOf(output) as Schema, '').map((row) => `| ${row.join(' | ')} |`);
    const head = '| Field | Type | Unit | What it is | There when |\n|---|---|---|---|---|';
    return `## ${name}\n\n${[head, ...rows].join('\n')}\n`;
  });
  return [HEAD, ...tables].join('\n');
}

function rowsOf({ properties = {}, required = [] }: Schema, path: string): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const own = `${path}${name}`;
    const when = required.includes(name) ? 'always' : field.when;
    if (field.description === undefined || when === undefined)
      throw new Error(`${own} has no description, or does not say when it is there.`);
    const row = [`\`${own}\``, typeOf(field), field.unit ?? '', field.description, when];
    return [row.map(escaped), ...rowsOf(field, `${own}.`), ...rowsOf(field.items ?? {}, `${own}[].`)];
  });
}

/** A type in words that Markdown can hold, such as `string or null`, `list of numbers`, `one of …`. */
function typeOf({ type, enum: values, const: value, anyOf, items, additionalProperties }: Schema): string {
  if (values !== undefined) return values.map((each) => (each === null ? 'null' : `\`${each}\``)).join(', ');
  if (value !== undefined) return `\`${value}\``;
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  const names = [type ?? []].flat().map((each) => {
    if (each === 'array') return `list of ${items === undefined ? 'values' : plural(items)}`;
    if (each !== 'object' || typeof additionalProperties !== 'object') return each;
    return `object; values: ${typeOf(additionalProperties)}`;
  });
  return names.join(' or ');
}

function plural(items: Schema): string {
  return typeof items.type === 'string' && items.enum === undefined ? `${items.type}s` : typeOf(items);
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
