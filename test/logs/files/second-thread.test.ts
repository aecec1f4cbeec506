import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  ftruncateSync,
  openSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { preloading } from '../../support/preload.ts';
import { ENTRY, freshFolder } from '../../support/server.ts';

/**
 * The built program over a file so large that a second thread goes over it from its end. Nearly all of the file is a hole,
 * which takes no room on a disk and is read in a moment.
 */

const MB = 1024 * 1024;
/** More than what a second thread is started for, behind what is read before that. */
const SIZE = 300 * MB;
/** Where the blocks of the second thread begin, and how long each is. */
const [BLOCKS_AT, BLOCK] = [16 * MB, 4 * MB];
const ID = 'req_7c1e55aa90d2';
const TEXT = `\n${JSON.stringify({ time: '2026-03-04T10:11:12Z', request_id: ID, msg: 'read' })}\n`;

const borderOf = (block: number): number => BLOCKS_AT + block * BLOCK;

/** Where the text stands that names the request: in both halves, before and behind a border, across one, at both ends. */
const PLACES = [
  0,
  borderOf(0) - TEXT.length,
  borderOf(0),
  borderOf(3) - 20,
  borderOf(9) - TEXT.length + 1,
  borderOf(20) - TEXT.length,
  borderOf(20),
  borderOf(40) - 1,
  borderOf(60) - 50,
  borderOf(66) + 1_000,
  SIZE - TEXT.length,
];

/** A log with a line feed every 512 KB at least; gives its path, and the places of all its line feeds. */
function largeLog(): { path: string; feeds: number[] } {
  const path = join(freshFolder(), 'api.log');
  const file = openSync(path, 'w');
  ftruncateSync(file, SIZE);
  const feeds: number[] = [];
  for (let place = MB / 4; place < SIZE; place += MB / 2) {
    writeSync(file, '\n', place);
    feeds.push(place);
  }
  for (const place of PLACES) {
    writeSync(file, TEXT, place);
    feeds.push(place, place + TEXT.length - 1);
  }
  closeSync(file);
  return { path, feeds };
}

/** The numbers of the lines that name the request in the first `size` bytes. */
function expectedIn(size: number, feeds: readonly number[]): number[] {
  const whole = PLACES.filter((place) => place + TEXT.length <= size);
  return whole.map((place) => 1 + feeds.filter((feed) => feed <= place).length);
}

/** What the second thread does, in turn, besides its work; the search waits for it until `go`. */
type Step = 'work' | 'go' | { run: string };

/** The numbers of the lines that are found, and how many were searched. */
function lookUp(path: string, steps: readonly Step[]): { found: number[]; lines: number } {
  const folder = freshFolder();
  const dist = join(folder, 'dist');
  const gone = join(folder, 'gone');
  cpSync(dirname(ENTRY), dist, { recursive: true, filter: (each) => !each.includes('.cache') });
  renameSync(join(dist, 'search-worker.cjs'), join(dist, 'own-worker.cjs'));
  const codeOf = (step: Step) => {
    if (step === 'work') return "require('./own-worker.cjs');";
    return step === 'go' ? `fs.writeFileSync(${JSON.stringify(gone)}, '');` : step.run;
  };
  const code = ["const fs = require('node:fs');", ...steps.map(codeOf)];
  writeFileSync(join(dist, 'search-worker.cjs'), code.join('\n'));
  const preload = join(folder, 'preload.cjs');
  writeFileSync(
    preload,
    `const threads = require('node:worker_threads');
    const { existsSync } = require('node:fs');
    // No read is slow then: of a slow file a second thread does not read.
    performance.now = () => 0;
    const wait = new Int32Array(new SharedArrayBuffer(4));
    threads.Worker = class extends threads.Worker {
      constructor(...args) {
        super(...args);
        while (!existsSync(${JSON.stringify(gone)})) Atomics.wait(wait, 0, 0, 5);
      }
    };`,
  );
  const args = ['--require', preload, join(dist, 'entry.cjs'), 'lookup', ID, '--json', '--logs', path];
  // Without a folder for its state, it keeps no index.
  const env = { PATH: process.env['PATH'] ?? '', ...preloading() };
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 60_000 });
  expect(stderr).toBe('');
  const { lines, searched } = JSON.parse(stdout) as {
    lines: { source: string }[];
    searched: { lines: number };
  };
  expect(existsSync(gone)).toBe(true);
  return { found: lines.map(({ source }) => Number(source.split(':').at(-1))), lines: searched.lines };
}

describe.skipIf(availableParallelism() < 2)('a lookup in a file that two threads go over', () => {
  test.each<[when: string, steps: Step[]]>([
    ['while the other still works', ['go', 'work']],
    ['once the other has gone over all of it', ['work', 'go']],
  ])('finds every line, numbered as in the file, %s', (_, steps) => {
    const { path, feeds } = largeLog();
    expect(lookUp(path, steps)).toEqual({ found: expectedIn(SIZE, feeds), lines: feeds.length });
  });

  test('finds what stood there when it began, while the file grows', () => {
    const { path, feeds } = largeLog();
    const run = `fs.appendFileSync(${JSON.stringify(path)}, ${JSON.stringify(TEXT)});`;
    expect(lookUp(path, [{ run }, 'work', 'go'])).toEqual({
      found: expectedIn(SIZE, feeds),
      lines: feeds.length,
    });
    expect(statSync(path).size).toBe(SIZE + TEXT.length);
  });

  const cut = { run: 'CUT' };
  test.each<[when: string, steps: Step[]]>([
    ['before the other works', [cut, 'work', 'go']],
    ['while both work', [cut, 'go', 'work']],
    ['behind the back of the other', ['work', cut, 'go']],
  ])('finds what is left where the file is cut %s', (_, steps) => {
    const { path, feeds } = largeLog();
    const size = borderOf(30);
    const run = `fs.truncateSync(${JSON.stringify(path)}, ${size});`;
    const found = lookUp(
      path,
      steps.map((step) => (step === cut ? { run } : step)),
    );
    const lines = feeds.filter((feed) => feed < size).length + 1;
    expect(found).toEqual({ found: expectedIn(size, feeds), lines });
  });
});
