import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type FailureLine, kindNumbers } from './tally.ts';

/**
 * Where the lines of a text stand that name an error code or a failing status, and what each says: so that a search for
 * such reads no others.
 */

/** What a line says; null where only the lines round it can tell. */
export type FailureKind = Pick<FailureLine, 'code' | 'status' | 'workspace'> | null;

/** By place, ascending: where the lines begin, in bytes, and the place of the kind of each among the kinds. */
export interface FailurePlaces {
  starts: number[];
  of: number[];
  kinds: FailureKind[];
}

/** More are no exceptions: then all is read. */
const MOST = 100_000;
/** More bytes than so many can take. */
const LARGEST = 64 * 1_048_576;

/** Gathers places; `bytes` gives them as `decodePlaces` takes them, none where there were too many. */
export function placesGathered(numberOf = kindNumbers()) {
  const numbers: number[] = [];
  const known = new Map<number | null, number>();
  const kinds: unknown[] = [];
  let isWhole = true;
  let before = 0;
  return {
    /** Without a place, that of the line is not known. */
    add(start: number | null, kind: FailureKind): void {
      const key = kind && numberOf(kind);
      isWhole &&= start !== null && key !== -1 && numbers.length < 2 * MOST;
      if (!isWhole || start === null) return;
      let of = known.get(key);
      if (of === undefined) {
        of = kinds.push(kind && [kind.code, kind.status, kind.workspace]) - 1;
        known.set(key, of);
      }
      numbers.push(start - before, of);
      before = start;
    },
    bytes(): Buffer {
      return isWhole ? deflateRawSync(JSON.stringify([numbers, kinds]), { level: 1 }) : Buffer.alloc(0);
    },
  };
}

/** Reads what `placesGathered` wrote; null where it gave none. */
export function decodePlaces(bytes: Buffer): FailurePlaces | null {
  if (bytes.length === 0) return null;
  // Written by this program and under a checksum: no border that needs a schema.
  const [numbers, kinds] = JSON.parse(inflateRawSync(bytes, { maxOutputLength: LARGEST }).toString()) as [
    number[],
    ([string | null, number | null, string | null] | null)[],
  ];
  const places: FailurePlaces = { starts: [], of: [], kinds: [] };
  for (let at = 0, start = 0; at < numbers.length; at += 2) {
    start += numbers[at] ?? 0;
    places.starts.push(start);
    places.of.push(numbers[at + 1] ?? 0);
  }
  for (const kind of kinds) places.kinds.push(kind && { code: kind[0], status: kind[1], workspace: kind[2] });
  return places;
}
