import { type CompressedNote, compressedIdentity, readNote } from './compressed-note.ts';
import type { IndexFolder, SegmentFile } from './index-folder.ts';
import { checkBefore } from './log-identity.ts';
import { BLOCK_BITS } from './scanner/scanner.ts';
import { SegmentReader } from './segment-reader.ts';

/** Lines of a log to be searched, because an id may stand in them. */
export interface Region {
  /** Bytes: the lines of which some byte lies between. */
  from: number;
  to: number;
  /** How many line feeds stand before `from`. */
  feedsBefore: number;
}

/** What the index knows of a log: all up to `end`, which is the start of a line. */
export interface Coverage {
  end: number;
  lines: number;
  from: bigint | null;
  to: bigint | null;
  /** Where the id may stand before `end`, ascending. */
  regions: Region[];
}

/** An open log as the index sees it. */
export interface IndexedLog {
  file: number;
  size: number;
  /** See `logIdentity`. */
  identity: string;
}

const BLOCK = 1 << BLOCK_BITS;
/** How many logs' segments are remembered as checked. */
const MAX_REMEMBERED = 20_000;

/** Reads the index of logs; whatever is missing, damaged or of another text makes it cover less. */
export class LogIndex {
  readonly #folder: IndexFolder;
  readonly #reader = new SegmentReader();
  /** For each log the segments whose check held; only the last one is checked again. */
  readonly #held = new Map<string, Set<string>>();

  constructor(folder: IndexFolder) {
    this.#folder = folder;
  }

  /** What is known of `log`, and where an id of this hash may stand. */
  cover(log: IndexedLog, hash: number): Coverage {
    return this.#coverBy(this.chain(log), hash);
  }

  /** As `cover`, for a compressed log; null if not all of it is indexed. */
  coverCompressed(file: number, size: number, hash: number): Coverage | null {
    const note = readNote(this.#folder, compressedIdentity(file, size));
    if (note === null || note.hopeless) return null;
    const coverage = this.#coverBy(chainOf(this.#folder, note), hash);
    return coverage.end === note.size ? { ...coverage, lines: note.lines } : null;
  }

  #coverBy(chain: readonly SegmentFile[], hash: number): Coverage {
    const coverage: Coverage = { end: 0, lines: 0, from: null, to: null, regions: [] };
    for (const segment of chain) {
      const head = this.#reader.head(segment);
      const blocks = head && this.#reader.blocks(segment, hash);
      if (head === null || blocks === null) break;
      for (const block of blocks) {
        const from = segment.start + block * BLOCK;
        const to = Math.min(segment.end, from + BLOCK);
        const last = coverage.regions.at(-1);
        if (last?.to === from) last.to = to;
        else
          coverage.regions.push({ from, to, feedsBefore: coverage.lines + (head.feedsBefore[block] ?? 0) });
      }
      coverage.end = segment.end;
      coverage.lines += head.lines;
      coverage.from ??= head.from;
      coverage.to = head.to ?? coverage.to;
    }
    return coverage;
  }

  /** The segments that hold for this log's text, each beginning where the one before ends, from the beginning of the log. */
  chain(log: IndexedLog): SegmentFile[] {
    const all = this.#folder.segmentsOf(log.identity).filter(({ end }) => end <= log.size);
    all.sort(byPlace);
    const remembered = this.#held.get(log.identity);
    const guess = linked(all, (segment) => remembered?.has(segment.path) ?? false);
    const last = guess.at(-1);
    const stillHolds = last !== undefined && holds(log, last);
    const held = stillHolds && remembered ? remembered : new Set<string>();
    const chain = linked(
      all,
      (segment) => held.has(segment.path) || (holds(log, segment) && held.add(segment.path).size > 0),
    );
    this.#remember(log.identity, new Set(chain.map(({ path }) => path)));
    return chain;
  }

  /** The bytes of what was counted in a segment; null if it is damaged. */
  tally(segment: SegmentFile): Buffer | null {
    return this.#reader.tally(segment);
  }

  /** The last time of a segment's lines, in milliseconds since the epoch; null if they show none. */
  lastTime(segment: SegmentFile): number | null {
    const to = this.#reader.head(segment)?.to ?? null;
    return to === null ? null : Number(to / 1_000_000n);
  }

  close(): void {
    this.#reader.close();
  }

  #remember(identity: string, paths: Set<string>): void {
    this.#held.delete(identity);
    this.#held.set(identity, paths);
    const [oldest] = this.#held.keys();
    if (this.#held.size > MAX_REMEMBERED && oldest !== undefined) this.#held.delete(oldest);
  }
}

/** The segments of a compressed log's text, as its note says. */
export function chainOf(folder: IndexFolder, note: CompressedNote): SegmentFile[] {
  const held = new Set(note.held);
  const all = folder.segmentsOf(note.identity).filter((segment) => held.has(noteOf(segment)));
  return linked(all.sort(byPlace), () => true);
}

/** A segment as a note names it. */
export function noteOf({ start, end, check }: SegmentFile): string {
  return `${start}-${end}-${check}`;
}

function byPlace(a: SegmentFile, b: SegmentFile): number {
  return a.start - b.start || b.end - a.end;
}

/** From `segments` (by start, the longest first) a chain from 0 on, of the longest ones that `fits` allows. */
function linked(segments: readonly SegmentFile[], fits: (segment: SegmentFile) => boolean): SegmentFile[] {
  const chain: SegmentFile[] = [];
  let end = 0;
  for (const segment of segments) {
    if (segment.start !== end || segment.end <= end || !fits(segment)) continue;
    chain.push(segment);
    end = segment.end;
  }
  return chain;
}

/** Whether a segment is of this log's text, as far as the bytes in front of its end tell. */
export function holds({ file, size }: IndexedLog, { end, check }: SegmentFile): boolean {
  return end <= size && checkBefore(file, end) === check;
}
