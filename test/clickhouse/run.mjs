/** Runs the tests that need ClickHouse's engine: `node test/clickhouse/run.mjs [VITEST ARGUMENT]...` */
import { endWithVitest } from '../support/installed-apart.mjs';
import './install.mjs';

endWithVitest('vitest.clickhouse.config.ts');
