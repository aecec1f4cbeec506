import type { Block, CodeBlock } from './block.ts';
import { shapeOf } from './code-shape.ts';
import type { Draft } from './draft.ts';
import { type Finds, unplace } from './scope.ts';

const MEMBER =
  /(?<![\w-])["']?(?:code|error|error_code|errorCode)["']?\s{0,5}:\s{0,5}["']([^"'\n]{1,200})["']/g;
const WORD = /[\p{L}\p{N}_$][\p{L}\p{N}_$./:#-]*[\p{L}\p{N}_$]/gu;

/** Notes codes that stand in examples alone. */
export function noteSamples(
  samples: readonly CodeBlock[],
  blocks: readonly Block[],
  drafts: readonly Draft[],
  finds: Finds,
): void {
  const known = new Set(drafts.flatMap(({ code, aliases }) => [code, ...aliases]));
  let words: ReadonlySet<string> | null = null;
  for (const { text, line } of samples) {
    for (const { 1: code = '', index } of text.matchAll(MEMBER)) {
      const shape = shapeOf(code);
      if (known.has(code) || shape === 'none' || shape === 'number') continue;
      words ??= wordsIn(blocks);
      if (words.has(code)) continue;
      known.add(code);
      const at = line + (text.slice(0, index).match(/\n/g)?.length ?? 0);
      unplace(
        finds,
        at,
        code,
        'The code stands in an example alone; nothing on the page says what it means.',
      );
    }
  }
}

/** The words of a page outside of its examples. */
function wordsIn(blocks: readonly Block[]): ReadonlySet<string> {
  const words = new Set<string>();
  const read = (text: string) => {
    for (const word of text.match(WORD) ?? []) words.add(word);
  };
  const visit = (block: Block): void => {
    if ('rich' in block) read(block.rich.text);
    if (block.kind === 'component') block.blocks.forEach(visit);
    if (block.kind === 'list')
      for (const item of block.items) {
        read(item.rich.text);
        item.blocks.forEach(visit);
      }
    if (block.kind === 'table')
      for (const { cells } of [{ cells: block.header }, ...block.rows])
        for (const { text } of cells) read(text);
  };
  blocks.forEach(visit);
  return words;
}
