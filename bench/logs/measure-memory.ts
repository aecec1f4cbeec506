import { setTimeout } from 'node:timers/promises';
import { type Bed, timedLookup } from './bed.ts';
import { errorToExplain } from './errors-to-explain.ts';
import { presentIds } from './generator.ts';
import { ServerClient } from './server-client.ts';
import { median } from './stats.ts';
import { type Row, show, showMegabytes } from './table.ts';

const CALLS = 100;
const PROCESSES = 3;
const SETTLE_MS = 2_000;

/** Memory of a server that has answered lookups from a large index, beside one that has no logs at all. */
export async function measureMemory(bed: Bed): Promise<Row[]> {
  const state = await bed.indexed(bed.log);
  const withLogs: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < PROCESSES; round++) {
    const server = await ServerClient.started(bed.program, state, ['--logs', bed.log.path]);
    const plain = await ServerClient.started(bed.program, bed.freshState(), []);
    for (const known of presentIds(bed.log, CALLS, 4)) await timedLookup(server, known);
    for (let call = 0; call < CALLS; call++) await plain.explain(errorToExplain(call));
    await setTimeout(SETTLE_MS);
    withLogs.push(server.memory());
    without.push(plain.memory());
    await Promise.all([server.stop(), plain.stop()]);
  }
  const ratio = median(withLogs) / median(without);
  if (Number.isNaN(ratio)) return [{ measure: 'idle memory', figure: 'not known without /proc' }];
  return [
    {
      measure: `idle memory after ${CALLS} lookups`,
      figure: showMegabytes(median(withLogs)),
      peer: `no logs, ${CALLS} explain_error: ${showMegabytes(median(without))}`,
      ratio: `${show(ratio)} x`,
      aim: '<= 1.2 x',
      met: ratio <= 1.2,
    },
  ];
}
