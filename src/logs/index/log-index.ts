import { createHash, type Hash } from 'node:crypto';
import { fstatSync, lstatSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { attempt } from '../../base/objects.ts';
import { fileKey, readAt } from '../files/open-file.ts';
import type { TimeSpan } from '../files/time-span.ts';
import { decodePlaces, type FailureKind, type FailurePlaces } from '../tally/failure-places.ts';
import { BLOCK_BITS } from '../wasm/id-scanner.ts';
import { digest, type IndexFolder, nameOf, type SegmentFile } from './index-folder.ts';
import type { Stretch } from './plan.ts';
import { type SegmentHead, SegmentReader } from './segment-format.ts';

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
  /** The last segment, as `nameOf` says: it tells one text from another. */
  of: string;
  end: number;
  lines: number;
  /** Where the id may stand before `end`, ascending. */
  regions: Region[];
}

/** What the index knows of all lines that a search looks for. */
export interface Sought {
  /** Hashes of tokens, each of which stands in every one of them. */
  tokens: readonly number[];
  /** Whether one of them may say this; null where it need not be a failure. */
  mayBe: ((kind: FailureKind) => boolean) | null;
}

/** How many line feeds stand before a place that is at or shortly before the one given; 0 at the beginning where nothing is known. */
export type FeedsNear = (place: number) => { at: number; feeds: number };

/** A log's text as far as it is indexed, for a search. */
export interface Sifted {
  end: number;
  feedsNear: FeedsNear;
  /** In what of the text from one place to another lines may begin that are sought: bytes, in order. */
  spots(from: number, to: number): Stretch[];
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
/** How many bytes of memory the places of failures take, beside those of the segment that was read last. */
const MOST_OF_PLACES = 6 * 1_048_576;

/** Reads the index of logs; whatever is missing, damaged or of another text makes it cover less. */
export class LogIndex {
  readonly #folder: IndexFolder;
  readonly #always: number | null;
  readonly #reader = new SegmentReader();
  /** For each file the segments whose check has held, with the end of their text: that of the last one is compared again. */
  readonly #held = new Map<string, Map<string, Buffer>>();
  readonly #places = new Map<string, FailurePlaces | null>();

  /** `always` is a hash that is looked for beside that of every id. */
  constructor(folder: IndexFolder, always: number | null = null) {
    this.#folder = folder;
    this.#always = always;
  }

  /** What is known of `log`, and where an id of one of these hashes may stand. */
  cover(log: IndexedLog, hashes: readonly number[]): Coverage {
    return this.#coverBy(this.chain(log), hashes);
  }

  /** As `cover`, for a compressed log; null if not all of it is indexed. */
  coverCompressed(
    file: number,
    size: number,
    hashes: readonly number[],
  ): (Coverage & { span: TimeSpan }) | null {
    const note = readNote(this.#folder, compressedIdentity(file, size));
    if (note === null || note.hopeless) return null;
    const coverage = this.#coverBy(chainOf(this.#folder, note), hashes);
    if (coverage.end !== note.size) return null;
    const timeOf = (time: string | null) => (time === null ? null : BigInt(time));
    return { ...coverage, lines: note.lines, span: { from: timeOf(note.from), to: timeOf(note.to) } };
  }

  #coverBy(chain: readonly SegmentFile[], hashes: readonly number[]): Coverage {
    const coverage: Coverage = { of: '', end: 0, lines: 0, regions: [] };
    for (const segment of chain) {
      const head = this.#reader.head(segment);
      const blocks = head && this.#blocks(segment, hashes);
      if (head === null || blocks === null) break;
      for (const block of blocks) {
        const from = segment.start + block * BLOCK;
        const to = Math.min(segment.end, from + BLOCK);
        const last = coverage.regions.at(-1);
        if (last?.to === from) last.to = to;
        else coverage.regions.push({ from, to, feedsBefore: coverage.lines + head.feedsBefore(block) });
      }
      coverage.of = nameOf(segment);
      coverage.end = segment.end;
      coverage.lines += head.lines;
    }
    return coverage;
  }

  /** The blocks of a segment that are to be read for an id of one of these hashes, in order; null if it is damaged. */
  #blocks(segment: SegmentFile, hashes: readonly number[]): number[] | null {
    const wanted = this.#always === null ? hashes : [...hashes, this.#always];
    const [only, ...others] = wanted;
    if (only !== undefined && others.length === 0) return this.#reader.blocks(segment, only);
    const all = new Set<number>();
    for (const hash of wanted) {
      const blocks = this.#reader.blocks(segment, hash);
      if (blocks === null) return null;
      for (const block of blocks) all.add(block);
    }
    return [...all].sort((a, b) => a - b);
  }

  /** Where in an open log what is sought may stand. */
  sift(log: IndexedLog, sought: Sought): Sifted {
    return this.#siftBy(this.chain(log), sought);
  }

  /** As `sift`, for the text of a compressed log, with how many lines it has; null if not all of it is indexed. */
  siftCompressed(file: number, size: number, sought: Sought): (Sifted & { lines: number }) | null {
    const note = readNote(this.#folder, compressedIdentity(file, size));
    if (note === null || note.hopeless) return null;
    const sifted = this.#siftBy(chainOf(this.#folder, note), sought);
    return sifted.end === note.size ? { ...sifted, lines: note.lines } : null;
  }

  #siftBy(chain: readonly SegmentFile[], sought: Sought): Sifted {
    const segments = this.readable(chain);
    return {
      end: segments.at(-1)?.end ?? 0,
      feedsNear: this.#feedsNearBy(chain),
      spots: (from, to) =>
        segments
          .filter(({ start, end }) => start < to && end > from)
          .flatMap((segment) => this.#spotsIn(segment, sought, { start: from, end: to })),
    };
  }

  #spotsIn(segment: SegmentFile, { tokens, mayBe }: Sought, within: Stretch): Stretch[] {
    const { start: first, end: last } = segment;
    const places = mayBe && this.#placesIn(segment);
    if (places) {
      const { starts, of, kindAt } = places;
      /** Of each kind whether it fits: 1 or 2, and 0 where that was not asked. */
      const fits = new Uint8Array(places.kinds);
      const spots: Stretch[] = [];
      for (let index = firstFrom(starts, within.start - first); index < starts.length; index += 1) {
        const start = first + (starts[index] ?? 0);
        if (start >= within.end) break;
        const kind = of[index] ?? 0;
        if (fits[kind] === 0) fits[kind] = mayBe(kindAt(kind)) ? 1 : 2;
        if (fits[kind] === 1) spots.push({ start, end: start + 1 });
      }
      return spots;
    }
    const found = tokens.flatMap((token) => {
      const blocks = this.#reader.blocks(segment, token);
      return blocks === null ? [] : [blocks];
    });
    const all = Array.from({ length: Math.ceil((last - first) / BLOCK) }, (_, block) => block);
    const [fewest = all] = found.toSorted((a, b) => a.length - b.length);
    return fewest
      .map((block) => ({
        start: first + block * BLOCK,
        end: Math.min(last, first + (block + 1) * BLOCK),
      }))
      .filter(({ start, end }) => start < within.end && end > within.start);
  }

  #placesIn(segment: SegmentFile): FailurePlaces | null {
    const known = this.#places.get(segment.path);
    if (known !== undefined) return known;
    const bytes = this.#reader.failures(segment);
    const places = bytes && decodePlaces(bytes);
    this.#places.set(segment.path, places);
    let kept = 0;
    for (const [path, each] of [...this.#places].toReversed()) {
      if (kept > MOST_OF_PLACES) this.#places.delete(path);
      kept += each?.size ?? 0;
    }
    return places;
  }

  /** How many line feeds stand before places of an open log. */
  feedsNear(log: IndexedLog): FeedsNear {
    return this.#feedsNearBy(this.chain(log));
  }

  #feedsNearBy(chain: readonly SegmentFile[]): FeedsNear {
    return (place) => {
      const near = { at: 0, feeds: 0 };
      for (const segment of chain) {
        const head = this.#reader.head(segment);
        if (head === null) break;
        if (place < segment.end) {
          const block = Math.floor((place - segment.start) / BLOCK);
          return { at: segment.start + block * BLOCK, feeds: near.feeds + head.feedsBefore(block) };
        }
        near.at = segment.end;
        near.feeds += head.lines;
      }
      return near;
    };
  }

  /** The segments that hold for this log's text, each beginning where the one before ends, from the beginning of the log. */
  chain(log: IndexedLog): SegmentFile[] {
    const all = this.#folder.segmentsOf(log.identity).filter(({ end }) => end <= log.size);
    all.sort(byPlace);
    const key = `${log.identity} ${fileKey(fstatSync(log.file, { bigint: true }))}`;
    const remembered = this.#held.get(key);
    const last = linked(all, ({ path }) => remembered?.has(path) ?? false).at(-1);
    const stillHolds = last && remembered?.get(last.path)?.equals(tailOf(log.file, last));
    const held = stillHolds ? remembered : undefined;
    const chain = linked(all, (segment) => held?.has(segment.path) || holds(log, segment));
    const tails = chain.map(
      ({ path, ...stretch }) => [path, held?.get(path) ?? tailOf(log.file, stretch)] as const,
    );
    this.#remember(key, new Map(tails));
    return chain;
  }

  /** Of a chain, what comes in front of the first damaged segment. */
  readable(chain: readonly SegmentFile[]): SegmentFile[] {
    const damaged = chain.findIndex((segment) => this.#reader.head(segment) === null);
    return damaged === -1 ? [...chain] : chain.slice(0, damaged);
  }

  /** The bytes of what was counted in a segment; null if it is damaged. */
  tally(segment: SegmentFile): Buffer | null {
    return this.#reader.tally(segment);
  }

  /** The head of a segment; null if it is damaged. */
  head(segment: SegmentFile): SegmentHead | null {
    return this.#reader.head(segment);
  }

  #remember(key: string, tails: Map<string, Buffer>): void {
    this.#held.delete(key);
    this.#held.set(key, tails);
    const [oldest] = this.#held.keys();
    if (this.#held.size > MAX_REMEMBERED && oldest !== undefined) this.#held.delete(oldest);
  }
}

/** The segments of a compressed log's text, as its note says. */
export function chainOf(folder: IndexFolder, note: CompressedNote): SegmentFile[] {
  const held = new Set(note.held);
  const all = folder.segmentsOf(note.identity).filter((segment) => held.has(nameOf(segment)));
  return linked(all.sort(byPlace), () => true);
}

/** The index of the first of ascending numbers that is `least` or more. */
function firstFrom(numbers: Uint32Array, least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
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

/** Whether a segment is of this log's text, as far as its check tells. */
export function holds({ file, size }: IndexedLog, segment: SegmentFile): boolean {
  return segment.end <= size && checkOf(file, segment) === segment.check;
}

/**
 * Tells whether a stretch of a log is still the text that was indexed, without reading all of it: a digest of 512
 * bytes in many places, the denser the nearer to its beginning, and of its last 4 KB. A lookup of a fresh process
 * waits for that, so the places are few.
 *
 * A log that was cut and has grown again, or another one that begins and ends alike, differs in one of these. Bytes
 * that were changed in place and stand elsewhere go unnoticed.
 */

const UNIT = 8_192;
const SAMPLE = 512;
const TAIL = 4_096;

/** How many bytes of the unit of this number are taken, from its beginning on: each 8 KB, 64 KB, then 16 MB. */
function sampleSize(unit: number): number {
  const every = unit < 8 ? 1 : unit < 128 ? 8 : 2_048;
  return unit % every === 0 ? SAMPLE : 0;
}

/** The next unit of which anything is taken. */
function nextSample(unit: number): number {
  let next = unit + 1;
  while (sampleSize(next) === 0) next += 1;
  return next;
}

/** Gives the check of a stretch whose text is fed to it from its beginning on. */
export class StretchCheck {
  readonly #hash: Hash = createHash('sha256');
  #length = 0;
  #tail: Buffer = Buffer.alloc(0);

  feed(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const place = this.#length + at;
      const inUnit = place % UNIT;
      const left = Math.min(bytes.length - at, UNIT - inUnit);
      const taken = Math.min(left, sampleSize(Math.floor(place / UNIT)) - inUnit);
      if (taken > 0) this.#hash.update(bytes.subarray(at, at + taken));
      at += left;
    }
    this.#length += bytes.length;
    const last = bytes.subarray(-TAIL);
    this.#tail = Buffer.concat([
      this.#tail.subarray(Math.max(0, this.#tail.length + last.length - TAIL)),
      last,
    ]);
  }

  /** The check of what was fed so far. */
  digest(): string {
    return finish(this.#hash.copy(), this.#tail);
  }
}

/** As `StretchCheck`, of a stretch of an open file. Throws what `node:fs` throws. */
export function checkOf(file: number, { start, end }: Stretch): string {
  const hash = createHash('sha256');
  for (let unit = 0; start + unit * UNIT < end; unit = nextSample(unit)) {
    const from = start + unit * UNIT;
    hash.update(readAt(file, from, Math.min(SAMPLE, end - from)));
  }
  return finish(hash, tailOf(file, { start, end }));
}

/** The last bytes of a stretch: enough to see that a log whose check has held was not cut meanwhile. */
function tailOf(file: number, { start, end }: Stretch): Buffer {
  const from = Math.max(start, end - TAIL);
  return readAt(file, from, end - from);
}

function finish(hash: Hash, tail: Buffer): string {
  return hash.update(tail).digest('hex').slice(0, 16);
}

const ENDS = 4_096;

const noteSchema = z.strictObject({
  /** The identity of the text, as `logIdentity` gives it. */
  identity: z.string(),
  /** The end of its last whole line. */
  size: z.number(),
  lines: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** `start-end-check` of the segments that held for the text when it was read. */
  held: z.array(z.string()),
  /** Set where no index can be made of it: it is damaged, or no log. */
  hopeless: z.literal(true).optional(),
});

/** What was learnt of a compressed log when it was last decompressed: which segments hold for its text. */
export type CompressedNote = z.infer<typeof noteSchema>;

/** Which compressed file this is: a digest of its ends and its size. */
export function compressedIdentity(file: number, size: number): string {
  const head = readAt(file, 0, ENDS);
  const tail = readAt(file, Math.max(0, size - ENDS), ENDS);
  return digest(Buffer.from(`${size} `), head, tail);
}

/** The note on a compressed log; null if there is none that can be read. */
export function readNote(folder: IndexFolder, compressed: string): CompressedNote | null {
  return attempt(() => {
    const path = folder.notePath(compressed);
    // Another thing than a file might never come to an end.
    if (!lstatSync(path).isFile()) return null;
    const [text = '', check] = readFileSync(path, 'utf8').split('\n');
    return check === digest(Buffer.from(text)) ? noteSchema.parse(JSON.parse(text)) : null;
  });
}

/** Notes that no index can be made of a compressed file, so that it is not tried again and again. */
export function writeHopeless(folder: IndexFolder, compressed: string): Promise<void> {
  const nothing = { identity: '', size: 0, lines: 0, from: null, to: null, held: [] };
  return writeNote(folder, compressed, { ...nothing, hopeless: true });
}

export function writeNote(folder: IndexFolder, compressed: string, note: CompressedNote): Promise<void> {
  const text = JSON.stringify(note);
  return folder.writeNote(compressed, `${text}\n${digest(Buffer.from(text))}\n`);
}
