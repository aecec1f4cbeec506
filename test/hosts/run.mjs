/** Installs the hosts if need be, then tries the built server with them: `node test/hosts/run.mjs [VITEST ARGUMENT]...` */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const installedFrom = join(here, 'node_modules', '.installed-from');

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) throw error;
  return status ?? 1;
}

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(here, 'package-lock.json')))
    .digest('hex');
  if (existsSync(installedFrom) && readFileSync(installedFrom, 'utf8') === wanted) return;
  process.stderr.write('Installing the hosts into test/hosts/node_modules (about 1.2 GB)…\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const status = run('npm', ['ci', ...flags], here);
  if (status !== 0) process.exit(status);
  writeFileSync(installedFrom, wanted);
}

/** Some hosts need a newer Node than the one that runs this; a package for each platform carries it. */
function newerNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const paths = Object.keys(optionalDependencies).map((name) => join(here, 'node_modules', name, binary));
  return paths.find((path) => spawnSync(path, ['--version']).status === 0) ?? process.execPath;
}

install();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
process.exit(
  run(newerNode(), [vitest, 'run', '-c', 'vitest.hosts.config.ts', ...process.argv.slice(2)], root),
);
