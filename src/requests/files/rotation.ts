import { type BigIntStats, statSync } from 'node:fs';
import { fileKey } from './file-key.ts';
import { CUT_WHILE_READ, type Scanned } from './scan.ts';
import { expandSources, type SourceFile } from './sources.ts';

/** Whether the files behind `paths` are others than those that were searched, or one was cut. */
export async function isRotated(
  paths: readonly string[],
  { files, scanned }: { files: readonly SourceFile[]; scanned: readonly Scanned[] },
): Promise<boolean> {
  if (scanned.some(({ problem }) => problem === CUT_WHILE_READ)) return true;
  const now = (await expandSources(paths)).files;
  if (now.length !== files.length) return true;
  return now.some(({ path }, index) => {
    const key = scanned[index]?.key ?? null;
    return path !== files[index]?.path || (key !== null && key !== keyOf(path));
  });
}

function keyOf(path: string): string | null {
  const stats = statsOf(path);
  return stats && fileKey(stats);
}

/** How many bytes the file at `path` has now; 0 if it cannot be asked. */
export function sizeNow(path: string): number {
  return Number(statsOf(path)?.size ?? 0);
}

function statsOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
