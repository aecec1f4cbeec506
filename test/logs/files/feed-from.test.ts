import { closeSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type LineHit, lineSearch } from '../../../src/logs/files/line-search.ts';
import { type OpenFile, openFile } from '../../../src/logs/files/open-file.ts';
import { feedFrom } from '../../../src/logs/scan.ts';
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
