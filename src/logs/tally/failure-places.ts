import { type Kind, kindNumbers, kindReader, pack, unpack, type WrittenKinds } from './kinds.ts';

/**
 * Where the lines of a text stand that name an error code or a failing status, and what each says: so that a search for
 * such reads no others.
 */

/** What a line says; null where only the lines round it can tell. */
export type FailureKind = Kind | null;

/** By place, ascending: where the lines begin, in bytes, and the number of the kind of each. */
export interface FailurePlaces {
  starts: Uint32Array;
  of: Uint32Array;
  /** How many kinds there are. */
  kinds: number;
  kindAt(number: number): FailureKind;
  /** How many bytes of memory it takes, roughly. */
  size: number;
}

/** `lines` has of each line how far it begins behind the one before, and the number of its kind plus one, or 0. */
interface Written extends WrittenKinds {
  lines: number[];
}

/** More are no exceptions: then all is read. */
const MOST = 100_000;

/** Gathers places; `bytes` gives them as `decodePlaces` takes them, none where there were too many. */
export function placesGathered(numbers = kindNumbers()) {
  const lines: number[] = [];
  let isWhole = true;
  let before = 0;
  return {
    /** Without a place, that of the line is not known. */
    add(start: number | null, kind: FailureKind): void {
      const number = kind === null ? 0 : numbers.of(kind) + 1;
      isWhole &&= start !== null && (kind === null || number > 0) && lines.length < 2 * MOST;
      if (!isWhole || start === null) return;
      lines.push(start - before, number);
      before = start;
    },
    bytes: (): Buffer =>
      isWhole ? pack({ lines, ...numbers.written() } satisfies Written) : Buffer.alloc(0),
  };
}

/** Reads what `placesGathered` wrote; null where it gave none. */
export function decodePlaces(bytes: Buffer): FailurePlaces | null {
  if (bytes.length === 0) return null;
  // Written by this program and under a checksum: no border that needs a schema.
  const { lines, ...written } = unpack(bytes) as Written;
  const kindAt = kindReader(written);
  const kinds = written.kinds.length / 3 + 1;
  const starts = new Uint32Array(lines.length / 2);
  const of = new Uint32Array(lines.length / 2);
  for (let at = 0, start = 0; at < lines.length; at += 2) {
    start += lines[at] ?? 0;
    starts[at / 2] = start;
    of[at / 2] = lines[at + 1] ?? 0;
  }
  const size = lines.length * 4 + kinds * 12 + written.names.length * OF_NAME;
  return { starts, of, kinds, kindAt: (number) => (number === 0 ? null : kindAt(number - 1)), size };
}

/** Bytes of memory that a name takes. */
const OF_NAME = 40;
