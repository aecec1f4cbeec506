import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { buildIndex, timedLookup } from './bed.ts';
import { absentIds, DAYS, type KnownId, type Log, presentIds, writeLines } from './generator.ts';
import { duckDbOf, type Imported, sqliteOf } from './imports.ts';
import { type Peers, ripgrepIn, setUpPeers } from './peers.ts';
import { type Program, ServerClient } from './server-client.ts';
import { median, secondsOf } from './stats.ts';
import { aligned, show } from './table.ts';

const USAGE = `Usage: node scripts/run.mjs bench/logs/scale.ts [--sizes N,...] [--peers NAME,...] [--entry FILE]

How the costs grow with the logs, beside ripgrep, DuckDB and SQLite. Build first: npm run build
100,000,000 lines take an hour, and 45 GB of disk while they are measured.

  --sizes  numbers of lines, ascending, each a multiple of 500,000 and at least 1,000,000 (1000000,10000000)
  --peers  some of ripgrep,duckdb,sqlite (all)
`;

/** Lines in each file: logs are rotated by size, so more lines are more files. */
const LINES_EACH = 500_000;
const LOOKUPS = 30;
const WARMING = 50;
const SEARCHES = 9;
const PEER_LOOKUPS = 9;
/** One search of all the text is long. */
const RIPGREPS = 3;

/** Rotated logs of one size: the older half of the files is compressed. */
interface Rotated {
  folder: string;
  compressed: Log[];
  plain: Log[];
}

/** What was measured, in the unit that the name gives; NaN where nothing could be. */
type Figures = Map<string, number>;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000000,10000000' },
    peers: { type: 'string', default: 'ripgrep,duckdb,sqlite' },
    entry: { type: 'string', default: 'dist/entry.cjs' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const beside = values.peers.split(',').filter((name) => name !== '');
const isRightSize = (size: number, index: number): boolean =>
  size % LINES_EACH === 0 && size >= 2 * LINES_EACH && size > (sizes[index - 1] ?? 0);

if (!sizes.every(isRightSize) || !beside.every((name) => ['ripgrep', 'duckdb', 'sqlite'].includes(name))) {
  process.stderr.write(USAGE);
  process.exitCode = 1;
} else {
  await run();
}

async function run(): Promise<void> {
  const cache = resolve('node_modules/.cache/bench-logs');
  const peers = setUpPeers(join(cache, 'peers'));
  const folder = mkdtempSync(join(cache, 'scale-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  const all: Figures[] = [];
  const load = [loadavg()[0]];
  for (const lines of sizes) {
    const own = join(folder, String(lines));
    process.stderr.write(`writing ${lines.toLocaleString('en-US')} lines\n`);
    const logs = await writeRotated(join(own, 'logs'), lines);
    all.push(await measure(logs, lines, own, peers));
    rmSync(own, { recursive: true, force: true });
    load.push(loadavg()[0]);
  }
  const loads = load.map((each) => each?.toFixed(1)).join(', ');
  const machine = `Node.js ${process.versions.node}, ${availableParallelism()} cores`;
  console.log(`${machine}, load before the first size and after each: ${loads}\n\n${tableOf(all)}`);
}

/** Writes logs whose times follow on each other, and compresses the older ones as they come. */
async function writeRotated(folder: string, lines: number): Promise<Rotated> {
  mkdirSync(folder, { recursive: true });
  const count = lines / LINES_EACH;
  const gap = (DAYS * 86_400_000) / lines;
  const begin = Date.now() - DAYS * 86_400_000;
  const rotated: Rotated = { folder, compressed: [], plain: [] };
  for (let index = 0; index < count; index++) {
    const path = join(folder, `api-${String(index).padStart(4, '0')}.ndjson`);
    const seed = 10 + index * 10;
    const isOld = index < Math.floor(count / 2);
    const made = writeLines(path, LINES_EACH, seed, begin + index * LINES_EACH * gap, gap);
    const log = { path, seed, lines: LINES_EACH, ...made };
    if (isOld) {
      await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(`${path}.gz`));
      rmSync(path);
    }
    const kept = isOld ? { ...log, path: `${path}.gz` } : log;
    // As rotation leaves it.
    const written = new Date(begin + (index + 1) * LINES_EACH * gap);
    utimesSync(kept.path, written, written);
    (isOld ? rotated.compressed : rotated.plain).push(kept);
  }
  return rotated;
}

async function measure(logs: Rotated, lines: number, folder: string, peers: Peers): Promise<Figures> {
  const figures: Figures = new Map();
  process.stderr.write('measuring the program\n');
  await measureProgram(logs, lines, join(folder, 'state'), figures);
  const paths = [...logs.compressed, ...logs.plain].map(({ path }) => path);
  const asked = idsOf(logs.plain, PEER_LOOKUPS);
  if (beside.includes('ripgrep')) {
    process.stderr.write('measuring ripgrep\n');
    const times: number[] = [];
    for (const { id, lines: expected } of asked.slice(0, RIPGREPS))
      times.push(
        await secondsOf(() => check('rg', ripgrepIn(peers, ['-z', '-F', id], logs.folder), expected)),
      );
    figures.set('rg -z -F, an id, ms', 1_000 * median(times));
    const search = await secondsOf(() => ripgrepIn(peers, ['-z', '-c', '"status":5[0-9][0-9]'], logs.folder));
    figures.set('rg -z, all of status 5xx, ms', 1_000 * search);
  }
  for (const [name, label, importing] of [
    ['duckdb', 'DuckDB', duckDbOf],
    ['sqlite', 'SQLite', sqliteOf],
  ] as const) {
    if (!beside.includes(name)) continue;
    process.stderr.write(`measuring ${label}\n`);
    try {
      const imported = await importing(peers, paths, join(folder, `${name}.db`));
      check(label, imported.rows, lines);
      await measureDatabase(label, imported, lines, asked, figures);
      imported.close();
    } catch (error) {
      // A database that cannot take so much is a figure too.
      process.stderr.write(`${label}: ${error instanceof Error ? error.message : error}\n`);
      figures.set(`${label}: import, s`, Number.NaN);
    }
  }
  return figures;
}

async function measureProgram(logs: Rotated, lines: number, state: string, figures: Figures): Promise<void> {
  mkdirSync(state, { recursive: true });
  const program: Program = { entry: resolve(values.entry) };
  const built = await buildIndex(program, logs.folder, state);
  figures.set('index: built, s', built.seconds);
  figures.set('index: M lines a second', lines / built.seconds / 1e6);
  figures.set('index: bytes a line', built.size / lines);
  figures.set('index: highest memory, MB', built.memory / 1_048_576);
  const server = await ServerClient.started(program, state, ['--logs', logs.folder]);
  const timesOf = async (ids: readonly KnownId[]): Promise<number> => {
    const times: number[] = [];
    for (const known of ids) times.push(await timedLookup(server, known));
    return median(times);
  };
  await timesOf(idsOf(logs.plain, WARMING, 1));
  figures.set('lookup in a plain file, ms', await timesOf(idsOf(logs.plain, LOOKUPS)));
  figures.set('lookup in a compressed file, ms', await timesOf(idsOf(logs.compressed, PEER_LOOKUPS)));
  figures.set(
    'lookup of an absent id, ms',
    await timesOf(logs.plain.slice(-1).flatMap((log) => absentIds(log, LOOKUPS))),
  );
  const searches: number[] = [];
  for (let search = 0; search < SEARCHES; search++) {
    searches.push(
      await secondsOf(async () => {
        const { isError, content } = await server.call('lookup_request', { status: '5xx' });
        if (isError === true) throw new Error(`A search failed: ${content[0]?.text}`);
      }),
    );
  }
  figures.set('the newest of status 5xx, ms', 1_000 * median(searches));
  figures.set('memory of the server then, MB', server.memory() / 1_048_576);
  await server.stop();
}

async function measureDatabase(
  label: string,
  { seconds, bytes, find, newestFailures }: Imported,
  lines: number,
  asked: readonly KnownId[],
  figures: Figures,
): Promise<void> {
  figures.set(`${label}: import, s`, seconds);
  figures.set(`${label}: bytes a line`, bytes / lines);
  const times: number[] = [];
  for (const { id, lines: expected } of asked)
    times.push(await secondsOf(async () => check(label, await find(id), expected)));
  figures.set(`${label}: an id, ms`, 1_000 * median(times));
  if (newestFailures === null) return;
  const searches: number[] = [];
  for (let search = 0; search < RIPGREPS; search++) searches.push(await secondsOf(newestFailures));
  figures.set(`${label}: the newest of status 5xx, ms`, 1_000 * median(searches));
}

/** Ids of requests, spread over the logs. */
function idsOf(logs: readonly Log[], count: number, salt = 0): KnownId[] {
  const each = Math.ceil(count / logs.length);
  const step = Math.max(1, Math.floor(logs.length / count));
  const all = logs
    .filter((_, index) => index % step === 0)
    .flatMap((log) =>
      presentIds(log, each * 2, salt)
        .filter(({ id }) => id.startsWith('req_'))
        .slice(0, each),
    );
  return all.slice(0, count);
}

function check(name: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${name} found ${found} where ${expected} were written`);
}

/** The figures by size, and by how much each grows for ten times the lines. */
function tableOf(all: readonly Figures[]): string {
  const names = [...new Set(all.flatMap((figures) => [...figures.keys()]))];
  const heads = sizes.flatMap((size, index) => [
    ...(index > 0 ? ['ten times'] : []),
    `${show(size / 1e6)} M`,
  ]);
  const cells = names.map((name) => [
    name,
    ...sizes.flatMap((size, index) => {
      const value = all[index]?.get(name) ?? Number.NaN;
      if (index === 0) return [show(value)];
      const tenfold = Math.log10(size / (sizes[index - 1] ?? 1));
      const growth = (value / (all[index - 1]?.get(name) ?? Number.NaN)) ** (1 / tenfold);
      return [Number.isNaN(growth) ? '' : `x ${growth.toPrecision(2)}`, show(value)];
    }),
  ]);
  return aligned(['', ...heads], cells, 'padStart');
}
