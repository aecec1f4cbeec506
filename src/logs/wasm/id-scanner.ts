/** Finds the ids in raw log text, and the lines that may say an error. */

import { type IdNames, NO_ID_NAMES } from '../line/ids.ts';
import { exportsOf } from './byte-scanner.ts';

/** A block: the grain in which an index says where an id stands. 2 to the power of this, in bytes. */
export const BLOCK_BITS = 16;

/** How many bits of a hash are kept. */
export const HASH_BITS = 28;

/** Bytes in front of the text that are its context; a line feed stands in for what is not there. */
export const CONTEXT = 64;

/** How many bytes of text one call of `scan` may take. */
export const MAX_TEXT = 1_310_720;

/** How many places `lineAt` may find. */
const MAX_FOUND = 256;

/** What one call found. The arrays are views that the next call overwrites. */
export interface Scanned {
  /** Of each id the hash and the block of its first byte, in turn, in the order of the blocks; seldom one twice. */
  pairs: Uint32Array;
  /** Line feeds in each block, from the block in which the text begins to the one in which it ends. */
  feeds: Uint32Array;
  /**
   * Places, relative to the text, in lines that may say an error code or a failing status, in no order; a line may
   * be named often. Null if there are too many: then every line may.
   */
  flagged: Uint32Array | null;
}

export interface Scanner {
  /** The caller writes text here, from `CONTEXT` on. */
  readonly memory: Uint8Array;
  /** Forgets all before; call it when a segment begins. */
  reset(): void;
  /**
   * Scans `length` bytes of `memory` from `from` (at least `CONTEXT`), which stand `offset` bytes into the segment;
   * a segment is shorter than 2 GiB less one block. The text begins where a line does.
   *
   * The ends of the text are the ends of its last token; the bytes in front of it are its context.
   *
   * @throws RangeError if the text does not lie within `memory`, or holds more ids than there is room for
   */
  scan(from: number, length: number, offset: number): Scanned;
}

/** Looks at lines of the text that was scanned last. */
export interface LineFinder {
  /** The text that `Scanner.memory` holds. */
  readonly memory: Uint8Array;
  /** Room for the tree of templates, as `line-match.as.ts` says, and the address of its first byte, where the root stands. */
  readonly tree: Buffer;
  readonly treeAt: number;
  /**
   * Finds the line in which the byte at `place` of the text stands, and the number of the template that it fits; -1 if it
   * fits none.
   */
  lineAt(place: number): number;
  /**
   * What `lineAt` found, by its place in `memory`: where the line begins and where its line feed stands, -1 if it has
   * none, and of a line that fits a template where its values begin and end, in turn.
   */
  readonly found: Int32Array;
  /**
   * The number, from 1 on, of the text that stands from one place in `memory` to another, the same wherever it stands; 0
   * for a text that has none, as there are too many or it is too long.
   */
  nameAt(start: number, end: number): number;
  forgetNames(): void;
}

/** What the compiled module exports; `…At` gives an address. */
interface Exports {
  memory: { buffer: ArrayBuffer };
  foundAt(): number;
  templatesAt(): number;
  templatesSize(): number;
  lineAt(place: number): number;
  nameAt(start: number, end: number): number;
  forgetNames(): void;
  textAt(): number;
  pairsAt(): number;
  flagsAt(): number;
  feedsAt(): number;
  maxPairs(): number;
  maxFlags(): number;
  pairs(): number;
  flags(): number;
  reset(): void;
  scan(from: number, length: number, offset: number): void;
}

/**
 * The scanner in the compressed WebAssembly module `bytes`.
 *
 * @throws Error if this Node.js knows no SIMD
 */
export function wasmScanner(bytes: Uint8Array): Scanner & LineFinder {
  const wasm = exportsOf(bytes) as Exports;
  const { buffer } = wasm.memory;
  const found = (at: number, count: number) => new Uint32Array(buffer, at, count);
  const memory = new Uint8Array(buffer, wasm.textAt() - CONTEXT, CONTEXT + MAX_TEXT);
  wasm.reset();
  return {
    memory,
    tree: Buffer.from(buffer, wasm.templatesAt(), wasm.templatesSize()),
    treeAt: wasm.templatesAt(),
    lineAt: (place) => wasm.lineAt(place),
    nameAt: (start, end) => wasm.nameAt(start, end),
    forgetNames: () => wasm.forgetNames(),
    found: new Int32Array(buffer, wasm.foundAt(), MAX_FOUND),
    reset: () => wasm.reset(),
    scan(from: number, length: number, offset: number): Scanned {
      if (from < CONTEXT || from + length > memory.length)
        throw new RangeError('The text is not within the memory.');
      wasm.scan(from - CONTEXT, length, offset);
      if (wasm.pairs() > wasm.maxPairs()) throw new RangeError('The text holds too many ids.');
      const blocks = ((offset + Math.max(length, 1) - 1) >>> BLOCK_BITS) - (offset >>> BLOCK_BITS) + 1;
      return {
        pairs: found(wasm.pairsAt(), wasm.pairs() * 2),
        feeds: found(wasm.feedsAt(), blocks),
        flagged: wasm.flags() > wasm.maxFlags() ? null : found(wasm.flagsAt(), wasm.flags()),
      };
    },
  };
}

/** Under which hash an id is to be found in an index. */

/** Shorter tokens are too common to be indexed, longer ones are payloads. */
export const MIN_TOKEN = 6;
export const MAX_TOKEN = 128;
/** Pieces of hex digits between hyphens are indexed from this length on. */
const MIN_HEX_PIECE = 16;

/**
 * The hash under which the scanner shows every place where `id` stands as a whole token (`tokenFinder`); null if it
 * cannot promise that, so that the log itself must be searched.
 *
 * The pair names the block of the first byte of the run that was hashed. In an id of several runs
 * (`Root=1-5759e988-bd862e3fe`) that run may begin behind the id's own first byte.
 */
export function idHash(id: string, names: IdNames = NO_ID_NAMES): number | null {
  const token = tokenOf(id, names);
  if (token === null) return null;
  return tokenHash(Buffer.from(token, 'latin1'), 0, token.length);
}

/**
 * The run of word characters by which `id` is found.
 *
 * What stands round the inner runs of an id bounds them in each of its spellings: an escape such as `\u0026` may end
 * in word characters, but the scanner looks behind escapes too.
 */
function tokenOf(id: string, names: IdNames): string | null {
  // An integer is indexed where a name that may hold ids stands in front, which is only known of a whole id. The
  // scanner does not know the further names that a person has given.
  if (/^\d+$/.test(id)) return hasTokenLength(id) && names.size === 0 ? id : null;
  // Of numbers that hyphens join, a long one is indexed as a piece of hex digits.
  const pieces = /^\d+(?:-\d+)+$/.test(id)
    ? id.split('-').filter((piece) => piece.length >= MIN_HEX_PIECE)
    : [];
  const tokens = [...(id.match(/[\w-]+/g) ?? []).filter(isAlwaysIndexed), ...pieces];
  return tokens.reduce<string | null>(
    (best, token) => (best && best.length >= token.length ? best : token),
    null,
  );
}

/** Whether a run is indexed wherever it stands: it looks like an id, and not like a number, a time or a word. */
function isAlwaysIndexed(run: string): boolean {
  return hasTokenLength(run) && /\d/.test(run) && /[A-Za-z_]/.test(run) && !/^\d+.{0,2}$/.test(run);
}

function hasTokenLength(token: string): boolean {
  return token.length >= MIN_TOKEN && token.length <= MAX_TOKEN;
}

/** The hash of a token, the same that `id-scan.as.ts` computes. */

const K1 = 0x9e3779b1;
const K2 = 0x85ebca6b;
const K3 = 0xc2b2ae35;
const K4 = 0x27d4eb2f;

/** Folds the case of the letters of four bytes; what else it changes, it changes everywhere. */
const FOLD = 0x20202020;

/** The hash of the `length` bytes at `start`, in which case does not count. */
export function tokenHash(bytes: Uint8Array, start: number, length: number): number {
  // Four lanes take four bytes each of every 16; of a token that is longer, the last 16 are taken once more.
  let a = length;
  let b = length;
  let c = length;
  let d = length;
  const end = start + length;
  const steps = length < 16 ? 0 : Math.max(1, Math.ceil(length / 16) - 1);
  for (let step = 0; step <= steps; step += 1) {
    const at = step > 0 && step === steps ? end - 16 : start + step * 16;
    a = mix(a, fourAt(bytes, at, end));
    b = mix(b, fourAt(bytes, at + 4, end));
    c = mix(c, fourAt(bytes, at + 8, end));
    d = mix(d, fourAt(bytes, at + 12, end));
  }
  const sum = Math.imul(a, K1) + Math.imul(b, K2) + Math.imul(c, K3) + Math.imul(d, K4);
  return Math.imul(sum ^ (sum >>> 15), K2) >>> (32 - HASH_BITS);
}

function mix(state: number, four: number): number {
  const mixed = Math.imul(state ^ (four | FOLD), K1);
  return mixed ^ (mixed >>> 15);
}

/** Four bytes, the first the lowest; zero stands for those from `end` on. */
function fourAt(bytes: Uint8Array, at: number, end: number): number {
  return (
    byteAt(bytes, at, end) |
    (byteAt(bytes, at + 1, end) << 8) |
    (byteAt(bytes, at + 2, end) << 16) |
    (byteAt(bytes, at + 3, end) << 24)
  );
}

function byteAt(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] ?? 0) : 0;
}
