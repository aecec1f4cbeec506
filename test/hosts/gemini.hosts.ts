import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { leftBehind } from '../support/processes.ts';
import { runGemini } from './clients/gemini.ts';
import { unavailable } from './installed.ts';
import { freshLaunch } from './launch.ts';

describe.skipIf(unavailable('@google/gemini-cli'))('gemini mcp list', () => {
  const launch = freshLaunch();
  afterAll(() => rmSync(launch.folder, { recursive: true, force: true }));

  it.each([
    ['connects', 'a trusted folder', true, /✓ error-catalog: .* - Connected/],
    ['is kept from connecting', 'a folder that is not trusted', false, /○ error-catalog: .* - Disabled/],
  ])('%s in %s', async (_does, _where, trusted, says) => {
    const { stderr, code } = await runGemini(['mcp', 'list'], launch, trusted);
    expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(says), code: 0 });
    expect(await leftBehind(launch.folder)).toEqual([]);
  });
});
