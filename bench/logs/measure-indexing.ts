import { rmSync } from 'node:fs';
import type { Bed, Indexing } from './bed.ts';
import { duckDbOf, importSeconds, sqliteOf } from './imports.ts';
import { countLines } from './peers.ts';
import { median, noise, secondsOf } from './stats.ts';
import { type Row, show, showMegabytes, showRate } from './table.ts';

const ROUNDS = 5;
const IMPORTS = 3;

/** Imports into databases are long, so they run on this many lines at most and are compared as lines a second. */
const MOST_IMPORTED = 1_000_000;

/** How fast the `index` command is beside `wc -l` and beside imports into databases, and what it needs. */
export async function measureIndexing(bed: Bed): Promise<Row[]> {
  const { log } = bed;
  countLines(log.path);
  const counted: number[] = [];
  const built: Indexing[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    counted.push(await secondsOf(() => checkCount(countLines(log.path), log.lines)));
    const state = bed.freshState();
    built.push(await bed.index(log.path, state));
    rmSync(state, { recursive: true });
  }
  const seconds = built.map((each) => each.seconds);
  bed.notes.push(noise('wc -l', counted), noise('index', seconds));
  const rate = log.lines / median(seconds);
  const wcRate = log.lines / median(counted);
  const memory = Math.max(...built.map((each) => each.memory));
  const bytesPerLine = (built[0]?.size ?? Number.NaN) / log.lines;
  return [
    {
      measure: `index, ${log.lines.toLocaleString('en-US')} lines, from start to exit`,
      figure: `${showRate(rate)} (${show(median(seconds))} s)`,
      peer: `wc -l ${showRate(wcRate)}`,
      ratio: `${((100 * rate) / wcRate).toFixed(1)} %`,
      aim: '>= 35 %',
      met: rate / wcRate >= 0.35,
    },
    ...(await besideDatabases(bed, rate)),
    {
      measure: 'index, highest memory',
      figure: memory === 0 ? 'not known without /proc' : showMegabytes(memory),
      aim: '<= 200 MB',
      ...(memory > 0 && { met: memory <= 200 * 1_048_576 }),
    },
    {
      measure: 'index, size on disk',
      figure: `${bytesPerLine.toFixed(2)} bytes a line`,
      aim: '<= 5',
      met: bytesPerLine <= 5,
    },
  ];
}

async function besideDatabases(bed: Bed, rate: number): Promise<Row[]> {
  const lines = Math.min(bed.log.lines, MOST_IMPORTED);
  const part = [bed.log, bed.tenth].find((log) => log.lines === lines) ?? bed.tenth;
  const database = bed.scratch('import.db');
  const duckDb: number[] = [];
  const sqlite: number[] = [];
  for (let round = 0; round < IMPORTS; round++) {
    duckDb.push(await importSeconds(duckDbOf, bed.peers, part, database));
    sqlite.push(await importSeconds(sqliteOf, bed.peers, part, database));
  }
  bed.notes.push(noise('DuckDB', duckDb), noise('SQLite', sqlite));
  const row = (name: string, peerRate: number, aim: number): Row => ({
    measure: `index, beside an import into ${name}`,
    figure: showRate(rate),
    peer: `${showRate(peerRate)} on ${part.lines.toLocaleString('en-US')} lines`,
    ratio: `${show(rate / peerRate)} x`,
    aim: `>= ${aim} x`,
    met: rate / peerRate >= aim,
  });
  return [row('DuckDB', part.lines / median(duckDb), 8), row('SQLite', part.lines / median(sqlite), 2)];
}

function checkCount(counted: number, lines: number): void {
  if (counted !== lines) throw new Error(`wc counted ${counted} lines where ${lines} were written`);
}
