import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readAll } from '../../src/cli/command.ts';

test('all of a stream is read, whatever its chunks are', async () => {
  const euro = Buffer.from('€');
  expect(await readAll(Readable.from([euro.subarray(0, 1), euro.subarray(1), Buffer.from('!')]))).toBe('€!');
  expect(await readAll(Readable.from([]))).toBe('');
});

test('a stream without end is left in time', async () => {
  const chunk = Buffer.alloc(16 * 1_048_576, 'x');
  const endless = Readable.from(
    (function* () {
      for (;;) yield chunk;
    })(),
  );
  expect((await readAll(endless)).length).toBe(5 * chunk.length);
});
