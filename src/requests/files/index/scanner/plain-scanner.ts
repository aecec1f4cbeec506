/** The scanner in plain JavaScript: where WebAssembly is missing, and what the other one is held to. */

import { DIGIT, isLetter, isWord, KINDS, LINE_FEED, MARK, WORD } from './byte-kinds.ts';
import { MIN_TOKEN } from './id-rule.ts';
import { isErrorWord, isEscapedStatus, isFailingStatus } from './plain-flags.ts';
import { emitTokens } from './plain-tokens.ts';
import { BLOCK_BITS, CONTEXT, HASH_BITS, MAX_TEXT, type Scanned, type Scanner } from './scanner.ts';
import { tokenHash } from './token-hash.ts';

const MAX_FLAGS = 65_536;
const SEEN_SLOTS = 2048;

/** A scanner that needs nothing but JavaScript. */
export function plainScanner(): Scanner {
  const memory = new Uint8Array(CONTEXT + MAX_TEXT);
  /** The last pair of each of these slots, so that few are given twice. */
  const seen = new Float64Array(SEEN_SLOTS);

  const scan = (from: number, length: number, offset: number): Scanned => {
    const end = from + length;
    if (from < CONTEXT || end > memory.length) throw new RangeError('The text is not within the memory.');
    const pairs: number[] = [];
    const flagged: number[] = [];
    const feeds = new Uint32Array(blockOf(offset + Math.max(length, 1) - 1) - blockOf(offset) + 1);

    const emit = (start: number, tokenEnd: number) => {
      const hash = tokenHash(memory, start, tokenEnd - start);
      const block = blockOf(offset + start - from);
      const slot = hash & (SEEN_SLOTS - 1);
      const mark = (block + 1) * 2 ** HASH_BITS + hash;
      if (seen[slot] === mark) return;
      seen[slot] = mark;
      pairs.push(hash, block);
    };

    const countFeed = (at: number) => {
      const index = blockOf(offset + at - from) - blockOf(offset);
      feeds[index] = (feeds[index] ?? 0) + 1;
    };

    const scanRun = (start: number): number => {
      let kinds = 0;
      let at = start;
      for (; at < end; at += 1) {
        const kind = KINDS[memory[at] ?? 0] ?? 0;
        if ((kind & WORD) === 0) break;
        kinds |= kind;
        if ((kind & MARK) !== 0 && isErrorWord(memory, at, end)) flagged.push(at - from);
      }
      if ((kinds & DIGIT) !== 0) {
        const isStatus =
          isFailingStatus(memory, start, end) ||
          (isLetter(memory[at - 4]) && isFailingStatus(memory, at - 3, end)) ||
          isEscapedStatus(memory, start, at);
        if (isStatus) flagged.push(start - from);
        if (at - start >= MIN_TOKEN) emitTokens(memory, start, at, emit);
      }
      return at;
    };

    for (let at = from; at < end; ) {
      if (isWord(memory[at])) {
        at = scanRun(at);
      } else {
        if (memory[at] === LINE_FEED) countFeed(at);
        at += 1;
      }
    }
    return {
      pairs: Uint32Array.from(pairs),
      feeds,
      flagged: flagged.length > MAX_FLAGS ? null : Uint32Array.from(flagged),
    };
  };

  return {
    memory,
    reset: () => {
      seen.fill(0);
    },
    scan,
  };
}

function blockOf(place: number): number {
  return place >>> BLOCK_BITS;
}
