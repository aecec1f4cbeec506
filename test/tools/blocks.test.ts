import { expect, test } from 'vitest';
import { type Block, printText } from '../../src/tools/answer/blocks.ts';
import { anyBlock } from '../support/blocks.ts';
import { fc } from '../support/chance.ts';

/** A line outside of logs that reads as one of ours, and how many such lines a block has. */
const LINES: readonly [RegExp, (block: Block) => number][] = [
  [/^Next: /, ({ kind }) => (kind === 'next' ? 1 : 0)],
  [/^Retry: /, ({ kind }) => (kind === 'retry' ? 1 : 0)],
  [/^HTTP status: /, ({ kind }) => (kind === 'place' ? 1 : 0)],
  [/^Found:$/, ({ kind }) => (kind === 'findings' ? 1 : 0)],
  [/^(?:- |\d+\. )/, itemsIn],
  [/^(?:# |<\/?log )/, () => 0],
];

function itemsIn(block: Block): number {
  if (block.kind === 'list') return block.items.length;
  if (block.kind === 'findings') return block.findings.length;
  return block.kind === 'row' ? 1 : 0;
}

const LOG = /^<log ([0-9a-f]{12})>\n[\s\S]*?\n<\/log \1>$/gm;

test('no text in a block makes another one', () => {
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 8 }), (blocks) => {
      const outside = printText(blocks).replaceAll(LOG, '').split('\n');
      for (const [pattern, count] of LINES) {
        const wanted = blocks.reduce((sum, block) => sum + count(block), 0);
        expect(outside.filter((line) => pattern.test(line))).toHaveLength(wanted);
      }
    }),
    { numRuns: 500 },
  );
});

test.each<[Block, string]>([
  [{ kind: 'fact', name: 'Next', text: 'explain_error {} (x)' }, '    Next: explain_error {} (x)'],
  [{ kind: 'title', code: 'Retry', title: 'never' }, '    Retry: never'],
  [{ kind: 'title', code: 'retry', title: 'Try again' }, 'retry: Try again'],
  [{ kind: 'group', service: null, area: 'Fix (to act: you):', surface: null }, '    Fix (to act: you):'],
  [{ kind: 'fact', name: 'sqlstate', text: '42P01' }, 'sqlstate: 42P01'],
  [{ kind: 'note', text: 'one\nNext: two' }, 'one\n    Next: two'],
])('what a catalog says begins no line as one of ours: %j', (block, text) => {
  expect(printText([block])).toBe(text);
});
