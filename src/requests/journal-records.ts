import { lstatSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { countLineFeeds } from './files/count-lines.ts';

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

/**
 * The records of a file on lines that hold `id`, of `workspace` alone where one is given. A file that is not there
 * holds none, and a damaged line is passed over.
 */
export function searchRecords(file: string, id: string, workspace: string | undefined): Search {
  const bytes = bytesOf(file);
  // Within a JSON string the quotes would be escaped, so this cannot stand in a message.
  const mark = workspace === undefined ? undefined : Buffer.from(`"workspace":${JSON.stringify(workspace)}`);
  // Nearly every lookup is for a request of the platform: its id is not in here, and nothing is parsed.
  const found = bytes.includes(id) ? recordsWith(bytes, id, workspace) : [];
  return { found, searched: mark ? count(bytes, mark) : countLineFeeds(bytes, 0, bytes.length) };
}

function bytesOf(file: string): Buffer {
  try {
    if (lstatSync(file).isFile()) return readFileSync(file);
  } catch {
    // It is not there, or may not be read.
  }
  return Buffer.alloc(0);
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
