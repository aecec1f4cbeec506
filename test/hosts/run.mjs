/** Installs the hosts if need be, then tries the built server with them: `node test/hosts/run.mjs [VITEST ARGUMENT]...` */
import { fileURLToPath } from 'node:url';
import { endWithVitest, installApart, newerNode } from '../support/installed-apart.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

installApart(here, 'the hosts into test/hosts/node_modules (about 1.2 GB)');
endWithVitest('vitest.hosts.config.ts', newerNode(here));
