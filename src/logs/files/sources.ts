import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { codeOf } from '../../base/failure.ts';
import type { Searched } from '../log.ts';
import { lasting, problemOf } from './open-file.ts';

/** How many folders are walked before other calls get their turn. */
const FOLDERS_AT_ONCE = 50;

/** A regular file to be searched. */
export interface SourceFile {
  /** Where it really is, so that no link is followed when it is opened. */
  path: string;
  /** Relative to what was configured, with `/`. */
  name: string;
}

export interface Sources {
  files: SourceFile[];
  skipped: Searched['skipped'];
}

/** One configured path while it is expanded. Names are relative to `folder`. */
interface Root {
  folder: string;
  /** Nothing outside this folder is read through a link. */
  real: string;
  accepts: (name: string) => boolean;
  /** How many folders deep files may lie. */
  depth: number;
  /** Whether names that begin with a dot are looked at. */
  hidden: boolean;
}

interface Entry {
  path: string;
  name: string;
  depth: number;
}

interface Walk {
  found: SourceFile[];
  skipped: Searched['skipped'];
  links: Entry[];
  /** Folders that links lead to, with where they really are. */
  linked: { entry: Entry; real: string }[];
  folders: Set<string>;
}

/**
 * The regular files behind the configured paths: a file, a folder (with all below it) or a glob.
 *
 * In the order of `paths`, those of one path sorted by name; each real file once. Links below a folder are followed
 * only to what lies in that folder. Names beginning with a dot are passed over unless configured. Never opens a
 * file and never throws: what cannot be read is in `skipped`.
 */
export async function expandSources(paths: readonly string[]): Promise<Sources> {
  const sources: Sources = { files: [], skipped: [] };
  const seen = new Set<string>();
  for (const path of paths) {
    const walk: Walk = { found: [], skipped: [], links: [], linked: [], folders: new Set() };
    try {
      await expandPath(path, walk);
    } catch (error) {
      walk.skipped.push({ source: path, ...problemOf(error) });
    }
    const fresh = walk.found.filter((file) => !seen.has(file.path) && seen.add(file.path));
    fresh.sort((a, b) => byName(a.name, b.name));
    walk.skipped.sort((a, b) => byName(a.source, b.source));
    sources.files.push(...fresh);
    sources.skipped.push(...walk.skipped);
  }
  return sources;
}

async function expandPath(path: string, walk: Walk): Promise<void> {
  // What exists under exactly this name is not a glob, even if it has brackets.
  const exists = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  if (!exists && (await expandGlob(path, walk))) return;
  const stats = statSync(path);
  const real = realpathSync.native(path);
  if (stats.isDirectory()) {
    const root = { folder: path, real, accepts: () => true, depth: Number.POSITIVE_INFINITY, hidden: false };
    await walkRoot(root, walk);
    return;
  }
  const name = basename(resolve(path));
  if (stats.isFile()) walk.found.push({ path: real, name });
  // A path that was named is meant to hold lines; a socket found in a folder is no log.
  else walk.skipped.push({ source: path, ...lasting(notRegular(stats)) });
}

/** Has what reads globs loaded together with the rest, if there may be some, as its code is cached then. */
export function prepareGlobs(paths: readonly string[]): void {
  if (paths.some((path) => /[*?[\]{}()!]/.test(path))) void import('picomatch');
}

/** False if the path is no glob. */
async function expandGlob(path: string, walk: Walk): Promise<boolean> {
  const { default: picomatch } = await import('picomatch');
  const { isGlob, base, glob } = picomatch.scan(sep === '\\' ? path.replaceAll('\\', '/') : path);
  if (!isGlob) return false;
  const folder = base === '' ? '.' : base;
  const root: Root = {
    folder,
    real: realpathSync.native(folder),
    accepts: picomatch(glob),
    depth: glob.includes('**') ? Number.POSITIVE_INFINITY : glob.split('/').length,
    hidden: /(?:^|[/{,(|])\\?\./.test(glob),
  };
  await walkRoot(root, walk);
  if (walk.found.length === 0 && walk.skipped.length === 0) {
    walk.skipped.push({
      source: path,
      reason: 'No file matches this pattern. Check it; folders need /** behind.',
    });
  }
  return true;
}

/** Real entries first, so that a file that is also linked to goes by its own name. */
async function walkRoot(root: Root, walk: Walk): Promise<void> {
  await walkFolder(root, { path: root.folder, name: '', depth: 0 }, root.real, walk);
  for (let link = walk.links.shift(); link; link = walk.links.shift()) {
    tryEntry(link, walk, (entry) => followLink(root, entry, walk));
    for (const { entry, real } of walk.linked.splice(0)) await walkFolder(root, entry, real, walk);
  }
}

/** Walks without recursion: folders may be nested as deep as the system allows. */
async function walkFolder(root: Root, first: Entry, real: string, walk: Walk): Promise<void> {
  const queue = [{ entry: first, real }];
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { entry: folder, real: realFolder } = next;
    if (walk.folders.has(realFolder)) continue;
    walk.folders.add(realFolder);
    // Synchronous calls are ten times as fast, but other calls must get their turn.
    if (walk.folders.size % FOLDERS_AT_ONCE === 0) await setImmediate();
    tryEntry(folder, walk, () => {
      for (const dirent of readdirSync(folder.path, { withFileTypes: true })) {
        if (dirent.name.startsWith('.') && !root.hidden) continue;
        const entry = {
          path: join(folder.path, dirent.name),
          name: folder.name === '' ? dirent.name : `${folder.name}/${dirent.name}`,
          depth: folder.depth + 1,
        };
        const realEntry = join(realFolder, dirent.name);
        // Some file systems do not tell the kind with the name.
        const kind = isKnown(dirent) ? dirent : lstatSync(entry.path);
        if (kind.isSymbolicLink()) walk.links.push(entry);
        else if (!kind.isDirectory()) addFile(root, entry, realEntry, kind, walk);
        else if (entry.depth < root.depth) queue.push({ entry, real: realEntry });
      }
    });
  }
}

function addFile(root: Root, entry: Entry, real: string, kind: Dirent | Stats, walk: Walk): void {
  if (!root.accepts(entry.name)) return;
  if (kind.isFile()) walk.found.push({ path: real, name: entry.name });
  else walk.skipped.push({ source: entry.name, reason: notRegular(kind) });
}

function followLink(root: Root, entry: Entry, walk: Walk): void {
  // In a glob, a link that does not match counts only as the folder it may lead to.
  const wanted = root.accepts(entry.name) || entry.depth < root.depth;
  if (!wanted) return;
  const real = realPathOf(entry.path);
  if (real === null) {
    const reason = 'It is a symbolic link to something that is not there. Mend or remove the link.';
    walk.skipped.push({ source: entry.name, reason });
    return;
  }
  const inside = root.real.endsWith(sep) ? root.real : root.real + sep;
  if (real !== root.real && !real.startsWith(inside)) {
    const reason =
      'It is a symbolic link out of the configured folder. Configure its target to have it read.';
    walk.skipped.push({ source: entry.name, reason });
    return;
  }
  const stats = statSync(real);
  if (!stats.isDirectory()) addFile(root, entry, real, stats, walk);
  else if (entry.depth < root.depth) walk.linked.push({ entry, real });
}

/** Where a link leads, or null if that is not there. */
function realPathOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function tryEntry(entry: Entry, walk: Walk, act: (entry: Entry) => void): void {
  try {
    act(entry);
  } catch (error) {
    walk.skipped.push({ source: entry.name === '' ? entry.path : entry.name, ...problemOf(error) });
  }
}

function isKnown(dirent: Dirent): boolean {
  return dirent.isFile() || dirent.isDirectory() || dirent.isSymbolicLink() || isSpecial(dirent);
}

function isSpecial(kind: Dirent | Stats): boolean {
  return kind.isFIFO() || kind.isSocket() || kind.isCharacterDevice() || kind.isBlockDevice();
}

function notRegular(stats: Dirent | Stats): string {
  const kind = stats.isFIFO()
    ? 'a named pipe'
    : stats.isSocket()
      ? 'a socket'
      : stats.isCharacterDevice() || stats.isBlockDevice()
        ? 'a device'
        : 'no regular file';
  return `It is ${kind}, and only regular files are read. Configure the file that it is written to.`;
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
