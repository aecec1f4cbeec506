import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shakeHands } from '../../../src/cli/doctor/handshake.ts';
import { ENTRY, environment, freshFolder } from '../../support/server.ts';

/** Shakes hands with a server that is this script. */
function shake(script: string, patience = 60_000, goodbye = 60_000) {
  const entry = join(freshFolder(), 'entry.cjs');
  writeFileSync(entry, script);
  return shakeHands({ node: process.execPath, entry, args: [], env: {} }, { patience, goodbye });
}

/** Answers every request with the same result. */
const ANSWERING = `
  const rl = require('node:readline').createInterface({ input: process.stdin });
  rl.on('line', (line) => {
    const { id } = JSON.parse(line);
    if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [1, 2] } }));
  });
`;

describe('a handshake', () => {
  test('with the built server goes well', async () => {
    const env = environment(freshFolder());
    expect(await shakeHands({ node: process.execPath, entry: ENTRY, args: [], env })).toEqual({
      took: expect.any(Number),
      tools: 3,
      stray: [],
      stderr: '',
      failure: null,
      isObedient: true,
    });
  });

  test('names what is on stdout and no protocol', async () => {
    const found = await shake(`console.log('hello'); console.log('{"a":1}'); ${ANSWERING}`);
    expect(found).toMatchObject({ tools: 2, failure: null, stray: ['hello', '{"a":1}'] });
  });

  test.each([
    ['console.error("no way"); process.exit(7)', 'ended with exit code 7', 'no way\n'],
    ['process.kill(process.pid, "SIGTERM")', 'was ended by SIGTERM', ''],
    ['throw new Error("a bug")', 'ended with exit code 1', 'a bug'],
    [
      `console.log('{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"not you"}}')`,
      'answered with the error {"code":-32600,"message":"not you"}',
      '',
    ],
  ])('with `%s` tells how it failed', async (script, failure, stderr) => {
    const found = await shake(script);
    expect(found).toMatchObject({ took: null, failure });
    expect(found.stderr).toContain(stderr);
  });

  test('does not wait for ever for an answer, nor for the end', async () => {
    expect(await shake('setInterval(() => {}, 1000)', 300)).toMatchObject({
      took: null,
      failure: 'said nothing for 0.3 seconds',
    });
    expect(await shake(`setInterval(() => {}, 1000); ${ANSWERING}`, 10_000, 300)).toMatchObject({
      failure: null,
      isObedient: false,
    });
  });

  test.each([
    ['answers', ANSWERING, { failure: null, tools: 2 }],
    ['fails', 'process.exit(7)', { failure: 'ended with exit code 7' }],
  ])('does not wait for what a server that %s has started', async (_, script, found) => {
    const pids = join(freshFolder(), 'pid');
    const starting = `
      const child = require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' });
      require('node:fs').writeFileSync(${JSON.stringify(pids)}, String(child.pid));
      child.unref();
    `;
    const shaken = await shake(`${starting} ${script}`);
    expect(shaken).toMatchObject({ ...found, isObedient: true });
    // It is still there, so its end was not what ended the handshake.
    expect(process.kill(Number(readFileSync(pids, 'utf8')), 'SIGKILL')).toBe(true);
  });

  test('with a Node.js that is not there fails, and says so', async () => {
    const found = await shakeHands({ node: '/nowhere/node', entry: ENTRY, args: [], env: {} });
    expect(found.failure).toMatch(/^could not be started \(.*ENOENT\)$/);
  });
});
