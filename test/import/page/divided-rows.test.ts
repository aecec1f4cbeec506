import { describe, expect, it } from 'vitest';
import { entriesOf, read } from './read.ts';

describe('a table with a line of dashes between its rows', () => {
  it('gives what its columns are headed with, and no line moves', () => {
    const page = [
      '# Errors',
      '',
      'Code [width="20"] | Description | Next steps',
      '---',
      '`is_gone` | It is gone. | Make it.',
      '---',
      'is_late | It is late. |',
      '- Wait.',
      '- Come again.',
      '---',
      'is_shut | It is shut. | Knock.',
      '---',
      '',
      'More of it.',
    ].join('\n');
    expect(entriesOf(page)).toEqual([
      { code: 'is_gone', meaning: 'It is gone.', fix: ['Make it.'] },
      { code: 'is_late', meaning: 'It is late.', fix: ['Wait.', 'Come again.'] },
      { code: 'is_shut', meaning: 'It is shut.', fix: ['Knock.'] },
    ]);
    expect(read(page).entries.map(({ line }) => line)).toEqual([5, 7, 11]);
  });
});

describe('a list of labels that was moved in below a heading', () => {
  it('tells of the code of the heading, though code stands so far in as well', () => {
    const page =
      '# Errors\n\n### is_gone\n\n        - **Description**: It is gone.\n        - **Next steps**: Make it.\n';
    expect(entriesOf(page)).toEqual([{ code: 'is_gone', meaning: 'It is gone.', fix: ['Make it.'] }]);
  });
});
