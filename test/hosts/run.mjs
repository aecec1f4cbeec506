/** Installs the hosts if need be, then tries the built server with them: `node test/hosts/run.mjs [VITEST ARGUMENT]...` */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithVitest, installApart } from '../support/installed-apart.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Some hosts need a newer Node than the one that runs this; a package for each platform carries it. */
function newerNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const paths = Object.keys(optionalDependencies).map((name) => join(here, 'node_modules', name, binary));
  return paths.find((path) => spawnSync(path, ['--version']).status === 0) ?? process.execPath;
}

installApart(here, 'the hosts into test/hosts/node_modules (about 1.2 GB)');
endWithVitest('vitest.hosts.config.ts', newerNode());
