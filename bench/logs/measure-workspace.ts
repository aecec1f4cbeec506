import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Bed, timedLookup } from './bed.ts';
import { ServerClient } from './server-client.ts';
import { median } from './stats.ts';
import { type Row, show } from './table.ts';

const LINES = 300_000;
const ROUNDS = 15;
/** In milliseconds: answers leave at multiples of 50 ms, so that one step is 50 times as much. */
const MOST_APART = 10;

/** Requests of another workspace, beside one that there is not, for a server that is limited to one workspace. */
export async function measureWorkspace(bed: Bed): Promise<Row[]> {
  const logs = bed.scratch('workspaces');
  mkdirSync(logs);
  writeFileSync(join(logs, 'plain.ndjson'), textOf('p'));
  writeFileSync(join(logs, 'compressed.ndjson.gz'), gzipSync(textOf('c')));
  const state = bed.freshState();
  const args = ['--logs', logs, '--workspace', 'acme'];
  const env = { PATH: process.env['PATH'] ?? '', HOME: state, XDG_STATE_HOME: state };
  execFileSync(process.execPath, [bed.program.entry, 'index', ...args], { env });
  const server = await ServerClient.started(bed.program, state, args);
  const ids = ['req_nowhere1', 'req_p0000101', 'req_c0000101', 'req_spread00'];
  const times = ids.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, id] of ids.entries()) times[index]?.push(await timedLookup(server, { id, lines: 0 }));
  }
  await server.stop();
  const [absent = 0, ...others] = times.map(median);
  const apart = Math.max(...others.map((other) => Math.abs(other - absent)));
  return [
    {
      measure: "another workspace's request: plain, compressed, spread",
      figure: `${others.map(show).join(', ')} ms`,
      peer: `absent ${show(absent)} ms`,
      aim: `<= ${MOST_APART} ms apart`,
      met: apart <= MOST_APART,
    },
  ];
}

/** A quarter of the requests are of acme; one of globex has lines in all blocks. */
function textOf(name: string): string {
  const lines = Array.from({ length: LINES }, (_, at) => {
    const isSpread = at % 100 === 3;
    const request_id = isSpread ? 'req_spread00' : `req_${name}${String(at).padStart(7, '0')}`;
    const workspace = at % 4 === 0 ? 'acme' : 'globex';
    const time = 1_763_600_000_000 + at;
    return `${JSON.stringify({ time, level: 30, request_id, workspace, msg: randomBytes(60).toString('hex') })}\n`;
  });
  return lines.join('');
}
