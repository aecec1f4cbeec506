/**
 * The names of fields that whoever runs the server wants redacted, beside those that are secret anywhere.
 *
 * They are kept here, set once before anything is read, and not handed from call to call: redaction stands behind
 * every tool, the journal and the reader of files, and one caller that forgot to hand them on would leak silently.
 */

let own: ReadonlySet<string> = new Set();

/** Replaces the names; an empty list takes all of them back. Spellings (`aB`, `a_b`, `a-b`) do not matter. */
export function setOwnNames(names: Iterable<string>): void {
  own = new Set([...names].map(squeeze));
}

/** Whether the value under this name (dotted) is to be redacted because it, or what it lies in, was named. */
export function isOwnName(name: string): boolean {
  return own.size > 0 && name.split('.').some((part) => own.has(squeeze(part)));
}

/** The letters and digits of a name, in lower case and without accents; a number at its end only counts. */
function squeeze(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return plain.replace(/(?<=\p{L})\d{1,3}$/u, '');
}
