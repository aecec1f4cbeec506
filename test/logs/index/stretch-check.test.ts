import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOf, StretchCheck } from '../../../src/logs/index/log-index.ts';
import { fc } from '../../support/chance.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { randomNumbers } from './indexed.ts';

const random = randomNumbers(3);
const TEXT = Buffer.from(Uint8Array.from({ length: 3_000_000 }, () => random(256)));

test('is the same of a file and of its text in pieces', async () => {
  const path = join(await tempFolder(), 'app.log');
  writeFileSync(path, TEXT);
  const file = openSync(path, 'r');
  try {
    const place = fc.integer({ min: 0, max: TEXT.length });
    fc.assert(
      fc.property(
        place,
        place,
        fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1 }),
        (a, b, sizes) => {
          const [start, end] = a < b ? [a, b] : [b, a];
          const check = new StretchCheck();
          for (let at = start, piece = 0; at < end; piece += 1) {
            const to = Math.min(end, at + (sizes[piece % sizes.length] ?? 1));
            check.feed(TEXT.subarray(at, to));
            at = to;
          }
          expect(checkOf(file, { start, end })).toBe(check.digest());
        },
      ),
    );
  } finally {
    closeSync(file);
  }
});

test.each([0, 8_192, 60_000, 65_536 * 3 + 100, 2_999_999])(
  'is another where the text around byte %i is',
  (place) => {
    const check = (text: Buffer): string => {
      const fresh = new StretchCheck();
      fresh.feed(text);
      return fresh.digest();
    };
    const other = Buffer.from(TEXT);
    other.fill(0, Math.max(0, place - 8_192), Math.min(TEXT.length, place + 8_192));
    expect(check(other)).not.toBe(check(TEXT));
  },
);
