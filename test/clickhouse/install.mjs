/** Installs ClickHouse's engine for the tests and the bench, if need be: `node test/clickhouse/install.mjs` */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installApart } from '../support/installed-apart.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

installApart(here, "ClickHouse's engine into test/clickhouse/node_modules (about 550 MB)");
// npm leaves out the libraries that are not for this platform.
if (!existsSync(join(here, 'node_modules', '@chdb'))) {
  process.stderr.write(
    `chDB has no library for ${process.platform} on ${process.arch}, so this cannot run here.\n`,
  );
  process.exit(1);
}
