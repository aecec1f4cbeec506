import * as z from 'zod';
import { clip } from '../../base/text.ts';
import { DAY, HOUR } from '../../base/time.ts';
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

/** The moment so long before `now` as a window says: `24h`, `7d`. */
export function startOf(window: string, now: number): number {
  return now - Number.parseInt(window, 10) * (window.endsWith('d') ? DAY : HOUR);
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

/** The shortest beginning of a text that is worth showing. */
const LEAST_PIECE = 40;
/** What is written around each item of a list. */
const ITEM = 6;

/**
 * How much text an answer may still hold, in characters. One outside ASCII counts as three, which is about what it costs
 * a model. What does not fit is left out and counted, so that the answer can say so.
 */
export class TextBudget {
  #left: number;

  constructor(size: number) {
    this.#left = size;
  }

  /** `text`, or as much of its beginning as there is room for, or null. */
  text(text: string): { text: string; isWhole: boolean } | null {
    const cost = costOf(text);
    if (cost <= this.#left) {
      this.#left -= cost;
      return { text, isWhole: true };
    }
    const length = Math.floor((Math.max(0, this.#left) * text.length) / cost);
    this.#left = 0;
    return length < LEAST_PIECE ? null : { text: `${clip(text, length)} …`, isWhole: false };
  }

  /** The first of `names`, none of them cut, that there is room for. */
  names<Name extends string | number>(names: readonly Name[]): Name[] {
    const first = names.findIndex((name) => {
      this.#left -= costOf(String(name)) + ITEM;
      return this.#left < 0;
    });
    return first === -1 ? [...names] : names.slice(0, first);
  }

  /** As many of `items` as there is room for, the last of them perhaps cut, and how many are there in part or not at all. */
  list<Item>(
    items: readonly Item[],
    textOf: (item: Item) => string,
    withText: (item: Item, text: string) => Item,
    around = ITEM,
  ): { items: Item[]; missing: number } {
    const taken: Item[] = [];
    for (const item of items) {
      this.#left -= around;
      const piece = this.text(textOf(item));
      if (piece === null) break;
      if (!piece.isWhole)
        return { items: [...taken, withText(item, piece.text)], missing: items.length - taken.length };
      taken.push(item);
    }
    return { items: taken, missing: items.length - taken.length };
  }
}

/** What a text takes of the budget. */
export function costOf(text: string): number {
  const ascii = /^[\x00-\x7f]*$/;
  return ascii.test(text) ? text.length : text.length + 2 * (text.match(/[^\x00-\x7f]/g)?.length ?? 0);
}
