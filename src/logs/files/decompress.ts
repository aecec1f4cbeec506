import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { codeOf } from '../../base/failure.ts';
import { group, type Utf16, utf16Of } from '../../base/text.ts';
import type { LineSearch } from './line-search.ts';
import { isSystemError, lasting, type OpenFile, type Problem } from './open-file.ts';

const PIECE = 256 * 1024;

/** In which steps the place of the damage is approached: what one step decompresses is lost if it fails. */
const STEPS = [1024, 1];

/** What is decompressed at once. */
const CHUNK = 128 * 1024;

/** A format that can be read, as its decompressor is made. */
export interface Compression {
  name: string;
  open(): Transform;
}

type Opener = (options: { chunkSize: number }) => Transform;

/** Node has Zstandard since 22.15. */
const openZstd = 'createZstdDecompress' in zlib ? (zlib.createZstdDecompress as Opener) : null;

const FORMATS: { name: string; magic: readonly number[]; open: Opener | null; advice: string }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b], open: zlib.createGunzip, advice: '' },
  {
    name: 'Zstandard',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    open: openZstd,
    advice: 'use Node.js 22.15 or newer, or gzip',
  },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58], open: null, advice: 'use gzip' },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68], open: null, advice: 'use gzip' },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04], open: null, advice: 'use gzip' },
];

/** How a file is compressed, by its first bytes: null if it is not, or a sentence if it cannot be read. */
export function compressionOf(first: Buffer): Compression | string | null {
  const format = FORMATS.find(({ magic }) => magic.every((byte, index) => first[index] === byte));
  if (!format) return null;
  const { name, open, advice } = format;
  if (open === null)
    return `It is compressed with ${name}, which is not read here. Decompress it, or ${advice}.`;
  return { name, open: () => open({ chunkSize: CHUNK }) };
}

/** What takes decompressed text. */
interface Sink {
  feed(chunk: Buffer): void;
  /** Told how many bytes of the file have been dealt with. */
  onRead?: (count: number) => void;
}

/**
 * Feeds the text of a compressed file, up to the damage if it is damaged. Returns null, or why not all of it was searched.
 *
 * zlib drops what it has decompressed of the piece in which it fails, so that piece is tried again in smaller ones.
 */
export async function decompress(
  handle: Pick<OpenFile, 'read'>,
  size: number,
  compression: Compression,
  sink: Sink,
  signal: AbortSignal | undefined,
): Promise<Problem | null> {
  let tried = await decompressOnce(handle, size, compression, sink, signal, {
    skip: 0,
    from: size,
    step: PIECE,
  });
  if (tried.error === null) return null;
  const isCut = /Z_BUF_ERROR|ZSTD_error_srcSize|unexpected end/.test(`${codeOf(tried.error)} ${tried.error}`);
  for (const step of STEPS) {
    tried = await decompressOnce(handle, size, compression, sink, signal, {
      skip: tried.fed,
      from: tried.failedAt,
      step,
    });
  }
  const much = group(tried.fed);
  const data = `its ${compression.name} data`;
  return lasting(
    isCut
      ? `It ends in the middle of ${data}. Wait until it is whole, if it is being written, or replace it by a whole copy.`
      : `It is damaged in ${data}. Replace it by a whole copy.`,
    `The first ${much} bytes of its text were searched, the rest was not.`,
  );
}

/** Decompresses once, feeding all but the first `skip` bytes; from `from` on in pieces of `step`. */
async function decompressOnce(
  handle: Pick<OpenFile, 'read'>,
  size: number,
  compression: Compression,
  sink: Sink,
  signal: AbortSignal | undefined,
  { skip, from, step }: { skip: number; from: number; step: number },
): Promise<{ fed: number; failedAt: number; error: unknown }> {
  const stream = compression.open();
  let fed = 0;
  let position = 0;
  let failure: unknown = null;
  stream.on('error', (error) => {
    failure ??= error;
  });
  stream.on('data', (chunk: Buffer) => {
    if (failure !== null || stream.destroyed) return;
    // A small piece may hold very much text, so it does not wait for the end of the piece.
    if (signal?.aborted) {
      stream.destroy();
      return;
    }
    const fresh = chunk.subarray(Math.min(chunk.length, Math.max(0, skip - fed)));
    fed += chunk.length;
    try {
      if (fresh.length > 0) sink.feed(fresh);
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
      await settled(stream, piece.subarray(0, length));
      signal?.throwIfAborted();
      if (failure !== null) break;
      position += length;
      if (skip === 0) sink.onRead?.(length);
      piece = piece.subarray(length);
    }
    if (failure === null) await settled(stream, null);
    signal?.throwIfAborted();
  } finally {
    stream.destroy();
  }
  if (failure !== null && !isSystemError(failure)) throw failure;
  // A file that ends too early fails at its end, where nothing is lost.
  return { fed: Math.max(fed, skip), failedAt: position, error: failure };
}

/** Writes `bytes`, or ends with null; resolves when all that comes of it is out, or when it failed. */
function settled(stream: Transform, bytes: Buffer | null): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    const done = () => {
      stream.off('close', resolve);
      resolve();
    };
    if (bytes) stream.write(bytes, done);
    else stream.once('end', done).end();
  });
}

/** A search that takes its bytes in UTF-16. */
export function widening(search: Pick<LineSearch, 'feed'>, encoding: Utf16): Pick<LineSearch, 'feed'> {
  const decoder = new TextDecoder(encoding);
  return { feed: (chunk) => search.feed(Buffer.from(decoder.decode(chunk, { stream: true }))) };
}

/** How a log file is to be read. */
export type LogForm =
  | { kind: 'plain' }
  | { kind: 'utf16'; encoding: Utf16 }
  | { kind: 'compressed'; compression: Compression }
  /** Why not, in a sentence. */
  | { kind: 'unreadable'; reason: string };

/** The form of a log file, by its first bytes. */
export function formOf(first: Buffer): LogForm {
  const compression = compressionOf(first);
  if (typeof compression === 'string') return { kind: 'unreadable', reason: compression };
  if (compression !== null) return { kind: 'compressed', compression };
  const encoding = utf16Of(first);
  return encoding === null ? { kind: 'plain' } : { kind: 'utf16', encoding };
}
