import { closeSync, fstatSync } from 'node:fs';
import { countLineFeeds } from '../files/line-search.ts';
import { fileKey, isSystemError, letOthersIn, openFile, readAt } from '../files/open-file.ts';
import { IDENTITY_SIZE, identityOf } from '../index/index-folder.ts';
import type { LogIndex } from '../index/log-index.ts';
import type { Hit } from './hits.ts';

/** How much text is read to number the lines of one search, in bytes. */
const MOST_READ = 256 * 1_048_576;
const CHUNK = 1_048_576;

/** A plain file in which lines were found. */
export interface NumberedFile {
  path: string;
  /** See `fileKey`: another file may be at the path by now. */
  key: string;
}

/**
 * Gives `hits` the numbers of their lines, from 1 on, where they have none. The index knows how many lines stand before
 * each of its blocks, so that little has to be counted; what is too much to count stays without a number.
 */
export async function numberHits(
  hits: readonly Hit[],
  fileOf: (file: number) => NumberedFile | null,
  index: LogIndex | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const unread = { bytes: MOST_READ };
  const unknown = hits.filter(({ number }) => number === undefined);
  for (const file of new Set(unknown.map((hit) => hit.file))) {
    const found = unknown.filter((hit) => hit.file === file);
    const at = fileOf(file);
    if (at === null) continue;
    try {
      await numberIn(at, found, index, unread, signal);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}

async function numberIn(
  { path, key }: NumberedFile,
  hits: readonly Hit[],
  index: LogIndex | null,
  unread: { bytes: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { fd } = openFile(path);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (fileKey(stats) !== key) return;
    const log = { file: fd, size: Number(stats.size), identity: identityOf(readAt(fd, 0, IDENTITY_SIZE)) };
    let place = 0;
    let feeds = 0;
    for (const hit of hits.toSorted((a, b) => a.place - b.place)) {
      const known = index?.feedsNear(log, hit.place) ?? { at: 0, feeds: 0 };
      if (known.at > place) [place, feeds] = [known.at, known.feeds];
      while (place < hit.place) {
        const size = Math.min(CHUNK, hit.place - place);
        unread.bytes -= size;
        if (unread.bytes < 0) return;
        const bytes = readAt(fd, place, size);
        if (bytes.length < size) return;
        feeds += countLineFeeds(bytes, 0, size);
        place += size;
        await letOthersIn();
        signal?.throwIfAborted();
      }
      hit.number = feeds + 1;
    }
  } finally {
    closeSync(fd);
  }
}
