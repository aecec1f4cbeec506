import { closeSync, fstatSync } from 'node:fs';
import { attempt } from '../../base/objects.ts';
import { LINE_FEED } from '../../base/text.ts';
import { type Compression, compressionOf, decompress, formOf } from '../files/decompress.ts';
import { countLineFeeds } from '../files/line-search.ts';
import { isSystemError, type OpenFile, openFile, readAt, reasonOf, withFile } from '../files/open-file.ts';
import { expandSources, type Sources } from '../files/sources.ts';
import { edgeKeeper, timeSpan } from '../files/time-span.ts';
import type { LineFinder, Scanner } from '../wasm/id-scanner.ts';
import {
  IDENTITY_SIZE,
  type IndexFolder,
  IndexWriteError,
  identityOf,
  nameOf,
  removeFile,
  type SegmentFile,
} from './index-folder.ts';
import {
  type CompressedNote,
  chainOf,
  compressedIdentity,
  holds,
  LogIndex,
  readNote,
  StretchCheck,
  writeHopeless,
  writeNote,
} from './log-index.ts';
import { PairStore, TooDense } from './pair-store.ts';
import {
  contains,
  missingStretches,
  planStretches,
  SMALL,
  type Stretch,
  supersededStretches,
} from './plan.ts';
import { buildSegment, countingBuilder, leavingLinesOf, type Tools } from './segment-builder.ts';

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
  constructor(folder: IndexFolder, scanner: (Scanner & LineFinder) | null, workspace: string | null = null) {
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

  /** `onRead` is told that all is read, and the next task can be run: what was written is only being flushed. */
  async run(
    task: IndexTask,
    onBytes: (count: number) => void,
    onRead: () => void = () => {},
  ): Promise<TaskOutcome> {
    const tools = this.#tools;
    if (tools === null) return { problem: NO_SCANNER };
    try {
      if (task.stretch !== null) {
        await this.#runStretch(task.path, task.stretch, tools, onBytes, onRead);
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

  async #runStretch(
    path: string,
    stretch: PlainStretch,
    tools: Tools,
    onBytes: (count: number) => void,
    onRead: () => void,
  ): Promise<void> {
    const { identity, keep } = stretch;
    const file = attempt(() => openFile(path).fd);
    if (file === null) return;
    try {
      const built = buildSegment(file, identity, stretch, tools, onBytes);
      if (!built) return;
      const written = this.#folder.writeSegment(identity, stretch, built.check, built.parts);
      onRead();
      await written;
      const { size } = fstatSync(file);
      const there = this.#folder.segmentsOf(identity).filter((segment) => contains(stretch, segment));
      const old = supersededStretches(there).filter((segment) => !keep.includes(segment.path));
      for (const segment of old) if (holds({ file, size, identity }, segment)) removeFile(segment.path);
    } catch (error) {
      if (!(error instanceof TooDense)) throw error;
      await this.#folder.writeDense(identity, stretch.start);
    } finally {
      closeSync(file);
    }
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

/**
 * Recognizes a compressed log as the one it was, by the segments that hold for its text, and indexes only what these
 * do not cover. Leaves a note of it, also of one of which no index can be made: it is damaged, ends within a line, or
 * is no log.
 *
 * Throws what `node:fs` throws.
 */
async function indexCompressed(path: string, folder: IndexFolder, tools: Tools): Promise<void> {
  const handle = openFile(path);
  try {
    const { size } = fstatSync(handle.fd);
    const compression = compressionOf(readAt(handle.fd, 0, IDENTITY_SIZE));
    if (compression === null || typeof compression === 'string') return;
    const compressed = compressedIdentity(handle.fd, size);
    const recognizer = new Recognizer(folder);
    const problem = await decompress(handle, size, compression, recognizer, undefined);
    const known = problem === null ? recognizer.end() : null;
    if (known === null) {
      await writeHopeless(folder, compressed);
      return;
    }
    const { note, held, lineStartAt } = known;
    const wanted = planStretches(note.size, lineStartAt);
    const missing = missingStretches(wanted, held, 1);
    const names = await indexStretches(handle, size, compression, note.identity, missing, folder, tools);
    await writeNote(folder, compressed, { ...note, held: [...note.held, ...names] });
  } finally {
    closeSync(handle.fd);
  }
}

/** Writes a segment for each of the stretches, in order, of a log's text; gives their names. */
async function indexStretches(
  handle: OpenFile,
  size: number,
  compression: Compression,
  log: string,
  stretches: readonly Stretch[],
  folder: IndexFolder,
  tools: Tools,
): Promise<string[]> {
  const names: string[] = [];
  const writing: Promise<void>[] = [];
  const queue = stretches.values();
  let now = queue.next().value;
  if (now === undefined) return names;
  let position = 0;
  let work = working(tools);

  const feed = (chunk: Buffer): void => {
    for (let bytes = chunk; bytes.length > 0 && now !== undefined; ) {
      const skipped = Math.min(bytes.length, Math.max(0, now.start - position));
      const taken = Math.min(bytes.length - skipped, Math.max(0, now.end - position - skipped));
      work.take(bytes.subarray(skipped, skipped + taken));
      position += skipped + taken;
      bytes = bytes.subarray(skipped + taken);
      if (position < now.end) continue;
      const { check, parts } = work.finish(log, now);
      const written = folder.writeSegment(log, now, check, parts);
      // It is looked at when all is read.
      written.catch(() => {});
      writing.push(written);
      names.push(nameOf({ log, ...now, check }));
      now = queue.next().value;
      work = working(tools);
    }
  };
  try {
    await decompress(handle, size, compression, { feed }, undefined);
  } catch (error) {
    // What was indexed before is of use; the rest is read from the log.
    if (!(error instanceof TooDense)) throw error;
  }
  await Promise.all(writing);
  return names;
}

/** One segment of text that comes in chunks. */
function working(tools: Tools) {
  const builder = countingBuilder(tools);
  const edges = edgeKeeper();
  const check = new StretchCheck();
  return {
    take(bytes: Buffer): void {
      edges.feed(bytes);
      check.feed(bytes);
      for (let at = 0; at < bytes.length; ) {
        const room = builder.room();
        const count = bytes.copy(room, 0, at, at + room.length);
        builder.take(count);
        at += count;
      }
    },
    finish(log: string, { start, end }: Stretch) {
      const checked = check.digest();
      const of = nameOf({ log, start, end, check: checked });
      const parts = builder.finish(of, edges.edges());
      return { check: checked, parts };
    },
  };
}

/** What was learnt of a log's text by reading it once. */
interface Recognized {
  note: CompressedNote;
  /** Its segments that hold. */
  held: SegmentFile[];
  /** The first start of a line at a place where stretches may end, or behind it; see `planStretches`. */
  lineStartAt: (at: number) => number | null;
}

/** Takes the text of a log from its beginning on, and finds out which segments hold for it. */
class Recognizer {
  readonly #folder: IndexFolder;
  readonly #edges = edgeKeeper();
  readonly #borders = new Map<number, number>();
  readonly #held: SegmentFile[] = [];
  /** The text before it is known whose it is. */
  #first: Buffer[] = [];
  #identity: string | null = null;
  #known: SegmentFile[] = [];
  #checks = new Map<number, StretchCheck>();
  #total = 0;
  #lines = 0;
  #grid = SMALL;

  constructor(folder: IndexFolder) {
    this.#folder = folder;
  }

  feed(bytes: Buffer): void {
    this.#edges.feed(bytes);
    this.#lines += countLineFeeds(bytes, 0, bytes.length);
    this.#noteBorders(bytes);
    if (this.#identity !== null) {
      this.#check(bytes, this.#total);
    } else {
      this.#first.push(Buffer.from(bytes));
      if (this.#total + bytes.length >= IDENTITY_SIZE) this.#identify();
    }
    this.#total += bytes.length;
  }

  /** What was learnt; null if the text does not end with a line, or is empty. */
  end(): Recognized | null {
    if (this.#edges.edges().tail.at(-1) !== LINE_FEED) return null;
    if (this.#identity === null) this.#identify();
    const { from, to } = timeSpan(this.#edges.edges());
    const note = {
      identity: this.#identity ?? '',
      size: this.#total,
      lines: this.#lines,
      from: from === null ? null : `${from}`,
      to: to === null ? null : `${to}`,
      held: this.#held.map(nameOf),
    };
    return { note, held: this.#held, lineStartAt: (at) => this.#borders.get(at) ?? null };
  }

  #identify(): void {
    const text = Buffer.concat(this.#first);
    this.#first = [];
    this.#identity = identityOf(text);
    this.#known = this.#folder.segmentsOf(this.#identity);
    this.#checks = new Map(this.#known.map(({ start }) => [start, new StretchCheck()]));
    this.#check(text, 0);
  }

  /** Feeds bytes that stand at `position` to the checks of the segments that they belong to. */
  #check(bytes: Buffer, position: number): void {
    const end = position + bytes.length;
    const borders = this.#known.flatMap((segment) => [segment.start, segment.end]);
    const cuts = [...new Set([...borders.filter((border) => border > position && border < end), end])];
    let from = position;
    for (const cut of cuts.sort((a, b) => a - b)) {
      const piece = bytes.subarray(from - position, cut - position);
      for (const [start, check] of this.#checks) if (start <= from) check.feed(piece);
      for (const segment of this.#known) {
        if (segment.end === cut && this.#checks.get(segment.start)?.digest() === segment.check)
          this.#held.push(segment);
      }
      from = cut;
    }
  }

  #noteBorders(bytes: Buffer): void {
    while (this.#grid <= this.#total + bytes.length) {
      const feed = bytes.indexOf(LINE_FEED, Math.max(0, this.#grid - 1 - this.#total));
      if (feed === -1) return;
      this.#borders.set(this.#grid, this.#total + feed + 1);
      this.#grid += SMALL;
    }
  }
}
