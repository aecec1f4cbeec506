import { setImmediate } from 'node:timers/promises';
import { readAt } from './index/log-identity.ts';
import type { Region } from './index/log-index.ts';
import type { LineSearch } from './line-search.ts';
import type { OpenFile } from './open-file.ts';
import type { Quest } from './scan.ts';
import { READ_SIZE, type Take, takeAtOnce, takeInTurn } from './search/take.ts';

const LINE_FEED = 10;
/** How far behind a region the lines of a stack trace are looked for. */
const TRACE_SIZE = 16 * 1024;
const STEP_BACK = 4 * 1024;

/** How much is read without keeping others waiting, once a read lasted long. */
const WAITED_FOR = 16 * 1024 * 1024;

/**
 * Searches the lines of a region, in an open file of `size` bytes, and what continues their last one. Returns false
 * if the file was cut meanwhile.
 */
export async function searchRegion(
  file: number,
  size: number,
  { from, to }: Region,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let position = startOfLine(file, from);
  let ends = false;
  while (position < size && !ends) {
    const chunk = readAt(
      file,
      position,
      Math.min(READ_SIZE, size - position, Math.max(to - position, 0) + TRACE_SIZE),
    );
    if (chunk.length === 0) return false;
    position += chunk.length;
    // It ends with a line, so that no line is taken for a shorter one.
    const lastEnd = chunk.lastIndexOf(LINE_FEED) + 1;
    ends = position >= to + TRACE_SIZE / 2 && lastEnd > 0;
    search.feed(ends ? chunk.subarray(0, lastEnd) : chunk);
    await setImmediate();
    signal?.throwIfAborted();
  }
  return true;
}

/** The start of the line in which the byte at `position` stands. */
function startOfLine(file: number, position: number): number {
  for (let end = position; end > 0; end -= STEP_BACK) {
    const start = Math.max(0, end - STEP_BACK);
    const feed = readAt(file, start, end - start).lastIndexOf(LINE_FEED);
    if (feed !== -1) return start + feed + 1;
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
