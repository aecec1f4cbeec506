import { lstatSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { digest } from './checksum.ts';
import type { IndexFolder } from './index-folder.ts';
import { readAt } from './log-identity.ts';

const ENDS = 4_096;

const noteSchema = z.strictObject({
  /** The identity of the text, as `logIdentity` gives it. */
  identity: z.string(),
  /** The end of its last whole line. */
  size: z.number(),
  lines: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** `start-end-check` of the segments that held for the text when it was read. */
  held: z.array(z.string()),
  /** Set where no index can be made of it: it is damaged, or no log. */
  hopeless: z.literal(true).optional(),
});

/** What was learnt of a compressed log when it was last decompressed: which segments hold for its text. */
export type CompressedNote = z.infer<typeof noteSchema>;

/** Which compressed file this is: a digest of its ends and its size. */
export function compressedIdentity(file: number, size: number): string {
  const head = readAt(file, 0, ENDS);
  const tail = readAt(file, Math.max(0, size - ENDS), ENDS);
  return digest(Buffer.from(`${size} `), head, tail);
}

/** The note on a compressed log; null if there is none that can be read. */
export function readNote(folder: IndexFolder, compressed: string): CompressedNote | null {
  try {
    const path = folder.notePath(compressed);
    // Another thing than a file might never come to an end.
    if (!lstatSync(path).isFile()) return null;
    const [text = '', check] = readFileSync(path, 'utf8').split('\n');
    return check === digest(Buffer.from(text)) ? noteSchema.parse(JSON.parse(text)) : null;
  } catch {
    return null;
  }
}

/** Notes that no index can be made of a compressed file, so that it is not tried again and again. */
export function writeHopeless(folder: IndexFolder, compressed: string): void {
  const nothing = { identity: '', size: 0, lines: 0, from: null, to: null, held: [] };
  writeNote(folder, compressed, { ...nothing, hopeless: true });
}

export function writeNote(folder: IndexFolder, compressed: string, note: CompressedNote): void {
  const text = JSON.stringify(note);
  folder.writeNote(compressed, `${text}\n${digest(Buffer.from(text))}\n`);
}
