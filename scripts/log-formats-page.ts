import { FORMATS } from '../src/logs/line/formats/formats.ts';
import { parseLine } from '../src/logs/line/parse-line.ts';

/** What is shown of a line, by the names of answers. */
const TERMS = [
  'time',
  'level',
  'service',
  'method',
  'path',
  'status',
  'duration_ms',
  'code',
  'message',
] as const;

/** How long a value may be in the table. */
const LONGEST = 44;

const HEAD = `# Log formats

Made by \`npm run formats\` from the records in \`src/logs/line/formats\`. For each format: a line as it is written by
default, and what is read from it. The rest of the line stands in its further fields.

What has no record is read too: JSON by the names of its fields, whatever their case and nesting, logfmt, \`key=value\`
pairs within text, access logs, and any line with a time and a level in its head. Lines of text within JSON are read like
lines of their own.

Not read, and left in the message or the further fields: zones whose names mean several offsets (\`CST\`, \`IST\`, \`BST\`),
dates that may be day-first or month-first (\`03/04/2026\` without AM or PM), times of day without a date, and numbers
under \`duration\` or \`latency\` whose unit the format does not fix.
`;

/** The page with the table of all formats, as Markdown. */
export function logFormatsPage(): string {
  const parts = FORMATS.map(({ name, docs, samples }) => {
    const [first] = samples;
    if (!first) return '';
    const modified = first.modified === undefined ? undefined : Date.parse(first.modified);
    const [record] = parseLine(first.line, { source: '', modified });
    const rows = TERMS.flatMap((term) => {
      const value = record?.line[term];
      return value === undefined || value === null ? [] : [`${term} \`${shortened(String(value))}\``];
    });
    return `### [${name}](${docs})\n\n\`\`\`text\n${first.line}\n\`\`\`\n\n${rows.join(' · ')}\n`;
  });
  return `${HEAD}\n${parts.join('\n')}`;
}

function shortened(value: string): string {
  return value.length <= LONGEST ? value : `${value.slice(0, LONGEST - 1)}…`;
}
