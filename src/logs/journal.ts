import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { NO_OWN_NAMES } from '../redact/redact.ts';
import { countLineFeeds } from './files/line-search.ts';
import { fileKey, readAt, withFile } from './files/open-file.ts';
import { readTime } from './line/time.ts';
import type { LogLine, RequestLog } from './log.ts';
import { DEFAULT_LIMIT, newestHits } from './search/hits.ts';
import { matcherOf } from './search/matcher.ts';
import { windowOf } from './search/places.ts';
import { holdBack } from './workspace.ts';

/** The service that this server's own failures are found under. */
export const OWN_SERVICE = 'error-catalog-mcp';

const FILE = 'journal.ndjson';
/** A full journal is put aside under a name of its own, so that two processes cannot overwrite each other's. */
const ASIDE = /^journal\.\d+\.[0-9a-f]+\.ndjson$/;
const MAX_BYTES = 1_048_576;
const KEPT_ASIDE = 2;
const KEPT_IN_MEMORY = 200;
const LONGEST_CAUSE = 4_000;

/** The server's record of its own failures, so that a request id it handed out can be looked up later. */
export interface Journal extends RequestLog {
  /**
   * Takes a record that holds no secrets; resolves when it can be found. Never rejects: a journal that
   * cannot be written is kept in memory.
   */
  record(record: JournalRecord): Promise<void>;
}

/**
 * A journal in `folder` (made when first needed, 0700; files 0600) of at most three files of 1 MiB, or in
 * memory alone if `folder` is null. Several processes may share it: a record is one append. With a `workspace`,
 * only what was recorded under it is found or counted, and answers are held back.
 */
export function openJournal(
  folder: string | null,
  onTrouble: (error: unknown) => void,
  workspace: string | null = null,
): Journal {
  const owner = workspace?.toLowerCase();
  const unwritten: JournalRecord[] = [];
  const search = recordSearch(owner);
  let told = false;

  const journal: Journal = {
    record(record) {
      const kept = {
        ...record,
        ...(owner !== undefined && { workspace: owner }),
        ...(record.cause !== undefined && { cause: record.cause.slice(0, LONGEST_CAUSE) }),
      };
      try {
        if (folder === null) throw new Error('The user has no folder for state.');
        append(folder, `${JSON.stringify(kept)}\n`);
      } catch (error) {
        if (!told) onTrouble(error);
        told = true;
        unwritten.push(kept);
        if (unwritten.length > KEPT_IN_MEMORY) unwritten.shift();
      }
      return Promise.resolve();
    },

    find(id) {
      const names = folder === null ? [] : [...asides(folder), FILE];
      const files = names.map((name) => ({ name, ...search(join(folder ?? '', name), id) }));
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
      const names = folder === null ? [] : [...asides(folder), FILE];
      const written = names.flatMap((name) => allRecords(bytesOf(join(folder ?? '', name)), owner));
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
  return owner === undefined ? journal : { ...journal, ...holdBack(journal) };
}

interface Placed {
  record: JournalRecord;
  source: string;
}

function append(folder: string, line: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new Error(`${file} is not a regular file.`);
  if (found && found.size >= MAX_BYTES) putAside(folder);
  appendFileSync(file, line, { mode: 0o600 });
}

function putAside(folder: string): void {
  const aside = join(folder, `journal.${Date.now()}.${randomUUID().slice(0, 8)}.ndjson`);
  // Another process may have been quicker: then there is room already.
  ignoringErrors(() => renameSync(join(folder, FILE), aside));
  for (const name of asides(folder).slice(0, -KEPT_ASIDE))
    ignoringErrors(() => unlinkSync(join(folder, name)));
}

/** Whether a record is of the request with this id, or of the trace. */
function isOf({ request_id, trace_id }: JournalRecord, id: string): boolean {
  return request_id === id || trace_id === id;
}

/** The files put aside, the oldest first. */
function asides(folder: string): string[] {
  const names = ignoringErrors(() => readdirSync(folder)) ?? [];
  return names.filter((name) => ASIDE.test(name)).sort();
}

function ignoringErrors<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
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

type JournalRecord = z.infer<typeof recordSchema>;

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
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
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
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function count(bytes: Buffer, mark: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) found += 1;
  return found;
}
