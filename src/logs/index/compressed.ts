import { closeSync, fstatSync } from 'node:fs';
import { type Compression, compressionOf, decompress } from '../files/decompress.ts';
import { countLineFeeds } from '../files/line-search.ts';
import { type OpenFile, openFile, readAt } from '../files/open-file.ts';
import { edgeKeeper, timeSpan } from '../files/time-span.ts';
import { IDENTITY_SIZE, type IndexFolder, identityOf, nameOf, type SegmentFile } from './index-folder.ts';
import {
  type CompressedNote,
  compressedIdentity,
  StretchCheck,
  writeHopeless,
  writeNote,
} from './log-index.ts';
import { missingStretches, planStretches, SMALL, type Stretch } from './plan.ts';
import { countingBuilder, TooDense, type Tools } from './segment-builder.ts';

/**
 * Recognizes a compressed log as the one it was, by the segments that hold for its text, and indexes only what these
 * do not cover. Leaves a note of it, also of one of which no index can be made: it is damaged, ends within a line, or
 * is no log.
 *
 * Throws what `node:fs` throws.
 */
export async function indexCompressed(path: string, folder: IndexFolder, tools: Tools): Promise<void> {
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
      writeHopeless(folder, compressed);
      return;
    }
    const { note, held, lineStartAt } = known;
    const wanted = planStretches(note.size, lineStartAt);
    const missing = missingStretches(wanted, held, 1);
    const names = await indexStretches(handle, size, compression, note.identity, missing, folder, tools);
    writeNote(folder, compressed, { ...note, held: [...note.held, ...names] });
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
      folder.writeSegment(log, now, check, parts);
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

const LINE_FEED = 10;

/** What was learnt of a log's text by reading it once. */
export interface Recognized {
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
