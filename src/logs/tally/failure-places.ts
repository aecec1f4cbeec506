import { type Kind, kindNumbers, pack, readKinds, unpack, type WrittenKinds } from './kinds.ts';

/**
 * Where the lines of a text stand that name an error code or a failing status, and what each says: so that a search for
 * such reads no others.
 */

/** What a line says; null where only the lines round it can tell. */
export type FailureKind = Kind | null;

/** By place, ascending: where the lines begin, in bytes, and the place of the kind of each among the kinds. */
export interface FailurePlaces {
  starts: number[];
  of: number[];
  kinds: FailureKind[];
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
  const places: FailurePlaces = { starts: [], of: [], kinds: [null, ...readKinds(written)] };
  for (let at = 0, start = 0; at < lines.length; at += 2) {
    start += lines[at] ?? 0;
    places.starts.push(start);
    places.of.push(lines[at + 1] ?? 0);
  }
  return places;
}
