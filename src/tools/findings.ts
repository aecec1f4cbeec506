import * as z from 'zod';
import { BRIEF } from './json-schema.ts';

/** What is wrong with the rejected value, and where one exists, a value that would pass. */
export const findingsSchema = z.array(
  z.strictObject({ message: z.string(), suggestion: z.string().optional() }).meta(BRIEF),
);

/** The findings as lines of text; nothing if there are none. */
export function renderFindings(findings: z.infer<typeof findingsSchema> | undefined): string[] {
  if (findings === undefined || findings.length === 0) return [];
  return [
    'Found:',
    ...findings.map(
      ({ message, suggestion }) => `- ${message}${suggestion === undefined ? '' : ` Use: ${suggestion}`}`,
    ),
  ];
}
