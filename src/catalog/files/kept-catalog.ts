import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attempt, isObject } from '../../base/objects.ts';
import type { CatalogData } from '../schema.ts';

/** A catalog as it was when it could last be served. */
export interface KeptCatalog {
  /** Of the texts that it was made from (`digestOf`). */
  digest: string;
  /** When that was, as ISO 8601. */
  saved: string;
  parts: readonly CatalogData[];
}

/** Raised when a catalog file may hold something else, or what may not be in it, so that what an older program kept is not taken for it. */
const FORMAT = 3;

/** Where the last good state of the catalogs of some paths is kept, on this machine, for this user. */
export function keptPath(stateFolder: string, paths: readonly string[]): string {
  const key = createHash('sha256')
    .update(JSON.stringify(paths.map((path) => resolve(path))))
    .digest('hex');
  return join(stateFolder, 'catalogs', `${key.slice(0, 16)}.json`);
}

/** What the parts, as they are written, are checked by: a file that was damaged or changed is as good as none. */
function sumOf(parts: string): string {
  return createHash('sha256').update(parts).digest('hex');
}

const PARTS = ',"parts":';

/** What is kept under a path; null if nothing is, or nothing that is whole. */
export function readKept(path: string): KeptCatalog | null {
  return attempt(() => {
    const text = readFileSync(path, 'utf8');
    const sum = sumOf(text.slice(text.indexOf(PARTS) + PARTS.length, -1));
    const kept: unknown = JSON.parse(text);
    const fits =
      isObject(kept) &&
      kept['format'] === FORMAT &&
      kept['sum'] === sum &&
      typeof kept['digest'] === 'string' &&
      typeof kept['saved'] === 'string' &&
      Array.isArray(kept['parts']);
    return fits ? (kept as unknown as KeptCatalog) : null;
  });
}

/**
 * Keeps a catalog that was checked. Written beside and renamed, so that nobody reads half of it.
 *
 * @throws what `node:fs` throws
 */
export function keep(path: string, { digest, parts }: Pick<KeptCatalog, 'digest' | 'parts'>): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomUUID()}.tmp`;
  const body = JSON.stringify(parts);
  const head = JSON.stringify({ format: FORMAT, digest, saved: new Date().toISOString(), sum: sumOf(body) });
  try {
    writeFileSync(fresh, `${head.slice(0, -1)}${PARTS}${body}}`, { mode: 0o600 });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
