import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ParsedLine } from '../parse/normalise.ts';
import { parseLine } from '../parse/parse-line.ts';
import { parseLongLine } from '../parse/parse-long-line.ts';
import { isoOf } from '../parse/time.ts';
import { redactText } from '../redact.ts';
import type { FindOptions, Found, LogLine, RequestLog, Searched } from '../request-log.ts';
import { safeLine } from '../safe-line.ts';
import { visible } from '../visible.ts';
import type { LogIndex } from './index/log-index.ts';
import { keeper } from './keeper.ts';
import type { LineHit } from './line-search.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { ALREADY_SEARCHED, CUT_WHILE_READ, fileKey, type Quest, type Scanned, scanFile } from './scan.ts';
import { letOthersIn } from './search/let-others-in.ts';
import { expandSources, type SourceFile } from './sources.ts';
import { inTimeOrder } from './time-order.ts';
import type { TimeSpan } from './time-span.ts';

/** How much one lookup keeps: lines, and bytes of raw lines. */
const MAX_LINES = 1_000;
const MAX_BYTES = 8 * 1_048_576;

/** How many files are read at once: most of the time of a small file is waiting for the system. */
const CONCURRENT = 8;

/** How often a search is done at most, where logs are rotated under it. */
const MAX_TRIES = 3;

/** How many sources that could not be searched are listed. */
const MAX_SKIPPED = 50;

/** How many raw bytes are parsed before other calls get their turn. */
const PARSE_SLICE = 131_072;

export interface FileLogOptions {
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
  /** What makes the search fast; without it every byte is read. */
  index?: LogIndex;
  /** Told after each search how many bytes were read because no index covers them. */
  onSearched?: (unindexed: number) => void;
}

interface FileHit {
  /** The place of the file among the files. */
  file: number;
  name: string;
  hit: LineHit;
}

type FileRecord = ParsedLine & { file: number };

/**
 * The log files behind `paths`, as a `RequestLog`.
 *
 * Every lookup reads the paths and files anew, so it finds what was written just before. Memory is bounded by the
 * lines that are kept, not by the files. Every line is safe to show: see `safeLine`.
 */
export function fileLog({ paths, index, onSearched }: FileLogOptions): RequestLog {
  const searchOnce = async (id: string, { signal, onProgress }: FindOptions) => {
    const { files, skipped } = await expandSources(paths);
    const onBytes = onProgress ? counting(files, onProgress) : () => {};
    const found = await scanFiles(files, { id, index: index ?? null, signal, onBytes, seen: new Set() });
    return { files, skipped, ...found };
  };
  return {
    async find(id, options = {}) {
      const { signal } = options;
      signal?.throwIfAborted();
      let searched = await searchOnce(id, options);
      // Where a log was rotated meanwhile, its lines stand in another file now.
      for (let tries = 1; tries < MAX_TRIES && (await isRotated(paths, searched)); tries += 1) {
        searched = await searchOnce(id, options);
      }
      const { hits, scanned, names, skipped } = searched;
      onSearched?.(scanned.reduce((sum, { unindexed }) => sum + unindexed, 0));
      const records = await parseHits(hits.items(), id, signal);
      const { lines, omitted } = bounded(inTimeOrder(records).map(({ line }) => line));
      return {
        lines,
        omitted: hits.omitted() + omitted,
        searched: summary(scanned, names, skipped),
      } satisfies Found;
    },
  };
}

async function scanFiles(files: readonly SourceFile[], quest: Quest) {
  const hits = keeper<FileHit>(MAX_LINES, MAX_BYTES);
  const scanned = await mapConcurrently(files, CONCURRENT, async ({ path, name }, file) => {
    await letOthersIn();
    return await scanFile(path, quest, (hit) => hits.add({ file, name, hit }, sizeOf(hit)));
  });
  return { hits, scanned, names: files.map(({ name }) => name) };
}

/** Adds up bytes, and tells the sum of what all files hold. */
function counting(files: readonly SourceFile[], onProgress: (done: number, total: number) => void) {
  const sizes = files.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  return (count: number): void => {
    done += count;
    onProgress(Math.min(done, total), total);
  };
}

/** Whether the files behind `paths` are others than those that were searched, or one was cut. */
async function isRotated(
  paths: readonly string[],
  { files, scanned }: { files: readonly SourceFile[]; scanned: readonly Scanned[] },
): Promise<boolean> {
  if (scanned.some(({ problem }) => problem === CUT_WHILE_READ)) return true;
  const now = (await expandSources(paths)).files;
  if (now.length !== files.length) return true;
  return now.some(({ path }, index) => {
    const key = scanned[index]?.key ?? null;
    return path !== files[index]?.path || (key !== null && key !== keyOf(path));
  });
}

function keyOf(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? fileKey(stats) : null;
}

function summary(all: readonly Scanned[], names: readonly string[], skipped: Searched['skipped']): Searched {
  const scanned = all.filter(({ problem }) => problem !== ALREADY_SEARCHED);
  const problems = all.flatMap(({ problem }, index) =>
    problem === null || problem === ALREADY_SEARCHED ? [] : [{ source: names[index] ?? '', reason: problem }],
  );
  return {
    // A file of which nothing could be read was not searched.
    files: scanned.filter(({ problem, lines }) => problem === null || lines > 0).length,
    lines: scanned.reduce((sum, file) => sum + file.lines, 0),
    ...coverage(scanned.map(({ span }) => span)),
    skipped: tidy([...skipped, ...problems]),
  };
}

async function parseHits(
  hits: readonly FileHit[],
  id: string,
  signal: AbortSignal | undefined,
): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  let bytes = 0;
  for (const { file, name, hit } of hits) {
    for (const record of parseHit(hit, { source: `${name}:${hit.number}`, id })) {
      if (hit.following) record.line.rest = { ...record.line.rest, stack: hit.following };
      records.push({ line: safeLine(record.line), ns: record.ns, file });
    }
    bytes += hit.bytes.length;
    if (bytes > PARSE_SLICE) {
      bytes = 0;
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return records;
}

function parseHit({ bytes, long }: LineHit, context: { source: string; id: string }): ParsedLine[] {
  const head = bytes.toString('utf8');
  if (!long) return parseLine(head, context);
  const { window, at, offset, length } = long;
  const before = window.subarray(0, at).toString('utf8');
  const behind = window.subarray(at).toString('utf8');
  const toEnd = offset - at + window.length === length;
  return parseLongLine({ head, before, behind, offset, length, toEnd }, context);
}

/** One line may hold many records, so what was bounded as lines is bounded once more as records. */
function bounded(lines: LogLine[]): { lines: LogLine[]; omitted: number } {
  const kept = keeper<LogLine>(MAX_LINES, Number.POSITIVE_INFINITY);
  for (const line of lines) kept.add(line, 0);
  return { lines: kept.items(), omitted: kept.omitted() };
}

function coverage(spans: readonly TimeSpan[]): { from: string | null; to: string | null } {
  let from: bigint | null = null;
  let to: bigint | null = null;
  for (const span of spans) {
    if (span.from !== null && (from === null || span.from < from)) from = span.from;
    if (span.to !== null && (to === null || span.to > to)) to = span.to;
  }
  return { from: from === null ? null : isoOf(from), to: to === null ? null : isoOf(to) };
}

function sizeOf({ bytes, long }: LineHit): number {
  return bytes.length + (long?.window.length ?? 0);
}

/** File names come from outside as well. */
function tidy(all: Searched['skipped']): Searched['skipped'] {
  const skipped = [...new Map(all.map((each) => [`${each.source}\0${each.reason}`, each])).values()];
  const shown = skipped.slice(0, MAX_SKIPPED).map(({ source, reason }) => ({
    source: visible(redactText(source)),
    reason,
  }));
  const more = skipped.length - shown.length;
  if (more === 0) return shown;
  const reason = 'They could not be searched either; only the first are listed.';
  return [...shown, { source: `${more.toLocaleString('en-US')} more`, reason }];
}
