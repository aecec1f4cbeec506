/** What a byte is to the scanner. */

export const LINE_FEED = 10;
export const BACKSLASH = 0x5c;
export const HYPHEN = 0x2d;

export const DIGIT = 1;
const LETTER = 2;
export const WORD = 4;
const HEX = 8;
/** A byte at which `err` or `code` may be seen: its first `r`, its `c`. */
export const MARK = 16;

/** The bits above of each byte, for loops over all bytes. */
export const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return (
    (/[0-9]/.test(char) ? DIGIT : 0) |
    (/[A-Za-z]/.test(char) ? LETTER : 0) |
    (/[A-Za-z0-9_-]/.test(char) ? WORD : 0) |
    (/[0-9A-Fa-f]/.test(char) ? HEX : 0) |
    (/[RrCc]/.test(char) ? MARK : 0)
  );
});

/** A byte, or undefined outside of the text. */
type Byte = number | undefined;

export function isDigit(byte: Byte): boolean {
  return is(byte, DIGIT);
}

export function isLetter(byte: Byte): boolean {
  return is(byte, LETTER);
}

/** What runs consist of: letters, digits, `_` and `-`. */
export function isWord(byte: Byte): boolean {
  return is(byte, WORD);
}

export function isHex(byte: Byte): boolean {
  return is(byte, HEX);
}

function is(byte: Byte, kind: number): boolean {
  return byte !== undefined && ((KINDS[byte] ?? 0) & kind) !== 0;
}
