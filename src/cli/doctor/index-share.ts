import type { Dirent } from 'node:fs';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Coverage } from '../coverage.ts';
import { size } from '../progress-line.ts';
import { type Check, check } from './check.ts';
import type { FolderTrouble } from './state-folder.ts';

/**
 * How much of the logs the index covers, and how much room it takes (in bytes, for all logs ever configured).
 * `trouble` is a folder of it that cannot be written; `isStateWell` is false where nothing beside it can be either.
 */
export function checkIndex(
  { covered, total }: Coverage,
  bytes: number,
  { trouble = null, isStateWell = true }: { trouble?: FolderTrouble | null; isStateWell?: boolean } = {},
): Check {
  const room = `${size(bytes)} on disk`;
  if (trouble !== null && isStateWell) {
    const details = ['Nothing more can be indexed: lookups read the logs, and new errors are not counted.'];
    const advice = [
      'Give this user write permission there, or remove what stands there: the index is made again from the logs.',
    ];
    const summary = `${trouble.folder} cannot be written (${trouble.problem})`;
    return check('index', 'problem', summary, { details, advice });
  }
  if (total === 0) return check('index', 'ok', `none needed: no log is long enough (${room})`);
  const percent = Math.floor((covered / total) * 100);
  const rest =
    covered < total && isStateWell
      ? ['A server indexes the rest after its first call; error-catalog-mcp index does it now.']
      : [];
  return check('index', 'ok', `covers ${percent} % of ${size(total)} (${room})`, { details: rest });
}

/** How many bytes the files below a folder have; 0 if there is none. Follows no link. */
export function sizeOfFolder(folder: string): number {
  return entriesOf(folder).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + sizeOfFolder(path);
    return sum + (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
