import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';

/** What one line says of an error. */
export interface FailureLine {
  /** Milliseconds since the epoch. */
  time: number;
  /** The error code that it names, whether or not the catalog holds it; null if none. */
  code: string | null;
  /** HTTP status of 400 or above, if it says one. */
  status: number | null;
  workspace: string | null;
  /** The id of its request. */
  id: string | null;
}

const rowSchema = z.tuple([
  /** Hours since the epoch. */
  z.number().int(),
  z.string().nullable(),
  z.number().int().nullable(),
  z.string().nullable(),
  z.number().int().min(1),
  /** When it was last seen, in milliseconds since the epoch. */
  z.number(),
  z.array(z.string()),
]);
const tallySchema = z.strictObject({ rows: z.array(rowSchema), unplaced: z.number().int().min(0) });

/** Lines of one hour, code, status and workspace. */
export interface TallyRow extends Omit<FailureLine, 'time' | 'id'> {
  hour: number;
  count: number;
  last: number;
  /** Of its last requests, the newest first. */
  ids: string[];
}

export interface Tally {
  rows: TallyRow[];
  /** Lines that are in no row: they show no time, or there were more rows than are kept. */
  unplaced: number;
}

export interface TallyCounter {
  add(line: FailureLine | null): void;
  tally(): Tally;
}

export const HOUR = 3_600_000;
const MAX_IDS = 3;
const LONGEST_NAME = 100;
/** Bounds what one segment's tally takes, whatever a log holds. */
const MAX_ROWS = 20_000;
/** More bytes than so many rows can take. */
const LARGEST = 64 * 1_048_576;

/** Counts lines that say an error; null stands for one that shows no time. */
export function tallyCounter(): TallyCounter {
  const rows = new Map<string, TallyRow>();
  let unplaced = 0;
  return {
    add(line) {
      if (line === null) {
        unplaced += 1;
        return;
      }
      const { code, status, workspace, time, id } = line;
      const hour = Math.floor(time / HOUR);
      const key = JSON.stringify([hour, code, status, workspace]);
      let row = rows.get(key);
      if (!row) {
        if (rows.size === MAX_ROWS || (workspace?.length ?? 0) > LONGEST_NAME) {
          unplaced += 1;
          return;
        }
        row = { hour, code, status, workspace, count: 0, last: time, ids: [] };
        rows.set(key, row);
      }
      row.count += 1;
      row.last = Math.max(row.last, time);
      if (id !== null && id.length <= LONGEST_NAME) row.ids = newest(id, row.ids);
    },
    tally: () => ({ rows: [...rows.values()], unplaced }),
  };
}

function newest(id: string, ids: readonly string[]): string[] {
  return ids[0] === id ? [...ids] : [id, ...ids.filter((other) => other !== id)].slice(0, MAX_IDS);
}

/** A tally as bytes. */
export function encodeTally({ rows, unplaced }: Tally): Buffer {
  const tuples = rows.map(({ hour, code, status, workspace, count, last, ids }) => {
    return [hour, code, status, workspace, count, last, ids];
  });
  return deflateRawSync(JSON.stringify({ rows: tuples, unplaced }), { level: 1 });
}

/** Reads what `encodeTally` wrote; throws for anything else. */
export function decodeTally(bytes: Buffer): Tally {
  const text = inflateRawSync(bytes, { maxOutputLength: LARGEST }).toString();
  const { rows, unplaced } = tallySchema.parse(JSON.parse(text));
  return {
    rows: rows.map(([hour, code, status, workspace, count, last, ids]) => {
      return { hour, code, status, workspace, count, last, ids };
    }),
    unplaced,
  };
}
