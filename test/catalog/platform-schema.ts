import * as z from 'zod';
import { RETRY_WHEN } from '../../src/catalog/entries.ts';
import { ACTORS } from '../../src/catalog/schema.ts';

const AREAS = ['general', 'workspaces', 'apps', 'idps', 'billing', 'webhooks', 'tokens'];

const sentence = z.string().trim().min(1);

/** What is known about a code of the built-in catalog: more is asked of it than of another catalog file. */
const entrySchema = z
  .object({
    code: z.string().regex(/^[a-z][a-z0-9_]*$/),
    title: sentence,
    area: z.enum(AREAS),
    surface: z.enum(['api', 'oauth']),
    http_status: z.number().int().min(400).max(599).nullable(),
    http_status_note: sentence.optional(),
    meaning: sentence,
    causes: z.array(sentence).min(1),
    fix: z.array(sentence).min(1),
    retry: z.strictObject({ when: z.enum(RETRY_WHEN), note: sentence }),
    who: z.enum(ACTORS),
    confusable_with: z.array(z.strictObject({ code: z.string(), tell_apart: sentence })),
    symptoms: z.array(sentence).min(1),
    example: sentence,
  })
  .refine((entry) => entry.http_status !== null || entry.http_status_note !== undefined, {
    path: ['http_status_note'],
    message: 'say why no HTTP status is known',
  });

/** The whole built-in catalog. */
export const platformSchema = z.object({ errors: z.array(entrySchema).min(1) });
