import { readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { sharedScanner } from '../wasm/byte-scanner.ts';
import type { OpenFile } from './open-file.ts';

/** Large enough that the system calls do not count, small enough to stay in the processor's cache. */
export const READ_SIZE = 256 * 1024;

/** What takes longer to read comes from a disk. */
const SLOW_READ_MS = 4;

/** Takes the next bytes of a file; they are overwritten afterwards. */
export type Take = (bytes: Buffer) => void;

/**
 * Takes bytes from `start` up to `size` until a read lasts so long that other calls should have their turn. Gives the
 * place up to which it came.
 *
 * What the system has in memory it copies faster than it can be asked for in turn; and read by the thread that
 * searches it, it is in the right cache.
 */
export async function takeAtOnce(
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
export async function takeInTurn(
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

/** Several searches may each take so long before others have their turn. */
const TURN_MS = 1;

let since = performance.now();

/** Gives other calls their turn if the searches of this thread, of one file or of many, have not for a while. */
export async function letOthersIn(): Promise<void> {
  if (performance.now() - since < TURN_MS) return;
  await setImmediate();
  since = performance.now();
}
