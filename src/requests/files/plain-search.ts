import { setImmediate } from 'node:timers/promises';
import { readAt } from './index/log-identity.ts';
import type { Region } from './index/log-index.ts';
import type { LineSearch } from './line-search.ts';
import type { OpenFile } from './open-file.ts';
import type { Quest } from './scan.ts';
import { READ_SIZE, type Take, takeAtOnce, takeInTurn } from './search/take.ts';

const LINE_FEED = 10;
/** How much is read at once behind a region, for the end of its last line and what continues that. */
const BEHIND = 16 * 1024;
/** A longer line does not continue a stack trace. */
const LONGEST_TRACE_LINE = 1_048_576;
const STEP_BACK = 4 * 1024;
const LONGEST_STEP_BACK = 1_048_576;

/** How much is read without keeping others waiting, once a read lasted long. */
const WAITED_FOR = 16 * 1024 * 1024;

/**
 * Searches the lines of a region, in an open file of `size` bytes, and what continues their last one. Gives the end
 * of the last line that was searched, or null if the file was cut meanwhile.
 */
export async function searchRegion(
  file: number,
  size: number,
  { from, to }: Region,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  let position = startOfLine(file, from);
  while (position < size) {
    const chunk = readAt(
      file,
      position,
      Math.min(READ_SIZE, size - position, Math.max(to - position, 0) + BEHIND),
    );
    if (chunk.length === 0) return null;
    // The last line is that in which the region ends; it may be much longer.
    const feed = position + chunk.length < to ? -1 : chunk.indexOf(LINE_FEED, Math.max(0, to - 1 - position));
    search.feed(feed === -1 ? chunk : chunk.subarray(0, feed + 1));
    if (feed !== -1) {
      position += feed + 1;
      followBehind(file, position, size, search);
      break;
    }
    position += chunk.length;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return position;
}

/** Offers what stands behind the searched lines as the continuation of the last one that was found. */
function followBehind(file: number, start: number, size: number, search: LineSearch): void {
  if (!search.follow(Buffer.alloc(0))) return;
  let position = start;
  let rest = Buffer.alloc(0);
  while (position < size && rest.length < LONGEST_TRACE_LINE) {
    const chunk = readAt(file, position, Math.min(BEHIND, size - position));
    if (chunk.length === 0) return;
    position += chunk.length;
    const text = Buffer.concat([rest, chunk]);
    const end = position === size ? text.length : text.lastIndexOf(LINE_FEED) + 1;
    if (!search.follow(text.subarray(0, end))) return;
    rest = text.subarray(end);
  }
}

/** The start of the line in which the byte at `position` stands. */
function startOfLine(file: number, position: number): number {
  let step = STEP_BACK;
  for (let end = position; end > 0; ) {
    const start = Math.max(0, end - step);
    const feed = readAt(file, start, end - start).lastIndexOf(LINE_FEED);
    if (feed !== -1) return start + feed + 1;
    end = start;
    step = Math.min(step * 2, LONGEST_STEP_BACK);
  }
  return 0;
}

/** Feeds an open file from `start` up to `size`. Returns false if the file was cut meanwhile. */
export async function feedFrom(
  handle: OpenFile,
  start: number,
  size: number,
  search: Pick<LineSearch, 'feed'>,
  { signal, onBytes }: Pick<Quest, 'signal' | 'onBytes'>,
): Promise<boolean> {
  const take: Take = (bytes) => {
    search.feed(bytes);
    onBytes(bytes.length);
  };
  if (size - start <= READ_SIZE) {
    const rest = readAt(handle.fd, start, size - start);
    take(rest);
    return rest.length === size - start;
  }
  let position = start;
  while (position < size) {
    position = await takeAtOnce(handle.fd, position, size, take, signal);
    const behind = Math.min(size, position + WAITED_FOR);
    position = await takeInTurn(handle, position, behind, take, signal);
    if (position < behind) return false;
  }
  return true;
}
