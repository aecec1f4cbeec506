import { type Bed, timedLookup } from './bed.ts';
import { absentIds, type KnownId, type Log, presentIds } from './generator.ts';
import { ripgrep } from './peers.ts';
import { ServerClient } from './server-client.ts';
import { median, noise, quantile, secondsOf } from './stats.ts';
import { type Row, show } from './table.ts';

const PRESENT = 200;
const ABSENT = 50;
const WARMING = 50;
const SEARCHES = 9;
const STARTS = 10;

/** Lookups in a log that is indexed: in a running server by size of the log, and the first of a fresh process. */
export async function measureLookup(bed: Bed): Promise<Row[]> {
  const logs = [bed.log, bed.tenth];
  const servers: ServerClient[] = [];
  for (const log of logs) servers.push(await serverOf(bed, log));
  const times: number[][] = [[], []];
  const missing: number[] = [];
  const asked = logs.map((log) => mixed(presentIds(log, PRESENT), absentIds(log, ABSENT)));
  for (const [index, log] of logs.entries()) {
    const server = servers[index];
    for (const known of presentIds(log, WARMING, 1)) if (server) await timedLookup(server, known);
  }
  // The two servers are asked in turn, so that whatever else the machine does falls on both.
  for (let call = 0; call < PRESENT + ABSENT; call++) {
    for (const [index, server] of servers.entries()) {
      const known = asked[index]?.[call];
      if (known === undefined) continue;
      const took = await timedLookup(server, known);
      times[index]?.push(took);
      if (index === 0 && known.lines === 0) missing.push(took);
    }
  }
  await Promise.all(servers.map((server) => server.stop()));
  const [all = [], tenth = []] = times;
  return [...rowsBySize(bed, all, tenth, missing), await besideRipgrep(bed, median(all)), await first(bed)];
}

function rowsBySize({ log, tenth }: Bed, all: number[], few: number[], missing: number[]): Row[] {
  const growth = median(all) / median(few);
  return [
    {
      measure: `lookup, ${log.lines.toLocaleString('en-US')} lines indexed`,
      figure: `${show(median(all))} ms (p99 ${show(quantile(all, 0.99))}, absent ${show(median(missing))})`,
      aim: '<= 2 ms',
      met: median(all) <= 2,
    },
    {
      measure: 'lookup, beside a tenth of the lines',
      figure: `${show(median(all))} ms`,
      peer: `${show(median(few))} ms at ${tenth.lines.toLocaleString('en-US')}`,
      ratio: `${show(growth)} x`,
      aim: '<= 1.3 x',
      met: growth <= 1.3,
    },
  ];
}

async function besideRipgrep(bed: Bed, ms: number): Promise<Row> {
  const times: number[] = [];
  for (const { id, lines } of presentIds(bed.log, SEARCHES)) {
    times.push(await secondsOf(() => checkFound(id, ripgrep(bed.peers, id, bed.log.path), lines)));
  }
  bed.notes.push(noise('rg -F', times));
  const ratio = (median(times) * 1_000) / ms;
  return {
    measure: 'lookup, beside a search with ripgrep',
    figure: `${show(ms)} ms`,
    peer: `rg -F ${show(median(times) * 1_000)} ms`,
    ratio: `${show(ratio)} x`,
    aim: '>= 200 x',
    met: ratio >= 200,
  };
}

async function first(bed: Bed): Promise<Row> {
  const state = await bed.indexed(bed.log);
  const starts: number[] = [];
  const lookups: number[] = [];
  for (const known of presentIds(bed.log, STARTS, 2)) {
    const begin = performance.now();
    const server = await ServerClient.started(bed.program, state, ['--logs', bed.log.path]);
    starts.push(performance.now() - begin);
    lookups.push(await timedLookup(server, known));
    await server.stop();
  }
  return {
    measure: 'first lookup of a fresh process, beyond its start',
    figure: `${show(median(lookups))} ms`,
    peer: `start ${show(median(starts))} ms`,
    aim: '<= 10 ms',
    met: median(lookups) <= 10,
  };
}

async function serverOf(bed: Bed, log: Log): Promise<ServerClient> {
  return ServerClient.started(bed.program, await bed.indexed(log), ['--logs', log.path]);
}

/** The absent ids spread evenly between those that occur. */
function mixed(present: KnownId[], absent: KnownId[]): KnownId[] {
  const each = Math.round(present.length / absent.length);
  return absent.flatMap((one, index) => [...present.slice(index * each, (index + 1) * each), one]);
}

function checkFound(id: string, found: number, lines: number): void {
  if (found !== lines) throw new Error(`rg found ${id} in ${found} lines where ${lines} were written`);
}
