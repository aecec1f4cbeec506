import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Bed } from './bed.ts';
import { runBeside } from './peers.ts';
import { requestId } from './requests.ts';
import { ServerClient } from './server-client.ts';
import { median } from './stats.ts';
import { type Row, show } from './table.ts';

const ASKED = 1_000;
const LINES_A_SECOND = 2_000;
const SEED = 77;

/** Whether the next call finds a line that another process has just appended, of either of two servers. */
export async function measureFreshness(bed: Bed): Promise<Row[]> {
  const path = bed.scratch('growing.ndjson');
  copyFileSync(bed.tenth.path, path);
  const state = bed.freshState();
  await bed.index(path, state);
  const servers = [
    await ServerClient.started(bed.program, state, ['--logs', path]),
    await ServerClient.started(bed.program, state, ['--logs', path]),
  ];
  const writer = runBeside('writer.ts', [path, `${SEED}`, `${LINES_A_SECOND}`]);
  const times: number[] = [];
  let newest = -1;
  let found = 0;
  const lines = createInterface({ input: writer.stdout });
  lines.on('line', (line) => {
    newest = Number(line);
  });
  for (let asked = -1, call = 0; call < ASKED; call++) {
    while (newest === asked) await once(lines, 'line');
    asked = newest;
    const begin = performance.now();
    if ((await servers[call % servers.length]?.lookUp(requestId(SEED, asked))) === 1) found++;
    times.push(performance.now() - begin);
  }
  writer.stdin.end();
  await once(writer, 'close');
  await Promise.all(servers.map((server) => server.stop()));
  return [
    {
      measure: 'freshness: appended lines found by the next call',
      figure: `${found} of ${ASKED} (median ${show(median(times))} ms)`,
      peer: `${show(newest + 1)} lines appended meanwhile`,
      aim: `${ASKED}`,
      met: found === ASKED,
    },
  ];
}
