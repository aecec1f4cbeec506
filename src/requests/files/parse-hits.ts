import { setImmediate } from 'node:timers/promises';
import type { ParsedLine } from '../parse/normalise.ts';
import { parseLine } from '../parse/parse-line.ts';
import { parseLongLine } from '../parse/parse-long-line.ts';
import { safeLine } from '../safe-line.ts';
import type { LineHit } from './line-search.ts';

/** How many raw bytes are parsed before other calls get their turn. */
const PARSE_SLICE = 131_072;

/** A line that was found, and where. */
export interface FileHit {
  /** The place of the file among the files. */
  file: number;
  name: string;
  hit: LineHit;
}

type FileRecord = ParsedLine & { file: number };

/** The records on the lines that were found which carry `id`, each safe to show. Rejects with the signal's reason. */
export async function parseHits(
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
