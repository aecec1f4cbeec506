import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What one `npm install` of a package brings. */
export interface InstalledSize {
  /** Unpacked, in bytes. */
  bytes: number;
  /** The package and all that it depends on. */
  packages: number;
}

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** V8's code cache comes to lie beside the program when it runs, and is no part of the package. */
const CACHE = 'dist/.cache/';

/**
 * The package in `folder` as `npm pack` packs what is built there.
 *
 * @throws Error if it depends on others: their sizes would count too
 */
export function packedSize(folder: string): InstalledSize {
  const needed = neededBy(folder);
  if (needed.length > 0) throw new Error(`The package is not alone: it depends on ${needed.join(', ')}.`);
  const flags = ['--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const said = execFileSync('npm', ['pack', ...flags], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [packed] = JSON.parse(said) as { files: { path: string; size: number }[] }[];
  if (packed === undefined) throw new Error(`npm packs nothing of ${folder}.`);
  const files = packed.files.filter(({ path }) => !path.startsWith(CACHE));
  return { bytes: files.reduce((sum, { size }) => sum + size, 0), packages: 1 };
}

/**
 * An installed package with all that it depends on, each once, as it is found from `folder`.
 *
 * @throws Error if it is not installed
 */
export function installedSize(name: string, folder: string): InstalledSize {
  const first = findPackage(name, folder);
  if (first === null) throw new Error(`${name} is not installed in ${folder}.`);
  const all = new Set([first]);
  for (const each of all) {
    // What is optional may be missing.
    for (const needed of neededBy(each)) all.add(findPackage(needed, each) ?? each);
  }
  return { bytes: [...all].reduce((sum, each) => sum + bytesIn(each), 0), packages: all.size };
}

function neededBy(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/** Where Node.js finds a package: in the nearest `node_modules` on the way up. */
function findPackage(name: string, from: string): string | null {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(from) === from ? null : findPackage(name, dirname(from));
}

/** All files of a package, without the packages that lie in it. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + bytesIn(path);
    return sum + statSync(path).size;
  }, 0);
}
