import { closeSync, fstatSync } from 'node:fs';
import { codeOf } from '../../base/failure.ts';
import { openFile, readAt } from '../files/open-file.ts';
import { HASH_BITS } from '../wasm/id-scanner.ts';
import { crc32, nameOf, removeFile, type SegmentFile } from './index-folder.ts';
import type { PairStore } from './pair-store.ts';

/**
 * The bytes of a segment: where the ids stand in one stretch of whole lines of one log file.
 *
 * Head: magic, its length, its CRC-32, the length of the metadata (JSON), the metadata, then four tables of
 * little-endian numbers: the end of each page (32 bits), the CRC-32 of each page (32 bits), and the line feeds of
 * each block (24 bits). Behind it the pages, one for each range of hashes: how many entries each of its 64 buckets
 * has (24 bits each), then the entries, 24 bits each: the rest of the hash and the block. Last, the tally, and where
 * lines stand that fail.
 *
 * A lookup reads one page. Every byte is under a checksum.
 */

const MAGIC = 0x31494345;
const PREFIX = 16;
/** Buckets in a page, as a power of two. */
const PAGE_BUCKET_BITS = 6;
const PAGE_BUCKETS = 1 << PAGE_BUCKET_BITS;
const ENTRY = 3;
const ENTRY_BITS = 24;

/** The most blocks that a segment may have: their numbers leave 12 bits of an entry for the hash. */
export const MAX_BLOCKS = 4096;

/** Written and checked here alone, and under the checksum of the head: no border that needs a schema. */
interface Meta {
  /** What it indexes: log, stretch and check, as its folder and its name say. */
  of: string;
  /** How many bits of an entry are the block; the others are the end of the hash. */
  blockBits: number;
  blocks: number;
  lines: number;
  /** First and last time of its lines, in nanoseconds since 1970. */
  from: string | null;
  to: string | null;
  /** `lastSeen`: the newest line that is counted, in milliseconds since the epoch. */
  tally: { size: number; crc: number; lastSeen: number | null };
  failures: { size: number; crc: number };
}

export interface SegmentContent {
  /** What it indexes, as its folder and its name say. */
  of: string;
  /** Holds the ids. */
  pairs: Pick<PairStore, 'pack'>;
  /** Line feeds in each block. */
  feeds: Uint32Array;
  from: bigint | null;
  to: bigint | null;
  /** What was counted, as bytes of its own format, and the newest line of it. */
  tally: Uint8Array;
  lastSeen: number | null;
  /** Where lines stand that fail, as bytes of its own format. */
  failures: Uint8Array;
}

/** A segment's head, checked. */
export interface SegmentHead {
  /** How much memory it takes, about. */
  bytes: number;
  blockBits: number;
  lines: number;
  from: bigint | null;
  to: bigint | null;
  /** How many line feeds stand before a block. */
  feedsBefore(block: number): number;
  page(hash: number): Piece;
  tally: Piece & { lastSeen: number | null };
  failures: Piece;
}

/** Bytes of a segment that are read at once, and their checksum. */
interface Piece {
  from: number;
  to: number;
  crc: number;
}

/** The bytes of a segment. */
export function encodeSegment(content: SegmentContent): Buffer[] {
  const blocks = content.feeds.length;
  const blockBits = Math.max(2, Math.ceil(Math.log2(blocks)));
  const pages = 1 << (HASH_BITS - ENTRY_BITS + blockBits - PAGE_BUCKET_BITS);
  const body = content.pairs.pack(blockBits, pages);
  const lines = content.feeds.reduce((sum, feeds) => sum + feeds, 0);
  const meta = Buffer.from(
    JSON.stringify({
      of: content.of,
      blockBits,
      blocks,
      lines,
      from: content.from === null ? null : `${content.from}`,
      to: content.to === null ? null : `${content.to}`,
      tally: { size: content.tally.length, crc: crc32(content.tally), lastSeen: content.lastSeen },
      failures: { size: content.failures.length, crc: crc32(content.failures) },
    } satisfies Meta),
  );
  const head = Buffer.alloc(PREFIX + meta.length + pages * 8 + blocks * ENTRY);
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(head.length, 4);
  head.writeUInt32LE(meta.length, 12);
  meta.copy(head, PREFIX);
  let at = PREFIX + meta.length;
  for (let page = 0, from = 0; page < pages; page += 1) {
    const to = body.ends[page] ?? 0;
    head.writeUInt32LE(to, at + page * 4);
    head.writeUInt32LE(crc32(body.bytes.subarray(from, to)), at + (pages + page) * 4);
    from = to;
  }
  at += pages * 8;
  for (const [block, feeds] of content.feeds.entries()) head.writeUIntLE(feeds, at + block * ENTRY, ENTRY);
  head.writeUInt32LE(crc32(head.subarray(12)), 8);
  return [head, body.bytes, Buffer.from(content.tally), Buffer.from(content.failures)];
}

/** How long the head is that begins with these bytes (at least 16), or null if it is none. */
export function headLength(prefix: Buffer): number | null {
  if (prefix.length < PREFIX || prefix.readUInt32LE(0) !== MAGIC) return null;
  return prefix.readUInt32LE(4);
}

/** Reads the head of a file of `size` bytes that should index `of`; null if it is damaged in any way, or another's. */
export function decodeHead(head: Buffer, size: number, of: string): SegmentHead | null {
  const length = headLength(head);
  if (length === null || length > head.length || length < PREFIX) return null;
  if (crc32(head.subarray(12, length)) !== head.readUInt32LE(8)) return null;
  const metaLength = head.readUInt32LE(12);
  const meta = JSON.parse(head.toString('utf8', PREFIX, PREFIX + metaLength)) as Meta;
  if (meta.of !== of) return null;
  const restBits = ENTRY_BITS - meta.blockBits;
  const pages = 1 << (HASH_BITS - restBits - PAGE_BUCKET_BITS);
  const ends = PREFIX + metaLength;
  const feeds = ends + pages * 8;
  const bodyEnd = length + head.readUInt32LE(ends + (pages - 1) * 4);
  const tallyEnd = bodyEnd + meta.tally.size;
  if (tallyEnd + meta.failures.size !== size) return null;
  const tables = Buffer.from(head.subarray(ends, feeds));
  const feedsOf = Buffer.from(head.subarray(feeds, length));
  return {
    bytes: tables.length + feedsOf.length + 1_024,
    blockBits: meta.blockBits,
    lines: meta.lines,
    from: meta.from === null ? null : BigInt(meta.from),
    to: meta.to === null ? null : BigInt(meta.to),
    feedsBefore(block) {
      let before = 0;
      for (let each = 0; each < block; each += 1) before += entryAt(feedsOf, each * ENTRY);
      return before;
    },
    page(hash) {
      const page = hash >>> (restBits + PAGE_BUCKET_BITS);
      const from = length + (page === 0 ? 0 : tables.readUInt32LE((page - 1) * 4));
      return {
        from,
        to: length + tables.readUInt32LE(page * 4),
        crc: tables.readUInt32LE((pages + page) * 4),
      };
    },
    tally: {
      from: bodyEnd,
      to: tallyEnd,
      crc: meta.tally.crc,
      lastSeen: meta.tally.lastSeen,
    },
    failures: { from: tallyEnd, to: size, crc: meta.failures.crc },
  };
}

/** The blocks, ascending and each once, in which an id of this hash may stand, by the bytes of its page. */
export function blocksOf(page: Buffer, hash: number, blockBits: number): number[] {
  const restBits = ENTRY_BITS - blockBits;
  const bucket = (hash >>> restBits) & (PAGE_BUCKETS - 1);
  let at = PAGE_BUCKETS * ENTRY;
  for (let before = 0; before < bucket; before += 1) at += entryAt(page, before * ENTRY) * ENTRY;
  const end = at + entryAt(page, bucket * ENTRY) * ENTRY;
  const rest = hash & ((1 << restBits) - 1);
  const blocks: number[] = [];
  for (; at < end; at += ENTRY) {
    const entry = entryAt(page, at);
    const block = entry & ((1 << blockBits) - 1);
    if (entry >>> blockBits === rest && blocks.at(-1) !== block) blocks.push(block);
  }
  return blocks;
}

/** As `readUIntLE`, which looks at its arguments each time. */
function entryAt(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

/** Nearly every head is shorter than this, so one read brings it. */
const FIRST_READ = 24_576;
/** How many segments are kept open. */
const MAX_OPEN = 128;
/** How many bytes the heads have that are kept. */
const MAX_HEADS = 8_388_608;

interface OpenSegment {
  file: number;
  head: SegmentHead;
}

/**
 * Reads segments, and keeps some of them open and the heads of more. What is damaged is removed, so that it is built anew,
 * and answered with null.
 */
export class SegmentReader {
  readonly #open = new Map<string, OpenSegment>();
  readonly #heads = new Map<string, SegmentHead>();
  #headBytes = 0;

  /** Its head, which may be given even after the segment is gone. */
  head(segment: SegmentFile): SegmentHead | null {
    return this.#heads.get(segment.path) ?? this.#get(segment)?.head ?? null;
  }

  /** The blocks in which an id of this hash may stand. */
  blocks(segment: SegmentFile, hash: number): number[] | null {
    return this.#checked(
      segment,
      (head) => head.page(hash),
      (page, head) => blocksOf(page, hash, head.blockBits),
    );
  }

  /** The bytes of what was counted. */
  tally(segment: SegmentFile): Buffer | null {
    return this.#checked(
      segment,
      (head) => head.tally,
      (bytes) => bytes,
    );
  }

  /** Where lines stand that fail, as bytes. */
  failures(segment: SegmentFile): Buffer | null {
    return this.#checked(
      segment,
      (head) => head.failures,
      (bytes) => bytes,
    );
  }

  #checked<T>(
    segment: SegmentFile,
    place: (head: SegmentHead) => Piece,
    read: (bytes: Buffer, head: SegmentHead) => T,
  ): T | null {
    const open = this.#get(segment);
    if (open === null) return null;
    try {
      const { from, to, crc } = place(open.head);
      const bytes = readAt(open.file, from, to - from);
      if (bytes.length === to - from && crc32(bytes) === crc) return read(bytes, open.head);
    } catch {
      // A disk that cannot be read is as good as damage.
    }
    this.#discard(segment);
    return null;
  }

  #get(segment: SegmentFile): OpenSegment | null {
    const known = this.#open.get(segment.path);
    if (known) return known;
    const opened = openSegment(segment, this.#heads.get(segment.path));
    if (opened === 'gone') return null;
    if (opened === 'damaged') {
      this.#discard(segment);
      return null;
    }
    if (this.#open.size >= MAX_OPEN) this.#close(oneOf(this.#open.keys(), MAX_OPEN));
    this.#open.set(segment.path, opened);
    this.#keepHead(segment.path, opened.head);
    return opened;
  }

  #keepHead(path: string, head: SegmentHead): void {
    if (this.#heads.has(path)) return;
    this.#heads.set(path, head);
    this.#headBytes += head.bytes;
    while (this.#headBytes > MAX_HEADS && this.#heads.size > 1)
      this.#forgetHead(oneOf(this.#heads.keys(), this.#heads.size));
  }

  #forgetHead(path: string): void {
    this.#headBytes -= this.#heads.get(path)?.bytes ?? 0;
    this.#heads.delete(path);
  }

  #discard({ path }: SegmentFile): void {
    this.#close(path);
    this.#forgetHead(path);
    removeFile(path);
  }

  #close(path: string): void {
    const open = this.#open.get(path);
    if (open) closeSync(open.file);
    this.#open.delete(path);
  }
}

/**
 * One of `count` paths, by chance. Each lookup reads all segments in turn: if those that were read longest ago were given
 * up, and there are more than are kept, none would be there when it is read again.
 */
function oneOf(paths: Iterable<string>, count: number): string {
  let left = Math.floor(Math.random() * count);
  for (const path of paths) if (left-- === 0) return path;
  return '';
}

function openSegment(segment: SegmentFile, known: SegmentHead | undefined): OpenSegment | 'gone' | 'damaged' {
  let file: number;
  try {
    file = openFile(segment.path).fd;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : 'damaged';
  }
  try {
    const stats = fstatSync(file);
    const size = stats.isFile() ? stats.size : 0;
    if (known?.failures.to === size) return { file, head: known };
    let bytes = readAt(file, 0, Math.min(size, FIRST_READ));
    const length = headLength(bytes);
    if (length !== null && length > bytes.length && length <= size) bytes = readAt(file, 0, length);
    const head = decodeHead(bytes, size, nameOf(segment));
    if (head) return { file, head };
  } catch {
    // A head that does not read is damaged.
  }
  closeSync(file);
  return 'damaged';
}
