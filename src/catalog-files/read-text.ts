import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Larger than any catalog: what is meant is another file. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file, which is UTF-8 unless its byte order mark says UTF-16; without this mark, without waiting for who
 * writes to a pipe, or reading a device without end.
 *
 * @throws Error in words, or what `node:fs` throws
 */
export function readText(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MOST_BYTES)
      throw new Error(`it has ${stats.size} bytes; at most ${MOST_BYTES} are read`);
    return decoded(readFileSync(file));
  } finally {
    closeSync(file);
  }
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}
