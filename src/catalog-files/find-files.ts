import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CATALOG = /\.(?:ya?ml|json)$/i;

/**
 * The catalog files behind a path: itself, or those of a folder and its folders, in the order of their names; hidden
 * ones are passed over.
 *
 * @throws Error in words, or what `node:fs` throws
 */
export function findFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const files = filesIn(path);
  if (files.length === 0) throw new Error('there is no .yaml, .yml or .json file in the folder');
  return files;
}

function filesIn(folder: string): string[] {
  return inFolder(folder).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return filesIn(path);
    return CATALOG.test(each.name) ? [path] : [];
  });
}

/**
 * What of a folder may hold catalogs, in the order of the names: hidden things are passed over.
 *
 * @throws what `node:fs` throws
 */
export function inFolder(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
