import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { LineSearch } from './line-search.ts';
import { codeOf, isSystemError, reasonOf } from './problems.ts';

/** Large enough that the system calls do not count, small enough to stay in the processor's cache. */
const READ_SIZE = 256 * 1024;

/** What is decompressed at once; on damaged data the last such piece is lost, so it is tried again in small ones. */
const INFLATE_SIZE = 128 * 1024;
const CAREFUL_INFLATE_SIZE = 1024;

/** First bytes of compressed formats that are not read. */
const UNREADABLE = [
  { name: 'Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04] },
] as const;

/**
 * Feeds the file at `path` to `search` and ends it; gzip (told by its first bytes or its name) is decompressed.
 *
 * Reads no further than the file's size when it was opened, so a growing file comes to an end. Returns null, or
 * why the file, or the rest of it, could not be searched. Rejects with the reason of `signal` if that is set off.
 */
export async function scanFile(
  path: string,
  search: LineSearch,
  signal: AbortSignal | undefined,
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
    return await scanHandle(handle, path, search, signal);
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
  path: string,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const stats = await handle.stat();
  if (!stats.isFile()) return 'It is not a regular file. Configure regular files only.';
  const start = Buffer.alloc(4);
  await handle.read(start, 0, 4, 0);
  const foreign = UNREADABLE.find(({ magic }) => magic.every((byte, index) => start[index] === byte));
  if (foreign) return `It is compressed with ${foreign.name}, which is not read. Decompress it, or use gzip.`;
  const isGzip = stats.size > 0 && ((start[0] === 0x1f && start[1] === 0x8b) || path.endsWith('.gz'));
  const problem = isGzip
    ? await inflate(handle, stats.size, search, signal)
    : await readPlain(handle, stats.size, search, signal);
  search.end();
  return problem;
}

async function readPlain(
  handle: FileHandle,
  size: number,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<null> {
  const readAt = (buffer: Buffer, position: number) => {
    return handle.read(buffer, 0, Math.min(buffer.length, size - position), position);
  };
  let current = Buffer.allocUnsafe(READ_SIZE);
  let other = Buffer.allocUnsafe(READ_SIZE);
  let position = 0;
  let reading = readAt(current, position);
  while (position < size) {
    const { bytesRead } = await reading;
    signal?.throwIfAborted();
    // The file was cut meanwhile: what is left has been read.
    if (bytesRead === 0) break;
    position += bytesRead;
    const chunk = current.subarray(0, bytesRead);
    // The next bytes are read while these are searched.
    if (position < size) reading = readAt(other, position);
    search.feed(chunk);
    [current, other] = [other, current];
  }
  return null;
}

/** Decompresses twice if the data is damaged: the second time in small pieces, to get what stands before the damage. */
async function inflate(
  handle: FileHandle,
  size: number,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const first = await inflateOnce(handle, size, search, signal, { chunkSize: INFLATE_SIZE, skip: 0 });
  if (first.error === null) return null;
  const second = await inflateOnce(handle, size, search, signal, {
    chunkSize: CAREFUL_INFLATE_SIZE,
    skip: first.fed,
  });
  const what = codeOf(first.error) === 'Z_BUF_ERROR' ? 'It ends in the middle of' : 'It is damaged in';
  const much = second.fed.toLocaleString('en-US');
  return `${what} its gzip data: the first ${much} bytes of its text were searched, the rest was not. Replace it by a whole copy.`;
}

async function inflateOnce(
  handle: FileHandle,
  size: number,
  search: LineSearch,
  signal: AbortSignal | undefined,
  { skip, chunkSize }: { chunkSize: number; skip: number },
): Promise<{ fed: number; error: unknown }> {
  let fed = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, skip - fed)));
      fed += chunk.length;
      try {
        if (fresh.length > 0) search.feed(fresh);
        done();
      } catch (error) {
        // Thrown here, it would end the process.
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  const source = handle.createReadStream({
    start: 0,
    end: size - 1,
    autoClose: false,
    highWaterMark: READ_SIZE,
  });
  try {
    await pipeline(source, createGunzip({ chunkSize }), sink, signal ? { signal } : {});
    return { fed, error: null };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    return { fed: Math.max(fed, skip), error };
  }
}
