import { setTimeout } from 'node:timers/promises';
import { Host } from './host.ts';
import { inTurn } from './in-turn.ts';
import type { HostedServer, ToolCall } from './servers.ts';

const SETTLE_MS = 250;
const WARMING = 50;
const CALLS_A_ROUND = 50;
/** How many calls are written at once when they are pipelined. */
export const PIPELINED = 3_000;

interface Hosted {
  name: string;
  host: Host;
  call: ToolCall;
}

/** Milliseconds of single calls, one after another, in processes that have answered some already. */
export async function measureCalls(
  servers: readonly HostedServer[],
  rounds: number,
): Promise<Map<string, number[]>> {
  return await withHosts(servers, async (hosted) => {
    const batches = await inTurn(hosted, rounds, async ({ host, call }) => {
      const times: number[] = [];
      for (let done = 0; done < CALLS_A_ROUND; done++) times.push((await host.call(call)).ms);
      return times;
    });
    return new Map([...batches].map(([name, times]) => [name, times.flat()]));
  });
}

/** Calls a second when many are written at once, after a first time that does not count. */
export async function measurePipelined(
  servers: readonly HostedServer[],
  rounds: number,
): Promise<Map<string, number[]>> {
  return await withHosts(servers, async (hosted) => {
    const rate = async ({ host, call }: Hosted) =>
      (1_000 * PIPELINED) / (await host.call(call, PIPELINED)).ms;
    await inTurn(hosted, 1, rate);
    return await inTurn(hosted, rounds, rate);
  });
}

/** Has all the servers that have a call warm and side by side, and leaves none behind. */
async function withHosts<T>(
  servers: readonly HostedServer[],
  job: (hosted: readonly Hosted[]) => Promise<T>,
): Promise<T> {
  const hosted: Hosted[] = [];
  try {
    for (const server of servers) {
      if (server.call === undefined) continue;
      hosted.push({ name: server.name, host: await Host.start(server), call: server.call });
    }
    await setTimeout(SETTLE_MS);
    for (const { host, call } of hosted) {
      for (let done = 0; done < WARMING; done++) await host.call(call);
    }
    return await job(hosted);
  } finally {
    await Promise.all(hosted.map(({ host }) => host.kill()));
  }
}
