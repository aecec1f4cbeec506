import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeCacheTrust } from '../support/cache-trust.ts';
import { ENTRY, environment, freshFolder } from '../support/server.ts';

const binaryOf = (name: string): string =>
  fileURLToPath(new URL(`node_modules/node-${name}/bin/node`, import.meta.url));

const REQUESTS = [
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}',
  '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"explain_error","arguments":{"error":"rate_limited"}}}',
];

/** The built server as that Node starts it, asked twice. The code is a copy, so that its cache is the Node's own. */
function start(node: string): { status: number | null; stdout: string; stderr: string } {
  const folder = freshFolder();
  const dist = join(folder, 'dist');
  cpSync(dirname(ENTRY), dist, { recursive: true, filter: (path) => !path.includes('.cache') });
  try {
    for (;;) {
      const ended = spawnSync(node, [join(dist, 'entry.cjs')], {
        input: `${REQUESTS.join('\n')}\n`,
        env: environment(folder),
        encoding: 'utf8',
      });
      // What the second start answers comes from the code that the first one kept.
      if (ended.status !== 0 || existsSync(join(folder, 'again'))) return ended;
      cpSync(join(dist, 'entry.cjs'), join(folder, 'again'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!existsSync(binaryOf('v12')))('a real Node', () => {
  it.each(['v12', 'v14', 'v16', 'v18'])('%s is told which one is needed, in one line', (version) => {
    const node = binaryOf(version);
    const { status, stdout, stderr } = start(node);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^error-catalog-mcp needs Node\.js 20 or newer, but this is Node\.js [^\n]*\n$/);
    expect(stderr).toContain(`Node.js ${version.slice(1)}.`);
    expect(stderr).toContain(node);
  });

  it('v22 answers, with the code cache that it left at its first start', () => {
    const { status, stdout, stderr } = start(binaryOf('v22'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const replies = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(replies.map(({ id }) => id)).toEqual([1, 2]);
    expect(replies[1].result.structuredContent).toMatchObject({ code: 'rate_limited' });
  });

  describe('v22', () => describeCacheTrust(binaryOf('v22')));
});
