import { describe, expect, it } from 'vitest';
import { ImportError } from '../../../src/import/imported.ts';
import { growth } from '../../support/cpu.ts';
import { read } from './read.ts';

const LENGTH = 8_000;
const BOUND = 11;

/** What marks begin with and never end, and what blocks repeat. */
const SEEDS = [
  ...[
    '/*a',
    '/_a',
    '/**a',
    '(~a',
    '/~~a',
    '*a ',
    '**a',
    '[',
    '](',
    '![',
    '[a](',
    '`a',
    '``a ',
    '<a ',
    '<a b="',
  ],
  ...[
    '<!--',
    '<!-',
    '<?',
    '<![CDATA[',
    '> ',
    '>\n',
    '|a',
    '|a|\n',
    '- a\n',
    '- ',
    '1. - ',
    '&a',
    '\\',
    'a@a.',
  ],
  ...[
    'http://',
    '[a]: b\n',
    '{/*',
    ':::\n',
    '```\n',
    '    a\n',
    '# a\n',
    '<div>\n',
    '<table>',
    '</',
    '<A>\n',
    'a|b\n',
  ],
];

describe('a page four times as long', () => {
  it.each(SEEDS)('of %j costs about four times as much, or is refused in words', async (seed) => {
    const page = { 1: seed.repeat(LENGTH / seed.length), 4: seed.repeat((4 * LENGTH) / seed.length) };
    const grown = await growth((times) => {
      try {
        read(page[times]);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
      }
    }, BOUND);
    expect(grown).toBeLessThan(BOUND);
  });
});

describe('marks that never end', () => {
  it('are refused, with their line and what to do', () => {
    expect(() => read(`# Errors\n\n${'/*a'.repeat(20_000)}\n`)).toThrow(
      /^Line 3: The paragraph there holds many \*, _ or ~ .* backslash .* split the paragraph\.$/,
    );
  });

  it('are text where they are few', () => {
    const { entries } = read(`# Errors\n\n- \`is_gone\`: ${'2 /*a 3 '.repeat(100)}\n`);
    expect(entries.map(({ data }) => data.code)).toEqual(['is_gone']);
  });
});
