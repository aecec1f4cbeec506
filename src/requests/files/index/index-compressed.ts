import { closeSync, fstatSync } from 'node:fs';
import { countLineFeeds } from '../count-lines.ts';
import { type Compression, compressionOf, decompress } from '../decompress.ts';
import { edgeKeeper } from '../edge-keeper.ts';
import { type OpenFile, openFile } from '../open-file.ts';
import { timeSpan } from '../time-span.ts';
import { countingBuilder, type Tools } from './build-segment.ts';
import { type CompressedNote, compressedIdentity, writeNote } from './compressed-note.ts';
import type { IndexFolder } from './index-folder.ts';
import { checkOf, identityOf, readAt } from './log-identity.ts';
import { chainOf, noteOf } from './log-index.ts';

const LINE_FEED = 10;
const IDENTITY_SIZE = 4_096;
const EDGE = 32_768;
/** A segment of a compressed log ends with the first line that ends behind this. */
const STRETCH = 240 * 1_048_576;

/**
 * Recognises a compressed log as the one it was, by the segments that hold for its text, and indexes only what these
 * do not cover. Leaves a note of it. False if no index can be made: the file is damaged, or ends within a line.
 *
 * Throws `TooDense` or `RangeError` for what is no log, and what `node:fs` throws.
 */
export async function indexCompressed(path: string, folder: IndexFolder, tools: Tools): Promise<boolean> {
  const handle = openFile(path);
  try {
    const { size } = fstatSync(handle.fd);
    const compression = compressionOf(readAt(handle.fd, 0, IDENTITY_SIZE));
    if (compression === null || typeof compression === 'string') return false;
    const read = await readThrough(handle, size, compression, folder);
    if (read === null) return false;
    const { note } = read;
    const covered = chainOf(folder, note).at(-1)?.end ?? 0;
    if (covered < note.size)
      note.held.push(...(await indexFrom(handle, size, compression, covered, note, folder, tools)));
    writeNote(folder, compressedIdentity(handle.fd, size), note);
    return true;
  } finally {
    closeSync(handle.fd);
  }
}

/** Reads the whole text once, and checks the segments that are there; null if it is damaged, or does not end with a line. */
async function readThrough(handle: OpenFile, size: number, compression: Compression, folder: IndexFolder) {
  const edges = edgeKeeper(EDGE);
  let total = 0;
  let lines = 0;
  let identity: string | null = null;
  let ends: { end: number; check: string; name: string }[] = [];
  let before: Buffer = Buffer.alloc(0);
  const held: string[] = [];

  const checkEnds = (): void => {
    for (; ends[0] && ends[0].end <= total; ends.shift()) {
      const text = before.subarray(0, before.length - (total - ends[0].end));
      if (checkOf(text) === ends[0].check) held.push(ends[0].name);
    }
  };
  const start = (text: Buffer): void => {
    identity = identityOf(text);
    const known = folder.segmentsOf(identity).map((segment) => ({ ...segment, name: noteOf(segment) }));
    ends = known.toSorted((a, b) => a.end - b.end);
  };
  const problem = await decompress(
    handle,
    size,
    compression,
    {
      feed(chunk) {
        edges.feed(chunk);
        lines += countLineFeeds(chunk, 0, chunk.length);
        total += chunk.length;
        before = Buffer.concat([before.subarray(-IDENTITY_SIZE), chunk]);
        if (identity === null && total >= IDENTITY_SIZE) start(edges.head());
        if (identity !== null) checkEnds();
      },
    },
    undefined,
  );
  if (problem !== null || total === 0 || edges.tail().at(-1) !== LINE_FEED) return null;
  if (identity === null) {
    start(edges.head());
    checkEnds();
  }
  const { from, to } = timeSpan({ head: edges.head(), tail: edges.tail(), whole: total <= EDGE });
  const note: CompressedNote = {
    identity: identity ?? '',
    size: total,
    lines,
    from: from === null ? null : `${from}`,
    to: to === null ? null : `${to}`,
    held,
  };
  return { note };
}

/** Writes segments for the text from `start` on; their names as a note has them. */
async function indexFrom(
  handle: OpenFile,
  size: number,
  compression: Compression,
  start: number,
  note: CompressedNote,
  folder: IndexFolder,
  tools: Tools,
): Promise<string[]> {
  const names: string[] = [];
  let position = 0;
  let from = start;
  let builder = countingBuilder(tools);
  let edges = edgeKeeper(EDGE);

  const end = (): void => {
    const stretch = { start: from, end: position };
    const check = checkOf(edges.tail());
    folder.writeSegment(
      note.identity,
      stretch,
      check,
      builder.finish(edges.head(), edges.tail(), position - from <= EDGE),
    );
    names.push(noteOf({ ...stretch, check, path: '' }));
    builder = countingBuilder(tools);
    edges = edgeKeeper(EDGE);
    from = position;
  };
  const take = (bytes: Buffer): void => {
    edges.feed(bytes);
    for (let at = 0; at < bytes.length; ) {
      const room = builder.room();
      const count = bytes.copy(room, 0, at, at + room.length);
      builder.take(count);
      at += count;
    }
    position += bytes.length;
  };
  await decompress(
    handle,
    size,
    compression,
    {
      feed(chunk) {
        const skipped = Math.min(chunk.length, Math.max(0, start - position));
        position += skipped;
        let rest = chunk.subarray(skipped);
        while (position - from + rest.length > STRETCH) {
          const feed = rest.indexOf(LINE_FEED, Math.max(0, STRETCH - (position - from)));
          if (feed === -1) break;
          take(rest.subarray(0, feed + 1));
          end();
          rest = rest.subarray(feed + 1);
        }
        take(rest);
      },
    },
    undefined,
  );
  if (position > from) end();
  return names;
}
