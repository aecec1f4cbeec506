import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Installs what `folder`'s own lock file names into its own node_modules, unless that is done already. Ends the process
 * if npm fails.
 *
 * @param {string} folder
 * @param {string} what What is being installed, and how large it is, as a person reads it.
 */
export function installApart(folder, what) {
  const installedFrom = join(folder, 'node_modules', '.installed-from');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(installedFrom) && readFileSync(installedFrom, 'utf8') === wanted) return;
  process.stderr.write(`Installing ${what}…\n`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const status = run('npm', ['ci', ...flags], folder);
  if (status !== 0) process.exit(status);
  writeFileSync(installedFrom, wanted);
}

/**
 * Some hosts need a newer Node than the one that runs this; of the packages that carry one, a folder has that of each
 * platform.
 *
 * @param {string} folder
 */
export function newerNode(folder) {
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const paths = Object.keys(optionalDependencies).map((name) => join(folder, 'node_modules', name, binary));
  return paths.find((path) => spawnSync(path, ['--version']).status === 0) ?? process.execPath;
}

/**
 * Runs vitest with a configuration of the project's root and this process's own arguments, and ends with its exit code.
 *
 * @param {string} config
 * @param {string} node The Node that runs it.
 * @returns {never}
 */
export function endWithVitest(config, node = process.execPath) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  process.exit(run(node, [vitest, 'run', '-c', config, ...process.argv.slice(2)], root));
}

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
