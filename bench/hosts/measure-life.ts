import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { memoryOf } from '../logs/server-client.ts';
import { environment, withHost } from './host.ts';
import { inTurn } from './in-turn.ts';
import type { HostedServer } from './servers.ts';

/** Enough for a server to load what it loads after the greeting. */
const SETTLE_MS = 250;

/** What it takes to have a server that is asked nothing. */
export interface Life {
  /** From before the process is started until the reply to `initialize` has come. */
  startMs: number;
  /** What the process holds once it has settled after the greeting, in bytes. */
  memory: number;
  /** From the closing of its stdin until the process is gone. */
  exitMs: number;
}

/** Node.js that does nothing; its `startMs` is its whole life. */
export const BARE_NODE: HostedServer = { name: 'node -e 0', args: ['-e', '0'] };

/**
 * Starts, greets and ends bare Node.js and each server in turn. Each is started once before that counts: it fills
 * the disk cache, and of ours V8's code cache.
 *
 * @param settleMs how long a server has to itself before its memory is read; none where only its start is wanted
 */
export async function measureLives(
  servers: readonly HostedServer[],
  rounds: number,
  settleMs = SETTLE_MS,
): Promise<Map<string, Life[]>> {
  const measure = (each: HostedServer) => (each === BARE_NODE ? bare() : live(each, settleMs));
  await inTurn(servers, 1, measure);
  return await inTurn([BARE_NODE, ...servers], rounds, measure);
}

async function live(server: HostedServer, settleMs: number): Promise<Life> {
  return await withHost(server, async (host) => {
    await setTimeout(settleMs);
    const memory = memoryNow(host.child.pid);
    if (server.lastCall !== undefined) await host.call(server.lastCall);
    return { startMs: host.startMs, memory, exitMs: await host.close() };
  });
}

async function bare(): Promise<Life> {
  const env = environment(tmpdir());
  const begin = performance.now();
  await once(spawn(process.execPath, BARE_NODE.args, { env }), 'exit');
  return { startMs: performance.now() - begin, memory: Number.NaN, exitMs: Number.NaN };
}

/** The resident memory of a process, in bytes. */
export function memoryNow(pid: number | undefined): number {
  const known = memoryOf(pid, 'VmRSS');
  if (!Number.isNaN(known)) return known;
  return 1_024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
}
