import { fstatSync } from 'node:fs';
import { formOf, type LogForm } from '../files/decompress.ts';
import { readAt, withOpen } from '../files/open-file.ts';
import { expandSources } from '../files/sources.ts';
import { endOfLines } from './catch-up.ts';
import { IndexFolder, indexFolderOf } from './index-folder.ts';
import { IDENTITY_SIZE, identityOf } from './log-identity.ts';
import { chainOf, compressedIdentity, LogIndex, readNote } from './log-index.ts';

/** An index, to be asked what it covers. */
export interface OpenIndex {
  folder: IndexFolder;
  index: LogIndex;
}

/** How much of some logs an index covers, in bytes on disk. Logs that no index is made of do not count. */
export interface Coverage {
  covered: number;
  total: number;
}

/** A log file, as its first bytes and the index tell. */
export interface LogFacts extends Coverage {
  /** In bytes on disk. */
  size: number;
  form: LogForm;
  /** How many lines the index knows of, all of them before `linesUpTo` (bytes of a plain file). */
  lines: number;
  linesUpTo: number;
}

/** The index of a configuration; null where there can be none. */
export function openIndex({ stateFolder }: { stateFolder: string | null }): OpenIndex | null {
  if (stateFolder === null) return null;
  const folder = new IndexFolder(indexFolderOf(stateFolder));
  return { folder, index: new LogIndex(folder) };
}

/** How much of the configured logs the index covers. */
export async function coverageOf(config: {
  logs: readonly string[];
  stateFolder: string | null;
}): Promise<Coverage> {
  const opened = openIndex(config);
  const { files } = await expandSources(config.logs);
  return sumOf(files.flatMap(({ path }) => withOpen(path, (file) => factsOf(file, opened)) ?? []));
}

/** Coverage of all, from that of each. */
export function sumOf(all: readonly Coverage[]): Coverage {
  return {
    covered: all.reduce((sum, { covered }) => sum + covered, 0),
    total: all.reduce((sum, { total }) => sum + total, 0),
  };
}

/** What there is to be known of an open log without reading it. Throws what `node:fs` throws. */
export function factsOf(file: number, opened: OpenIndex | null): LogFacts {
  const { size } = fstatSync(file);
  const first = readAt(file, 0, IDENTITY_SIZE);
  const form = formOf(first);
  const none = { size, form, covered: 0, total: 0, lines: 0, linesUpTo: 0 };
  if (size < IDENTITY_SIZE) return none;
  if (form.kind === 'plain') {
    const end = endOfLines(file, size);
    const log = { file, size: end, identity: identityOf(first) };
    const segments = opened === null ? [] : opened.index.readable(opened.index.chain(log));
    const covered = segments.at(-1)?.end ?? 0;
    const lines = segments.reduce((sum, each) => sum + (opened?.index.head(each)?.lines ?? 0), 0);
    return { ...none, covered: Math.min(covered, end), total: end, lines, linesUpTo: covered };
  }
  if (form.kind !== 'compressed') return none;
  const note = opened === null ? null : readNote(opened.folder, compressedIdentity(file, size));
  if (opened === null || note === null) return { ...none, total: size };
  if (note.hopeless) return none;
  const isWhole = chainOf(opened.folder, note).at(-1)?.end === note.size;
  return { ...none, covered: isWhole ? size : 0, total: size, lines: note.lines };
}
