import { writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { Failure } from '../../base/failure.ts';
import { catalogSchema, type EntryInput, entrySchema, writeYaml } from '../../catalog/catalog.ts';
import { type CommandContext, defineCommand, OutputError } from '../command.ts';
import { EXIT, printTrouble } from '../print.ts';

const USUAL_FILE = 'catalog.yaml';

/** `new`: writes a catalog to begin with, and says how to go on. */
export const newCommand = defineCommand({
  alsoCalled: ['init'],
  about: 'write a catalog to begin with',
  description:
    'Writes a catalog to begin with: YAML with two errors, and a comment on every field. Never overwrites.',
  operands: [{ word: 'FILE', isOptional: true, about: 'the file; - shows it instead', default: USUAL_FILE }],
  takes: 'takes one file',
  options: { out: { value: 'FILE', about: 'the same as FILE; -o for short' } },
  examples: ['error-catalog-mcp new errors/catalog.yaml'],
  exits: { 0: 'written', 2: 'wrong arguments or a file that is there already' },
  run: ({ operands: [file], options: { out } }, _, { terminal }) =>
    writeTemplate(out ?? file ?? USUAL_FILE, terminal),
});

/** @throws Failure where it cannot be written, or would overwrite something */
async function writeTemplate(file: string, terminal: CommandContext['terminal']): Promise<number> {
  if (file === '-') {
    await terminal.out(catalogTemplate());
    return EXIT.ok;
  }
  if (/\.json$/i.test(file)) {
    const yaml = file.replace(/\.json$/i, '.yaml');
    throw new Failure(
      'validation_failed',
      `new writes YAML, which has comments: name a file such as ${yaml}.`,
    );
  }
  writeNewFile(file, catalogTemplate());
  for (const line of [`Wrote ${file}. Write your errors into it; then:`, ...formatNext(file)])
    printTrouble(terminal, line);
  return EXIT.ok;
}

/** How to go on with a catalog that was written. */
export function formatNext(file: string): string[] {
  const name = /^[\w./:\\-]+$/.test(file) ? file : `'${file}'`;
  return [
    `  error-catalog-mcp check --catalog ${name}    is it well formed, and true?`,
    `  error-catalog-mcp --catalog ${name}          serve it to a host`,
  ];
}

/** The system is in trouble, and not the name of the file. */
const OF_THE_SYSTEM = new Set(['ENOSPC', 'EIO', 'EDQUOT', 'EMFILE', 'ENFILE']);

/**
 * Writes a file that is not there yet.
 *
 * @throws Failure for a file that is there, or a place where none can be; OutputError where the system cannot write
 */
export function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(file);
    if (OF_THE_SYSTEM.has(code)) throw new OutputError(message);
    throw new Failure('validation_failed', `${file} cannot be written: ${message}.`);
  }
}

/** The refusal to overwrite a file. */
export function isThere(file: string): Failure {
  return new Failure(
    'validation_failed',
    `${file} is there already, and is not overwritten. Remove it, or name another file.`,
  );
}

/** A line of 100 characters, less what an entry is indented by. */
const WIDTH = 96;

/** An entry that gives every field. */
const FULL: Required<EntryInput> = {
  code: 'quota_exceeded',
  aliases: ['QUOTA_EXCEEDED', '1042'],
  title: 'The monthly quota is used up',
  service: 'uploads',
  domain: 'uploads.example.com',
  surface: 'api',
  area: 'billing',
  http_status: 429,
  status_alone: false,
  http_status_note: 'From the API reference.',
  meaning: 'The account has sent as many requests this month as its plan allows.',
  causes: ['A job sends the same files again and again.', 'The plan is too small for the traffic.'],
  fix: ['Look up the usage of this month.', 'Wait for the next month, or choose a larger plan.'],
  retry: { when: 'after_delay', note: 'Not before the time that Retry-After gives.' },
  who: 'caller',
  rejects: { kind: 'wait', because: 'limit' },
  by_message: [
    {
      says: ['storage is full'],
      means: 'it is not the requests but the storage that is used up.',
      fix: ['Delete files that are not needed any more.', 'Upload again.'],
      retry: { when: 'after_fix', note: 'Waiting does not free storage.' },
      who: 'workspace_owner',
    },
  ],
  documented: { source: 'the API reference', parts: ['http_status', 'meaning', 'fix.2'] },
  confusable_with: [
    { code: 'too_many_requests', tell_apart: 'Its Retry-After gives seconds; that of this one gives days.' },
  ],
  symptoms: ['uploads stopped working this week', 'it says that we are over our limit'],
  example: 'Monthly quota of 10000 requests exceeded.',
  since: '2.10',
  deprecated: false,
  replaced_by: 'plan_limit_reached',
  links: ['https://example.com/docs/errors#quota_exceeded'],
  operations: ['POST /v1/uploads'],
  extra: { team: 'platform', severity: 'low' },
};

/** An entry with what whoever gets the error needs. */
const SHORT = {
  code: 'too_many_requests',
  http_status: 429,
  meaning: 'More requests were sent in a short time than are allowed.',
  fix: ['Send at most ten requests a second.'],
  retry: { when: 'after_delay' },
  who: 'caller',
  confusable_with: [
    { code: 'quota_exceeded', tell_apart: 'Its Retry-After gives days; that of this one gives seconds.' },
  ],
} satisfies EntryInput;

/** A field that only an entry has that comes to its end. */
const AT_THE_END = 'replaced_by';

const HEAD = {
  name: 'my-api',
  version: '1',
  extends: 'builtin',
  support: 'Write to support@example.com, with the request_id.',
  service: 'uploads',
  domain: 'uploads.example.com',
  surface: 'api',
  area: 'billing',
  prefix: 'TS',
  doc_url: 'https://example.com/docs/errors#{code}',
  documented: { source: 'the API reference', parts: ['http_status', 'meaning'] },
};

/** What is said of a field beyond its description in the schema. */
const MORE: Readonly<Record<string, string>> = {
  http_status: 'The HTTP status, or a list of them; null says that none is known',
  retry: 'The word of when is never, after_fix, after_delay or with_backoff',
  replaced_by: 'One code or a list',
  rejects: 'docs/catalogs.md lists the kinds, with what can be said of each',
  deprecated: 'true, or words about it',
};

/** A catalog file to begin with: two errors, with a comment on every field that a catalog and an entry may have. */
export function catalogTemplate(): string {
  const name = fieldLines('name', HEAD.name, catalogSchema.shape.name);
  const optional = Object.entries(HEAD).flatMap(([field, value]) => {
    const schema = catalogSchema.shape[field as keyof typeof HEAD];
    return field === 'name' ? [] : ['', ...commentedOut(fieldLines(field, value, schema))];
  });
  const entry = Object.entries(entrySchema.shape).flatMap(([field, schema]) => {
    const lines = fieldLines(field, FULL[field as keyof EntryInput], schema);
    return ['', ...(field === AT_THE_END ? commentedOut(lines) : lines)];
  });
  const [, ...full] = indented(entry, '    ');
  return [
    SCHEMA_LINE,
    ...comment(INTRODUCTION),
    '',
    ...name,
    ...optional,
    '',
    '# One entry for each error. The first shows every field, the second what most need.',
    'errors:',
    '  -',
    ...full,
    '',
    ...indented(writeYaml([SHORT]).trimEnd().split('\n'), '  '),
    '',
  ].join('\n');
}

const INTRODUCTION =
  'A catalog of errors: what each means and what to do about it. Only the name, the list of errors and the code of each must be there; leave out what you do not know. A line that begins with # is a comment.';

function fieldLines(field: string, value: unknown, schema: z.ZodType | undefined): string[] {
  const words = [schema?.description, MORE[field]].filter((each) => each !== undefined);
  return [
    ...comment(`${words.join('. ')}.`),
    ...writeYaml({ [field]: value })
      .trimEnd()
      .split('\n'),
  ];
}

/** Text as comments of at most `WIDTH` characters a line. */
function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function commentedOut(lines: readonly string[]): string[] {
  return lines.map((line) => (line.startsWith('#') ? line : `# ${line}`));
}

function indented(lines: readonly string[], by: string): string[] {
  return lines.map((line) => (line === '' ? '' : by + line));
}

/** The first line of a catalog in YAML: by it, editors know what may stand there. */
export const SCHEMA_LINE =
  '# yaml-language-server: $schema=https://unpkg.com/error-catalog-mcp/catalog.schema.json';
