import * as z from 'zod';
import { BRIEF } from './json-schema.ts';

/** A ready-made next call: it can be made as it stands. */
export const nextCallSchema = z
  .strictObject({ tool: z.string(), arguments: z.record(z.string(), z.string()), reason: z.string() })
  .meta(BRIEF);

export type NextCall = z.infer<typeof nextCallSchema>;

/** The next calls as lines of text; nothing if there are none. */
export function renderNext(next: readonly NextCall[] | undefined): string[] {
  return (next ?? []).map((call) => `Next: ${call.tool} ${JSON.stringify(call.arguments)} (${call.reason})`);
}
