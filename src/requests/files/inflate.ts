import type { FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { LineSearch } from './line-search.ts';
import { codeOf, isSystemError } from './problems.ts';

const PIECE = 256 * 1024;

/** In which steps the place of the damage is approached: what one step decompresses is lost if it fails. */
const STEPS = [1024, 1];

/** What is decompressed at once. */
const CHUNK = 128 * 1024;

/**
 * Feeds the text of a gzip file, up to the damage if it is damaged. Returns null, or what was not searched and why.
 *
 * zlib drops what it has decompressed of the piece in which it fails, so that piece is tried again in smaller ones.
 */
export async function inflate(
  handle: FileHandle,
  size: number,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  let tried = await inflateOnce(handle, size, search, signal, { skip: 0, from: size, step: PIECE });
  if (tried.error === null) return null;
  const what = codeOf(tried.error) === 'Z_BUF_ERROR' ? 'It ends in the middle of' : 'It is damaged in';
  for (const step of STEPS) {
    tried = await inflateOnce(handle, size, search, signal, { skip: tried.fed, from: tried.failedAt, step });
  }
  const much = tried.fed.toLocaleString('en-US');
  return `${what} its gzip data: the first ${much} bytes of its text were searched, the rest was not. Replace it by a whole copy.`;
}

/** Decompresses once, feeding all but the first `skip` bytes; from `from` on in pieces of `step`. */
async function inflateOnce(
  handle: FileHandle,
  size: number,
  search: LineSearch,
  signal: AbortSignal | undefined,
  { skip, from, step }: { skip: number; from: number; step: number },
): Promise<{ fed: number; failedAt: number; error: unknown }> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  let fed = 0;
  let position = 0;
  let failure: unknown = null;
  gunzip.on('error', (error) => {
    failure ??= error;
  });
  gunzip.on('data', (chunk: Buffer) => {
    if (failure !== null || gunzip.destroyed) return;
    // A small piece may hold very much text, so it does not wait for the end of the piece.
    if (signal?.aborted) {
      gunzip.destroy();
      return;
    }
    const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, skip - fed)));
    fed += chunk.length;
    try {
      if (fresh.length > 0) search.feed(fresh);
    } catch (error) {
      // Thrown here, it would end the process.
      failure = error;
    }
  });
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, size));
  let piece = Buffer.alloc(0);
  try {
    while (position < size && failure === null) {
      if (piece.length === 0) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(PIECE, size - position), position);
        if (bytesRead === 0) break;
        piece = buffer.subarray(0, bytesRead);
      }
      const length = position < from ? Math.min(piece.length, from - position) : Math.min(step, piece.length);
      await settled(gunzip, piece.subarray(0, length));
      signal?.throwIfAborted();
      if (failure !== null) break;
      position += length;
      piece = piece.subarray(length);
    }
    if (failure === null) await settled(gunzip, null);
    signal?.throwIfAborted();
  } finally {
    gunzip.destroy();
  }
  if (failure !== null && !isSystemError(failure)) throw failure;
  // A file that ends too early fails at its end, where nothing is lost.
  return { fed: Math.max(fed, skip), failedAt: position, error: failure };
}

/** Writes `bytes`, or ends with null; resolves when all that comes of it is out, or when it failed. */
function settled(gunzip: ReturnType<typeof createGunzip>, bytes: Buffer | null): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once('close', resolve);
    const done = () => {
      gunzip.off('close', resolve);
      resolve();
    };
    if (bytes) gunzip.write(bytes, done);
    else gunzip.once('end', done).end();
  });
}
