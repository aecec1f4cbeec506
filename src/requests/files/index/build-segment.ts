import { readSync } from 'node:fs';
import { failureReader } from '../../tally/failure-line.ts';
import { encodeTally, tallyCounter } from '../../tally/tally.ts';
import { timeSpan } from '../time-span.ts';
import { checkBefore, logIdentity, readAt } from './log-identity.ts';
import type { Stretch } from './plan.ts';
import type { Scanner } from './scanner/scanner.ts';
import { type PairStore, type SegmentBuilder, segmentBuilder } from './segment-builder.ts';
import { encodeSegment } from './segment-format.ts';

/** How much of either end of a stretch is read for its times. */
const EDGE = 32_768;

/** What segments are built with, one after the other. */
export interface Tools {
  scanner: Scanner;
  store: PairStore;
}

/** A segment that is ready to be written. */
export interface BuiltSegment {
  parts: Buffer[];
  check: string;
}

/** A builder that counts errors too; `finish` gives the segment's bytes. */
export interface CountingBuilder extends Omit<SegmentBuilder, 'finish'> {
  finish(head: Buffer, tail: Buffer, whole: boolean): Buffer[];
}

export function countingBuilder({ scanner, store }: Tools): CountingBuilder {
  const counter = tallyCounter();
  const failuresOf = failureReader();
  const builder = segmentBuilder(scanner, store, (line) => {
    for (const failure of failuresOf(line.toString())) counter.add(failure);
  });
  return {
    room: builder.room,
    take: builder.take,
    finish(head, tail, whole) {
      const span = timeSpan({ head, tail, whole });
      return encodeSegment({ ...builder.finish(), ...span, tally: encodeTally(counter.tally()) });
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
  if (logIdentity(file) !== identity) return null;
  const check = checkBefore(file, end);
  const builder = countingBuilder(tools);
  for (let position = start; position < end; ) {
    const room = builder.room();
    const read = readSync(file, room, 0, Math.min(room.length, end - position), position);
    if (read === 0) return null;
    builder.take(read);
    position += read;
    onBytes(read);
  }
  const size = Math.min(EDGE, end - start);
  const parts = builder.finish(
    readAt(file, start, size),
    readAt(file, end - size, size),
    size === end - start,
  );
  // It may have been cut and have grown again under the reading.
  return logIdentity(file) === identity && checkBefore(file, end) === check ? { parts, check } : null;
}
