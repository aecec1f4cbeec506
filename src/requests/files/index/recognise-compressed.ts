import { countLineFeeds } from '../count-lines.ts';
import { edgeKeeper } from '../edge-keeper.ts';
import { timeSpan } from '../time-span.ts';
import type { CompressedNote } from './compressed-note.ts';
import { type IndexFolder, nameOf, type SegmentFile } from './index-folder.ts';
import { IDENTITY_SIZE, identityOf } from './log-identity.ts';
import { SMALL } from './plan.ts';
import { StretchCheck } from './stretch-check.ts';

const LINE_FEED = 10;

/** What was learnt of a log's text by reading it once. */
export interface Recognised {
  note: CompressedNote;
  /** Its segments that hold. */
  held: SegmentFile[];
  /** The first start of a line at a place where stretches may end, or behind it; see `planStretches`. */
  lineStartAt: (at: number) => number | null;
}

/** Takes the text of a log from its beginning on, and finds out which segments hold for it. */
export class Recogniser {
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
  end(): Recognised | null {
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
