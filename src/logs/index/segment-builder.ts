import { readSync } from 'node:fs';
import { LINE_FEED } from '../../base/text.ts';
import { readAt } from '../files/open-file.ts';
import { type Edges, edgesOf, timeSpan } from '../files/time-span.ts';
import { parseLine } from '../line/parse-line.ts';
import { type FailureKind, placesGathered } from '../tally/failure-places.ts';
import { kindNumbers } from '../tally/kinds.ts';
import { type FailureScanner, failureScanner, type ReadLine } from '../tally/quick-failure.ts';
import { tallyCounter } from '../tally/tally.ts';
import { BLOCK_BITS, CONTEXT, type LineFinder, MAX_TEXT, type Scanner } from '../wasm/id-scanner.ts';
import { sideOf } from '../workspace.ts';
import { logIdentity, nameOf } from './index-folder.ts';
import { checkOf } from './log-index.ts';
import type { PairStore } from './pair-store.ts';
import type { Stretch } from './plan.ts';
import { encodeSegment, MAX_BLOCKS, type SegmentContent } from './segment-format.ts';

const READ_SIZE = 262_144;
/** A longer line is scanned in pieces, and not tallied. */
const LONGEST_LINE = MAX_TEXT - READ_SIZE;
const BLOCK = 1 << BLOCK_BITS;

interface SegmentBuilder {
  /** Where the next bytes of the stretch are to be written; at least 256 KB. */
  room(): Buffer;
  /** Takes the first `count` bytes that stand in `room()`. Throws `TooDense`. */
  take(count: number): void;
  /** Ends the stretch; what it holds but for its times and its tally. */
  finish(): Pick<SegmentContent, 'pairs' | 'feeds'>;
}

/**
 * Gathers the ids of one stretch of whole lines. `onFailure` gets each line that may say an error, as `read` reads it, and
 * where it begins in the stretch; null stands for one that is too long to be looked at. What `hide` blanks is neither
 * indexed nor counted.
 */
function segmentBuilder(
  scanner: Scanner,
  store: PairStore,
  read: (place: number) => ReadLine | null,
  onFailure: (line: Pick<ReadLine, 'failures' | 'isAlone'>, start: number | null) => void,
  hide?: Hide,
): SegmentBuilder {
  const memory = Buffer.from(scanner.memory.buffer, scanner.memory.byteOffset, scanner.memory.byteLength);
  const feeds = new Uint32Array(MAX_BLOCKS);
  let scanned = 0;
  let kept = 0;
  /** Whether the text in memory begins with a line. */
  let atLine = true;
  memory.fill(LINE_FEED, 0, CONTEXT);
  scanner.reset();
  store.clear();

  const textOf = (length: number): Buffer => memory.subarray(CONTEXT, CONTEXT + length);

  const failuresIn = (length: number, flagged: Uint32Array | null): void => {
    const places = flagged?.sort();
    let done = 0;
    for (let index = 0; done < length; ) {
      let place = done;
      if (places) {
        while (index < places.length && (places[index] ?? 0) < done) index += 1;
        if (index === places.length) return;
        place = places[index] ?? 0;
      }
      const line = read(place);
      if (line === null) return;
      const start = line.start - CONTEXT;
      if (start > 0 || atLine) onFailure(line, scanned + start);
      done = line.end - CONTEXT + 1;
    }
  };

  /** Scans the first `length` bytes in memory, of `total`, and moves the others to the front. */
  const scan = (length: number, total: number): void => {
    const firstBlock = scanned >>> BLOCK_BITS;
    hide?.(textOf(length), atLine);
    const found = scanner.scan(CONTEXT, length, scanned);
    store.add(found.pairs);
    for (const [block, fed] of found.feeds.entries()) {
      if (fed > 0) feeds[firstBlock + block] = (feeds[firstBlock + block] ?? 0) + fed;
    }
    failuresIn(length, found.flagged);
    // Of a line that does not fit, only that it may say an error is known.
    if (atLine && !textOf(length).includes(LINE_FEED) && found.flagged?.length !== 0)
      onFailure(TOO_LONG, null);
    atLine = memory[CONTEXT + length - 1] === LINE_FEED;
    scanned += length;
    memory.copyWithin(0, length, CONTEXT + total);
    kept = total - length;
  };

  return {
    room: () => memory.subarray(CONTEXT + kept, CONTEXT + kept + READ_SIZE),
    take(taken) {
      const total = kept + taken;
      if (scanned + total > MAX_BLOCKS * BLOCK)
        throw new RangeError('The stretch is longer than a segment may be.');
      const text = textOf(total);
      const lines = text.lastIndexOf(LINE_FEED) + 1;
      if (lines > 0) scan(lines, total);
      else if (total > LONGEST_LINE - READ_SIZE) scan(endOfTokens(text), total);
      else kept = total;
    },
    finish() {
      if (kept > 0) scan(kept, kept);
      const blocks = Math.max(1, Math.ceil(scanned / BLOCK));
      return { pairs: store, feeds: feeds.subarray(0, blocks) };
    },
  };
}

/** Where a text that ends in the middle of a line can be cut without cutting a token that may be an id. */
function endOfTokens(text: Buffer): number {
  for (let at = text.length - 1; at > 0; at -= 1) {
    if (!/[\w-]/.test(String.fromCharCode(text[at] ?? 0))) return at + 1;
  }
  // A run this long is no id, but the pieces between its hyphens may be.
  return text.lastIndexOf('-') + 1 || text.length;
}

/** What segments are built with, one after the other. */
export interface Tools {
  scanner: Scanner & LineFinder;
  store: PairStore;
  /** Set where only some of the lines are indexed. */
  hide?: Hide;
  /** What has learnt the shapes of lines: those of the next segment are mostly the same. */
  failures?: FailureScanner;
}

/** A segment that is ready to be written. */
interface BuiltSegment {
  parts: Buffer[];
  check: string;
}

/** A builder that counts errors too; `finish` gives the segment's bytes. */
interface CountingBuilder extends Omit<SegmentBuilder, 'finish'> {
  /** `of` is what it indexes, as `nameOf` says. */
  finish(of: string, edges: Edges): Buffer[];
}

export function countingBuilder(tools: Tools): CountingBuilder {
  const { scanner, store, hide } = tools;
  if (tools.failures?.isFull() !== false) tools.failures = failureScanner(scanner);
  const { read } = tools.failures;
  const numbers = kindNumbers();
  const counter = tallyCounter(numbers);
  const places = placesGathered(numbers);
  const builder = segmentBuilder(
    scanner,
    store,
    read,
    (line, start) => {
      for (const failure of line.failures) counter.add(failure);
      const kind = kindOf(line);
      if (kind !== undefined) places.add(start, kind);
    },
    hide,
  );
  return {
    room: builder.room,
    take: builder.take,
    finish(of, edges) {
      return encodeSegment({
        of,
        ...builder.finish(),
        ...timeSpan(edges),
        tally: counter.bytes(),
        lastSeen: counter.lastSeen(),
        failures: places.bytes(),
      });
    },
  };
}

const TOO_LONG = { failures: [null], isAlone: false };

/** What a line says as a record; null if it may be a part of one, undefined if it does not fail. */
function kindOf({ failures, isAlone }: Pick<ReadLine, 'failures' | 'isAlone'>): FailureKind | undefined {
  return isAlone && failures.length < 2 ? failures[0] : null;
}

/**
 * The segment of a stretch of the open log that `identity` names; null if the log is no longer what it was, or was
 * cut meanwhile. `onBytes` is told how many bytes were read.
 *
 * Throws `TooDense`, and what `node:fs` throws.
 */
export function buildSegment(
  file: number,
  identity: string,
  { start, end }: Stretch,
  tools: Tools,
  onBytes: (count: number) => void,
): BuiltSegment | null {
  const before = stateOf(file, identity, { start, end });
  if (before === null) return null;
  const builder = countingBuilder(tools);
  for (let position = start; position < end; ) {
    const room = builder.room();
    const read = readSync(file, room, 0, Math.min(room.length, end - position), position);
    if (read === 0) return null;
    builder.take(read);
    position += read;
    onBytes(read);
  }
  const of = nameOf({ log: identity, start, end, check: before });
  const parts = builder.finish(of, edgesOf(file, { start, end }));
  // It may have been cut and have grown again under the reading.
  return stateOf(file, identity, { start, end }) === before ? { parts, check: before } : null;
}

/** The check of a stretch, or null if it is not of whole lines of the log that was meant. */
function stateOf(file: number, identity: string, stretch: Stretch): string | null {
  const { start, end } = stretch;
  if (logIdentity(file) !== identity) return null;
  const isWhole = [start, end].every(
    (border) => border === 0 || readAt(file, border - 1, 1)[0] === LINE_FEED,
  );
  return isWhole ? checkOf(file, stretch) : null;
}

const SPACE = 32;

/**
 * A token that stands in the index for a line of which only a part is a workspace's own, or which is too long to be
 * looked at: every lookup reads it, whatever id it asks for.
 */
export const READ_ALWAYS = 'read_whatever_is_asked_1';

/**
 * Blanks in `text` all that a workspace has no part in, in place, so that line feeds stay where they are. `atLine`
 * says whether it begins with a line; a line without its end is too long to be looked at.
 */
type Hide = (text: Buffer, atLine: boolean) => void;

/** Leaves of the lines in a text only those that are of `workspace`. */
export function leavingLinesOf(workspace: string): Hide {
  const isPossiblyOwn = lineMayName(workspace);
  const shareOf = shareIn(workspace);
  return (text, atLine) => {
    let start = 0;
    let isBeginning = atLine;
    while (start < text.length) {
      const feed = text.indexOf(LINE_FEED, start);
      const line = text.subarray(start, feed === -1 ? text.length : feed);
      if (feed === -1) replace(line, isBeginning ? READ_ALWAYS : '');
      else if (!isBeginning || !isPossiblyOwn(line)) line.fill(SPACE);
      else {
        const share = shareOf(line.toString());
        if (share !== 'all') replace(line, share === 'part' ? READ_ALWAYS : '');
      }
      isBeginning = true;
      start += line.length + 1;
    }
  };
}

/** What is too short for the token is left as it is: then more is found in it than its own. */
function replace(line: Buffer, token: string): void {
  if (line.length < token.length) return;
  line.fill(SPACE);
  line.write(token, 'latin1');
}

/**
 * A quick test of raw lines: false for one that can be no line of `workspace`, as its name does not stand in it.
 *
 * Only of a plain name is it known how it is written; an escape may hide it.
 */
export function lineMayName(workspace: string): (line: Buffer) => boolean {
  const isPlain = /^[\w.-]+$/.test(workspace) && Number.isNaN(Number(workspace));
  if (!isPlain) return () => true;
  const named = new RegExp(`${workspace.replaceAll('.', '\\.')}|\\\\u|\\x1b`, 'i');
  return (line) => named.test(line.toString('latin1'));
}

type Share = 'all' | 'part' | 'none';

/** How many of the records on a line are of `workspace`. */
function shareIn(workspace: string): (line: string) => Share {
  const own = workspace.toLowerCase();
  return (line) => {
    if (isPlainlyOf(line, own)) return 'all';
    const sides = parseLine(line, { source: '' }).map((record) => sideOf(record.line, own));
    const ours = sides.filter((side) => side === 'ours').length;
    return ours === 0 ? 'none' : ours === sides.length ? 'all' : 'part';
  };
}

/** A member that may name a workspace, in an object of JSON. */
const NAMING = /"([\w.-]{0,64}(?:workspace|tenant)[\w.-]{0,64})"\s{0,8}:\s{0,8}(?:"([^"]{0,256})")?/gi;

/**
 * Whether a line is plain JSON, one record, whose only member of the kind names the workspace: the parser, ten times as
 * slow, would say the same. False where only the parser can tell.
 */
function isPlainlyOf(line: string, own: string): boolean {
  if (!line.startsWith('{') || line.includes('\\') || line.includes('[{') || line.includes('[ {'))
    return false;
  const [first, ...more] = line.matchAll(NAMING);
  if (first === undefined || more.length > 0) return false;
  const [, name, value] = first;
  if (name?.toLowerCase() !== 'workspace' || value?.toLowerCase() !== own) return false;
  const before = line.slice(0, first.index);
  return before.lastIndexOf('{') === 0 || before.split('{').length - before.split('}').length === 1;
}
