import type { EntryInput } from '../../catalog/schema.ts';
import type { Path } from '../../catalog-files/parsed.ts';
import { isTypeUri } from '../type-uri.ts';

/** A code as one place of a document names it. */
export interface NamedCode {
  code: string;
  /** What the place says of it, without its status. */
  data: Omit<EntryInput, 'code' | 'http_status'>;
  /** Statuses that the place itself gives it. */
  statuses: readonly number[];
  path: Path;
  isShared: boolean;
  /**
   * What names it together with other codes, or as an example only: where that stands under several statuses, it says
   * nothing about the status of each. Null for a place that names this code alone.
   */
  group: string | null;
}

/** Something that looks like a code, or tells of one, and is not taken. */
export interface PassedOver {
  path: Path;
  text: string;
  reason: string;
}

/** What a part of a document gives. */
export interface Named {
  codes: NamedCode[];
  passedOver: PassedOver[];
}

export const NOTHING: Named = { codes: [], passedOver: [] };

export function together(parts: readonly Named[]): Named {
  return {
    codes: parts.flatMap(({ codes }) => codes),
    passedOver: parts.flatMap(({ passedOver }) => passedOver),
  };
}

/** The distinct codes of some places. */
export function distinctCodes(codes: readonly NamedCode[]): Set<string> {
  return new Set(codes.map(({ code }) => code));
}

/** Members that hold the code of an error, and those that hold it where none of the former does. */
export const CODE_NAMES: readonly string[] = ['code', 'error_code', 'errorCode', 'error', 'issue'];
export const TYPE_NAMES: readonly string[] = ['type', 'reason'];
/** Members in which an error may be wrapped. */
export const WRAPPERS: readonly string[] = [
  'error',
  'errors',
  'err',
  'fault',
  'problem',
  'detail',
  'details',
  'data',
];

/** Words that say that something is an error, and not which. */
const GENERAL = new Set(['error', 'errors', 'problem', 'object', 'fault', 'failure', 'exception', 'fail']);
const SYMBOL = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/#@-]{0,199}$/u;

/** A value as a code: a name without spaces, or a number that is no HTTP status; null for anything else. */
export function asCode(value: unknown): string | null {
  if (typeof value === 'number') return isStatus(value) ? null : String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (isTypeUri(text) || text === 'about:blank') return null;
  if (GENERAL.has(text.toLowerCase()) || /^[1-5]\d\d$/.test(text)) return null;
  return SYMBOL.test(text) ? text : null;
}

export function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 100 && value <= 599;
}
