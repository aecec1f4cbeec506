import type { z } from 'zod';
import { catalogSchema, type EntryInput, entrySchema } from '../catalog/schema.ts';
import { writeYaml } from '../catalog-files/yaml.ts';
import { SCHEMA_LINE } from './schema-line.ts';

/** A line of 100 characters, less what an entry is indented by. */
const WIDTH = 96;

/** An entry that gives every field. */
const FULL: Required<EntryInput> = {
  code: 'quota_exceeded',
  aliases: ['QUOTA_EXCEEDED', '1042'],
  title: 'The monthly quota is used up',
  service: 'uploads',
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
  confusable_with: [
    { code: 'too_many_requests', tell_apart: 'Its Retry-After gives seconds; that of this one gives days.' },
  ],
  symptoms: ['uploads stopped working this week', 'it says that we are over our limit'],
  example: 'Monthly quota of 10000 requests exceeded.',
  since: '2.10',
  deprecated: false,
  replaced_by: 'plan_limit_reached',
  links: ['https://example.com/docs/errors#quota_exceeded'],
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
  surface: 'api',
  area: 'billing',
};

/** What is said of a field beyond its description in the schema. */
const MORE: Readonly<Record<string, string>> = {
  http_status: 'The HTTP status, or a list of them; null says that none is known',
  retry: 'The word of when is never, after_fix, after_delay or with_backoff',
  replaced_by: 'One code or a list',
  rejects: 'The README lists the kinds, with what can be said of each',
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
