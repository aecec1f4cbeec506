import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS, type FormatName } from '../../src/import/import.ts';
import { options } from './options.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const PAGES = [
  'platform-error-codes.txt',
  ...readdirSync(new URL('import/', FIXTURES)).map((name) => `import/${name}`),
];

/** More lines of comment than any pattern tries in every way, at the head of a file and between its values. */
const COMMENTS = '# A line that says nothing about any error.\n'.repeat(60);

const OPENAPI = `${COMMENTS}openapi: 3.1.0
info: { title: demo, version: '2' }
${COMMENTS}paths:
  /pay:
    post:
      responses:
        '402':
          description: |
            The card was declined.

            Ask the customer for another one.
          content:
            application/json:
              example: { error: { code: card_declined, message: The bank refused the card. } }
components:
  schemas:
    Error:
      type: object
      properties:
        code:
          type: string
          description: >
            One of

            - \`seat_taken\`: somebody else sits there
            - \`seat_gone\`: the seat is no more
          enum: [seat_taken, seat_gone]
`;

const TEXTS: readonly (readonly [FormatName, string, string])[] = [
  ...PAGES.map((name): [FormatName, string, string] => [
    extname(name) === '.mdx' ? 'mdx' : 'markdown',
    name,
    readFileSync(new URL(name, FIXTURES), 'utf8'),
  ]),
  ['openapi', 'YAML', OPENAPI],
  [
    'openapi',
    'JSON',
    '{\n"openapi":"3.1.0",\n"paths":{"/a":{"get":{"responses":{"404":{"description":"`is_gone`"}}}}}}\n',
  ],
  ['json', 'JSON', '{\n  "is_gone": { "status": 404,\n  "description": "It is\\ngone" }\n}\n'],
  ['json', 'JSON Lines', '{"code":"a","message":"x"}\n\n{"code":"b","message":"y"}\n'],
  [
    'json',
    'YAML',
    `${COMMENTS}errors:\n  - code: 00042\n    message: |\n      One.\n      Two.\n${COMMENTS}  - code: 22E05\n`,
  ],
  [
    'json',
    'TOML',
    `${COMMENTS}title = "codes"\n\n[is_gone] # now\ndescription = """\nIt is\ngone."""\n${COMMENTS}[is_late]\ndescription = "It is late."\n`,
  ],
  ['json', 'TOML with quoted names', `${COMMENTS}["DISK:full"]\n${COMMENTS}error = "The disk is full."\n`],
  ['problem-types', 'YAML', `${COMMENTS}types:\n  - type: https://x.io/no-credit\n    title: No credit\n`],
  ['problem-types', 'CSV', 'type,title,status\nhttps://x.io/no-credit,"No\ncredit",402\n'],
  ['messages', 'YAML', `${COMMENTS}auth:\n  old: Too old\n${COMMENTS}  gone: |\n    It is\n    gone\n`],
  ['csv', 'commas', 'code,status,meaning\nis_gone,404,"It is\n\ngone"\n\nis_late,408,"Late, ""very"""\n'],
  ['tsv', 'tabs', 'code\tstatus\tmeaning\nis_gone\t404\t"It is\ngone"\n'],
];

describe('the same text with CRLF at the ends of its lines', () => {
  test.each(TEXTS)('gives the same: %s, %s', async (format, _, text) => {
    const read = await FORMATS[format].load();
    const plain = text.replaceAll('\r\n', '\n');
    const given = read(plain, options());
    expect(read(plain.replaceAll('\n', '\r\n'), options())).toEqual(given);
    expect(given.entries.length + given.unplaced.length).toBeGreaterThan(0);
  });
});
