import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Larger than any catalog: what is meant is another file. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file, without a byte order mark, without waiting for who writes to a pipe, or reading a device without
 * end.
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
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } finally {
    closeSync(file);
  }
}
