import { expect, it } from 'vitest';
import { cpuSecondsOf } from '../support/cpu.ts';
import { RawServer } from '../support/server.ts';

/** Whole seconds are all that some systems tell. What this holds off took eight. */
const MOST_SECONDS = 3;

it.each(['unauthorized', 'invalid_token'])(
  'a value of 65 kB of quotes for %s keeps the server busy for a moment only',
  async (error) => {
    const server = await RawServer.initialized();
    const pid = server.child.pid ?? 0;
    const before = cpuSecondsOf(pid);
    const value = `x${'"'.repeat(65_000)}x`;
    await server.request('tools/call', { name: 'explain_error', arguments: { error, value } });
    await server.request('ping', {});
    expect(cpuSecondsOf(pid) - before).toBeLessThan(MOST_SECONDS);
    await server.close();
  },
);
