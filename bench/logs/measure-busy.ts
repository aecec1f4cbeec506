import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Bed, indexSize, timedLookup } from './bed.ts';
import { errorToExplain } from './errors-to-explain.ts';
import { presentIds } from './generator.ts';
import { ServerClient } from './server-client.ts';
import { median, quantile } from './stats.ts';
import { type Row, show } from './table.ts';

/** Calls come spaced out, as an agent's do. */
const GAP_MS = 2;
const IDLE_CALLS = 1_000;
const WARMING = 50;
const FEWEST_CALLS = 20;

const POLL_MS = 100;
/** An index that has not grown for so long is done. */
const QUIET_MS = 5_000;

/** How long `explain_error` takes while the server indexes in the background, beside a server with nothing to do. */
export async function measureBusy(bed: Bed): Promise<Row[]> {
  const idle = await withServer(bed, await bed.indexed(bed.log), (server) => explainFor(server, IDLE_CALLS));
  const state = bed.freshState();
  const busy = await withServer(bed, state, (server) => explainWhileIndexing(server, state));
  rmSync(state, { recursive: true, force: true });
  const measure = `explain_error while ${bed.log.lines.toLocaleString('en-US')} lines are indexed`;
  if (busy.length < FEWEST_CALLS)
    return [{ measure, figure: `not measured: ${busy.length} calls fell into it` }];
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

/** Measures with a server that has answered a lookup, with which it begins to index, and some calls more. */
async function withServer(bed: Bed, state: string, measure: (server: ServerClient) => Promise<number[]>) {
  const server = await ServerClient.started(bed.program, state, ['--logs', bed.log.path]);
  for (const known of presentIds(bed.log, 1, 5)) await timedLookup(server, known);
  await explainFor(server, WARMING);
  const times = await measure(server);
  await server.stop();
  return times;
}

async function explainFor(server: ServerClient, calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call++) times.push(await timedExplain(server, call));
  return times;
}

/** The times of the calls until the index grew for the last time. */
async function explainWhileIndexing(server: ServerClient, state: string): Promise<number[]> {
  const times: number[] = [];
  let size = indexSize(state);
  let within = 0;
  for (let grown = performance.now(), polled = grown; performance.now() - grown < QUIET_MS; ) {
    times.push(await timedExplain(server, times.length));
    if (performance.now() - polled < POLL_MS) continue;
    polled = performance.now();
    const now = indexSize(state);
    if (now === size) continue;
    size = now;
    grown = polled;
    within = times.length;
  }
  return times.slice(0, within);
}

async function timedExplain(server: ServerClient, call: number): Promise<number> {
  await setTimeout(GAP_MS);
  const begin = performance.now();
  await server.explain(errorToExplain(call));
  return performance.now() - begin;
}
