import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../requests/files/problems.ts';
import { type Check, check } from './check.ts';

/** Whether the journal and the index can be kept; `problem` is what the system says against it. */
export function checkStateFolder(folder: string | null, problem: string | null): Check {
  if (folder === null) {
    const advice = ['Set XDG_STATE_HOME (on Windows LOCALAPPDATA) or HOME to a folder with a full path.'];
    const summary =
      'this user has no folder for it: failures are kept in memory, lookups read all of the logs';
    return check('state', 'warning', summary, { advice });
  }
  if (problem === null) return check('state', 'ok', `${folder} can be written`);
  const advice = ['Give this user write permission there, or set XDG_STATE_HOME to another folder.'];
  return check('state', 'problem', `${folder} cannot be written (${problem})`, { advice });
}

/** Tries to write into a folder, which is made if need be; gives the system's code against it, or null. */
export function probeFolder(folder: string): string | null {
  const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 });
    rmSync(probe);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** A folder that cannot be written, and the system's code against it. */
export interface FolderTrouble {
  folder: string;
  problem: string;
}

/**
 * Tries to write into folders of which each lies in the one before; the first may be a link to one. Makes none: what
 * is not there can be made if the one before can be written. Null if all is well.
 */
export function probeNested(folders: readonly string[]): FolderTrouble | null {
  for (const [depth, folder] of folders.entries()) {
    try {
      const stats = lstatSync(folder, { throwIfNoEntry: false });
      if (stats === undefined) return null;
      if (depth > 0 && !stats.isDirectory()) return { folder, problem: 'ENOTDIR' };
    } catch (error) {
      return { folder, problem: codeOf(error) };
    }
    const problem = probeFolder(folder);
    if (problem !== null) return { folder, problem };
  }
  return null;
}
