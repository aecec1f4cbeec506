import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writevSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Stretch } from './plan.ts';

/** A change of the format changes this, so that an old index is passed over and swept away. */
const VERSION = 'v1';
const SEGMENT = /^(\d+)-(\d+)-([0-9a-f]{16})\.seg$/;
const DENSE = /^(\d+)\.dense$/;
const TEMPORARY = '.tmp';

const HOUR = 3_600_000;
/** What no server has used for so long is removed. */
const UNUSED = 30 * 24 * HOUR;

/** A segment by its name, which says what it indexes. */
export interface SegmentFile extends Stretch {
  path: string;
  /** Digest of the text in front of `end`. */
  check: string;
}

/**
 * The folder of the index: a folder for each log, named by a digest of its first bytes, with immutable segments.
 *
 * Several processes may share it without a lock: what is written appears whole, under a name that its content decides.
 * Reading never throws for what is missing.
 */
export class IndexFolder {
  readonly #root: string;
  readonly #base: string;

  constructor(folder: string) {
    this.#base = folder;
    this.#root = join(folder, VERSION);
  }

  segmentsOf(log: string): SegmentFile[] {
    const folder = join(this.#root, log);
    return namesIn(folder).flatMap((name) => {
      const [, start, end, check] = SEGMENT.exec(name) ?? [];
      if (start === undefined || end === undefined || check === undefined) return [];
      return [{ start: Number(start), end: Number(end), check, path: join(folder, name) }];
    });
  }

  /** Writes a segment; throws what `node:fs` throws (a full disk), and leaves nothing behind then. */
  writeSegment(log: string, { start, end }: Stretch, check: string, parts: readonly Buffer[]): void {
    this.#write(join(this.#root, log), `${start}-${end}-${check}.seg`, parts);
  }

  /** Where stretches begin that hold too many ids for one big segment. */
  denseStarts(log: string): Set<number> {
    const found = namesIn(join(this.#root, log)).map((name) => DENSE.exec(name)?.[1]);
    return new Set(found.filter((start) => start !== undefined).map(Number));
  }

  writeDense(log: string, start: number): void {
    this.#write(join(this.#root, log), `${start}.dense`, []);
  }

  /** A note on a compressed log: see `compressed.ts`. */
  notePath(compressed: string): string {
    return join(this.#root, 'compressed', `${compressed}.json`);
  }

  writeNote(compressed: string, text: string): void {
    this.#write(join(this.#root, 'compressed'), `${compressed}.json`, [Buffer.from(text)]);
  }

  /** Says that a log's segments are in use. */
  touch(log: string): void {
    try {
      const now = new Date();
      utimesSync(join(this.#root, log), now, now);
    } catch {
      // There is nothing of it yet.
    }
  }

  /** Removes what no server has used for 30 days, what a killed one left half written, and other versions' files. */
  sweep(now: number): void {
    for (const name of namesIn(this.#base)) {
      if (name !== VERSION) remove(join(this.#base, name));
    }
    for (const log of namesIn(this.#root)) {
      const folder = join(this.#root, log);
      for (const name of namesIn(folder)) {
        const age = now - changedAt(join(folder, name));
        if (name.endsWith(TEMPORARY) ? age > HOUR : log === 'compressed' && age > UNUSED)
          remove(join(folder, name));
      }
      if (log !== 'compressed' && now - changedAt(folder) > UNUSED) remove(folder);
    }
  }

  #write(folder: string, name: string, parts: readonly Buffer[]): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const temporary = join(folder, `${name}.${randomBytes(6).toString('hex')}${TEMPORARY}`);
    try {
      const file = openSync(temporary, 'wx', 0o600);
      try {
        writeAll(file, parts);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, join(folder, name));
    } catch (error) {
      removeFile(temporary);
      throw error;
    }
  }
}

/** Removes a file; that it is gone already is no error. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process was quicker, or the folder may not be written: then it is passed over again.
  }
}

function writeAll(file: number, parts: readonly Buffer[]): void {
  for (let part of parts) {
    while (part.length > 0) part = part.subarray(writevSync(file, [part]));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed does no harm.
  }
}
