import { countLineFeeds } from '../count-lines.ts';
import type { TokenCursor, TokenFinder } from '../token-finder.ts';
import type { ByteScanner } from './byte-scanner.ts';
import { probeOf } from './probe.ts';

/** What is known of one stretch of bytes, until the next is looked at. */
export interface Looked {
  cursor: TokenCursor;
  /** How many line feeds stand from `from` up to `to`. */
  feeds(from: number, to: number): number;
}

/** Gives the scanner for a text of `size` bytes, in a search that was fed `fed` bytes; null means to do without. */
export type ScannerFor = (fed: number, size: number) => ByteScanner | null;

/**
 * Looks for ids and line feeds in one pass over the bytes, by the scanner where there is one; what it finds, and
 * whatever it cannot do, is left to `finder`.
 */
export function lineScan(finder: TokenFinder, scannerFor: ScannerFor) {
  const probe = probeOf(finder.needles);
  return (bytes: Buffer, fed: number): Looked => {
    const scanner = probe && scannerFor(fed, bytes.length);
    if (scanner && bytes.length <= scanner.memory.length) {
      const { places, feeds } = scanner.scan(bytes, probe);
      return { cursor: places ? finder.cursorAmong(bytes, places) : finder.cursor(bytes), feeds };
    }
    return { cursor: finder.cursor(bytes), feeds: (from, to) => countLineFeeds(bytes, from, to) };
  };
}
