/** The scanner in plain JavaScript: where WebAssembly is missing, and what the other one is held to. */

import { isDigit, isLetter, isWord, LINE_FEED } from './byte-kinds.ts';
import { MIN_TOKEN } from './id-rule.ts';
import { isErrorWord, isEscapedStatus, isFailingStatus } from './plain-flags.ts';
import { emitTokens } from './plain-tokens.ts';
import { BLOCK_BITS, CONTEXT, MAX_TEXT, type Scanned, type Scanner } from './scanner.ts';
import { tokenHash } from './token-hash.ts';

const MAX_FLAGS = 65_536;

/** A scanner that needs nothing but JavaScript. */
export function plainScanner(): Scanner {
  const memory = new Uint8Array(CONTEXT + MAX_TEXT);
  /** The pairs of the block that was looked at last, so that few are given twice. */
  const seen = new Set<number>();
  let seenBlock = -1;

  const scan = (from: number, length: number, offset: number): Scanned => {
    const end = from + length;
    if (from < CONTEXT || end > memory.length) throw new RangeError('The text is not within the memory.');
    const pairs: number[] = [];
    const flagged: number[] = [];
    const feeds = new Uint32Array(blockOf(offset + Math.max(length, 1) - 1) - blockOf(offset) + 1);

    const emit = (start: number, tokenEnd: number) => {
      const hash = tokenHash(memory, start, tokenEnd - start);
      const block = blockOf(offset + start - from);
      if (block !== seenBlock) seen.clear();
      seenBlock = block;
      if (seen.has(hash)) return;
      seen.add(hash);
      pairs.push(hash, block);
    };

    const countFeed = (at: number) => {
      const index = blockOf(offset + at - from) - blockOf(offset);
      feeds[index] = (feeds[index] ?? 0) + 1;
    };

    const scanRun = (start: number): number => {
      let hasDigit = false;
      let at = start;
      for (; at < end && isWord(memory[at]); at += 1) {
        const byte = memory[at] ?? 0;
        if (isDigit(byte)) hasDigit = true;
        else if (isErrorWord(memory, at, end)) flagged.push(at - from);
      }
      if (hasDigit) {
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
      seen.clear();
      seenBlock = -1;
    },
    scan,
  };
}

function blockOf(place: number): number {
  return Math.floor(place / 2 ** BLOCK_BITS);
}
