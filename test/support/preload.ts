import { chmodSync, copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Set where this process has a clock of its own: see test/dates/shifted-clock.cjs. */
const SHIFT = process.env['TEST_CLOCK_SHIFT'];
const CLOCK = SHIFT === undefined ? [] : [readableClock()];

/** The environment of a Node process that loads these files before all else, and shares the clock of this one. */
export function preloading(...paths: string[]): Record<string, string> {
  const all = [...CLOCK, ...paths];
  if (all.length === 0) return {};
  return {
    NODE_OPTIONS: all.map((path) => `--require ${JSON.stringify(path)}`).join(' '),
    ...(SHIFT !== undefined && { TEST_CLOCK_SHIFT: SHIFT }),
  };
}

/** A copy that other users may read too. */
function readableClock(): string {
  const folder = mkdtempSync(join(tmpdir(), 'error-catalog-clock-'));
  chmodSync(folder, 0o755);
  const path = join(folder, 'shifted-clock.cjs');
  copyFileSync(fileURLToPath(new URL('../dates/shifted-clock.cjs', import.meta.url)), path);
  return path;
}
