import { readSync } from 'node:fs';
import { failureReader } from '../../tally/failure-line.ts';
import { encodeTally, tallyCounter } from '../../tally/tally.ts';
import { type Edges, edgesOf } from '../edges.ts';
import { timeSpan } from '../time-span.ts';
import { nameOf } from './index-folder.ts';
import { logIdentity, readAt } from './log-identity.ts';
import type { Hide } from './own-lines.ts';
import type { Stretch } from './plan.ts';
import type { Scanner } from './scanner/scanner.ts';
import { type PairStore, type SegmentBuilder, segmentBuilder } from './segment-builder.ts';
import { encodeSegment } from './segment-format.ts';
import { checkOf } from './stretch-check.ts';

const LINE_FEED = 10;

/** What segments are built with, one after the other. */
export interface Tools {
  scanner: Scanner;
  store: PairStore;
  /** Set where only some of the lines are indexed. */
  hide?: Hide;
}

/** A segment that is ready to be written. */
export interface BuiltSegment {
  parts: Buffer[];
  check: string;
}

/** A builder that counts errors too; `finish` gives the segment's bytes. */
export interface CountingBuilder extends Omit<SegmentBuilder, 'finish'> {
  /** `of` is what it indexes, as `nameOf` says. */
  finish(of: string, edges: Edges): Buffer[];
}

export function countingBuilder({ scanner, store, hide }: Tools): CountingBuilder {
  const counter = tallyCounter();
  const failuresOf = failureReader();
  const count = (line: Buffer | null): void => {
    for (const failure of line === null ? [null] : failuresOf(line.toString())) counter.add(failure);
  };
  const builder = segmentBuilder(scanner, store, count, hide);
  return {
    room: builder.room,
    take: builder.take,
    finish(of, edges) {
      const tally = counter.tally();
      const lastSeen = tally.rows.reduce<number | null>(
        (last, row) => Math.max(last ?? row.last, row.last),
        null,
      );
      return encodeSegment({
        of,
        ...builder.finish(),
        ...timeSpan(edges),
        tally: encodeTally(tally),
        lastSeen,
      });
    },
  };
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
