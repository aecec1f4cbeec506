import { fstatSync, lstatSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { attempt } from '../base/objects.ts';
import { NO_OWN_NAMES } from '../redact/redact.ts';
import { countLineFeeds } from './files/line-search.ts';
import { fileKey, readAt, withFile } from './files/open-file.ts';
import { readTime } from './line/time.ts';
import { type LogLine, OWN_SERVICE, type RequestLog } from './log.ts';
import { DEFAULT_LIMIT, newestHits } from './search/hits.ts';
import { matcherOf } from './search/matcher.ts';
import { windowOf } from './search/places.ts';
import { holdBack } from './workspace.ts';

/**
 * What a journal holds, as request logs. `paths` gives its files, the oldest first; `unwritten` are the records that
 * stand in none. With an `owner` only the records of this workspace (in lower case) are found or counted, and answers
 * are held back.
 */
export function readJournal(
  paths: () => readonly string[],
  unwritten: readonly JournalRecord[],
  owner: string | undefined,
): RequestLog {
  const search = recordSearch(owner);
  const journal: RequestLog = {
    find(id) {
      const files = paths().map((path) => ({ name: basename(path), ...search(path, id) }));
      const placed = files.flatMap(({ name, found }) =>
        // The number of the line would tell how much others have recorded.
        found.map(({ record, line }) => ({
          record,
          source: owner === undefined ? `${name}:${line}` : 'journal',
        })),
      );
      placed.push(...unwritten.map((record) => ({ record, source: 'journal' })));
      const lines = placed.filter(({ record }) => isOf(record, id)).map(toLogLine);
      const searched = files.reduce((sum, file) => sum + file.searched, unwritten.length);
      return Promise.resolve({
        lines,
        omitted: 0,
        searched: { files: 0, lines: searched, from: null, to: null, skipped: [] },
      });
    },

    search(criteria) {
      const written = paths().flatMap((path) => allRecords(bytesOf(path), owner));
      const records = [...written, ...unwritten];
      const { fits, holdsWords } = matcherOf(criteria, NO_OWN_NAMES);
      const { since, until } = windowOf(criteria);
      const hits = newestHits(criteria.limit ?? DEFAULT_LIMIT);
      for (const [place, record] of records.entries()) {
        const line = toLogLine({ record, source: 'journal' });
        const ns = readTime(record.time)?.ns ?? null;
        const isWithin =
          (since === null || (ns !== null && ns >= since)) &&
          (until === null || (ns !== null && ns <= until));
        if (
          isWithin &&
          fits(owner === undefined ? line : { ...line, workspace: owner }) &&
          holdsWords('', line, false)
        )
          hits.add({ line, id: record.request_id, ns, file: 0, place });
      }
      return Promise.resolve({
        lines: hits.items().map(({ line, id, ns }) => ({ line, id, ns })),
        searched: {
          ...{ files: 0, lines: records.length, bytes: 0, from: null, to: null, skipped: [], untimed: 0 },
          stopped: hits.isCut() ? 'enough' : null,
        },
      });
    },
  };
  return owner === undefined ? journal : holdBack(journal);
}

interface Placed {
  record: JournalRecord;
  source: string;
}

/** Whether a record is of the request with this id, or of the trace. */
function isOf({ request_id, trace_id }: JournalRecord, id: string): boolean {
  return request_id === id || trace_id === id;
}

function toLogLine({ record, source }: Placed): LogLine {
  const { time, tool, code, message, request_id, trace_id, span_id, tracestate } = record;
  const traced = { request_id, trace_id, span_id, ...(tracestate !== undefined && { tracestate }) };
  const rest = { tool, ...(trace_id !== undefined && traced) };
  return { time, level: 'error', service: OWN_SERVICE, message, code, source, rest };
}

const recordSchema = z.object({
  time: z.string(),
  request_id: z.string(),
  /** The trace that the call belonged to, the span that made it, and what the tracing system says of it (W3C). */
  trace_id: z.string().optional(),
  span_id: z.string().optional(),
  tracestate: z.string().optional(),
  /** The tool that was called, or the JSON-RPC method. */
  tool: z.string(),
  code: z.string(),
  message: z.string(),
  /** What was thrown, for whoever mends it. Never leaves this machine. */
  cause: z.string().optional(),
  /** In lower case, the workspace to which the server was limited that failed. */
  workspace: z.string().optional(),
});

export type JournalRecord = z.infer<typeof recordSchema>;

interface Search {
  found: { record: JournalRecord; line: number }[];
  /** How many records were searched. */
  searched: number;
}

/** What is known of a journal, which only grows: so each lookup reads only what is new. */
interface Known {
  key: string;
  size: number;
  ids: Set<string>;
  count: number;
}

/** Searches journals, of `workspace` alone where one is given. */
function recordSearch(workspace: string | undefined): (file: string, id: string) => Search {
  const known = new Map<string, Known>();
  // Within a JSON string the quotes would be escaped, so this cannot stand in a message.
  const mark = workspace === undefined ? undefined : Buffer.from(`"workspace":${JSON.stringify(workspace)}`);

  const upToNow = (file: string): Known => {
    const fresh = { key: '', size: 0, ids: new Set<string>(), count: 0 };
    try {
      if (!lstatSync(file).isFile()) return fresh;
      return withFile(file, (open) => {
        const stats = fstatSync(open, { bigint: true });
        const before = known.get(file);
        const key = fileKey(stats);
        const now = before?.key === key && before.size <= stats.size ? before : { ...fresh, key };
        const read = readAt(open, now.size, Number(stats.size) - now.size);
        // A line that is being written is read the next time.
        const bytes = read.subarray(0, read.lastIndexOf('\n') + 1);
        now.size += bytes.length;
        now.count += mark ? count(bytes, mark) : countLineFeeds(bytes, 0, bytes.length);
        for (const [, id = ''] of bytes.toString().matchAll(/"(?:request|trace)_id":"([^"\\]*)"/g))
          now.ids.add(id);
        known.set(file, now);
        return now;
      });
    } catch {
      // It is not there, or may not be read.
      return fresh;
    }
  };

  /**
   * The records of `id` in a file. A file that is not there holds none, and a damaged line is passed over.
   */
  return (file, id) => {
    const { ids, count: searched } = upToNow(file);
    // Nearly every lookup is for a request of the platform: its id is not in here.
    return { found: ids.has(id) ? recordsWith(bytesOf(file), id, workspace) : [], searched };
  };
}

function bytesOf(file: string): Buffer {
  return attempt(() => readFileSync(file)) ?? Buffer.alloc(0);
}

function recordsWith(bytes: Buffer, id: string, workspace: string | undefined): Search['found'] {
  return bytes
    .toString()
    .split('\n')
    .flatMap((text, index) => {
      const record = text.includes(id) ? parseRecord(text) : null;
      const isOurs = record !== null && (workspace === undefined || record.workspace === workspace);
      return isOurs ? [{ record, line: index + 1 }] : [];
    });
}

/** All records of a journal's text, of `workspace` alone where one is given; a damaged line is passed over. */
function allRecords(bytes: Buffer, workspace: string | undefined): JournalRecord[] {
  const records = bytes
    .toString()
    .split('\n')
    .flatMap((text) => (text === '' ? [] : (parseRecord(text) ?? [])));
  return workspace === undefined ? records : records.filter((record) => record.workspace === workspace);
}

function parseRecord(line: string): JournalRecord | null {
  return attempt(() => recordSchema.parse(JSON.parse(line)));
}

function count(bytes: Buffer, mark: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) found += 1;
  return found;
}
