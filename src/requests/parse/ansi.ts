/** Control sequences of a terminal (ECMA-48: colours, cursor moves) and the titles that some consoles set. */
const SEQUENCE = /\x1b(?:\[[\d;:?]{0,20}[A-Za-z]|\][^\x07\x1b]{0,200}\x07)/g;

/** `text` without colours, which stand in the middle of names and levels. */
export function stripAnsi(text: string): string {
  return text.includes('\x1b') ? text.replace(SEQUENCE, '') : text;
}
