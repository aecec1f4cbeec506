import * as z from 'zod';
import { PATTERN_FORMS, readPattern } from '../base/value-pattern.ts';

const TEXT = 'text that is not empty';
const text = z.string(TEXT).regex(/\S/, TEXT);
const TEXTS = 'a list of texts, at least one';
const texts = z.array(text, TEXTS).min(1, TEXTS);
const COUNT = 'a whole number from 1 to 1000';
const count = z.number(COUNT).int(COUNT).min(1, COUNT).max(1000, COUNT);
const PATTERN = `a regular expression of ${PATTERN_FORMS}`;
const pattern = z.string(PATTERN).refine((source) => readPattern(source) !== null, PATTERN);
const FLAG = 'true or false';
const SCHEMES = 'a list of schemes, such as [https]';
const schemes = z.array(z.string(SCHEMES).regex(/^[a-z][a-z0-9+.-]*$/, SCHEMES), SCHEMES).min(1, SCHEMES);

const slug = z.strictObject({
  kind: z.literal('slug'),
  because: z
    .enum(['format', 'reserved', 'taken'], 'one of format, reserved, taken')
    .optional()
    .describe('What is wrong with those that it refuses; format if nothing is said'),
  pattern: pattern.optional().describe('What the whole of it must match'),
  min_length: count.optional(),
  max_length: count.optional(),
  reserved: texts.optional().describe('Words that are never taken'),
  reserved_is_partial: z.boolean(FLAG).optional().describe('Whether more words are reserved than are listed'),
  fields: texts.optional().describe('Names of the fields that hold it; slug if nothing is said'),
  path_segments: texts
    .optional()
    .describe('What stands before it in the path of a request, such as projects'),
});

const redirectUri = z.strictObject({
  kind: z.literal('redirect_uri'),
  schemes: schemes.optional().describe('All that are allowed'),
  development_hosts: texts.optional().describe('Hosts that are taken in development only, such as localhost'),
  development_note: text
    .optional()
    .describe('What else can be done to have them taken, behind the word "or"'),
});

const METHODS = ['HEAD', 'GET', 'POST', 'OPTIONS'] as const;

const webhookUrl = z.strictObject({
  kind: z.literal('webhook_url'),
  schemes: schemes.optional().describe('All that are allowed'),
  must_answer: z
    .enum(METHODS, `one of ${METHODS.join(', ')}`)
    .optional()
    .describe('The method by which the URL is tried before it is taken'),
});

/** Kinds of values that are looked at without anything that a catalog could say of them. */
const PLAIN = ['url', 'email', 'hex_color', 'boolean', 'number', 'grant', 'saml_metadata'] as const;
const plain = z.strictObject({ kind: z.enum(PLAIN) });

const KINDS = [
  'slug',
  'redirect_uri',
  'webhook_url',
  'token',
  'credential',
  'grant_type',
  'confirmation',
  'wait',
  'field_value',
  ...PLAIN,
];
const KIND = `{ kind: ${KINDS.join(' | ')}, … }`;

/** The kind of value that an error rejects, and the rules that such a value must keep to. */
export const rejectsSchema = z.discriminatedUnion(
  'kind',
  [
    slug,
    redirectUri,
    webhookUrl,
    z.strictObject({
      kind: z.literal('token'),
      because: z
        .enum(['signature'], 'the word signature')
        .optional()
        .describe(
          'signature where it is about who signed the token; else about whether it is there and in date',
        ),
    }),
    z.strictObject({
      kind: z.literal('credential'),
      issued_by: z
        .enum(['identity_provider'], 'the words identity_provider')
        .optional()
        .describe('Where the credential is that of an app at Google, GitHub or Microsoft'),
      grace_hours: count.optional().describe('How long it still works after it was rotated'),
    }),
    z.strictObject({
      kind: z.literal('grant_type'),
      supported: texts.optional().describe('All grant types that some app may have'),
    }),
    z.strictObject({
      kind: z.literal('confirmation'),
      field: text.describe('The field of the body that must be true'),
    }),
    z.strictObject({
      kind: z.literal('wait'),
      because: z
        .enum(['limit'], 'the word limit')
        .optional()
        .describe('limit where too many requests were sent, so that the headers of the limit count too'),
    }),
    z.strictObject({
      kind: z.literal('field_value'),
      values: z
        .array(z.discriminatedUnion('kind', [slug, redirectUri, webhookUrl]), 'a list of kinds of values')
        .min(1)
        .optional()
        .describe('The rules of what its fields may hold'),
    }),
    plain,
  ],
  KIND,
);

/** The names of all fields that some kind has. */
export const RULE_FIELDS: readonly string[] = rejectsSchema.options.flatMap(({ shape }) =>
  Object.keys(shape),
);

/** What an error rejects, once it is checked. */
export type Rejects = z.output<typeof rejectsSchema>;
export type RejectedKind = Rejects['kind'];
/** What an error rejects, of one kind. */
export type RejectsOf<Kind extends RejectedKind> = Extract<Rejects, { kind: Kind }>;
