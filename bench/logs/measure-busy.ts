import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Bed, timedLookup } from './bed.ts';
import { errorToExplain } from './errors-to-explain.ts';
import { presentIds } from './generator.ts';
import { processorSeconds, ServerClient } from './server-client.ts';
import { median, quantile } from './stats.ts';
import { type Row, show } from './table.ts';

/** Calls come spaced out, so that the processor time of the server is the indexing's. */
const GAP_MS = 2;
const IDLE_CALLS = 1_000;
const WARMING = 200;
/** A server that uses so much more of a core than the calls alone do is indexing. */
const BUSY = 0.3;
const STEP_MS = 100;
/** How long it may take until the indexing begins. */
const PATIENCE_MS = 3_000;

/** How long `explain_error` takes while the server indexes in the background, beside a server with nothing to do. */
export async function measureBusy(bed: Bed): Promise<Row[]> {
  const state = bed.freshState();
  const server = await ServerClient.started(bed.program, state, ['--logs', bed.log.path]);
  await explainFor(server, WARMING);
  const idle = await explainFor(server, IDLE_CALLS);
  const usual = (await step(server)).share;
  const [known] = presentIds(bed.log, 1, 5);
  if (known !== undefined) await timedLookup(server, known);
  const busy = await explainWhileBusy(server, usual + BUSY);
  await server.stop();
  rmSync(state, { recursive: true, force: true });
  const measure = `explain_error while ${bed.log.lines.toLocaleString('en-US')} lines are indexed`;
  if (busy.length < 20) return [{ measure, figure: `not measured: ${busy.length} calls fell into it` }];
  const ratio = quantile(busy, 0.99) / quantile(idle, 0.99);
  return [
    {
      measure: `${measure}, p99`,
      figure: `${show(quantile(busy, 0.99))} ms (p50 ${show(median(busy))}, ${busy.length} calls)`,
      peer: `idle ${show(quantile(idle, 0.99))} ms (p50 ${show(median(idle))})`,
      ratio: `${show(ratio)} x`,
      aim: '<= 3 x',
      met: ratio <= 3,
    },
  ];
}

async function explainFor(server: ServerClient, calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call++) times.push(await timedExplain(server, call));
  return times;
}

/** The times of the calls for as long as the server is at work besides answering them. */
async function explainWhileBusy(server: ServerClient, busy: number): Promise<number[]> {
  const times: number[] = [];
  for (const begin = performance.now(); ; ) {
    const { taken, share } = await step(server);
    if (share >= busy) times.push(...taken);
    else if (times.length > 0 || performance.now() - begin > PATIENCE_MS || Number.isNaN(share)) return times;
  }
}

/** Calls for a short while, and how much of a core the server used in it. */
async function step(server: ServerClient): Promise<{ taken: number[]; share: number }> {
  const taken: number[] = [];
  const begin = performance.now();
  const before = processorSeconds(server.child.pid);
  while (performance.now() - begin < STEP_MS) taken.push(await timedExplain(server, taken.length));
  const used = processorSeconds(server.child.pid) - before;
  return { taken, share: (1_000 * used) / (performance.now() - begin) };
}

async function timedExplain(server: ServerClient, call: number): Promise<number> {
  await setTimeout(GAP_MS);
  const begin = performance.now();
  await server.explain(errorToExplain(call));
  return performance.now() - begin;
}
