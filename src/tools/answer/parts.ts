import * as z from 'zod';
import type { Seen, SeenCount } from '../../logs/logs.ts';
import { isPlainId } from '../../redact/redact.ts';
import { BRIEF } from '../input.ts';
import type { Block } from './blocks.ts';

/** How often an error was seen in the logs, as an answer shows it. */
export const seenSchema = z
  .strictObject({
    /** Log lines. */
    count: z.number(),
    last: z.string().optional(),
    request_ids: z.array(z.string()).optional(),
  })
  .meta(BRIEF);

/** From when to when lines were counted. */
export const countedSchema = z
  .strictObject({ since: z.string(), up_to: z.string(), not_counted: z.number().optional() })
  .meta(BRIEF);

type SeenAnswer = z.infer<typeof seenSchema>;
type Counted = z.infer<typeof countedSchema>;

const HOUR = 3_600_000;

/** The moment so long before `now` as a window says: `24h`, `7d`. */
export function startOf(window: string, now: number): number {
  const hours = Number.parseInt(window, 10) * (window.endsWith('d') ? 24 : 1);
  return now - hours * HOUR;
}

/** What was counted; null if nothing was counted yet. */
export function countedOf({ upTo, unplaced }: Seen, since: number): Counted | null {
  if (upTo === null) return null;
  const whole = new Date(since - (since % HOUR));
  return {
    since: whole.toISOString(),
    up_to: new Date(upTo).toISOString(),
    ...(unplaced > 0 && { not_counted: unplaced }),
  };
}

/** Examples are only such request ids as may stand among our own words. */
export function seenOf(count: SeenCount | undefined): SeenAnswer {
  if (count === undefined) return { count: 0 };
  const ids = count.ids.filter(isPlainId);
  return {
    count: count.count,
    last: new Date(count.last).toISOString(),
    ...(ids.length > 0 && { request_ids: ids }),
  };
}

export function formatCounted({ since, up_to, not_counted }: Counted): string {
  const missing =
    not_counted === undefined ? '' : `; ${not_counted} lines could not be counted, most for want of a time`;
  return `log lines since ${since}; the newest error in the logs is of ${up_to}${missing}`;
}

/** `14 log lines, last at …, e.g. req_…` */
export function formatSeen({ count, last, request_ids }: SeenAnswer): string {
  if (count === 0) return 'not seen';
  const example = request_ids?.[0] === undefined ? '' : `, e.g. ${request_ids[0]}`;
  return `${count} log ${count === 1 ? 'line' : 'lines'}, last at ${last}${example}`;
}

/** What is wrong with the rejected value, and where one exists, a value that would pass. */
export const findingsSchema = z.array(
  z.strictObject({ message: z.string(), suggestion: z.string().optional() }).meta(BRIEF),
);

/** The findings as a block; nothing if there are none. */
export function findingBlocks(findings: z.infer<typeof findingsSchema> | undefined): Block[] {
  return findings === undefined || findings.length === 0 ? [] : [{ kind: 'findings', findings }];
}

/** A ready-made next call: it can be made as it stands. */
export const nextCallSchema = z
  .strictObject({ tool: z.string(), arguments: z.record(z.string(), z.string()), reason: z.string() })
  .meta(BRIEF);

export type NextCall = z.infer<typeof nextCallSchema>;

/** The next calls as blocks; nothing if there are none. */
export function nextBlocks(next: readonly NextCall[] | undefined): Block[] {
  return (next ?? []).map((call) => ({ kind: 'next', ...call }));
}
