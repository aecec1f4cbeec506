import * as z from 'zod';
import { ACTORS, AREAS, RETRY_WHEN, SURFACES } from './vocabulary.ts';

const sentence = z.string().trim().min(1);

const confusableSchema = z.strictObject({ code: z.string(), tell_apart: sentence });

/** What is known about a code of the built-in catalog: more is asked of it than of a catalog file. */
const builtinEntrySchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9_]*$/),
    title: sentence,
    area: z.enum(AREAS),
    surface: z.enum(SURFACES),
    http_status: z.number().int().min(400).max(599).nullable(),
    http_status_note: sentence.optional(),
    meaning: sentence,
    causes: z.array(sentence).min(1),
    fix: z.array(sentence).min(1),
    retry: z.strictObject({ when: z.enum(RETRY_WHEN), note: sentence }),
    who: z.enum(ACTORS),
    confusable_with: z.array(confusableSchema),
    symptoms: z.array(sentence).min(1),
    example: sentence,
  })
  .refine((entry) => entry.http_status !== null || entry.http_status_note !== undefined, {
    path: ['http_status_note'],
    message: 'say why no HTTP status is known',
  });

/** The whole built-in catalog. */
export const builtinSchema = z.strictObject({
  name: sentence,
  version: z.string(),
  support: sentence,
  errors: z.array(builtinEntrySchema).min(1),
});

export type BuiltinEntry = z.infer<typeof builtinEntrySchema>;
export type BuiltinData = z.infer<typeof builtinSchema>;
