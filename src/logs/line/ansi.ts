/** Control sequences of a terminal (ECMA-48: colors, cursor moves) and the titles that some consoles set. */
const SEQUENCE = /\x1b(?:\[[\d;:?]{0,20}[A-Za-z]|\][^\x07\x1b]{0,200}\x07)/g;
/** The same as rsyslog escapes it. */
const ESCAPED = /#033\[[\d;]{0,20}m/g;

/** `text` without colors, which stand in the middle of names and levels. */
export function stripAnsi(text: string): string {
  const plain = text.includes('\x1b') ? text.replace(SEQUENCE, '') : text;
  return plain.includes('#033[') ? plain.replace(ESCAPED, '') : plain;
}
