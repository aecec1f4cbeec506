import { readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { attempt } from '../../base/objects.ts';
import { LINE_FEED } from '../../base/text.ts';
import { type ByteScanner, probeOf } from '../wasm/byte-scanner.ts';

/**
 * A second thread for the search of a large file. It goes over blocks from the end of the file on, while the search goes
 * from the beginning; where they meet, the search passes over what holds no needle.
 */

/** What both threads know. */
export interface SieveJob {
  /** The open file, which is open for all threads. */
  file: number;
  /** From where to where its blocks stand; the last one may be longer, and is left to the search. */
  start: number;
  size: number;
  block: number;
  /** What is looked for. */
  needles: readonly Uint8Array[];
  /** Of each block its state, how many line feeds it has, and where in it the last line ends. */
  table: Int32Array;
}

const FREE = 0;
/** It is or was looked at, and may hold a needle. */
const TAKEN = 1;
const CLEAN = 2;
const COLUMNS = 3;

/** A stretch of whole lines in which no needle begins; its first line feed ends a line that begins in front of it. */
export interface CleanStretch {
  end: number;
  feeds: number;
}

export interface Sieve {
  /** Where the block ends in which `place` stands. */
  endOf(place: number): number;
  /** What there is from `place` on over which the search can pass; null if it is to look at the next block itself. */
  cleanFrom(place: number): CleanStretch | null;
  /** Resolves when the file is no longer read. */
  stop(): Promise<void>;
}

/** So much is read at once, with so much behind it: a needle may go on there. */
const PIECE = 262_144;
const BEHIND = 256;

const BLOCK = 4_194_304;
/** Less is searched before a thread has begun its work. */
const WORTH_A_THREAD = 256 * 1_048_576;

let isSieving = false;

/** Starts a thread for the search of a file from `start` up to `size`; null if it is not worth it, or there is none. */
export function startSieve(
  file: number,
  start: number,
  size: number,
  needles: readonly Uint8Array[],
): Sieve | null {
  if (size - start < WORTH_A_THREAD || isSieving || availableParallelism() < 2) return null;
  const job = sieveJob(file, start, size, needles, BLOCK);
  const worker = attempt(
    () => new Worker(new URL('./search-worker.cjs', import.meta.url), { workerData: job }),
  );
  if (!worker) return null;
  isSieving = true;
  // Without it, the search looks at all by itself.
  worker.on('error', () => {});
  return sieveOf(job, async () => {
    await worker.terminate();
    isSieving = false;
  });
}

export function sieveJob(
  file: number,
  start: number,
  size: number,
  needles: readonly Uint8Array[],
  block: number,
): SieveJob {
  const blocks = Math.floor((size - start) / block);
  const table = new Int32Array(new SharedArrayBuffer(blocks * COLUMNS * 4));
  return { file, start, size, block, needles, table };
}

/** The work of the second thread: ends where the search is, or at the beginning. */
export function sieveBackwards(job: SieveJob, scanner: ByteScanner): void {
  const { start, block, table } = job;
  for (let at = table.length - 2 * COLUMNS; at >= 0; at -= COLUMNS) {
    if (Atomics.compareExchange(table, at, FREE, TAKEN) !== FREE) return;
    const clean = cleanBlock(job, start + (at / COLUMNS) * block, scanner);
    if (clean === null) continue;
    table[at + 1] = clean.feeds;
    table[at + 2] = clean.end;
    Atomics.store(table, at, CLEAN);
  }
}

/** What is in the block at `from`; null if a needle may begin in it, or no line ends. */
function cleanBlock(
  { file, block, size, needles }: SieveJob,
  from: number,
  scanner: ByteScanner,
): CleanStretch | null {
  const probe = probeOf(needles);
  if (probe === null) return null;
  const clean = { feeds: 0, end: 0 };
  for (let done = 0; done < block; done += PIECE) {
    const length = Math.min(PIECE, block - done);
    const wanted = Math.min(length + BEHIND, size - from - done);
    const text = scanner.memory.subarray(0, wanted);
    if (readSync(file, text, 0, wanted, from + done) < wanted) return null;
    const { places, feeds } = scanner.scan(text, probe);
    if (places?.length !== 0) return null;
    clean.feeds += feeds(0, wanted) - feeds(length, wanted);
    const feed = text.lastIndexOf(LINE_FEED, length - 1);
    if (feed !== -1) clean.end = done + feed + 1;
  }
  return clean.feeds === 0 ? null : clean;
}

/** What the search sees of the work of the second thread. */
export function sieveOf({ start, block, size, table }: SieveJob, stop: () => Promise<void>): Sieve {
  const last = table.length / COLUMNS - 1;
  return {
    endOf(place) {
      const index = Math.floor((place - start) / block);
      return index >= last ? size : start + (index + 1) * block;
    },
    cleanFrom(place) {
      let index = (place - start) / block;
      if (!Number.isInteger(index) || index >= last) return null;
      if (Atomics.compareExchange(table, index * COLUMNS, FREE, TAKEN) !== CLEAN) return null;
      const clean = { feeds: 0, end: 0 };
      for (; index < last && Atomics.load(table, index * COLUMNS) === CLEAN; index += 1) {
        clean.feeds += table[index * COLUMNS + 1] ?? 0;
        clean.end = start + index * block + (table[index * COLUMNS + 2] ?? 0);
      }
      return clean;
    },
    stop,
  };
}
