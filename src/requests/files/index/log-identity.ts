import { readSync } from 'node:fs';
import { digest } from './checksum.ts';

/** How many bytes tell a log by its beginning. A log that is shorter is another one once it grows. */
export const IDENTITY_SIZE = 4_096;

/** Reads bytes of an open file into a fresh buffer; fewer come where the file ends. Throws what `node:fs` throws. */
export function readAt(file: number, position: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, buffer, length, size - length, position + length);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}

/** Which log this is, whatever it is called: a digest of its first 4 KB. */
export function logIdentity(file: number): string {
  return identityOf(readAt(file, 0, IDENTITY_SIZE));
}

/** As `logIdentity`, of the first bytes of a log's text. */
export function identityOf(text: Buffer): string {
  return digest(text.subarray(0, IDENTITY_SIZE));
}
