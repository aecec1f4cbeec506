import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { inflate } from './inflate.ts';
import type { LineSearch } from './line-search.ts';
import { isSystemError, reasonOf } from './problems.ts';

/** Large enough that the system calls do not count, small enough to stay in the processor's cache. */
const READ_SIZE = 256 * 1024;

/** First bytes of compressed formats that are not read. */
const UNREADABLE = [
  { name: 'Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04] },
] as const;

const GZIP = [0x1f, 0x8b];

/** Byte order marks, and which byte of a unit is zero in text of Latin letters. */
const UTF_16 = [
  { name: 'utf-16le', magic: [0xff, 0xfe], zero: 1 },
  { name: 'utf-16be', magic: [0xfe, 0xff], zero: 0 },
] as const;
const SAMPLED = 256;

/** Reasons that the caller acts on. */
export const CUT_WHILE_READ =
  'It was cut while it was read, so its end is missing. Look the request up again.';
export const ALREADY_SEARCHED = 'It is the same file as another one, which is searched.';

/**
 * Feeds the file at `path` to `search` and ends it; gzip and UTF-16 (told by their first bytes) are decoded.
 *
 * Reads no further than the file's size when it was opened, so a growing file comes to an end. Returns null, or
 * why the file, or the rest of it, could not be searched; files with several names go into `seen`. Rejects with the reason of `signal` if that is set off.
 */
export async function scanFile(
  path: string,
  search: LineSearch,
  signal: AbortSignal | undefined,
  seen?: Set<string>,
): Promise<string | null> {
  signal?.throwIfAborted();
  let handle: FileHandle;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return reasonOf(error);
  }
  try {
    return await scanHandle(handle, search, signal, seen);
  } catch (error) {
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    return `${reasonOf(error)} What was read before counts.`;
  } finally {
    await handle.close();
  }
}

async function scanHandle(
  handle: FileHandle,
  search: LineSearch,
  signal: AbortSignal | undefined,
  seen: Set<string> | undefined,
): Promise<string | null> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) return 'It is not a regular file. Configure regular files only.';
  if (seen && isSeen(stats, seen)) return ALREADY_SEARCHED;
  const size = Number(stats.size);
  const buffer = Buffer.allocUnsafe(Math.min(READ_SIZE, size));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
  signal?.throwIfAborted();
  const first = buffer.subarray(0, bytesRead);
  const foreign = UNREADABLE.find(({ magic }) => startsWith(first, magic));
  if (foreign) return `It is compressed with ${foreign.name}, which is not read. Decompress it, or use gzip.`;
  if (startsWith(first, GZIP)) {
    const problem = await inflate(handle, size, search, signal);
    search.end();
    return problem;
  }
  const utf16 = UTF_16.find(({ magic, zero }) => startsWith(first, magic) && isWide(first, zero));
  const whole = await readPlain(handle, size, first, utf16 ? decoding(search, utf16.name) : search, signal);
  search.end();
  return whole ? null : CUT_WHILE_READ;
}

/** Whether the bytes read as 16-bit units of mostly Latin text: a stray FF FE alone does not make a file UTF-16. */
function isWide(bytes: Buffer, zero: 0 | 1): boolean {
  const sample = bytes.subarray(2, 2 + SAMPLED);
  const zeros = sample.filter((byte, index) => index % 2 === zero && byte === 0).length;
  return zeros * 4 >= sample.length;
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Whether the file was read before under another name; only where the platform gives inode numbers. */
function isSeen({ dev, ino, nlink }: BigIntStats, seen: Set<string>): boolean {
  if (ino === 0n || nlink < 2n) return false;
  const key = `${dev}:${ino}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

/** A search that takes its bytes in UTF-16. */
function decoding(search: LineSearch, encoding: string): Pick<LineSearch, 'feed'> {
  const decoder = new TextDecoder(encoding);
  return { feed: (chunk) => search.feed(Buffer.from(decoder.decode(chunk, { stream: true }))) };
}

/** Feeds the file, of which `first` has been read. Returns false if the file was cut meanwhile. */
async function readPlain(
  handle: FileHandle,
  size: number,
  first: Buffer,
  search: Pick<LineSearch, 'feed'>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  let position = first.length;
  if (position === size) {
    if (position > 0) search.feed(first);
    return true;
  }
  const readAt = (buffer: Buffer) => {
    return handle.read(buffer, 0, Math.min(buffer.length, size - position), position);
  };
  let current = Buffer.allocUnsafe(READ_SIZE);
  let other = Buffer.allocUnsafe(READ_SIZE);
  let reading = readAt(current);
  // The next bytes are read while these are searched.
  search.feed(first);
  while (position < size) {
    const { bytesRead } = await reading;
    signal?.throwIfAborted();
    if (bytesRead === 0) return false;
    position += bytesRead;
    if (position < size) reading = readAt(other);
    search.feed(current.subarray(0, bytesRead));
    [current, other] = [other, current];
  }
  return true;
}
