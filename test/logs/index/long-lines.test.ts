import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fc } from '../../support/chance.ts';
import { passesOf } from '../../support/passes.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { bothWays, indexOf } from './indexed.ts';

const KILOBYTE = 1_024;

async function indexedText(text: string) {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'app.log'), text);
  const indexed = await indexOf(join(folder, 'app.log'));
  await indexed.catchUp();
  return { path: join(folder, 'app.log'), indexed };
}

const id = (number: number) => `req_${number.toString().padStart(6, '0')}x`;

describe('lines and what continues them, with an index and without', () => {
  test('are the same, however long they are and wherever blocks end', async () => {
    const line = fc.record({
      id: fc.integer({ min: 0, max: 12 }),
      size: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 0, max: 400 }) },
        fc.integer({ min: 0, max: 200 * KILOBYTE }),
      ),
      trace: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 300 })),
      isJson: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), async (lines) => {
        const text = lines.map(({ id: number, size, trace, isJson }) => {
          const body = 'x'.repeat(size);
          const head = isJson
            ? JSON.stringify({ time: '2026-11-22T10:00:00Z', body, request_id: id(number) })
            : `2026-11-22T10:00:00Z ERROR ${body} request_id=${id(number)}`;
          return `${head}\n${'    at handler (/app/server.js:10:20) of a long enough frame\n'.repeat(trace)}`;
        });
        const { indexed } = await indexedText(text.join(''));
        for (let number = 0; number <= 12; number += 1) {
          const { fast, slow } = await bothWays(indexed, id(number));
          expect(fast).toEqual(slow);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('are the same where a trace goes on behind what is indexed, without a last line feed', async () => {
    const { path, indexed } = await indexedText(
      `${'x'.repeat(5_000)}\n2026-11-22T10:00:00Z ERROR ${id(1)} broke\n`,
    );
    writeFileSync(path, '    at a\n    at b\nCaused by: the disk', { flag: 'a' });
    const { fast, slow } = await bothWays(indexed, id(1));
    expect(fast).toEqual(slow);
    expect(fast.lines[0]?.rest?.['stack']).toEqual(['    at a', '    at b', 'Caused by: the disk']);
  });

  test('are read once where one line with the id in every block is 20 MB long', async () => {
    const long = `${'y'.repeat(50 * KILOBYTE)} ${id(1)} `.repeat(400);
    const { indexed } = await indexedText(`first\n${long}\n{"request_id":"${id(1)}"}\n`);
    const { fast, slow } = await bothWays(indexed, id(1));
    expect(fast).toEqual(slow);
    expect(fast.lines).toHaveLength(2);
    expect(await passesOf(() => bothWays(indexed, id(1)), 100)).toBeLessThan(100);
  });
});
