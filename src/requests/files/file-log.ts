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
import { mapConcurrently } from './map-concurrently.ts';
import { ALREADY_SEARCHED, CUT_WHILE_READ, scanFile } from './scan.ts';
import { expandSources, type SourceFile } from './sources.ts';
import { inTimeOrder } from './time-order.ts';
import { type TimeSpan, timeSpan } from './time-span.ts';

/** How much one lookup keeps: lines, and bytes of raw lines. */
const MAX_LINES = 1_000;
const MAX_BYTES = 8 * 1_048_576;

/** How many files are read at once: most of the time of a small file is waiting for the system. */
const CONCURRENT = 8;

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

/** What came of the search of one file. */
interface Scanned {
  name: string;
  problem: string | null;
  lines: number;
  span: TimeSpan;
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
      let { files, skipped } = await expandSources(paths);
      let found = await scanFiles(files, id, signal);
      if (found.skipped.some(({ reason }) => reason === CUT_WHILE_READ)) {
        // The log was rotated meanwhile, and its lines stand in another file now.
        ({ files, skipped } = await expandSources(paths));
        found = await scanFiles(files, id, signal);
      }
      const { hits, ...scanned } = found;
      const records = await parseHits(hits.items(), id, signal);
      const { lines, omitted } = bounded(inTimeOrder(records).map(({ line }) => line));
      const searched = { ...scanned, skipped: tidy([...skipped, ...scanned.skipped]) };
      return { lines, omitted: hits.omitted() + omitted, searched } satisfies Found;
    },
  };
}

async function scanFiles(files: readonly SourceFile[], id: string, signal: AbortSignal | undefined) {
  const hits = keeper<FileHit>(MAX_LINES, MAX_BYTES);
  const seen = new Set<string>();
  const scanOne = async ({ path, name }: SourceFile, file: number): Promise<Scanned> => {
    const search = lineSearch(id, (hit) => hits.add({ file, name, hit }, sizeOf(hit)));
    const problem = await scanFile(path, search, signal, seen);
    return { name, problem, lines: search.lines(), span: timeSpan(search.edges()) };
  };
  const all = await mapConcurrently(files, CONCURRENT, scanOne);
  const scanned = all.filter(({ problem }) => problem !== ALREADY_SEARCHED);
  const skipped = scanned.flatMap(({ name, problem }) =>
    problem === null ? [] : [{ source: name, reason: problem }],
  );
  // A file of which nothing could be read was not searched.
  const searched = scanned.filter(({ problem, lines }) => problem === null || lines > 0).length;
  const lines = scanned.reduce((sum, file) => sum + file.lines, 0);
  const spans = scanned.map(({ span }) => span);
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
