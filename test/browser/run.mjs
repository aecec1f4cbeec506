/** Installs what is needed, then looks at the view in a browser: `node test/browser/run.mjs [VITEST ARGUMENT]...` */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithVitest, installApart, newerNode } from '../support/installed-apart.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Where Chromium may be, the first that there is. */
const NAMES = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'];

function chromium() {
  return NAMES.find((name) => name !== undefined && spawnSync(name, ['--version']).status === 0);
}

/** Installs Debian's Chromium where that is possible; else it is for a person to do. */
function installChromium() {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync('apt-get', ['--version']).status === 0) {
    process.stderr.write('Installing Chromium with apt-get (about 300 MB)…\n');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (/** @type {string[]} */ ...args) =>
      spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
    // Packages may be known already; else the lists are fetched first.
    if (apt('install', '-y', '-q', 'chromium', 'fonts-dejavu-core') !== 0) {
      apt('update', '-q');
      apt('install', '-y', '-q', 'chromium', 'fonts-dejavu-core');
    }
  }
  const found = chromium();
  if (found !== undefined) return found;
  process.stderr.write(
    'The view is tested in Chromium, which is not here. Install it (Debian: apt-get install chromium), or name it: CHROMIUM=/path/to/chromium npm run test:view\n',
  );
  process.exit(1);
}

process.env['CHROMIUM'] = chromium() ?? installChromium();
installApart(here, 'hosts with MCP Apps into test/browser/node_modules (about 500 MB)');
endWithVitest('vitest.browser.config.ts', newerNode(here));
