import { closeSync, fstatSync } from 'node:fs';
import { codeOf } from '../../base/failure.ts';
import { openFile, readAt } from '../files/open-file.ts';
import { nameOf, removeFile, type SegmentFile } from './index-folder.ts';
import { crc32 } from './log-identity.ts';
import { blocksOf, decodeHead, headLength, type SegmentHead } from './segment-format.ts';

/** Nearly every head is shorter than this, so one read brings it. */
const FIRST_READ = 24_576;
/** How many segments are kept open. */
const MAX_OPEN = 128;

interface OpenSegment {
  file: number;
  head: SegmentHead;
}

/**
 * Reads segments, and keeps those open that were read last. What is damaged is removed, so that it is built anew,
 * and answered with null.
 */
export class SegmentReader {
  readonly #open = new Map<string, OpenSegment>();

  head(segment: SegmentFile): SegmentHead | null {
    return this.#get(segment)?.head ?? null;
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

  #checked<T>(
    segment: SegmentFile,
    place: (head: SegmentHead) => { from: number; to: number; crc: number },
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
    if (known) {
      this.#open.delete(segment.path);
      this.#open.set(segment.path, known);
      return known;
    }
    const opened = openSegment(segment);
    if (opened === 'gone') return null;
    if (opened === 'damaged') {
      this.#discard(segment);
      return null;
    }
    this.#open.set(segment.path, opened);
    for (const path of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      this.#forget(path);
    }
    return opened;
  }

  #discard({ path }: SegmentFile): void {
    this.#forget(path);
    removeFile(path);
  }

  #forget(path: string): void {
    const open = this.#open.get(path);
    if (open) closeSync(open.file);
    this.#open.delete(path);
  }
}

function openSegment(segment: SegmentFile): OpenSegment | 'gone' | 'damaged' {
  let file: number;
  try {
    file = openFile(segment.path).fd;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : 'damaged';
  }
  try {
    const stats = fstatSync(file);
    const size = stats.isFile() ? stats.size : 0;
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
