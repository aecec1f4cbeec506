import { fstatSync } from 'node:fs';
import { compressionOf } from '../decompress.ts';
import { withOpen } from '../open-file.ts';
import { isSystemError, reasonOf } from '../problems.ts';
import { expandSources, type Sources } from '../sources.ts';
import { utf16Of } from '../utf16.ts';
import { buildSegment, type Tools } from './build-segment.ts';
import { compressedIdentity, readNote, writeHopeless } from './compressed-note.ts';
import { indexCompressed } from './index-compressed.ts';
import { type IndexFolder, removeFile } from './index-folder.ts';
import { identityOf, readAt } from './log-identity.ts';
import { chainOf, holds, LogIndex } from './log-index.ts';
import { missingStretches, planStretches, type Stretch, supersededStretches } from './plan.ts';
import type { Scanner } from './scanner/scanner.ts';
import { PairStore, TooDense } from './segment-builder.ts';

const LINE_FEED = 10;
const FIRST_READ = 4_096;
const STEP = 65_536;
/** How far the start of a line is looked for. */
const NEAR = 4_194_304;

/** One piece of work of an indexer; what it holds can be sent to another thread. */
export interface IndexTask {
  path: string;
  /** How much there is to be read. */
  bytes: number;
  /** The stretch of a plain log; null for a compressed one, which is done as a whole. */
  stretch: (Stretch & { identity: string }) | null;
}

export interface IndexPlan {
  tasks: IndexTask[];
  /** How many log files there are. */
  files: number;
  /** What was configured and is no log file, as `expandSources` says it. */
  skipped: Sources['skipped'];
}

/** What came of a task: why it could not be done (a full disk), or null. */
export type TaskOutcome = { problem: string | null };

/** Finds out what of the logs is not indexed yet, and indexes it. */
export class CatchUp {
  readonly #folder: IndexFolder;
  readonly #index: LogIndex;
  readonly #tools: Tools;

  constructor(folder: IndexFolder, scanner: Scanner) {
    this.#folder = folder;
    this.#index = new LogIndex(folder);
    this.#tools = { scanner, store: new PairStore() };
  }

  /** What there is to do; what would bring fewer than `worth` bytes to a log that is indexed already is left out. */
  async plan(paths: readonly string[], worth: number): Promise<IndexPlan> {
    const { files, skipped } = await expandSources(paths);
    const tasks = files.flatMap(
      ({ path }) => withOpen(path, (file) => this.#planFile(path, file, worth)) ?? [],
    );
    return { tasks, files: files.length, skipped };
  }

  async run(task: IndexTask, onBytes: (count: number) => void): Promise<TaskOutcome> {
    try {
      if (task.stretch === null) await this.#runCompressed(task, onBytes);
      else this.#runStretch(task.path, task.stretch, onBytes);
      return { problem: null };
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return { problem: reasonOf(error) };
    }
  }

  async #runCompressed({ path, bytes }: IndexTask, onBytes: (count: number) => void): Promise<void> {
    const compressed = withOpen(path, (file) => compressedIdentity(file, bytes));
    if (compressed === null) return;
    try {
      if (await indexCompressed(path, this.#folder, this.#tools)) return;
    } catch (error) {
      if (!(error instanceof TooDense || error instanceof RangeError)) throw error;
    } finally {
      onBytes(bytes);
    }
    writeHopeless(this.#folder, compressed);
  }

  #planFile(path: string, file: number, worth: number): IndexTask[] {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size === 0) return [];
    const first = readAt(file, 0, FIRST_READ);
    const compression = compressionOf(first);
    if (typeof compression === 'string' || utf16Of(first)) return [];
    if (compression) {
      const note = readNote(this.#folder, compressedIdentity(file, stats.size));
      const isCovered = note !== null && chainOf(this.#folder, note).at(-1)?.end === note.size;
      return isCovered || note?.hopeless ? [] : [{ path, bytes: stats.size, stretch: null }];
    }
    const identity = identityOf(first);
    const size = endOfLines(file, stats.size);
    const there = this.#index.chain({ file, size, identity });
    this.#folder.touch(identity);
    const wanted = planStretches(
      size,
      (at) => lineStartAt(file, at, size),
      this.#folder.denseStarts(identity),
    );
    return missingStretches(wanted, there, there.length === 0 ? 1 : worth).map((stretch) => {
      return { path, bytes: stretch.end - stretch.start, stretch: { ...stretch, identity } };
    });
  }

  #runStretch(path: string, stretch: Stretch & { identity: string }, onBytes: (count: number) => void): void {
    const { identity } = stretch;
    withOpen(path, (file) => {
      try {
        const built = buildSegment(file, identity, stretch, this.#tools, onBytes);
        if (!built) return;
        this.#folder.writeSegment(identity, stretch, built.check, built.parts);
        const { size } = fstatSync(file);
        const there = this.#folder
          .segmentsOf(identity)
          .filter((segment) => holds({ file, size, identity }, segment));
        for (const { path: old } of supersededStretches(there)) removeFile(old);
      } catch (error) {
        if (!(error instanceof TooDense)) throw error;
        this.#folder.writeDense(identity, stretch.start);
      }
    });
  }
}

/** The end of the last whole line, if it lies near the end. */
function endOfLines(file: number, size: number): number {
  for (let end = size; end > 0 && size - end < NEAR; end -= STEP) {
    const start = Math.max(0, end - STEP);
    const feed = readAt(file, start, end - start).lastIndexOf(LINE_FEED);
    if (feed !== -1) return start + feed + 1;
  }
  return 0;
}

/** The first start of a line at `at` or behind it; null if none is near. */
function lineStartAt(file: number, at: number, size: number): number | null {
  for (let start = at - 1; start < Math.min(size, at + NEAR); start += STEP) {
    const feed = readAt(file, start, STEP).indexOf(LINE_FEED);
    if (feed !== -1) return start + feed + 1;
  }
  return null;
}
