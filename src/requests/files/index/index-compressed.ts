import { closeSync, fstatSync } from 'node:fs';
import { type Compression, compressionOf, decompress } from '../decompress.ts';
import { edgeKeeper } from '../edge-keeper.ts';
import { type OpenFile, openFile } from '../open-file.ts';
import { countingBuilder, type Tools } from './build-segment.ts';
import { compressedIdentity, writeHopeless, writeNote } from './compressed-note.ts';
import { type IndexFolder, nameOf } from './index-folder.ts';
import { IDENTITY_SIZE, readAt } from './log-identity.ts';
import { missingStretches, planStretches, type Stretch } from './plan.ts';
import { Recogniser } from './recognise-compressed.ts';
import { TooDense } from './segment-builder.ts';
import { StretchCheck } from './stretch-check.ts';

/**
 * Recognises a compressed log as the one it was, by the segments that hold for its text, and indexes only what these
 * do not cover. Leaves a note of it, also of one of which no index can be made: it is damaged, ends within a line, or
 * is no log.
 *
 * Throws what `node:fs` throws.
 */
export async function indexCompressed(path: string, folder: IndexFolder, tools: Tools): Promise<void> {
  const handle = openFile(path);
  try {
    const { size } = fstatSync(handle.fd);
    const compression = compressionOf(readAt(handle.fd, 0, IDENTITY_SIZE));
    if (compression === null || typeof compression === 'string') return;
    const compressed = compressedIdentity(handle.fd, size);
    const recogniser = new Recogniser(folder);
    const problem = await decompress(handle, size, compression, recogniser, undefined);
    const known = problem === null ? recogniser.end() : null;
    if (known === null) {
      writeHopeless(folder, compressed);
      return;
    }
    const { note, held, lineStartAt } = known;
    const wanted = planStretches(note.size, lineStartAt);
    const missing = missingStretches(wanted, held, 1);
    const names = await indexStretches(handle, size, compression, note.identity, missing, folder, tools);
    writeNote(folder, compressed, { ...note, held: [...note.held, ...names] });
  } finally {
    closeSync(handle.fd);
  }
}

/** Writes a segment for each of the stretches, in order, of a log's text; gives their names. */
async function indexStretches(
  handle: OpenFile,
  size: number,
  compression: Compression,
  log: string,
  stretches: readonly Stretch[],
  folder: IndexFolder,
  tools: Tools,
): Promise<string[]> {
  const names: string[] = [];
  const queue = stretches.values();
  let now = queue.next().value;
  if (now === undefined) return names;
  let position = 0;
  let work = working(tools);

  const feed = (chunk: Buffer): void => {
    for (let bytes = chunk; bytes.length > 0 && now !== undefined; ) {
      const skipped = Math.min(bytes.length, Math.max(0, now.start - position));
      const taken = Math.min(bytes.length - skipped, Math.max(0, now.end - position - skipped));
      work.take(bytes.subarray(skipped, skipped + taken));
      position += skipped + taken;
      bytes = bytes.subarray(skipped + taken);
      if (position < now.end) continue;
      const { check, parts } = work.finish(log, now);
      folder.writeSegment(log, now, check, parts);
      names.push(nameOf({ log, ...now, check }));
      now = queue.next().value;
      work = working(tools);
    }
  };
  try {
    await decompress(handle, size, compression, { feed }, undefined);
  } catch (error) {
    // What was indexed before is of use; the rest is read from the log.
    if (!(error instanceof TooDense)) throw error;
  }
  return names;
}

/** One segment of text that comes in chunks. */
function working(tools: Tools) {
  const builder = countingBuilder(tools);
  const edges = edgeKeeper();
  const check = new StretchCheck();
  return {
    take(bytes: Buffer): void {
      edges.feed(bytes);
      check.feed(bytes);
      for (let at = 0; at < bytes.length; ) {
        const room = builder.room();
        const count = bytes.copy(room, 0, at, at + room.length);
        builder.take(count);
        at += count;
      }
    },
    finish(log: string, { start, end }: Stretch) {
      const checked = check.digest();
      const of = nameOf({ log, start, end, check: checked });
      const parts = builder.finish(of, edges.edges());
      return { check: checked, parts };
    },
  };
}
