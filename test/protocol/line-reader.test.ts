import { describe, expect, it } from 'vitest';
import { type InputLine, LineReader } from '../../src/protocol/stdio.ts';
import { fc } from '../support/chance.ts';

function readAll(chunks: readonly Buffer[], limit: number): InputLine[] {
  const reader = new LineReader(limit);
  return [...chunks.flatMap((chunk) => [...reader.push(chunk)]), ...reader.end()];
}

describe('the line reader', () => {
  it('gives the lines of a stream however it is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 30 })),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (lines, sizes) => {
          const clean = lines.map((line) => line.replaceAll('\n', ' ').trim());
          const bytes = Buffer.from(clean.join('\n'));
          const chunks: Buffer[] = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % Math.max(1, sizes.length)] ?? 7;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(readAll(chunks, 1_000)).toEqual(
            clean.filter((line) => line !== '').map((text) => ({ text })),
          );
        },
      ),
    );
  });

  it('keeps the head and tail of a line over the limit and goes on behind it', () => {
    const long = `HEAD${'x'.repeat(50_000)}TAIL`;
    const chunks = Buffer.from(`before\n${long}\nafter`);
    const pieces = Array.from({ length: Math.ceil(chunks.length / 999) }, (_, i) =>
      chunks.subarray(i * 999, i * 999 + 999),
    );
    const [before, cut, after] = readAll(pieces, 10_000);
    expect(before).toEqual({ text: 'before' });
    expect(cut).toMatchObject({
      head: expect.stringMatching(/^HEADx+$/),
      tail: expect.stringMatching(/^x+TAIL$/),
      bytes: long.length,
    });
    expect(after).toEqual({ text: 'after' });
  });
});
