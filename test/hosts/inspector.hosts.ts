import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { inspect } from './clients/inspector.ts';
import { unavailable } from './installed.ts';
import { freshLaunch } from './launch.ts';

describe.skipIf(unavailable('@modelcontextprotocol/inspector'))('the Inspector', () => {
  const launch = freshLaunch();
  afterAll(() => rmSync(launch.folder, { recursive: true, force: true }));

  it('finds no error in the schemas of the tools', async () => {
    const { code, stderr } = await inspect(launch, 'tools/list', '--strict');
    expect(stderr).not.toMatch(/^Error: /m);
    expect(code).toBe(0);
  });

  it.each(['legacy', 'auto', 'modern'])('sees the tools in the %s era of the protocol', async (era) => {
    const { stdout } = await inspect(launch, 'tools/list', '--protocol-era', era);
    expect(JSON.parse(stdout).tools).toHaveLength(3);
  });
});
