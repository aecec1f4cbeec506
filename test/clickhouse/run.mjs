/** Installs ClickHouse's engine if need be, then runs the tests that need it: `node test/clickhouse/run.mjs [VITEST ARGUMENT]...` */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithVitest, installApart } from '../support/installed-apart.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

installApart(here, "ClickHouse's engine into test/clickhouse/node_modules (about 550 MB)");
// npm leaves out the libraries that are not for this platform.
if (!existsSync(join(here, 'node_modules', '@chdb'))) {
  process.stderr.write(
    `chDB has no library for ${process.platform} on ${process.arch}, so these tests cannot run here.\n`,
  );
  process.exit(1);
}
endWithVitest('vitest.clickhouse.config.ts');
