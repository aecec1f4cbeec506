import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  utimesSync,
  writevSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { codeOf } from '../../base/failure.ts';
import { attempt } from '../../base/objects.ts';
import { DAY, HOUR } from '../../base/time.ts';
import { isSystemError, readAt } from '../files/open-file.ts';
import type { Stretch } from './plan.ts';

/** A change of the format changes this, so that an old index is passed over and swept away. */
const VERSION = 'v6';
const SEGMENT = /^(\d+)-(\d+)-([0-9a-f]{16})\.seg$/;
const DENSE = /^(\d+)\.dense$/;
const LOG = /^[0-9a-f]{16}$/;
/** A folder with an index of the lines of one workspace. */
const OWN_LINES = /^lines-[0-9a-f]{16}$/;
const NOTES = 'compressed';
const OURS = /\.(?:seg|dense|json)$/;
const TEMPORARY = /\.[0-9a-f]{12}\.tmp$/;

/** What no server has used for so long is removed. */
const UNUSED = 30 * DAY;

/** A segment by its name, which says what it indexes. */
export interface SegmentFile extends Stretch {
  path: string;
  /** The log, by its identity. */
  log: string;
  /** See `StretchCheck`. */
  check: string;
}

/** What a segment indexes, as it says itself too. */
export function nameOf({ log, start, end, check }: Omit<SegmentFile, 'path'>): string {
  return `${log}/${start}-${end}-${check}`;
}

/**
 * The folder of the index: a folder for each log, named by a digest of its first bytes, with immutable segments.
 *
 * Several processes may share it without a lock: what is written appears whole, under a name that its content decides.
 * Reading never throws for what is missing.
 */
export class IndexFolder {
  /** The folder as it was given. */
  readonly base: string;
  /** The folder in it with all that this version writes. */
  readonly root: string;

  constructor(folder: string) {
    this.base = folder;
    this.root = join(folder, VERSION);
  }

  /** The folder in this one with an index of the lines of `workspace` alone. */
  folderOfLinesOf(workspace: string): string {
    return join(this.base, `lines-${digest(Buffer.from(workspace.toLowerCase()))}`);
  }

  segmentsOf(log: string): SegmentFile[] {
    const folder = join(this.root, log);
    return namesIn(folder).flatMap((name) => {
      const [, start, end, check] = SEGMENT.exec(name) ?? [];
      if (start === undefined || end === undefined || check === undefined) return [];
      return [{ log, start: Number(start), end: Number(end), check, path: join(folder, name) }];
    });
  }

  /**
   * Writes a segment. Its `parts` are no longer needed once this returns; it is there when the promise is fulfilled. Rejects with an
   * `IndexWriteError` (a full disk), and leaves nothing behind then.
   */
  writeSegment(log: string, { start, end }: Stretch, check: string, parts: readonly Buffer[]): Promise<void> {
    return this.#write(join(this.root, log), `${start}-${end}-${check}.seg`, parts);
  }

  /** Where stretches begin that hold too many ids for one big segment. */
  denseStarts(log: string): Set<number> {
    const found = namesIn(join(this.root, log)).map((name) => DENSE.exec(name)?.[1]);
    return new Set(found.filter((start) => start !== undefined).map(Number));
  }

  writeDense(log: string, start: number): Promise<void> {
    return this.#write(join(this.root, log), `${start}.dense`, []);
  }

  /** A note on a compressed log: see `log-index.ts`. */
  notePath(compressed: string): string {
    return join(this.root, NOTES, `${compressed}.json`);
  }

  writeNote(compressed: string, text: string): Promise<void> {
    return this.#write(join(this.root, NOTES), `${compressed}.json`, [Buffer.from(text)]);
  }

  /** Says that a log's segments are in use, and the note on a compressed log. */
  touch(log: string, compressed?: string): void {
    touchPath(join(this.root, log));
    if (compressed !== undefined) touchPath(this.notePath(compressed));
  }

  /**
   * Removes what no server has used for 30 days, what a killed one left half written, and other versions' files.
   *
   * Removes nothing that has not a name of its own giving, and follows no link below the folder itself.
   */
  sweep(now: number): void {
    for (const name of namesIn(this.base)) {
      const path = join(this.base, name);
      if (/^v\d+$/.test(name) && name !== VERSION) sweepVersion(path, now, 0);
      else if (OWN_LINES.test(name) && isFolder(path)) new IndexFolder(path).sweep(now);
    }
    sweepVersion(this.root, now, UNUSED);
    if (!OWN_LINES.test(basename(this.base))) return;
    removeFolder(this.root);
    removeFolder(this.base);
  }

  async #write(folder: string, name: string, parts: readonly Buffer[]): Promise<void> {
    try {
      await this.#tryToWrite(folder, name, parts);
    } catch (error) {
      throw isSystemError(error) ? new IndexWriteError(this.base, error) : error;
    }
  }

  async #tryToWrite(folder: string, name: string, parts: readonly Buffer[]): Promise<void> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A link that stands there leads who knows where.
    if (!isFolder(this.root) || !isFolder(folder)) throw notOurs(folder);
    const temporary = join(folder, `${name}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      const file = openSync(temporary, 'wx', 0o600);
      try {
        writeAll(file, parts);
        await flush(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, join(folder, name));
    } catch (error) {
      removeFile(temporary);
      throw error;
    }
  }
}

/**
 * Has the system write a file out. Node's permission model forbids that; then a segment that a power failure has damaged is
 * found out by its checksum.
 */
async function flush(file: number): Promise<void> {
  try {
    await promisify(fsync)(file);
  } catch (error) {
    if (codeOf(error) !== 'ERR_ACCESS_DENIED') throw error;
  }
}

/** Removes a file; that it is gone already is no error. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    // Another process was quicker, or the folder may not be written: then it is passed over again.
    if (codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM') removeFolder(path);
  }
}

function notOurs(folder: string): Error {
  return Object.assign(new Error(`${folder} is no folder of its own.`), { code: 'ENOTDIR' });
}

function writeAll(file: number, parts: readonly Buffer[]): void {
  for (let part of parts) {
    while (part.length > 0) part = part.subarray(writevSync(file, [part]));
  }
}

function namesIn(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? [];
}

function sweepVersion(root: string, now: number, unused: number): void {
  if (!isFolder(root)) return;
  for (const name of namesIn(root)) {
    const folder = join(root, name);
    if (!(LOG.test(name) || name === NOTES) || !isFolder(folder)) continue;
    // A log is used as a whole, a note by itself.
    const isUnused = name !== NOTES && now - changedAt(folder) > unused;
    for (const file of namesIn(folder)) {
      const path = join(folder, file);
      const age = now - changedAt(path);
      if (
        TEMPORARY.test(file) ? age > HOUR : OURS.test(file) && (isUnused || (name === NOTES && age > unused))
      )
        removeFile(path);
    }
    if (isUnused || unused === 0) removeFolder(folder);
  }
  if (unused === 0) removeFolder(root);
}

/** Whether there is a folder of this very name, and no link to one. */
function isFolder(path: string): boolean {
  return attempt(() => lstatSync(path))?.isDirectory() ?? false;
}

function changedAt(path: string): number {
  return attempt(() => lstatSync(path))?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

/** Does nothing where there is nothing of it yet. */
function touchPath(path: string): void {
  const now = new Date();
  attempt(() => utimesSync(path, now, now));
}

/** Does nothing where something else is in it. */
function removeFolder(path: string): void {
  attempt(() => rmdirSync(path));
}

const FREE = 'Free some space there';
const PERMIT = 'Give this user write permission there';
const CLEAR = 'Something else stands where a folder should be: remove it';

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: FREE,
  EDQUOT: FREE,
  EACCES: PERMIT,
  EPERM: PERMIT,
  EROFS: PERMIT,
  EEXIST: CLEAR,
  ENOTDIR: CLEAR,
};

/** That the index could not be written, which is no trouble with the log that was read for it. */
export class IndexWriteError extends Error {
  override readonly name = 'IndexWriteError';
  /** The system's code. */
  readonly code: string;

  /** `folder` is that of the index, `cause` what `node:fs` threw. */
  constructor(folder: string, cause: unknown) {
    const code = codeOf(cause);
    const advice = (Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined) ?? 'Check that folder';
    const elsewhere = 'or set XDG_STATE_HOME to another folder.';
    super(`The index cannot be written in ${folder} (${code}). ${advice}, ${elsewhere}`, { cause });
    this.code = code;
  }
}

/** The folder of the index, in the folder for state. */
export function indexFolderOf(stateFolder: string): string {
  return join(stateFolder, 'index');
}

/** How many bytes tell a log by its beginning. A log that is shorter is another one once it grows. */
export const IDENTITY_SIZE = 4_096;

/** Which log this is, whatever it is called: a digest of its first 4 KB. */
export function logIdentity(file: number): string {
  return identityOf(readAt(file, 0, IDENTITY_SIZE));
}

/** As `logIdentity`, of the first bytes of a log's text. */
export function identityOf(text: Buffer): string {
  return digest(text.subarray(0, IDENTITY_SIZE));
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 (ISO-HDLC) in plain JavaScript. */
export function plainCrc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    crc = (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** CRC-32: tells damage, not malice. Node has it since 20.15. */
export const crc32: (bytes: Uint8Array) => number =
  typeof zlib.crc32 === 'function' ? (bytes) => zlib.crc32(bytes) : plainCrc32;

/** 64 bits of SHA-256 in hex: tells one content from another. */
export function digest(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
