import { type Dirent, unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';
import { inFolder } from './find-files.ts';

/** How often is looked, and how long a writer is waited for that may not have finished, in milliseconds. */
const INTERVAL = 500;
const SETTLE = 150;

/** An end of watching. */
export type Stop = () => void;

/**
 * Calls `onChange` some time after a file behind `paths` changed, came or went; it may also be called where nothing
 * did. By looking, not by the system's events, which network folders and containers do not pass on and editors that
 * rename lose. Keeps no process alive.
 */
export function watchFiles(paths: readonly string[], onChange: () => void): Stop {
  let timer: NodeJS.Timeout | null = null;
  let watched: string[] = [];
  const noticed = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(changed, SETTLE).unref();
  };
  const changed = () => {
    timer = null;
    watchAll();
    onChange();
  };
  const stopAll = () => {
    for (const path of watched) unwatchFile(path, noticed);
  };
  const watchAll = () => {
    const now = paths.flatMap(withAllIn);
    if (now.join('\0') === watched.join('\0')) return;
    stopAll();
    watched = now;
    // What changes before it is first looked at is noticed all the same.
    noticed();
    for (const path of watched) watchFile(path, { interval: INTERVAL, persistent: false }, noticed);
  };
  watchAll();
  return () => {
    if (timer !== null) clearTimeout(timer);
    stopAll();
  };
}

/**
 * A path, and of a folder all that is in it, but not what lies behind links to other folders, which no catalog is read
 * from and which may lead back. What cannot be read now is watched all the same: it may come.
 */
function withAllIn(path: string): string[] {
  const inside = found(path).flatMap((each) => {
    const inner = join(path, each.name);
    return each.isDirectory() ? withAllIn(inner) : [inner];
  });
  return [path, ...inside];
}

/** What is in a folder; nothing where it is none, or cannot be read. */
function found(folder: string): Dirent[] {
  try {
    return inFolder(folder);
  } catch {
    return [];
  }
}
