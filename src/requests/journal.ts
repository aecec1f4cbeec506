import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Found, LogLine, RequestLog } from './request-log.ts';

const FILE = 'journal.ndjson';
const OLDER = 'journal.1.ndjson';
const MAX_BYTES = 1_048_576;
const KEPT_IN_MEMORY = 200;
const LONGEST_CAUSE = 4_000;

const recordSchema = z.object({
  time: z.string(),
  request_id: z.string(),
  /** The tool that was called, or the JSON-RPC method. */
  tool: z.string(),
  code: z.string(),
  message: z.string(),
  /** What was thrown, for whoever mends it. Never leaves this machine. */
  cause: z.string().optional(),
});

export type JournalRecord = z.infer<typeof recordSchema>;

/** The server's record of its own failures, so that a request id it handed out can be looked up later. */
export interface Journal extends RequestLog {
  /** Takes a record that holds no secrets; resolves when it can be found. Never rejects: a journal that cannot be written is kept in memory. */
  record(record: JournalRecord): Promise<void>;
}

/**
 * A journal in `folder` (made when first needed, 0700; files 0600), of at most two files of 1 MiB.
 * Several processes may share it: a record is one append.
 */
export function openJournal(folder: string, onTrouble: (error: unknown) => void): Journal {
  const unwritten: JournalRecord[] = [];

  return {
    async record(record) {
      const { cause } = record;
      const kept = cause === undefined ? record : { ...record, cause: cause.slice(0, LONGEST_CAUSE) };
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await makeRoom(folder);
        await appendFile(join(folder, FILE), `${JSON.stringify(kept)}\n`, { mode: 0o600 });
      } catch (error) {
        if (unwritten.length === 0) onTrouble(error);
        unwritten.push(kept);
        if (unwritten.length > KEPT_IN_MEMORY) unwritten.shift();
      }
    },

    async find(id) {
      const files = await Promise.all([OLDER, FILE].map((name) => readRecords(folder, name)));
      const inMemory = unwritten.map((record) => ({ record, source: 'journal' }));
      const all = [...files.flat(), ...inMemory];
      const lines = all.filter(({ record }) => record.request_id === id).map(toLogLine);
      return { lines, omitted: 0, searched: coverage(all.map(({ record }) => record.time)) };
    },
  };
}

interface Placed {
  record: JournalRecord;
  source: string;
}

async function makeRoom(folder: string): Promise<void> {
  const file = join(folder, FILE);
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size >= MAX_BYTES) await rename(file, join(folder, OLDER));
}

/** The records of a file; a file that is not there holds none, and a damaged line is passed over. */
async function readRecords(folder: string, name: string): Promise<Placed[]> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line, index) => {
    const record = parseRecord(line);
    return record === null ? [] : [{ record, source: `${name}:${index + 1}` }];
  });
}

function parseRecord(line: string): JournalRecord | null {
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function toLogLine({ record, source }: Placed): LogLine {
  const { time, tool, code, message } = record;
  return { time, level: 'error', service: 'error-catalog-mcp', message, code, source, rest: { tool } };
}

function coverage(times: readonly string[]): Found['searched'] {
  return { files: 0, lines: times.length, from: times[0] ?? null, to: times.at(-1) ?? null, skipped: [] };
}
