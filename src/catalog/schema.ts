import * as z from 'zod';

/** The areas of the document, in its order. */
export const AREAS = ['general', 'workspaces', 'apps', 'idps', 'billing', 'webhooks', 'tokens'] as const;

/** Which side answers with the code: the control plane's REST API, or the instance's OAuth 2 endpoints. */
export const SURFACES = ['api', 'oauth'] as const;

/** When repeating the request can help. `after_delay` means: after the wait that `Retry-After` gives. */
export const RETRY_WHEN = ['never', 'after_fix', 'after_delay', 'with_backoff'] as const;

/** Who must act for the error to go away. */
export const ACTORS = ['caller', 'end_user', 'workspace_owner', 'platform'] as const;

const sentence = z.string().trim().min(1);

const confusableSchema = z.strictObject({
  code: z.string(),
  tell_apart: sentence.describe('The check that tells the two codes apart'),
});

/** One entry of a catalog: everything that is known about one error code. */
const entrySchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9_]*$/),
    title: sentence,
    area: z.enum(AREAS),
    surface: z.enum(SURFACES),
    http_status: z.number().int().min(400).max(599).nullable(),
    http_status_note: sentence.optional().describe('Where the status comes from, or why none is known'),
    meaning: sentence,
    causes: z.array(sentence).min(1).describe('The distinct ways to get there, likeliest first'),
    fix: z.array(sentence).min(1).describe('Ordered imperative steps for whoever must act'),
    retry: z.strictObject({ when: z.enum(RETRY_WHEN), note: sentence }),
    who: z.enum(ACTORS),
    confusable_with: z.array(confusableSchema),
    symptoms: z.array(sentence).min(1).describe('How people describe it who do not know the code'),
    example: sentence.describe('A message as the API would send it'),
  })
  .refine((entry) => entry.http_status !== null || entry.http_status_note !== undefined, {
    path: ['http_status_note'],
    message: 'say why no HTTP status is known',
  });

/** A whole catalog, as a file or a module holds it. */
export const catalogSchema = z.strictObject({
  name: sentence,
  version: z.string().optional(),
  support: sentence.optional().describe('Where to report what only the platform can mend'),
  errors: z.array(entrySchema).min(1),
});

export type Area = (typeof AREAS)[number];
export type Actor = (typeof ACTORS)[number];
export type Confusable = z.infer<typeof confusableSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type CatalogData = z.infer<typeof catalogSchema>;
