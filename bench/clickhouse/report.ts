import { aligned, show } from '../logs/table.ts';
import type { Cost, Sizes, Which } from './measure.ts';

/** Lookups of one kind among so many rows, with the skip indexes and without. */
export interface Lookups {
  table: string;
  of: string;
  which: Which;
  size: number;
  cost: Cost;
  bare: Cost;
}

/** What a table took: on disk, to fill, and to count its errors with its projections and without. */
export interface Storage extends Sizes {
  table: string;
  size: number;
  /** To fill it. */
  seconds: number;
  /** To measure lookups in it. */
  asking: number;
  seen: Cost;
  counted: Cost;
}

/** A search without an id among so many rows. */
export interface Search {
  table: string;
  of: string;
  size: number;
  cost: Cost;
}

/** At most so many times as many rows may be read when the table has ten times as many. */
const AIM = 1.5;
const WHICH: Readonly<Record<Which, string>> = {
  recent: 'of the last 24 h',
  older: 'of before',
  none: 'that is not there',
};

export function formatLookups(lookups: readonly Lookups[]): string {
  const lines = lookups
    .toSorted((a, b) => `${a.of}${a.which}`.localeCompare(`${b.of}${b.which}`) || a.size - b.size)
    .map((each) => [
      kindOf(each),
      millions(each.size),
      ...[show(each.cost.rows), kilobytes(each.cost.bytes), show(each.cost.ms)],
      ...[show(each.bare.rows), kilobytes(each.bare.bytes), show(each.bare.ms)],
    ]);
  return aligned(
    ['a lookup by', 'rows', 'read', 'KB', 'ms', 'read without index', 'KB', 'ms'],
    lines,
    'padStart',
  );
}

export function formatStorage(storage: readonly Storage[]): string {
  const lines = storage.map(
    ({ table, size, seconds, dataBytes, indexBytes, projectionBytes, keyBytes, parts }) => [
      table,
      millions(size),
      ...[show(dataBytes), show(indexBytes), show(projectionBytes), kilobytes(keyBytes), String(parts)],
      `${show(size / seconds / 1_000)} k`,
    ],
  );
  const heads = [
    'table',
    'rows',
    'data B/row',
    'index B/row',
    'projection B/row',
    'key KB',
    'parts',
    'rows/s filled',
  ];
  return aligned(heads, lines, 'padStart');
}

export function formatSeen(storage: readonly Storage[]): string {
  const lines = storage.map(({ table, size, seen, counted }) => [
    `${table}: errors of the last 24 h`,
    millions(size),
    ...[show(seen.rows), kilobytes(seen.bytes), show(seen.ms)],
    ...[show(counted.rows), kilobytes(counted.bytes), show(counted.ms)],
  ]);
  return aligned(
    ['counting', 'rows', 'read', 'KB', 'ms', 'read without projection', 'KB', 'ms'],
    lines,
    'padStart',
  );
}

export function formatSearches(searches: readonly Search[]): string {
  const lines = searches
    .toSorted((a, b) => `${a.table}${a.of}`.localeCompare(`${b.table}${b.of}`) || a.size - b.size)
    .map(({ table, of, size, cost }) => [
      `${table}: ${of}`,
      millions(size),
      ...[
        show(cost.rows),
        kilobytes(cost.bytes),
        show(cost.ms),
        `${((100 * cost.rows) / size).toFixed(2)} %`,
      ],
    ]);
  return aligned(['a search', 'rows', 'read', 'KB', 'ms', 'of the table'], lines, 'padStart');
}

/** Of each kind of lookup, how many times as many rows are read in ten times the table, between each two sizes. */
export function verdict(lookups: readonly Lookups[]): string[] {
  const kinds = new Set(lookups.map(kindOf));
  return [...kinds].map((kind) => {
    const sorted = lookups.filter((each) => kindOf(each) === kind).toSorted((a, b) => a.size - b.size);
    const growths = sorted.slice(1).map((larger, index) => {
      const smaller = sorted[index] ?? larger;
      const growth = (larger.cost.rows / smaller.cost.rows) ** (1 / Math.log10(larger.size / smaller.size));
      const sizes = `${millions(smaller.size)} to ${millions(larger.size)}`;
      if (smaller.cost.rows === 0) return `${show(larger.cost.rows)} rows more, ${sizes}`;
      return `${growth.toFixed(2)} times (${growth < AIM ? 'met' : 'NOT MET'}), ${sizes}`;
    });
    return `rows read in 10 times the table, ${kind}: ${growths.join('; ')} (aim: less than ${AIM})`;
  });
}

function kindOf({ table, of, which }: Lookups): string {
  return `${table}: ${of} ${WHICH[which]}`;
}

function millions(rows: number): string {
  return `${Math.round(rows / 1e6)} M`;
}

function kilobytes(bytes: number): string {
  return show(bytes / 1_024);
}
