import { fstatSync } from 'node:fs';
import { formOf } from '../files/decompress.ts';
import { isSystemError, readAt, reasonOf, withFile, withOpen } from '../files/open-file.ts';
import { expandSources, type Sources } from '../files/sources.ts';
import type { Scanner } from '../wasm/id-scanner.ts';
import { indexCompressed } from './compressed.ts';
import {
  IDENTITY_SIZE,
  type IndexFolder,
  IndexWriteError,
  identityOf,
  removeFile,
  type SegmentFile,
} from './index-folder.ts';
import { chainOf, compressedIdentity, holds, LogIndex, readNote } from './log-index.ts';
import { contains, missingStretches, planStretches, type Stretch, supersededStretches } from './plan.ts';
import { buildSegment, leavingLinesOf, PairStore, TooDense, type Tools } from './segment-builder.ts';

const LINE_FEED = 10;
const STEP = 65_536;
/** How far the start of a line is looked for. */
const NEAR = 4_194_304;

/** One piece of work of an indexer; what it holds can be sent to another thread. */
export interface IndexTask {
  path: string;
  /** How much there is to be read. */
  bytes: number;
  /** The stretch of a plain log; null for a compressed one, which is done as a whole. */
  stretch: PlainStretch | null;
}

interface PlainStretch extends Stretch {
  identity: string;
  /** Paths of segments that other logs of the same beginning use. */
  keep: string[];
}

export interface IndexPlan {
  tasks: IndexTask[];
  /** How many log files could be read. */
  files: number;
  /** What was configured and cannot be read, as `expandSources` says it. */
  skipped: Sources['skipped'];
  /** What can be read, but not (all of it) indexed; lookups read it. */
  unindexed: Sources['skipped'];
}

/** What came of a task: why it could not be done (a full disk) and where, or null. */
export type TaskOutcome = { problem: string | null };

/** Finds out what of the logs is not indexed yet, and indexes it. */
export class CatchUp {
  readonly #folder: IndexFolder;
  readonly #index: LogIndex;
  readonly #tools: Tools | null;

  /** Without a `scanner` nothing can be indexed. Of the lines only those of `workspace` are, if it is not null. */
  constructor(folder: IndexFolder, scanner: Scanner | null, workspace: string | null = null) {
    this.#folder = folder;
    this.#index = new LogIndex(folder);
    const hide = workspace === null ? {} : { hide: leavingLinesOf(workspace) };
    this.#tools = scanner && { scanner, store: new PairStore(), ...hide };
  }

  /** What there is to do; what would bring fewer than `worth` bytes to a log that is indexed already is left out. */
  async plan(paths: readonly string[], worth: number): Promise<IndexPlan> {
    const { files, skipped } = await expandSources(paths);
    const unindexed: IndexPlan['unindexed'] = [];
    const users = new Map<string, Map<string, string>>();
    let readable = 0;
    const found = files.map(({ path, name }) => {
      try {
        const planned = withFile(path, (file) => this.#planFile(path, file, worth));
        if (planned.unreadable !== undefined) {
          skipped.push({ source: name, reason: planned.unreadable });
          return [];
        }
        readable += 1;
        for (const segment of planned.there) {
          const ofLog = users.get(segment.log) ?? new Map<string, string>();
          users.set(segment.log, ofLog.set(segment.path, ofLog.has(segment.path) ? '' : path));
        }
        if (planned.reason !== undefined) unindexed.push({ source: name, reason: planned.reason });
        return planned.tasks;
      } catch (error) {
        skipped.push({ source: name, reason: reasonOf(error) });
        return [];
      }
    });
    const tasks = found.flat();
    for (const { path, stretch } of tasks) {
      for (const [segment, user] of (stretch && users.get(stretch.identity)) ?? [])
        if (user !== path) stretch?.keep.push(segment);
    }
    return { tasks, files: readable, skipped, unindexed };
  }

  async run(task: IndexTask, onBytes: (count: number) => void): Promise<TaskOutcome> {
    const tools = this.#tools;
    if (tools === null) return { problem: NO_SCANNER };
    try {
      if (task.stretch !== null) {
        this.#runStretch(task.path, task.stretch, tools, onBytes);
      } else {
        await indexCompressed(task.path, this.#folder, tools);
        onBytes(task.bytes);
      }
      return { problem: null };
    } catch (error) {
      if (error instanceof IndexWriteError) return { problem: error.message };
      if (!isSystemError(error)) throw error;
      return { problem: `${task.path}: ${reasonOf(error)}` };
    }
  }

  #planFile(path: string, file: number, worth: number): Planned {
    const { size } = fstatSync(file);
    // A lookup reads so little as quickly as an index, and such a log is another one with each line.
    if (size < IDENTITY_SIZE) return { tasks: [], there: [] };
    const first = readAt(file, 0, IDENTITY_SIZE);
    const form = formOf(first);
    if (form.kind === 'unreadable') return { tasks: [], there: [], unreadable: form.reason };
    if (form.kind === 'compressed') return this.#planCompressed(path, file, size);
    if (form.kind === 'utf16') return { tasks: [], there: [], reason: `It is in UTF-16. ${READ_EACH_TIME}` };
    const identity = identityOf(first);
    const end = endOfLines(file, size);
    const there = this.#index.readable(this.#index.chain({ file, size: end, identity }));
    this.#folder.touch(identity);
    const wanted = planStretches(end, (at) => lineStartAt(file, at, end), this.#folder.denseStarts(identity));
    const missing = missingStretches(wanted, there, there.length === 0 ? 1 : worth);
    const tasks = missing.map((stretch) => {
      return { path, bytes: stretch.end - stretch.start, stretch: { ...stretch, identity, keep: [] } };
    });
    if ((wanted.at(-1)?.end ?? 0) >= end && end > 0) return { tasks, there };
    return { tasks, there, reason: `It has lines that are too long for an index. ${READ_EACH_TIME}` };
  }

  #planCompressed(path: string, file: number, size: number): Planned {
    const compressed = compressedIdentity(file, size);
    const note = readNote(this.#folder, compressed);
    if (note?.hopeless)
      return { tasks: [], there: [], reason: `It is damaged, or no log. ${READ_EACH_TIME}` };
    const there = note === null ? [] : this.#index.readable(chainOf(this.#folder, note));
    if (note !== null) this.#folder.touch(note.identity, compressed);
    const isCovered = note !== null && there.at(-1)?.end === note.size;
    return { tasks: isCovered ? [] : [{ path, bytes: size, stretch: null }], there };
  }

  #runStretch(path: string, stretch: PlainStretch, tools: Tools, onBytes: (count: number) => void): void {
    const { identity, keep } = stretch;
    withOpen(path, (file) => {
      try {
        const built = buildSegment(file, identity, stretch, tools, onBytes);
        if (!built) return;
        this.#folder.writeSegment(identity, stretch, built.check, built.parts);
        const { size } = fstatSync(file);
        const there = this.#folder.segmentsOf(identity).filter((segment) => contains(stretch, segment));
        const old = supersededStretches(there).filter((segment) => !keep.includes(segment.path));
        for (const segment of old) if (holds({ file, size, identity }, segment)) removeFile(segment.path);
      } catch (error) {
        if (!(error instanceof TooDense)) throw error;
        this.#folder.writeDense(identity, stretch.start);
      }
    });
  }
}

/** What is to be done for one file, and what there is already. */
interface Planned {
  tasks: IndexTask[];
  there: SegmentFile[];
  /** Why not all of it can be indexed. */
  reason?: string;
  /** Why it cannot be read at all. */
  unreadable?: string;
}

const NO_SCANNER =
  'An index needs WebAssembly with SIMD, which this Node.js does not run (--jitless turns it off).';
const READ_EACH_TIME = 'Lookups find what is in it by reading it.';

/** The end of the last whole line, if it lies near the end. */
export function endOfLines(file: number, size: number): number {
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
