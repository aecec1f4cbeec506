import { Failure } from '../errors.ts';

/**
 * An opaque cursor for the item at `offset` of the answer to `question` (the call's other arguments).
 */
export function cursorFor(offset: number, question: object): string {
  return Buffer.from(`${offset}.${fingerprint(question)}`).toString('base64url');
}

/**
 * The offset that `cursor` stands for.
 *
 * @throws Failure `validation_failed` if it is no cursor of ours, or of another question
 */
export function offsetOf(cursor: string, question: object): number {
  const [offset = '', print] = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  if (/^\d{1,9}$/.test(offset) && print === fingerprint(question)) return Number(offset);
  throw new Failure(
    'validation_failed',
    'cursor: not a cursor for these arguments. Pass next_cursor unchanged, with the same other arguments, or leave it out to start over.',
  );
}

/** FNV-1a over the given arguments, so that a cursor is not used for another question by mistake. */
function fingerprint(question: object): string {
  const text = JSON.stringify(Object.entries(question).sort(([a], [b]) => (a < b ? -1 : 1)));
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
