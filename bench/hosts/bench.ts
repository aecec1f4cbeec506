import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { noise } from '../logs/stats.ts';
import { tableOf } from '../logs/table.ts';
import { aimRows } from './aims.ts';
import type { Figures, Findings } from './figures.ts';
import { measureCalls, measurePipelined, PIPELINED } from './measure-calls.ts';
import { BARE_NODE, type Life, measureLives } from './measure-life.ts';
import { loadsBeforeGreeting } from './measure-loads.ts';
import { type InstalledSize, installedSize, packedSize } from './measure-size.ts';
import { measureToolTokens } from './measure-tokens.ts';
import { installPeers } from './peers.ts';
import { serverTable } from './server-table.ts';
import { ECHO, type HostedServer, LONG_ECHO, ours, oursWithLogs, peersIn } from './servers.ts';

const USAGE = `Usage: node scripts/run.mjs bench/hosts/bench.ts [--rounds N] [--entry FILE]

Measures what a host notices of this server beside others: its start, memory, calls, size and end. Build first:
npm run build`;

const FEWEST_ROUNDS = 3;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    entry: { type: 'string', default: 'dist/entry.cjs' },
  },
});
const rounds = Number(values.rounds);

if (!Number.isInteger(rounds) || rounds < FEWEST_ROUNDS) {
  process.stderr.write(`${USAGE}\n\n  --rounds  at least ${FEWEST_ROUNDS}\n`);
  process.exitCode = 1;
} else {
  const findings = await measure(resolve(values.entry), rounds);
  console.log(
    `${rounds} rounds in turn; Node.js ${process.versions.node}, ${availableParallelism()} cores\n`,
  );
  console.table(serverTable(findings));
  console.log(notes(findings));
  console.log(`\n${tableOf(aimRows(findings))}`);
}

async function measure(entry: string, rounds: number): Promise<Findings> {
  const peersFolder = resolve('bench/hosts/peers');
  installPeers(peersFolder);
  const own = ours(entry);
  const withLogs = oursWithLogs(entry, resolve('samples/logs'));
  const peers = peersIn(resolve(peersFolder, 'node_modules'));
  const servers = [own, withLogs, ECHO, ...peers];

  process.stderr.write('measuring starts and ends\n');
  const lives = await measureLives(servers, rounds);
  process.stderr.write('measuring calls\n');
  const calls = await measureCalls([...servers, LONG_ECHO], rounds);
  process.stderr.write('measuring pipelined calls\n');
  const pipelined = await measurePipelined([own, ECHO, LONG_ECHO], rounds);

  const callsOf = ({ name }: HostedServer) => {
    return { name, calls: calls.get(name) ?? [], pipelined: pipelined.get(name) ?? [] };
  };
  const figuresOf = async (server: HostedServer, size: InstalledSize): Promise<Figures> => ({
    ...callsOf(server),
    lives: lives.get(server.name) ?? [],
    size,
    tokens: await measureToolTokens(server),
  });
  const packed = packedSize(dirname(dirname(entry)));
  return {
    bare: lives.get(BARE_NODE.name) ?? [],
    ours: await figuresOf(own, packed),
    withLogs: await figuresOf(withLogs, packed),
    echo: await figuresOf(ECHO, installedSize('@modelcontextprotocol/sdk', resolve('.'))),
    longEcho: callsOf(LONG_ECHO),
    peers: await Promise.all(
      peers.map((peer) => figuresOf(peer, installedSize(peer.packageName, peersFolder))),
    ),
    loads: await loadsBeforeGreeting(entry),
  };
}

function notes({ bare, ours, loads }: Findings): string {
  const starts = (name: string, lives: readonly Life[]) =>
    noise(
      name,
      lives.map(({ startMs }) => startMs),
    );
  return [
    'start: from spawning the process until the reply to initialize is read; of node -e 0 its whole life',
    'x node, beyond node: beside node -e 0; ours / its: our part beyond bare Node.js beside that of the server',
    'memory: resident, settled after the greeting; installed: of the SDK echo, what it imports',
    `calls/s: ${PIPELINED.toLocaleString('en-US')} calls that are written at once, once it is warm`,
    'gone: from closing stdin until the process is gone; with --logs just after a first lookup',
    "Each server was started and ended once before: of ours this fills V8's code cache (dist/.cache).",
    `Loaded before our greeting: ${loads.files.join(', ')}`,
    `Noise of the machine, at the start: ${starts(BARE_NODE.name, bare)}; ${starts(ours.name, ours.lives)}`,
  ].join('\n');
}
