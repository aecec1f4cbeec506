import type { LineSearch } from './line-search.ts';

/** Byte order marks, and which byte of a unit is zero in text of Latin letters. */
const UTF_16 = [
  { name: 'utf-16le', magic: [0xff, 0xfe], zero: 1 },
  { name: 'utf-16be', magic: [0xfe, 0xff], zero: 0 },
] as const;
const SAMPLED = 256;

export type Utf16 = (typeof UTF_16)[number]['name'];

/** The encoding of a file in UTF-16, by its first bytes; null for any other. */
export function utf16Of(first: Buffer): Utf16 | null {
  const found = UTF_16.find(({ magic, zero }) => {
    return magic.every((byte, index) => first[index] === byte) && isWide(first, zero);
  });
  return found?.name ?? null;
}

/** A search that takes its bytes in UTF-16. */
export function widening(search: Pick<LineSearch, 'feed'>, encoding: Utf16): Pick<LineSearch, 'feed'> {
  const decoder = new TextDecoder(encoding);
  return { feed: (chunk) => search.feed(Buffer.from(decoder.decode(chunk, { stream: true }))) };
}

/** Whether the bytes read as 16-bit units of mostly Latin text: a stray FF FE alone does not make a file UTF-16. */
function isWide(bytes: Buffer, zero: 0 | 1): boolean {
  const sample = bytes.subarray(2, 2 + SAMPLED);
  const zeros = sample.filter((byte, index) => index % 2 === zero && byte === 0).length;
  return zeros * 4 >= sample.length;
}
