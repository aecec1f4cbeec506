import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What this bench compares with. They stay out of the repository's own dependencies. */
const PACKAGES = {
  '@duckdb/node-api': '1.5.6-r.1',
  '@vscode/ripgrep': '1.18.0',
  // The last line of versions that runs on Node.js 20.
  'better-sqlite3': '12.9.0',
};

/** The peers, installed. */
export interface Peers {
  /** The path of ripgrep's binary. */
  rg: string;
  /** Loads an installed package. */
  load(name: string): unknown;
}

/** Installs the peers into their own folder, unless an earlier run did. */
export function setUpPeers(folder: string): Peers {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  const require = createRequire(manifest);
  if (!Object.entries(PACKAGES).every(([name, version]) => isInstalled(folder, name, version, require))) {
    process.stderr.write('installing the peers\n');
    // better-sqlite3 is built where no binary of it can be had.
    const allowScripts = { 'better-sqlite3': true };
    writeFileSync(manifest, JSON.stringify({ private: true, dependencies: PACKAGES, allowScripts }));
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['install', ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const rg = join(folder, `node_modules/@vscode/ripgrep-${process.platform}-${process.arch}/bin/${program}`);
  return { rg, load: (name) => require(name) };
}

function isInstalled(folder: string, name: string, version: string, require: NodeJS.Require): boolean {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  return existsSync(manifest) && (require(manifest) as { version: string }).version === version;
}

/** `wc -l`: how many lines the file has. */
export function countLines(path: string): number {
  return Number.parseInt(execFileSync('wc', ['-l', path], { encoding: 'utf8' }), 10);
}

/** `rg -F`: how many lines of the file have the text. */
export function ripgrep(peers: Peers, text: string, path: string): number {
  return ripgrepIn(peers, ['-F', '-e', text], path);
}

/** How many lines `rg` prints for a search of a file, or of all in a folder. */
export function ripgrepIn({ rg }: Peers, search: readonly string[], path: string): number {
  const args = ['--no-config', ...search, path];
  const { status, stdout, stderr } = spawnSync(rg, args, { maxBuffer: 64 * 1_048_576, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`rg failed: ${stderr}`);
  return stdout.split('\n').length - 1;
}

/** Runs a TypeScript file of this folder as a process of its own. */
export function runBeside(file: string, args: readonly string[]) {
  return spawn(process.execPath, ['scripts/run.mjs', `bench/logs/${file}`, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}
