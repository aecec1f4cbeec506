/*
 * V8's code cache for the program's chunks, kept beside them: what is compiled once is not compiled at the next start.
 * What the cache holds is run, so it is used only where nobody but this user and root can write to it. That is why
 * Node's own `module.enableCompileCache` is not used: it makes folders with the modes that the umask leaves, and believes
 * what it finds there.
 */
import fs from 'fs';
import path from 'path';
import { Script } from 'vm';

interface Chunk {
  /** The text of `script`, which V8 holds too. */
  text: string;
  script: Script;
  cacheFile: string;
  /** What the cache has of it, without the data, which would be megabytes; null if nothing that fits. */
  kept: Pick<Kept, 'length' | 'additions'> | null;
}

interface Kept {
  data: Buffer;
  /** Of the data, in bytes. */
  length: number;
  /** How many lives that did some work have added what they compiled for it. */
  additions: number;
}

const BEFORE = '(function(exports,require,module,__filename,__dirname){';
const BEHIND = '\n})';

/** The program, as far as its cache depends on it. */
interface Program {
  /** Whether its life so far has done what a mere start does not. */
  readonly hasWorked: boolean;
}

/** The first life to work may do little; but to see what is to be added takes time, at the end of each life. */
const MOST_ADDITIONS = 4;

/** Everyone may read what root compiled, whatever the umask. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;
const OTHERS_MAY_WRITE = 0o022;

/** Where the code cache of a program stands. @param folder that of the program's chunks */
export const cacheFolderIn = (folder: string): string => path.join(folder, '.cache');

/**
 * Why a folder is not used as a code cache, although it is there, as the end of a sentence about it; null if it can be
 * used or made. Windows has neither these owners nor these modes, so nothing is checked there.
 */
export function distrustOf(cacheFolder: string): string | null {
  const stats = statsOf(cacheFolder);
  if (stats === null) return null;
  return stats.isDirectory() ? distrust(stats) : 'is not a folder';
}

function distrust({ uid, mode }: fs.Stats): string | null {
  if (process.geteuid === undefined) return null;
  if (uid !== 0 && uid !== process.geteuid()) return 'belongs to another user';
  return (mode & OTHERS_MAY_WRITE) === 0 ? null : 'can be written by other users';
}

/** Of what stands there itself, be it a link; null if nothing does. */
function statsOf(file: string): fs.Stats | null {
  try {
    return fs.lstatSync(file);
  } catch (_) {
    return null;
  }
}

/**
 * Loads a CommonJS file and, through its `require('./…')`, the chunks beside it.
 *
 * @param cacheFolder is made when the process ends, if what was compiled is not kept there yet; a folder that cannot
 * be written, or that others can write to, is no error: it is left alone
 */
export function loadCached(file: string, cacheFolder: string): void {
  const folder = path.dirname(file);
  const isTrusted = distrustOf(cacheFolder) === null;
  const loaded = new Map<string, { exports: unknown }>();
  const chunks: Chunk[] = [];

  function load(name: string): unknown {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const filename = path.join(folder, name);
    const source = fs.readFileSync(filename);
    const cacheFile = path.join(cacheFolder, `${name}-${process.version}-${process.arch}`);
    const kept = isTrusted ? readCache(cacheFile, source) : null;
    const text = BEFORE + source.toString('utf8') + BEHIND;
    const script = new Script(text, { filename, ...(kept !== null && { cachedData: kept.data }) });
    const isUsed = kept !== null && script.cachedDataRejected !== true;
    const { length, additions } = kept || { length: 0, additions: 0 };
    chunks.push({ text, script, cacheFile, kept: isUsed ? { length, additions } : null });
    const module = { exports: {} as unknown };
    loaded.set(name, module);
    script.runInThisContext()(module.exports, requireFrom, module, filename, folder);
    return module.exports;
  }

  function requireFrom(id: string): unknown {
    return id.startsWith('./') ? load(path.basename(id)) : require(id);
  }

  // At the end, so that functions that were compiled on their first call are kept too.
  process.on('exit', () => {
    const program = loaded.get(path.basename(file))?.exports as Program | undefined;
    const hasMore = program?.hasWorked === true;
    const growing = chunks.filter(
      ({ kept }) => kept === null || (hasMore && kept.additions < MOST_ADDITIONS),
    );
    if (growing.length === 0 || !makeFolder(cacheFolder)) return;
    for (const chunk of growing) writeCache(chunk, hasMore);
  });
  load(path.basename(file));
}

/**
 * What is kept of `source`; null if nothing is, or it is damaged. V8 itself does not notice damage, nor another source of
 * the same length: a cache file holds the source, and twice what was compiled with the number of additions behind it. To
 * compare is quicker than to load what computes digests.
 */
function readCache(file: string, source: Buffer): Kept | null {
  const stats = statsOf(file);
  if (stats === null || !stats.isFile() || distrust(stats) !== null) return null;
  try {
    const content = fs.readFileSync(file);
    const rest = content.subarray(source.length);
    const half = rest.subarray(0, rest.length / 2);
    const isIntact =
      content.subarray(0, source.length).equals(source) && half.equals(rest.subarray(half.length));
    const end = half.length - 1;
    return isIntact && end > 0
      ? { data: half.subarray(0, end), length: end, additions: half[end] || 0 }
      : null;
  } catch (_) {
    return null;
  }
}

/** Whether a folder is there that may be written to; makes it if need be. */
function makeFolder(folder: string): boolean {
  try {
    fs.mkdirSync(folder, FOLDER_MODE);
    // The umask took away from the mode what it takes away.
    fs.chmodSync(folder, FOLDER_MODE);
    return true;
  } catch (_) {
    return statsOf(folder) !== null && distrustOf(folder) === null;
  }
}

/** A file that is there already is replaced, never written to: it may be someone else's. */
function writeCache({ text, script, cacheFile, kept }: Chunk, hasMore: boolean): void {
  const source = Buffer.from(text.slice(BEFORE.length, -BEHIND.length));
  const written = `${cacheFile}.${process.pid}`;
  try {
    const made = script.createCachedData();
    // V8 drops what has not been called for long.
    const longer = kept === null || made.length > kept.length ? null : readCache(cacheFile, source);
    const data = longer?.data || made;
    const half = [data, Buffer.from([(kept?.additions || 0) + Number(hasMore)])];
    fs.writeFileSync(written, Buffer.concat([source, ...half, ...half]), { mode: FILE_MODE, flag: 'wx' });
    fs.chmodSync(written, FILE_MODE);
    fs.renameSync(written, cacheFile);
  } catch (_) {
    // The next start compiles again.
    removeIfPossible(written);
  }
}

function removeIfPossible(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch (_) {
    // Whoever left it there removes it.
  }
}
