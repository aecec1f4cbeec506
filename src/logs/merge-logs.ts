import pLimit from 'p-limit';
import { Failure } from '../base/failure.ts';
import { group } from '../base/text.ts';
import { type OwnNames, redactText, visible } from '../redact/redact.ts';
import type {
  FindOptions,
  Found,
  RequestLog,
  SearchCriteria,
  Searched,
  SearchFound,
  SourceOutcome,
} from './log.ts';
import { DEFAULT_LIMIT, newestHits } from './search/hits.ts';
import { writtenAs } from './token.ts';

/** A request log under the name by which answers speak of it. */
export interface NamedLog {
  name: string;
  log: RequestLog;
}

/**
 * Several request logs as one: all are asked at once, their lines are merged in time order, and the outcome of each is
 * named. One that fails with a `Failure`, or of which a part cannot be read, makes the answer partial; it neither hides the others nor makes `find` reject.
 */
export function allLogs(logs: readonly NamedLog[]): RequestLog {
  return {
    async find(id, options = {}) {
      const asked = await Promise.all(logs.map((each) => ask(each, id, options)));
      const { kept, omitted } = bounded(inTimeOrder(asked.flatMap(recordsOf)));
      return {
        lines: kept.map(({ line }) => line),
        omitted: asked.reduce((sum, each) => sum + each.omitted, omitted),
        isCut: asked.some(({ isCut }) => isCut === true),
        searched: joined(asked.map(({ searched }) => searched)),
      };
    },
    async search(criteria, options = {}) {
      const asked = await Promise.all(logs.map((each) => askForAny(each, criteria, options)));
      return merged(asked, criteria);
    },
  };
}

/** `log`, with at most `count` searches under way at once: each holds buffers, and a host may send hundreds. */
export function atMost(count: number, log: RequestLog): RequestLog {
  const inTurn = pLimit(count);
  return {
    find: (id, options) =>
      inTurn(() => {
        options?.signal?.throwIfAborted();
        return log.find(id, options);
      }),
    search: (criteria, options) =>
      inTurn(() => {
        options?.signal?.throwIfAborted();
        return log.search(criteria, options);
      }),
  };
}

async function ask({ name, log }: NamedLog, id: string, options: FindOptions): Promise<Found> {
  try {
    const found = await log.find(id, options);
    const { searched } = found;
    return { ...found, searched: { ...searched, sources: searched.sources ?? [outcomeOf(name, searched)] } };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const failure = { code: thrown.code, reason: thrown.message };
    const sources = [{ source: name, searched: null, failure }];
    return {
      lines: [],
      omitted: 0,
      searched: { files: 0, lines: 0, from: null, to: null, skipped: [], sources },
    };
  }
}

async function askForAny(
  { name, log }: NamedLog,
  criteria: SearchCriteria,
  options: FindOptions,
): Promise<SearchFound> {
  try {
    const found = await log.search(criteria, options);
    const { searched } = found;
    return { ...found, searched: { ...searched, sources: searched.sources ?? [outcomeOf(name, searched)] } };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const sources = [
      { source: name, searched: null, failure: { code: thrown.code, reason: thrown.message } },
    ];
    return { lines: [], searched: { ...NOTHING_SEARCHED, sources } };
  }
}

/** What a search has gone through that did not begin. */
export const NOTHING_SEARCHED: SearchFound['searched'] = {
  ...{ files: 0, lines: 0, bytes: 0, from: null, to: null, skipped: [], stopped: null, untimed: 0 },
};

/**
 * What a `search` that does not know `eachOf` finds: it is called for each of the texts by itself. Rejects if all of that
 * fails.
 */
export async function eachApart(
  { eachOf, ...criteria }: SearchCriteria,
  search: (criteria: SearchCriteria) => Promise<SearchFound>,
): Promise<SearchFound> {
  if (eachOf === undefined) return search(criteria);
  const settled = await Promise.allSettled(
    eachOf.map((text) =>
      search({ ...criteria, text: `"${text.replaceAll('"', '')}"`, oneOf: writtenAs([text]) }),
    ),
  );
  const found = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const [failed] = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  if (found.length === 0) throw failed;
  return merged(found, { ...criteria, eachOf });
}

/** The newest lines of several searches for the same. */
function merged(all: readonly SearchFound[], { limit = DEFAULT_LIMIT, eachOf }: SearchCriteria): SearchFound {
  const hits = newestHits(limit);
  for (const [file, { lines }] of all.entries())
    for (const [index, line] of lines.entries()) hits.add({ ...line, file, place: -index });
  const searches = all.map(({ searched }) => searched);
  const stops = searches.map(({ stopped }) => stopped);
  return {
    // For each text there may be as many as the limit allows.
    lines:
      eachOf === undefined
        ? hits.items().map(({ line, id, ns }) => ({ line, id, ns }))
        : all.flatMap(({ lines }) => lines),
    searched: {
      ...joined(searches),
      bytes: searches.reduce((sum, { bytes }) => sum + bytes, 0),
      untimed: searches.reduce((sum, { untimed }) => sum + untimed, 0),
      stopped:
        stops.find((stop) => stop === 'time' || stop === 'bytes') ??
        stops.find((stop) => stop !== null) ??
        (hits.isCut() ? 'enough' : null),
    },
  };
}

function outcomeOf(source: string, { files, lines, skipped }: Searched): SourceOutcome {
  const [failure = null] = skipped.flatMap(({ code, reason }) =>
    code === undefined ? [] : [{ code, reason }],
  );
  return { source, searched: `${files} files, ${lines} lines`, failure };
}

function recordsOf({ lines, moments = [] }: Found, file: number) {
  return lines.map((line, index) => ({ line, file, ns: moments[index] ?? null }));
}

function joined(all: readonly Searched[]): Searched {
  const from = all.flatMap((each) => each.from ?? []).toSorted();
  const to = all.flatMap((each) => each.to ?? []).toSorted();
  return {
    files: all.reduce((sum, { files }) => sum + files, 0),
    lines: all.reduce((sum, { lines }) => sum + lines, 0),
    from: from[0] ?? null,
    to: to.at(-1) ?? null,
    skipped: all.flatMap(({ skipped }) => skipped),
    sources: all.flatMap(({ sources }) => sources ?? []),
  };
}

/** How many records one lookup keeps. */
const MAX_RECORDS = 1_000;

/** The first and the last of many records, and how many are left out. */
export function bounded<T>(records: readonly T[]): { kept: T[]; omitted: number } {
  const kept = boundedList<T>(MAX_RECORDS, Number.POSITIVE_INFINITY);
  for (const record of records) kept.add(record, 0);
  return { kept: kept.items(), omitted: kept.omitted() };
}

/** What decides the place of a record among those of all files. */
interface Timed {
  /** Nanoseconds since 1970, or null where the line shows no time. */
  ns: bigint | null;
  /** The place of its file among the files. */
  file: number;
}

/**
 * `records` (each file's in the order of its lines) in time order. Records of the same time keep their order.
 *
 * A record without a time stays behind the one before it in its file; if none is before it, it stands in front of
 * the next one that has a time. Records of files that show no time at all come last.
 */
export function inTimeOrder<T extends Timed>(records: readonly T[]): T[] {
  const keyed = records.map((record) => ({ record, key: record.ns }));
  const spread = (list: typeof keyed): void => {
    const latest = new Map<number, bigint>();
    for (const item of list) {
      const { file } = item.record;
      item.key ??= latest.get(file) ?? null;
      if (item.key !== null) latest.set(file, item.key);
    }
  };
  spread(keyed);
  spread(keyed.toReversed());
  return keyed
    .toSorted((a, b) => compare(a.key, b.key) || a.record.file - b.record.file)
    .map(({ record }) => record);
}

function compare(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface BoundedList<T> {
  add(item: T, bytes: number): void;
  /** What is kept, in the order of adding. */
  items(): T[];
  /** How many were added but are not kept. */
  omitted(): number;
}

/**
 * Keeps at most `maxItems` items of together `maxBytes`: the first half and the last half.
 *
 * Not only the first, because how a request ended is what people ask for.
 */
export function boundedList<T>(maxItems: number, maxBytes: number): BoundedList<T> {
  const half = { items: Math.ceil(maxItems / 2), bytes: maxBytes / 2 };
  const first: T[] = [];
  const last: { item: T; bytes: number }[] = [];
  let firstBytes = 0;
  let lastBytes = 0;
  let omitted = 0;
  return {
    add(item, bytes) {
      if (last.length === 0 && first.length < half.items && firstBytes + bytes <= half.bytes) {
        first.push(item);
        firstBytes += bytes;
        return;
      }
      last.push({ item, bytes });
      lastBytes += bytes;
      while (last.length > maxItems - half.items || (lastBytes > half.bytes && last.length > 1)) {
        lastBytes -= last.shift()?.bytes ?? 0;
        omitted += 1;
      }
    },
    items: () => [...first, ...last.map(({ item }) => item)],
    omitted: () => omitted,
  };
}

/** How many sources that could not be searched are listed. */
const MAX_SKIPPED = 50;

/** What was not searched, each once, without what file names may hold, which come from outside as well; bounded. */
export function tidySkipped(all: Searched['skipped'], own: OwnNames): Searched['skipped'] {
  const skipped = [...new Map(all.map((each) => [`${each.source}\0${each.reason}`, each])).values()];
  // What ought to have been searched is listed first: a lookup may fail by it.
  const inOrder = [...skipped.filter(({ code }) => code), ...skipped.filter(({ code }) => !code)];
  const shown = inOrder
    .slice(0, MAX_SKIPPED)
    .map(({ source, ...why }) => ({ source: visible(redactText(source, own)), ...why }));
  const more = skipped.length - shown.length;
  if (more === 0) return shown;
  const reason = 'They could not be searched either; only the first are listed.';
  return [...shown, { source: `${group(more)} more`, reason }];
}
