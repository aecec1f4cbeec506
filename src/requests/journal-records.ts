import { fstatSync, lstatSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { countLineFeeds } from './files/count-lines.ts';
import { fileKey } from './files/file-key.ts';
import { readAt } from './files/index/log-identity.ts';
import { withFile } from './files/open-file.ts';

const recordSchema = z.object({
  time: z.string(),
  request_id: z.string(),
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
export function recordSearch(workspace: string | undefined): (file: string, id: string) => Search {
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
        for (const [, id = ''] of bytes.toString().matchAll(/"request_id":"([^"\\]*)"/g)) now.ids.add(id);
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
