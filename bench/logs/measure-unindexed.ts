import { rmSync } from 'node:fs';
import { type Bed, timedLookup } from './bed.ts';
import { presentIds } from './generator.ts';
import { ripgrep } from './peers.ts';
import { ServerClient } from './server-client.ts';
import { median, noise, secondsOf } from './stats.ts';
import { type Row, show } from './table.ts';

const ROUNDS = 9;

/** The first lookup of all in a log that nobody has indexed, beside ripgrep's search of it. */
export async function measureUnindexed(bed: Bed): Promise<Row[]> {
  const { log } = bed;
  const lookups: number[] = [];
  const searches: number[] = [];
  for (const known of presentIds(log, ROUNDS, 3)) {
    searches.push(1_000 * (await secondsOf(() => ripgrep(bed.peers, known.id, log.path))));
    const state = bed.freshState();
    const server = await ServerClient.started(bed.program, state, ['--logs', log.path]);
    lookups.push(await timedLookup(server, known));
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  }
  bed.notes.push(noise('rg -F, beside an unindexed lookup', searches), noise('unindexed lookup', lookups));
  const ratio = median(searches) / median(lookups);
  return [
    {
      measure: `first lookup, nothing indexed, ${log.lines.toLocaleString('en-US')} lines`,
      figure: `${show(median(lookups))} ms`,
      peer: `rg -F ${show(median(searches))} ms`,
      ratio: `${show(ratio)} x its speed`,
      aim: '>= 0.5 x',
      met: ratio >= 0.5,
    },
  ];
}
