import { type BigIntStats, closeSync, constants, openSync, read, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { codeOf, type FailureCode } from '../../base/failure.ts';
import { sharedScanner } from '../wasm/byte-scanner.ts';

/** An open file, to be read at any place. */
export interface OpenFile {
  readonly fd: number;
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

/** Opening must not wait for the writer of a pipe, nor follow a link put there meanwhile; Windows has neither flag. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Opens a file for reading, by its real path; throws what `node:fs` throws. */
export function openFile(path: string): OpenFile {
  const fd = openSync(path, FLAGS);
  return {
    fd,
    read: (buffer, offset, length, position) =>
      new Promise((resolve, reject) => {
        read(fd, buffer, offset, length, position, (error, bytesRead) => {
          if (error) reject(error);
          else resolve({ bytesRead });
        });
      }),
  };
}

/** What `act` gives for the open file. Throws what `node:fs` and `act` throw. */
export function withFile<T>(path: string, act: (file: number) => T): T {
  return closing(openFile(path).fd, act);
}

/** Like `withFile`; null if the file cannot be opened. */
export function withOpen<T>(path: string, act: (file: number) => T): T | null {
  let file: number;
  try {
    file = openFile(path).fd;
  } catch {
    return null;
  }
  return closing(file, act);
}

function closing<T>(file: number, act: (file: number) => T): T {
  try {
    return act(file);
  } finally {
    closeSync(file);
  }
}

/** Which file this is. The time of its creation tells it from an earlier file that had the same inode. */
export function fileKey({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}

/** Why a path, or a part of what it holds, was not searched. */
export interface Problem {
  /** What is wrong and what to do about it, in sentences. */
  reason: string;
  /** How much was searched, in a sentence: it tells of the size of the log. */
  extent?: string;
  /** Set where something should have been searched: a lookup that finds nothing fails with this code. */
  code?: FailureCode;
}

const PERMISSION: Problem = {
  reason: 'This user may not read it. Give read permission, or run as a user that has it.',
  code: 'forbidden_by_scope',
};

const PROBLEMS: Readonly<Record<string, Problem>> = {
  ENOENT: { reason: 'There is nothing at this path. Check the path, or remove it from the logs.' },
  ENOTDIR: { reason: 'A part of this path is a file, not a folder. Check the path.' },
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  ELOOP: lasting(
    'Its symbolic links lead round in a circle, or it has just become a link. Point the link at a real file.',
  ),
  ENAMETOOLONG: lasting('The path is longer than the system allows. Check the path.'),
  EISDIR: passing('It is a folder where a file was expected. Look the request up again.'),
  EMFILE: passing('Too many files are open. Close some, or raise the limit (ulimit -n).'),
  ENFILE: passing('Too many files are open on this machine. Close some.'),
  EIO: passing('The disk reported a read error. Check the disk.'),
  ESTALE: passing('The network folder has changed on its server. Mount it again.'),
};

/** A problem that lasts until a person changes something. */
export function lasting(reason: string, extent?: string): Problem {
  return { reason, code: 'state_conflict', ...(extent !== undefined && { extent }) };
}

/** A problem that may be gone when the same is asked again. */
export function passing(reason: string): Problem {
  return { reason, code: 'service_unavailable' };
}

/** Why a path could not be read, and what to do about it, in plain words. `error` is what `node:fs` threw. */
export function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  const known = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
  return (
    known ?? lasting(`It could not be read (${code}). Check that the path is a readable file or folder.`)
  );
}

/** The reason of `problemOf` alone. */
export function reasonOf(error: unknown): string {
  return problemOf(error).reason;
}

/** Whether `error` comes from the system or from zlib rather than from a bug in this program. */
export function isSystemError(error: unknown): boolean {
  return codeOf(error) !== 'unknown';
}

/**
 * Reads bytes of an open file; fewer if the file ends. They stand in `into` if they fit, and else in a new buffer. Throws
 * what `node:fs` throws.
 */
export function readAt(file: number, position: number, size: number, into?: Buffer): Buffer {
  const buffer = into !== undefined && into.length >= size ? into : Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, buffer, length, size - length, position + length);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}

/** Large enough that system calls do not matter, small enough to stay in the processor's cache. */
export const READ_SIZE = 256 * 1024;

/** A read that takes longer comes from a disk. */
const SLOW_READ_MS = 4;

/** Takes the next bytes of a file; they are overwritten afterwards. */
export type Take = (bytes: Buffer) => void;

/**
 * Takes bytes from `start` up to `size` until a read takes so long that other calls should have their turn. Gives the
 * place where it stopped.
 *
 * What the system has in memory, it copies faster than an asynchronous read could be scheduled; and bytes read by the
 * thread that searches them are in the right cache.
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

/** Takes bytes from `start` up to `end` while the next ones are read. Gives the place where it stopped. */
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

/** How long the searches of a thread may run before other calls have their turn. */
const TURN_MS = 1;

let since = performance.now();

/** Gives other calls their turn if the searches of this thread, of one file or of many, have not for a while. */
export async function letOthersIn(): Promise<void> {
  if (performance.now() - since < TURN_MS) return;
  await setImmediate();
  since = performance.now();
}
