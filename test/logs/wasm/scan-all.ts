import { WASM } from '../../../src/logs/wasm/id-scan.wasm.ts';
import { CONTEXT, type Scanner, wasmScanner } from '../../../src/logs/wasm/id-scanner.ts';
import { plainScanner } from './plain-scanner.ts';

/** A scanner as the program has it, with memory of its own. */
export const newScanner = () => wasmScanner(Buffer.from(WASM, 'base64'));

/** The scanner that is built in, and the one that it is held to. */
export const SCANNERS = { wasm: newScanner(), plain: plainScanner() };

/** What a scanner found in a whole text. */
export interface Found {
  /** Each `hash@block` once, in order. */
  pairs: string[];
  /** The blocks in the order in which they were given. */
  blocks: number[];
  /** The line feeds in each block. */
  feeds: number[];
  /** The numbers of the flagged lines. */
  flagged: number[];
}

/** Scans `text`, which stands `offset` bytes into its segment, in calls of which each ends at one of the `cuts`. */
export function scanAll(scanner: Scanner, text: Buffer, offset = 0, cuts: number[] = []): Found {
  scanner.reset();
  const pairs = new Set<string>();
  const blocks: number[] = [];
  const feeds = new Map<number, number>();
  const flagged = new Set<number>();
  let from = 0;
  for (const to of new Set([...cuts, text.length])) {
    const before = Buffer.concat([Buffer.alloc(CONTEXT, 10), text.subarray(0, from)]).subarray(-CONTEXT);
    scanner.memory.set(before, 0);
    // What stands behind the text is no part of it.
    scanner.memory.set(Buffer.concat([text.subarray(from), Buffer.from('a1b2c3')]), CONTEXT);
    const found = scanner.scan(CONTEXT, to - from, offset + from);
    for (let at = 0; at < found.pairs.length; at += 2) {
      pairs.add(`${found.pairs[at]}@${found.pairs[at + 1]}`);
      blocks.push(found.pairs[at + 1] ?? -1);
    }
    for (const [index, count] of found.feeds.entries()) {
      const block = ((offset + from) >>> 16) + index;
      feeds.set(block, (feeds.get(block) ?? 0) + count);
    }
    for (const place of found.flagged ?? []) flagged.add(lineOf(text, from + place));
    from = to;
  }
  return {
    pairs: [...pairs].sort(),
    blocks,
    feeds: [...feeds].sort(([a], [b]) => a - b).map(([, count]) => count),
    flagged: [...flagged].sort((a, b) => a - b),
  };
}

/** The number of the line in which the byte at `place` stands, from 0. */
function lineOf(text: Buffer, place: number): number {
  return text.subarray(0, place).filter((byte) => byte === 10).length;
}

/** The places behind line feeds. */
export function lineEnds(text: Buffer): number[] {
  return [...text.entries()].filter(([, byte]) => byte === 10).map(([index]) => index + 1);
}
