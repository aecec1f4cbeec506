import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import { readAt } from '../files/open-file.ts';

/** How many bytes tell a log by its beginning. A log that is shorter is another one once it grows. */
export const IDENTITY_SIZE = 4_096;

/** Which log this is, whatever it is called: a digest of its first 4 KB. */
export function logIdentity(file: number): string {
  return identityOf(readAt(file, 0, IDENTITY_SIZE));
}

/** As `logIdentity`, of the first bytes of a log's text. */
export function identityOf(text: Buffer): string {
  return digest(text.subarray(0, IDENTITY_SIZE));
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 (ISO-HDLC) in plain JavaScript. */
export function plainCrc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    crc = (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** CRC-32: tells damage, not malice. Node has it since 20.15. */
export const crc32: (bytes: Uint8Array) => number =
  typeof zlib.crc32 === 'function' ? (bytes) => zlib.crc32(bytes) : plainCrc32;

/** 64 bits of SHA-256 in hex: tells one content from another. */
export function digest(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
