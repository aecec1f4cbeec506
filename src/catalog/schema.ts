import * as z from 'zod';
import { RETRY_WHEN } from './entries.ts';
import { rejectsSchema } from './rejects.ts';

/** Who must act for the error to go away, as the built-in catalog has it. */
export const ACTORS = ['caller', 'end_user', 'workspace_owner', 'platform'] as const;

export type Actor = (typeof ACTORS)[number];

/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Any value that JSON can hold, of any depth. */
const jsonValue = z.json() as z.ZodType<JsonValue>;

const LONGEST_NAME = 200;

const TEXT = 'text that is not empty';
const text = z.string(TEXT).regex(/\S/, TEXT);
const LINES = 'a list of texts, at least one';
const lines = z.array(text, LINES).min(1, LINES);
const NAME = `a name of at most ${LONGEST_NAME} characters`;
const name = z.string(NAME).trim().min(1, NAME).max(LONGEST_NAME, NAME);
const CODE = `a code: text of at most ${LONGEST_NAME} characters on one line, or a whole number`;
/** No control characters, and none that are not seen; as every dialect of regular expressions knows it. */
const ON_ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+$/;
const code = z
  .union(
    [
      z.string(CODE).trim().min(1, CODE).max(LONGEST_NAME, CODE).regex(ON_ONE_LINE, CODE),
      z.number(CODE).int(CODE),
    ],
    CODE,
  )
  .transform(String);
const STATUS = 'an HTTP status from 100 to 999';
const status = z.number(STATUS).int(STATUS).min(100, STATUS).max(999, STATUS);

/** Parts of an entry that say something, and single sentences of their lists. */
const PART = 'a part of an entry such as meaning, http_status, causes, fix.2 or retry.note';
const part = z
  .string(PART)
  .regex(
    /^(?:title|meaning|http_status|http_status_note|who|example|retry(?:\.when|\.note)?|(?:causes|fix)(?:\.[1-9]\d?)?|confusable_with)$/,
    PART,
  );
const PARTS = 'a list of parts of an entry, at least one';
const documented = z
  .strictObject(
    {
      source: text.describe('The document, in a few words'),
      parts: z
        .array(part, PARTS)
        .min(1, PARTS)
        .describe('What of an entry it states, e.g. meaning, http_status, fix.2'),
    },
    '{ source, parts }',
  )
  .optional()
  .describe('What a document states; the rest is told as advice');

/** What to do about an error. */
const advice = {
  fix: lines.optional().describe('Ordered imperative steps for whoever must act'),
  retry: z
    .strictObject(
      {
        when: z.enum(RETRY_WHEN, `one of ${RETRY_WHEN.join(', ')}`),
        note: text.optional().describe('What is true of repeating the request'),
      },
      `{ when: ${RETRY_WHEN.join(' | ')}, note }`,
    )
    .optional()
    .describe('When repeating the request can help'),
  who: name
    .optional()
    .describe(`Who must act: ${ACTORS.join(', ')}, or another name`)
    .meta({ examples: [...ACTORS] }),
};

const DOMAIN = 'What stands as domain beside it in an ErrorInfo (AIP-193), e.g. billing.example.com';

const OPERATION = 'a method and a path such as POST /v1/workspaces';
const operation = z.string(OPERATION).regex(/^[A-Z]{3,7} \S{1,300}$/, OPERATION);

/** One entry of a catalog file: what is known about one error code. Only the code must be. */
export const entrySchema = z
  .strictObject(
    {
      code: code.describe(
        'What the API sends, exactly; quote what YAML would read as a number of another form',
      ),
      aliases: z
        .array(code, 'a list of codes')
        .min(1, 'a list of codes')
        .optional()
        .describe('Other names of the same error, e.g. its former code or its number'),
      title: text.optional().describe('The error in a few words'),
      service: name.optional().describe('Which service answers with it, where one code has several meanings'),
      domain: name.optional().describe(DOMAIN),
      surface: name.optional().describe('Which side of the API answers with it, e.g. api or oauth'),
      area: name.optional().describe('The part of the product that it belongs to'),
      http_status: z
        .union(
          [status, z.array(status).min(1), z.null()],
          `${STATUS}, a list of them, or null where none is known`,
        )
        .optional(),
      status_alone: z
        .boolean('true or false')
        .optional()
        .describe('Whether its HTTP status is taken for it where no code is named and others have it too'),
      http_status_note: text.optional().describe('Where the status comes from, or why none is known'),
      meaning: text.optional().describe('What happened'),
      causes: lines.optional().describe('The distinct ways to get there, likeliest first'),
      ...advice,
      rejects: rejectsSchema
        .optional()
        .describe(
          'The kind of value that it rejects, and the rules of such values: answers say what is wrong',
        ),
      by_message: z
        .array(
          z.strictObject(
            {
              says: lines.describe('Words of such a message, in their order; one of them is enough'),
              means: text.describe('What is true then and what to do, as it follows "By the message,"'),
              ...advice,
            },
            '{ says, means, fix, retry, who }',
          ),
          'a list of { says, means, fix, retry, who }',
        )
        .optional()
        .describe(
          'What else its message may say, and the steps that are then right in place of those of the code',
        ),
      documented,
      confusable_with: z
        .array(
          z.strictObject(
            { code, tell_apart: text.describe('The check that tells the two codes apart') },
            '{ code, tell_apart }',
          ),
          'a list of { code, tell_apart }',
        )
        .optional()
        .describe('Codes that are easily taken for this one'),
      symptoms: lines.optional().describe('How people describe it who do not know the code'),
      example: text.optional().describe('A message as the API sends it'),
      since: code.optional().describe('The version or date from which on it is sent'),
      deprecated: z
        .union([z.boolean(), text], 'true, or what is to be known about it')
        .optional()
        .describe('It is no longer sent, or will not be; its entry stays, so that it still explains itself'),
      replaced_by: z
        .union([code, z.array(code).min(1)], 'a code, or a list of codes')
        .optional()
        .describe('What is sent instead'),
      links: lines.optional().describe('Where more is said about it'),
      operations: z
        .array(operation, OPERATION)
        .min(1, OPERATION)
        .optional()
        .describe('The calls that it can answer, e.g. POST /v1/workspaces'),
      extra: z
        .record(z.string(), jsonValue, 'an object')
        .optional()
        .describe('Anything else that is known, under names of your own'),
    },
    'an entry: { code, title, … }',
  )
  .meta({ id: 'entry' });

const ERRORS = 'a list of entries, at least one';

/** A whole catalog, as a file holds it. */
export const catalogSchema = z.strictObject(
  {
    $schema: z.string().optional(),
    name: name.describe('The name of the catalog'),
    version: z
      .union([text, z.number()], 'a version')
      .transform(String)
      .optional()
      .describe('The version of the catalog'),
    extends: z
      .literal('builtin', "the word 'builtin'")
      .optional()
      .describe('Adds to the built-in catalog; an entry for a code of it overrides the fields that it gives'),
    support: text.optional().describe('Where to report what only the platform can mend'),
    service: name.optional().describe('The service of every entry that names none'),
    domain: name.optional().describe(`${DOMAIN}; of every entry that names none`),
    surface: name.optional().describe('The surface of every entry that names none'),
    area: name.optional().describe('The area of every entry that names none'),
    prefix: name
      .optional()
      .describe('What is printed in front of codes that are numbers, e.g. TS for TS2304'),
    doc_url: text
      .regex(/\{code\}/, 'an address with {code} in it')
      .optional()
      .describe('Where every error is documented, with {code} in the place of its code'),
    documented,
    errors: z.array(entrySchema, ERRORS).min(1, ERRORS),
  },
  'a catalog: { name, version, errors: [ … ] }',
);

/** An entry as a file gives it, once it is checked. */
export type EntryData = z.output<typeof entrySchema>;
/** A catalog as a file gives it, once it is checked. */
export type CatalogData = z.output<typeof catalogSchema>;
/** An entry as a file may give it. */
export type EntryInput = z.input<typeof entrySchema>;
