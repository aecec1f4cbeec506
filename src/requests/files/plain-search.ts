import { readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { readAt } from './index/log-identity.ts';
import type { Region } from './index/log-index.ts';
import type { LineSearch } from './line-search.ts';
import type { OpenFile } from './open-file.ts';
import type { Quest } from './scan.ts';
import { letOthersIn } from './search/let-others-in.ts';
import { sharedScanner } from './search/shared-scanner.ts';

/** Large enough that the system calls do not count, small enough to stay in the processor's cache. */
const READ_SIZE = 256 * 1024;
const LINE_FEED = 10;
/** How far behind a region the lines of a stack trace are looked for. */
const TRACE_SIZE = 16 * 1024;
const STEP_BACK = 4 * 1024;

/** What takes longer to read comes from a disk. */
const SLOW_READ_MS = 4;
/** How much is then read without keeping others waiting. */
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

/** Takes the next bytes of a file; they are overwritten afterwards. */
type Take = (bytes: Buffer) => void;

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

/**
 * Takes bytes from `start` up to `size` until a read lasts so long that other calls should have their turn. Gives the
 * place up to which it came.
 *
 * What the system has in memory it copies faster than it can be asked for in turn; and read by the thread that
 * searches it, it is in the right cache.
 */
async function takeAtOnce(
  file: number,
  start: number,
  size: number,
  take: Take,
  signal: AbortSignal | undefined,
): Promise<number> {
  const all = size - start;
  const buffer = sharedScanner(all, all)?.memory ?? Buffer.allocUnsafe(READ_SIZE);
  let position = start;
  while (position < size) {
    signal?.throwIfAborted();
    const asked = performance.now();
    const bytesRead = readSync(file, buffer, 0, Math.min(buffer.length, size - position), position);
    const isSlow = performance.now() - asked > SLOW_READ_MS;
    if (bytesRead === 0) return position;
    position += bytesRead;
    // Other searches read into the same memory when they have their turn.
    take(buffer.subarray(0, bytesRead));
    if (isSlow) return position;
    await letOthersIn();
  }
  return position;
}

/** Takes bytes from `start` up to `end` while the next ones are read. Gives the place up to which it came. */
async function takeInTurn(
  handle: OpenFile,
  start: number,
  end: number,
  take: Take,
  signal: AbortSignal | undefined,
): Promise<number> {
  let position = start;
  if (position === end) return end;
  const readNext = (buffer: Buffer) => {
    return handle.read(buffer, 0, Math.min(buffer.length, end - position), position);
  };
  let current = Buffer.allocUnsafe(READ_SIZE);
  let other = Buffer.allocUnsafe(READ_SIZE);
  let reading = readNext(current);
  while (position < end) {
    const { bytesRead } = await reading;
    signal?.throwIfAborted();
    if (bytesRead === 0) return position;
    position += bytesRead;
    if (position < end) reading = readNext(other);
    take(current.subarray(0, bytesRead));
    [current, other] = [other, current];
  }
  return position;
}
