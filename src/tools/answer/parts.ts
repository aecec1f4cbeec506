import * as z from 'zod';
import { FAILURE_CODES, type FailureCode } from '../../base/failure.ts';
import { clip, count } from '../../base/text.ts';
import { DAY, HOUR } from '../../base/time.ts';
import {
  BACKOFF,
  LOG_FILES,
  NO_RETRY,
  type Searched,
  type Seen,
  type SeenCount,
  type SourceFailure,
} from '../../logs/logs.ts';
import { isPlainId } from '../../redact/redact.ts';
import { IN_BRIEF, PART } from '../json-schema.ts';
import type { Block } from './blocks.ts';

/** How often an error was seen in the logs, as an answer shows it. */
export const seenSchema = z.strictObject({
  count: z.number().meta({ description: 'How often the logs show it', unit: 'log lines' }),
  last: z
    .string()
    .optional()
    .meta({ description: 'When it was last seen', unit: 'ISO 8601, UTC', when: '`count` is not 0' }),
  request_ids: z.array(z.string()).optional().meta({
    description: 'Some requests that it ended, the newest first',
    when: 'such requests have plain ids',
  }),
});

/** From when to when lines were counted. */
export const countedSchema = z
  .strictObject({
    since: z.string().meta({ description: 'The beginning of what was counted', unit: 'ISO 8601, UTC' }),
    up_to: z.string().meta({ description: 'The newest error in the logs', unit: 'ISO 8601, UTC' }),
    not_counted: z.number().optional().meta({
      description: 'Lines that could not be counted, most for want of a time',
      unit: 'log lines',
      when: 'there are such lines',
    }),
  })
  .meta(IN_BRIEF);

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
  z
    .strictObject({
      message: z.string().describe('What was found, in a sentence'),
      suggestion: z
        .string()
        .optional()
        .meta({ description: 'A value that would pass', when: 'one can be told' }),
    })
    .meta(PART),
);

/** The findings as a block; nothing if there are none. */
export function findingBlocks(findings: z.infer<typeof findingsSchema> | undefined): Block[] {
  return findings === undefined || findings.length === 0 ? [] : [{ kind: 'findings', findings }];
}

/** A ready-made next call: it can be made as it stands. */
export const nextCallSchema = z
  .strictObject({
    tool: z.enum(['explain_error', 'lookup_request']).meta({ ...IN_BRIEF, description: 'The tool to call' }),
    arguments: z
      .strictObject({
        error: z.string().exactOptional().meta({ description: 'A code', when: '`tool` is `explain_error`' }),
        request_id: z
          .string()
          .exactOptional()
          .meta({ description: 'An id', when: '`tool` is `lookup_request`' }),
      })
      .meta(IN_BRIEF)
      .describe('Its arguments'),
    reason: z.string().describe('What the call is good for'),
  })
  .meta(PART);

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

const failureCode = z.enum(FAILURE_CODES);
const LIMITED = 'the server is not limited to one workspace';

/** What a lookup went through, as an answer shows it. Figures and times are left out for people of one workspace. */
export const searchedSchema = z
  .strictObject({
    files: z.number().optional().meta({ description: 'Log files', unit: 'files', when: LIMITED }),
    lines: z.number().optional().meta({ description: 'Lines in them', unit: 'log lines', when: LIMITED }),
    from: z.string().nullable().optional().meta({
      description: 'The first time that these lines show; null where none shows a time',
      unit: 'ISO 8601, UTC',
      when: LIMITED,
    }),
    to: z.string().nullable().optional().meta({
      description: 'The last time that they show; null where none shows a time',
      unit: 'ISO 8601, UTC',
      when: LIMITED,
    }),
    skipped: z
      .array(
        z
          .strictObject({
            source: z.string().describe('A file or folder'),
            reason: z.string().describe('Why it was not searched, and what to do'),
            code: failureCode.optional().meta({
              description: 'The failure by which lines may be missing',
              when: 'lines may stand there that could not be read',
            }),
          })
          .meta(IN_BRIEF),
      )
      .optional()
      .meta({ description: 'What was not searched, at most ten', when: 'there is such' }),
    sources: z
      .array(
        z
          .strictObject({
            source: z.string().describe('What was configured, without credentials'),
            searched: z.string().nullable().describe('What of it was searched; null where nothing was'),
            failure: z
              .strictObject({
                code: failureCode.describe('The code of the failure'),
                reason: z.string().describe('What happened, and what to do'),
              })
              .nullable()
              .describe('Why it gave no answer or only a part of one; null where it did'),
          })
          .meta(IN_BRIEF),
      )
      .optional()
      .meta({
        description: 'Each source that was asked',
        when: 'tables of a database are among the logs',
      }),
  })
  .meta(PART);

type SourceOutcomeShown = NonNullable<z.infer<typeof searchedSchema>['sources']>[number];

/** How many sources that were not searched are listed. */
const MOST_LISTED = 10;

/** What was searched, as an answer shows it: without the list of what was not where that is empty. */
export function shownSearched({
  skipped: all,
  isUntold = false,
  files,
  lines,
  from,
  to,
  sources,
}: Searched): z.infer<typeof searchedSchema> {
  const skipped = all.slice(0, MOST_LISTED).map(({ source, reason, extent, code }) => ({
    source,
    reason: extent === undefined ? reason : `${reason} ${extent}`,
    ...(code !== undefined && { code }),
  }));
  return {
    ...(!isUntold && { files, lines, from, to }),
    ...(skipped.length > 0 && { skipped }),
    ...(sources !== undefined && { sources }),
  };
}

/** What was searched, in a sentence or more. */
export function formatSearched(searched: z.infer<typeof searchedSchema>): string {
  const { skipped = [], sources } = searched;
  const passed = skipped.map(({ source, reason, code }) => {
    const how = code === undefined ? 'Not searched' : 'Not searched in full';
    return ` ${how}: ${source} (${reason.replace(/\.$/, '')}).`;
  });
  const inFiles = `${formatExtent(searched)}.${passed.join('')}`;
  if (sources === undefined) return inFiles;
  const others = sources.filter(({ source }) => source !== LOG_FILES).map(formatSource);
  return [...(sources.length > others.length ? [inFiles] : []), ...others].join(' ');
}

function formatExtent({ files, lines, from = null, to = null }: z.infer<typeof searchedSchema>): string {
  if (files === undefined || lines === undefined) return 'the log files, to their ends';
  return `${count(files, 'file')}, ${count(lines, 'line')}${from === null ? '' : `, from ${from} to ${to}`}`;
}

function formatSource({ source, searched, failure }: SourceOutcomeShown): string {
  const done = searched === null ? '' : ` ${searched}.`;
  return `${source}:${done}${failure === null ? '' : ` Failed (${failure.code}): ${failure.reason}`}`;
}

export interface SourceFailed {
  source: string;
  failure: SourceFailure;
  /** Whether it is a log file, or a folder of such; what is to be changed stands in the list of what was not searched. */
  isFile: boolean;
}

/** What could not be searched, though lines may stand in it. */
export function failuresOf(searched: Searched | undefined): SourceFailed[] {
  const { skipped = [], sources = [] } = searched ?? {};
  const files = skipped.flatMap(({ source, reason, code }) =>
    code === undefined ? [] : [{ source, failure: { code, reason }, isFile: true }],
  );
  const tables = sources.flatMap(({ source, failure }) =>
    failure === null || source === LOG_FILES ? [] : [{ source, failure, isFile: false }],
  );
  return [...files, ...tables];
}

/** How many of those that failed are named in a note. */
const MOST_NAMED = 3;

export function formatAllFailed(failed: readonly SourceFailed[]): string {
  const named = failed.slice(0, MOST_NAMED).map(({ source, failure }) => `${source} (${failure.code})`);
  const more = failed.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' and ');
}

/** The same whether a request is missing or another workspace's. */
export function limitedTo(workspace: string): string {
  return `The search is limited to workspace '${workspace}'.`;
}

/** Whether asking again helps where log files could not be read. */
export function retryOf(code: FailureCode): string {
  return code === 'service_unavailable'
    ? `${BACKOFF}; if it lasts, tell whoever runs this server.`
    : `${NO_RETRY} changes that.`;
}

/** What is to be done where there is nothing to search. */
export const NOT_CONFIGURED =
  'No request logs are configured: start the server with --logs PATH (a file, a folder, a glob, or the address of a ClickHouse table; may be repeated) or set ERROR_CATALOG_LOGS.';

/** What a field of a log line or of a catalog's own may hold, as an answer shows it. */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const fieldValueSchema = z.union([...scalar.options, z.array(z.string())]);

type Scalar = z.infer<typeof scalar>;
export type FieldValue = z.infer<typeof fieldValueSchema>;

/** Fields with values of any kind as an answer shows them: what is nested deeper than a list is given as JSON. */
export function fieldValuesOf(fields: Readonly<Record<string, unknown>>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldValueOf(value)]));
}

/** A value as it is if it is a word, a number, true, false, null or a list of words; else as JSON. */
export function fieldValueOf(value: unknown): FieldValue {
  if (!Array.isArray(value)) return scalarOf(value);
  return value.map((each: unknown) => (typeof each === 'string' ? each : JSON.stringify(each ?? null)));
}

function scalarOf(value: unknown): Scalar {
  if (value === undefined) return null;
  const isScalar = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return isScalar ? (value as Scalar) : JSON.stringify(value);
}
