import { readSync } from 'node:fs';
import { digest } from './checksum.ts';

/** How many bytes tell a log by its beginning, and how many in front of a place tell that it is unchanged. */
const IDENTITY_SIZE = 4_096;

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

/** Which log this is, whatever it is called: a digest of its first 4 KB. A log that is shorter is another once it grows. */
export function logIdentity(file: number): string {
  return identityOf(readAt(file, 0, IDENTITY_SIZE));
}

/** As `logIdentity`, of the first bytes of a log's text. */
export function identityOf(text: Buffer): string {
  return digest(text.subarray(0, IDENTITY_SIZE));
}

/** A digest of up to 4 KB in front of `end`: it differs if the log was cut and has grown again. */
export function checkBefore(file: number, end: number): string {
  const start = Math.max(0, end - IDENTITY_SIZE);
  return checkOf(readAt(file, start, end - start));
}

/** As `checkBefore`, of text that ends there. */
export function checkOf(textBefore: Buffer): string {
  return digest(textBefore.subarray(Math.max(0, textBefore.length - IDENTITY_SIZE)));
}
