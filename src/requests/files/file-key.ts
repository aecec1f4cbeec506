import type { BigIntStats } from 'node:fs';

/** Which file this is; the time of its making tells it from an earlier one whose number it got. */
export function fileKey({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}
