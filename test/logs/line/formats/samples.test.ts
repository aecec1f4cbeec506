import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../../../src/logs/line/formats/formats.ts';
import { parseLine } from '../../../../src/logs/line/parse-line.ts';

const all = FORMATS.flatMap(({ name, samples }) => samples.map((sample) => ({ name, ...sample })));

describe('formats', () => {
  test.each(all)('$name: $line', ({ line, reads, modified }) => {
    const time = modified === undefined ? undefined : Date.parse(modified);
    const [record, ...more] = parseLine(line, { source: 'a.log:1', modified: time });
    expect(more).toEqual([]);
    expect(record?.line).toMatchObject(reads);
  });
});
