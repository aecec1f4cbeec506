import { closeSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type LineHit, lineSearch } from '../../../src/logs/files/line-search.ts';
import { type OpenFile, openFile } from '../../../src/logs/files/open-file.ts';
import { sieveBackwards, sieveJob, sieveOf } from '../../../src/logs/files/sieve.ts';
import { feedFrom } from '../../../src/logs/scan.ts';
import { loadByteScanner } from '../../../src/logs/wasm/byte-scanner.ts';
import { fc } from '../../support/chance.ts';
import { plainHit } from './plain-hit.ts';
import { tempFolder } from './temp-folder.ts';

const MB = 1024 * 1024;
const LINE = Buffer.from(`${JSON.stringify({ id: 'req_2', filler: 'x'.repeat(77) })}\n`);

/** A log in which the id stands at these places. */
function logWith(size: number, places: readonly number[]): Buffer {
  const text = Buffer.alloc(size, LINE);
  for (const place of places) text.write(' req_1 ', place);
  return text;
}

async function opened(text: Buffer) {
  const path = join(await tempFolder(), 'a.log');
  writeFileSync(path, text);
  const file = openFile(path);
  onTestFinished(() => closeSync(file.fd));
  return { file, path };
}

function collecting() {
  const hits: LineHit[] = [];
  return { hits, search: lineSearch('req_1', (hit) => hits.push(hit)) };
}

/** What is found in the text at once, in the plain way. */
function expected(text: Buffer) {
  const hits: LineHit[] = [];
  const search = lineSearch('req_1', (hit) => hits.push(hit), { scannerFor: () => null });
  search.feed(text);
  search.end();
  return { hits: hits.map(plainHit), lines: search.lines(), edges: search.edges() };
}

async function fed(text: Buffer, start = 0, onRead = () => {}) {
  const { file: opening } = await opened(text);
  const file: OpenFile = {
    fd: opening.fd,
    read(...asked) {
      onRead();
      return opening.read(...asked);
    },
  };
  const { hits, search } = collecting();
  let bytes = 0;
  const options = { signal: undefined, onBytes: (count: number) => (bytes += count) };
  expect(await feedFrom(file, start, text.length, search, options)).toBe(true);
  search.end();
  expect(bytes).toBe(text.length - start);
  return { hits: hits.map(plainHit), lines: search.lines(), edges: search.edges() };
}

/** What is found with the help of a second thread that has looked at so many blocks of 4 KB. */
async function fedBySieve(text: Buffer, looked: number) {
  const { file } = await opened(text);
  const hits: LineHit[] = [];
  const search = lineSearch('req_1', (hit) => hits.push(hit), {
    lookBehind: (place, size) => text.subarray(Math.max(0, place - size), place),
  });
  let [bytes, fedBytes] = [0, 0];
  const feed = (chunk: Buffer) => {
    fedBytes += chunk.length;
    search.feed(chunk);
  };
  const begin = (fd: number, start: number, size: number, needles: readonly Uint8Array[]) => {
    const job = sieveJob(fd, start, size, needles, 4_096);
    const blocks = job.table.length / 3;
    // The search has taken those in front of these.
    for (let block = 0; block < blocks - 1 - looked; block += 1) job.table[block * 3] = 1;
    const scanner = loadByteScanner();
    if (scanner) sieveBackwards(job, scanner);
    return sieveOf(job, async () => {});
  };
  const options = { signal: undefined, onBytes: (count: number) => (bytes += count) };
  expect(await feedFrom(file, 0, text.length, { ...search, feed }, options, begin, 50_000)).toBe(true);
  search.end();
  expect(bytes).toBe(text.length);
  return { found: { hits: hits.map(plainHit), lines: search.lines() }, fedBytes };
}

describe('feedFrom with a second thread', () => {
  const SIZE = 700_000;

  test('passes over what holds no needle', async () => {
    const text = logWith(SIZE, [600_000]);
    const { found, fedBytes } = await fedBySieve(text, 1_000);
    const { hits, lines } = expected(text);
    expect(found).toEqual({ hits, lines });
    expect(fedBytes).toBeLessThan(100_000);
  });

  test('finds the same wherever hits stand, and however much the other has looked at', async () => {
    const lines = fc.constantFrom(
      '{"id":"req_1"}',
      'Error: req_1 failed',
      '    at one (a.js:1:2)',
      '',
      `${'x'.repeat(5_000)}`,
      `${'y'.repeat(3_000)} req_1 ${'y'.repeat(3_000)}`,
    );
    // Places near the borders of blocks, which begin at 50,000.
    const places = fc
      .tuple(fc.nat(150), fc.integer({ min: -16, max: 3 }))
      .map(([block, by]) => 50_000 + block * 4_096 + by);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(places, lines), { maxLength: 8 }),
        fc.nat(170),
        fc.boolean(),
        async (put, looked, isEnded) => {
          const text = logWith(SIZE, []);
          for (const [place, line] of put) text.write(`\n${line}\n`, place);
          const all = isEnded ? text : text.subarray(0, SIZE - 7);
          const { found } = await fedBySieve(all, looked);
          const { hits, lines: count } = expected(all);
          expect(found).toEqual({ hits, lines: count });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('feedFrom', () => {
  const borders = [MB, 2 * MB, 256 * 1024, 3 * MB].flatMap((border, turn) => [
    border - 3 - turn,
    border + 500,
  ]);

  test.each([1_000, 300_000, MB + 1, 3 * MB + 77])('feeds all of %i bytes', async (size) => {
    const text = logWith(size, [0, ...borders.filter((place) => place < size - 10), size - 7]);
    expect(await fed(text)).toEqual(expected(text));
    expect(await fed(text, 500)).toEqual(expected(text.subarray(500)));
  });

  test('reads a slow file without keeping others waiting, and feeds all of it', async () => {
    const text = logWith(40 * MB, [0, ...borders, 17 * MB - 3, 34 * MB - 3, 40 * MB - 7]);
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 5));
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    let reads = 0;
    expect(await fed(text, 0, () => (reads += 1))).toEqual(expected(text));
    // All but the 1 MB at the beginning, and now and then another to see whether it is still slow.
    expect(reads).toBe((16 + 16 + 5) * 4);
  });

  test('two files at once do not mix', async () => {
    const texts = [logWith(6 * MB, borders), logWith(5 * MB + 9, [7, 4 * MB])];
    expect(await Promise.all(texts.map((text) => fed(text)))).toEqual(texts.map(expected));
  });

  test('gives other calls their turn, and stops at the signal', async () => {
    const { file } = await opened(logWith(30 * MB, []));
    const stop = new AbortController();
    const reason = new Error('enough');
    let bytes = 0;
    const onBytes = (count: number) => {
      bytes += count;
      const until = performance.now() + 2;
      while (performance.now() < until);
      if (bytes === MB) setImmediate(() => stop.abort(reason));
    };
    await expect(feedFrom(file, 0, 30 * MB, { feed() {} }, { signal: stop.signal, onBytes })).rejects.toBe(
      reason,
    );
    expect(bytes).toBeLessThan(4 * MB);
  });

  test('tells that the file was cut meanwhile', async () => {
    const { file, path } = await opened(logWith(3 * MB, []));
    truncateSync(path, 2 * MB - 5);
    const { search } = collecting();
    const options = { signal: undefined, onBytes: () => {} };
    expect(await feedFrom(file, 0, 3 * MB, search, options)).toBe(false);
  });
});
