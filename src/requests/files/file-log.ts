import { setImmediate } from 'node:timers/promises';
import type { ParsedLine } from '../parse/normalise.ts';
import { parseLine } from '../parse/parse-line.ts';
import { parseLongLine } from '../parse/parse-long-line.ts';
import { isoOf } from '../parse/time.ts';
import { redactText } from '../redact.ts';
import type { Found, LogLine, RequestLog, Searched } from '../request-log.ts';
import { safeLine } from '../safe-line.ts';
import { visible } from '../visible.ts';
import { keeper } from './keeper.ts';
import { type LineHit, lineSearch } from './line-search.ts';
import { scanFile } from './scan.ts';
import { expandSources, type SourceFile } from './sources.ts';
import { inTimeOrder } from './time-order.ts';
import { type TimeSpan, timeSpan } from './time-span.ts';

/** How much one lookup keeps: lines, and bytes of raw lines. */
const MAX_LINES = 1_000;
const MAX_BYTES = 8 * 1_048_576;

/** How many sources that could not be searched are listed. */
const MAX_SKIPPED = 50;

/** How many raw bytes are parsed before other calls get their turn. */
const PARSE_SLICE = 131_072;

export interface FileLogOptions {
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
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
export function fileLog({ paths }: FileLogOptions): RequestLog {
  return {
    async find(id, { signal } = {}) {
      signal?.throwIfAborted();
      const { files, skipped } = await expandSources(paths);
      const { hits, ...scanned } = await scanFiles(files, id, signal);
      const records = await parseHits(hits.items(), id, signal);
      const { lines, omitted } = bounded(inTimeOrder(records).map(({ line }) => line));
      const searched = { ...scanned, skipped: tidy([...skipped, ...scanned.skipped]) };
      return { lines, omitted: hits.omitted() + omitted, searched } satisfies Found;
    },
  };
}

async function scanFiles(files: readonly SourceFile[], id: string, signal: AbortSignal | undefined) {
  const hits = keeper<FileHit>(MAX_LINES, MAX_BYTES);
  const skipped: Searched['skipped'] = [];
  const spans: TimeSpan[] = [];
  let lines = 0;
  let searched = 0;
  for (const [file, { path, name }] of files.entries()) {
    const search = lineSearch(id, (hit) => hits.add({ file, name, hit }, hit.bytes.length));
    const problem = await scanFile(path, search, signal);
    if (problem !== null) skipped.push({ source: name, reason: problem });
    // A file of which nothing could be read was not searched.
    if (problem === null || search.lines() > 0) searched += 1;
    lines += search.lines();
    spans.push(timeSpan(search.edges()));
  }
  return { hits, files: searched, lines, ...coverage(spans), skipped };
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
  return parseLongLine({ head, window: long.window.toString('utf8'), length: long.length }, context);
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

/** File names come from outside as well. */
function tidy(skipped: Searched['skipped']): Searched['skipped'] {
  const shown = skipped.slice(0, MAX_SKIPPED).map(({ source, reason }) => ({
    source: visible(redactText(source)),
    reason,
  }));
  const more = skipped.length - shown.length;
  if (more === 0) return shown;
  const reason = 'They could not be searched either; only the first are listed.';
  return [...shown, { source: `${more.toLocaleString('en-US')} more`, reason }];
}
