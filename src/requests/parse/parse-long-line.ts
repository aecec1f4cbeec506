import { spellings } from '../token.ts';
import { parseCutObject } from './json.ts';
import type { ParsedLine } from './normalise.ts';
import { type LineContext, parseLine, parseRecord } from './parse-line.ts';

/** What was kept of a line that was too long to be kept whole. */
export interface LongLineText {
  head: string;
  /** The text round the id. */
  window: string;
  /** Of the whole line, in bytes. */
  length: number;
}

/**
 * Reads what was kept of a very long line: what its beginning says, the text round the id as `excerpt`, and a note
 * that it was cut. One record, even if nothing of the beginning can be read.
 */
export function parseLongLine(long: LongLineText, context: Required<LineContext>): ParsedLine[] {
  const unread: ParsedLine = { line: { time: null, source: context.source }, ns: null };
  const [first = unread] = parseBeginning(long.head, context.source);
  const note = `line of ${long.length.toLocaleString('en-US')} bytes: only its beginning and the text round the id are shown`;
  const rest = { ...first.line.rest, excerpt: trimWindow(long.window, context.id), cut: note };
  return [{ ...first, line: { ...first.line, rest } }];
}

/** Reads a line of which only the beginning is there. */
export function parseBeginning(head: string, source: string): ParsedLine[] {
  const object = head.trimStart().startsWith('{') ? parseCutObject(head) : null;
  if (object) return parseRecord(object, source);
  // The last word may be half a secret, which no rule would know.
  const end = head.search(/\s\S*$/);
  return parseLine(end > 0 ? head.slice(0, end) : head, { source });
}

/**
 * The window without what its ends cut through: it may begin inside the value of a password, which can only be
 * known by the name before it.
 */
function trimWindow(window: string, id: string): string {
  const [start = 0, end = 0] = idPlace(window, id);
  const before = window.slice(0, start);
  const member = before.search(/[,{]\s?\\{0,7}"|\s[\w.-]{1,64}=/);
  const after = window.slice(end);
  const last = after.search(/[\s,;&"'}\]][^\s,;&"'}\]]*$/);
  return window.slice(member === -1 ? start : member + 1, end + Math.max(0, last));
}

function idPlace(window: string, id: string): [number, number] {
  for (const spelling of spellings(id)) {
    const start = window.indexOf(spelling);
    if (start !== -1) return [start, start + spelling.length];
  }
  return [0, 0];
}
