import { describe, expect, it } from 'vitest';
import { codesOf, entriesOf, read } from './read.ts';

const rows = (from: number) =>
  Array.from(
    { length: 12 },
    (_, at) => `${from + at}A00    E    ERR_IS_${from + at}    is gone ${from + at}`,
  );

describe('a text of columns', () => {
  const text = [
    '# Made by hand.',
    '',
    'Section: Class 1',
    '',
    ...rows(11),
    '',
    'Section: Class 5',
    ...rows(51),
  ].join('\n');

  it('is a table whose sections are areas', () => {
    const entries = entriesOf(text);
    expect(entries).toHaveLength(24);
    expect(entries[12]).toMatchObject({ code: '51A00', aliases: ['ERR_IS_51'], area: 'Class 5' });
    expect(JSON.stringify(entries[12])).toContain('is gone 51');
    expect(read(text).entries[0]?.line).toBe(5);
  });

  it('is none where most lines are prose', () => {
    const prose = Array.from({ length: 30 }, (_, at) => `This is line ${at} of a story.`);
    expect(codesOf([...prose, ...rows(11)].join('\n')).length).toBeLessThan(24);
  });
});
