import type { Dirent } from 'node:fs';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Coverage } from '../coverage.ts';
import { size } from '../progress-line.ts';
import { type Check, check } from './check.ts';

/** How much of the logs the index covers, and how much room it takes (in bytes, for all logs ever configured). */
export function checkIndex({ covered, total }: Coverage, bytes: number): Check {
  const room = `${size(bytes)} on disk`;
  if (total === 0) return check('index', 'ok', `none needed: no log is long enough (${room})`);
  const percent = Math.floor((covered / total) * 100);
  const rest =
    covered < total
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
