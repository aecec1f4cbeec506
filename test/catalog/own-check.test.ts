import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';

const DOCUMENT = fileURLToPath(new URL('../fixtures/platform-error-codes.txt', import.meta.url));

test('the built-in catalog holds what the document of the platform says, no more and no less', async () => {
  const { code, stdout, stderr } = await runCli(['check', '--docs', DOCUMENT]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Note: It is the built-in catalog that was checked\. /);
  expect(stdout.endsWith(`\nNo findings in 34 errors of platform 1; compared with ${DOCUMENT}.\n`)).toBe(
    true,
  );
  expect(code).toBe(0);
});

test('its file is one that any team could have written, and passes every check', async () => {
  const file = fileURLToPath(new URL('../../src/catalog/platform.yaml', import.meta.url));
  const { code, stdout, stderr } = await runCli(['check', '--quality', '--catalog', file]);
  expect(stderr).toBe('');
  expect(stdout).toBe('No findings in 34 errors of platform 1.\n');
  expect(code).toBe(0);
});
