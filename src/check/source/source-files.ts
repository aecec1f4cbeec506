import { type Dirent, realpathSync, type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Ignored, ignoring } from './ignored.ts';

/** The files below some paths, and what could not be looked at. */
export interface SourceFiles {
  files: string[];
  skipped: { file: string; reason: string }[];
}

/**
 * The files below `paths`, each once, in the order of the paths and of their names. A path that is itself a file, or
 * a folder that would be passed over below another, is looked at all the same. Links are followed only to what lies
 * below the same path. Never throws: what cannot be read is in `skipped`.
 */
export async function sourceFiles(paths: readonly string[], globs: readonly string[]): Promise<SourceFiles> {
  const found: SourceFiles = { files: [], skipped: [] };
  const seen = new Set<string>();
  for (const path of paths) {
    try {
      const real = realpathSync.native(path);
      const stats = statSync(path);
      const walk: Walk = { root: path, real, ignored: ignoring(globs), seen, found };
      if (stats.isDirectory()) await walkFolder(walk, path, real);
      else addFile(walk, path, real, stats);
    } catch (error) {
      found.skipped.push({ file: path, reason: reasonOf(error) });
    }
  }
  return found;
}

interface Walk {
  root: string;
  real: string;
  ignored: Ignored;
  /** Where the files and folders that were met really are. */
  seen: Set<string>;
  found: SourceFiles;
}

async function walkFolder(walk: Walk, folder: string, real: string): Promise<void> {
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    walk.found.skipped.push({ file: folder, reason: reasonOf(error) });
    return;
  }
  // Links last, so that a file goes by its own name.
  entries.sort(
    (a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || (a.name < b.name ? -1 : 1),
  );
  for (const entry of entries) {
    const path = join(folder, entry.name);
    try {
      const inner = takeEntry(walk, entry, path, join(real, entry.name));
      if (inner !== null) await walkFolder(walk, path, inner);
    } catch (error) {
      walk.found.skipped.push({ file: path, reason: reasonOf(error) });
    }
  }
}

/** Adds an entry that is a file; where one that is a folder really is. */
function takeEntry(walk: Walk, entry: Dirent, path: string, place: string): string | null {
  const name = relative(walk.root, path).split(sep).join('/');
  const { ignored } = walk;
  if (entry.isFile()) {
    if (!ignored.file(entry.name, name)) addFile(walk, path, place, null);
    return null;
  }
  if (ignored.folder(entry.name, name)) return null;
  if (entry.isDirectory()) return place;
  return entry.isSymbolicLink() ? followLink(walk, path) : null;
}

/** A link leads to what lies below the same path, and is not passed over there. */
function followLink(walk: Walk, path: string): string | null {
  const real = realpathSync.native(path);
  if (real === walk.real) return null;
  if (!real.startsWith(walk.real + sep)) {
    const reason = 'It is a link that leads out of the folder; name what it leads to.';
    walk.found.skipped.push({ file: path, reason });
    return null;
  }
  const steps = real.slice(walk.real.length + 1).split(sep);
  const isPassedOver = (kind: 'file' | 'folder', end: number) =>
    walk.ignored[kind](steps[end - 1] ?? '', steps.slice(0, end).join('/'));
  if (steps.some((_, index) => index > 0 && isPassedOver('folder', index))) return null;
  const stats = statSync(real);
  if (isPassedOver(stats.isDirectory() ? 'folder' : 'file', steps.length)) return null;
  if (stats.isDirectory()) return real;
  addFile(walk, path, real, stats);
  return null;
}

function addFile({ seen, found }: Walk, path: string, real: string, stats: Stats | null): void {
  if (seen.has(real)) return;
  seen.add(real);
  if (stats !== null && !stats.isFile()) found.skipped.push({ file: path, reason: 'It is no regular file.' });
  else found.files.push(path);
}

/** Why something could not be read, in a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'It does not exist, or is a link that leads nowhere.';
  if (code === 'EACCES' || code === 'EPERM')
    return 'It must not be read; give yourself the right to, or ignore it.';
  if (code === 'ELOOP') return 'It is a link that leads to itself.';
  return `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}
