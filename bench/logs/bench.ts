import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Bed } from './bed.ts';
import { measureBusy } from './measure-busy.ts';
import { measureFormats } from './measure-formats.ts';
import { measureFreshness } from './measure-freshness.ts';
import { measureIndexing } from './measure-indexing.ts';
import { measureLookup } from './measure-lookup.ts';
import { measureMemory } from './measure-memory.ts';
import { measureUnindexed } from './measure-unindexed.ts';
import { measureWorkspace } from './measure-workspace.ts';
import { setUpPeers } from './peers.ts';
import { type Row, show, tableOf } from './table.ts';

const USAGE = `Usage: node scripts/run.mjs bench/logs/bench.ts [--lines N] [--only PART,...] [--entry FILE]

Measures lookups in a large invented log beside ripgrep, wc, DuckDB and SQLite. Build first: npm run build`;

const PARTS: Record<string, (bed: Bed) => Promise<Row[]>> = {
  indexing: measureIndexing,
  lookup: measureLookup,
  unindexed: measureUnindexed,
  formats: measureFormats,
  memory: measureMemory,
  freshness: measureFreshness,
  busy: measureBusy,
  workspace: measureWorkspace,
};

const FEWEST_LINES = 100_000;

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '10000000' },
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
    entry: { type: 'string', default: 'dist/entry.cjs' },
  },
});
const lines = Number(values.lines);
const parts = values.only.split(',');
const unknown = parts.filter((part) => PARTS[part] === undefined);

if (!Number.isInteger(lines) || lines < FEWEST_LINES || unknown.length > 0) {
  process.stderr.write(
    `${USAGE}\n\n  --lines  at least ${FEWEST_LINES}\n  --only   some of ${Object.keys(PARTS)}\n`,
  );
  process.exitCode = 1;
} else {
  await run();
}

/** Every part that was asked for; one that fails is told of and does not stop the others. */
async function run(): Promise<void> {
  const folder = resolve('node_modules/.cache/bench-logs');
  const peers = setUpPeers(resolve(folder, 'peers'));
  process.stderr.write('writing the logs, unless they are there\n');
  const bed = new Bed(folder, lines, { entry: resolve(values.entry) }, peers);
  const rows: Row[] = [];
  const failures: string[] = [];
  process.on('exit', () => bed.clean());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  for (const part of parts) {
    process.stderr.write(`measuring ${part}\n`);
    try {
      rows.push(...((await PARTS[part]?.(bed)) ?? []));
    } catch (error) {
      failures.push(`${part} failed: ${error instanceof Error ? error.message : error}`);
    }
  }
  const size = `${lines.toLocaleString('en-US')} lines, ${show(bed.log.bytes / 1e9)} GB`;
  console.log(
    `${size}; Node.js ${process.versions.node}, ${availableParallelism()} cores\n\n${tableOf(rows)}`,
  );
  if (bed.notes.length > 0)
    console.log(`\nnoise of the machine:\n${bed.notes.map((note) => `  ${note}`).join('\n')}`);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
