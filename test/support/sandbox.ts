import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** Before that version it was an experiment, under another name. */
const PERMISSION_FLAG =
  major > 22 || (major === 22 && minor >= 13) ? '--permission' : '--experimental-permission';

/** Whether the suite runs so. Tests that take a right from the server in another way, or that write elsewhere, do not. */
export const IS_SANDBOXED = process.env['TEST_SANDBOX'] === '1';

/** The rights that docs/sandbox.md gives a server: to read the program and these, and to write its state alone. */
export function rightsOf(reads: readonly string[], state: string): string[] {
  return [
    PERMISSION_FLAG,
    ...[DIST, ...reads, state].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${state}`,
    '--allow-worker',
  ];
}

/**
 * The environment of a server that has those rights where the suite runs so (`npm run test:sandbox`): it may read the
 * samples and whatever tests write, which are its logs and catalogs.
 */
export function sandboxed(stateFolder: string): Record<string, string> {
  if (!IS_SANDBOXED) return {};
  const state = join(stateFolder, 'error-catalog-mcp');
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 });
  } catch {
    // Where a test has put a file in its place, there is nothing to write.
  }
  const rights = rightsOf([SAMPLES, FIXTURES, tmpdir(), dirname(stateFolder)], state);
  return { NODE_OPTIONS: ['--no-warnings', ...rights].map((option) => JSON.stringify(option)).join(' ') };
}
