import { isObject } from '../../base/objects.ts';
import { endOfString, group } from '../../base/text.ts';
import { redactText } from '../../redact/redact.ts';
import type { ParsedLine } from './common-terms.ts';
import { parseCutObject, parseObject } from './json.ts';
import { type LineContext, parseLine, parseRecord } from './parse-line.ts';

/** How much text on either side of the id is shown where no record could be read. */
const EXCERPT = 200;

/** What was kept of a line too long to keep whole. */
export interface LongLineText {
  head: string;
  /** The text before the id, and the text that begins with it. */
  before: string;
  behind: string;
  /** Where the id stands in the line, and how long the line is, in bytes. */
  offset: number;
  length: number;
  /** Whether `behind` reaches the end of the line. */
  toEnd: boolean;
}

/**
 * Reads what was kept of a very long line, with a note that it was cut.
 *
 * Such a line is mostly a list of many requests' records: of JSON only the record that holds the id is read, or
 * only the member that does, if that record is not whole. What the line's beginning says counts only where it is
 * certain to be the same record.
 */
export function parseLongLine(long: LongLineText, context: LineContext & { id: string }): ParsedLine[] {
  const { head, before, behind } = long;
  const where = `line of ${group(long.length)} bytes, with the id at byte ${group(long.offset)}`;
  const json = jsonStart(head);
  if (json === -1) {
    const note = `${where}: only its beginning and the text round the id are shown`;
    const [first] = parseBeginning(head, context);
    return [noted(first, context, { excerpt: trimText(before, behind, context), cut: note })];
  }
  const record = enclosingRecord(before + behind, before.length);
  const [whole] = record ? parseRecord(asExport(record), context) : [];
  if (whole) return [noted(whole, context, { cut: `${where}: only the record round this place is shown` })];
  const excerpt = memberAt(before, behind, context.id.length);
  if (long.toEnd && isOutsideOfLists(before + behind, before.length)) {
    const note = `${where}: only its beginning and the member with the id are shown`;
    const [first] = parseBeginning(head, context);
    return [noted(first, context, { excerpt, cut: note })];
  }
  const note = `${where}: the record with the id is too long to be read, only the member with it is shown`;
  return [noted(undefined, context, { excerpt, cut: note })];
}

/** Reads a line of which only the beginning is there. Nothing of a list is read: its elements are records of their own. */
export function parseBeginning(head: string, { id: _, ...context }: LineContext): ParsedLine[] {
  const start = jsonStart(head);
  if (start === 0) {
    const members = Object.entries(parseCutObject(head) ?? {});
    const own = members.filter(([, value]) => !(Array.isArray(value) && value.some(isObject)));
    return own.length === 0 ? [] : parseRecord(Object.fromEntries(own), context);
  }
  const text = start === -1 ? head : head.slice(0, start);
  // The last word may be half a secret, which no rule would recognize.
  const end = start === -1 ? text.search(/\s\S*$/) : text.length;
  return parseLine(end > 0 ? text.slice(0, end) : text, context);
}

/** Where JSON starts in the beginning of a line; -1 if there is none. */
function jsonStart(head: string): number {
  const start = head.search(/\{\s{0,20}"|\[\s{0,20}\{/);
  return head.slice(0, Math.max(0, start)).trim() === '' ? Math.min(start, 0) : start;
}

/** The parts of an OTLP export are read as an export, so that their records are told apart. */
function asExport(record: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(record['scopeLogs'])) return { resourceLogs: [record] };
  return Array.isArray(record['logRecords']) ? { resourceLogs: [{ scopeLogs: [record] }] } : record;
}

function noted(
  parsed: ParsedLine | undefined,
  { source }: LineContext,
  notes: Record<string, string>,
): ParsedLine {
  const { line, ns } = parsed ?? { line: { time: null, source }, ns: null };
  return { line: { ...line, rest: { ...line.rest, ...notes } }, ns };
}

/**
 * The member that holds the id: its name and its text, up to a bound. Without its name nothing before the id is
 * shown, since that may be a part of a secret.
 */
function memberAt(before: string, behind: string, size: number): string {
  const near = before.slice(-EXCERPT);
  const starts = [...near.matchAll(/\\{0,7}"[^"\\]{1,100}\\{0,7}"\s?:\s?[{[]{0,2}(?:\\{0,7}"|(?=[\d]))/g)];
  const start = starts.at(-1)?.index;
  const end = behind.slice(size).search(/[\\"}\],]/);
  const text = behind.slice(0, end === -1 ? behind.length : size + end);
  const shown = text.length > size + EXCERPT ? text.slice(0, size + EXCERPT).replace(/\S*$/, '') : text;
  return `${start === undefined ? '' : near.slice(start)}${shown || text.slice(0, size)}${start === undefined ? '' : '"'}`;
}

/**
 * The text round the id, without the values that its ends cut through: one may be a password, which only the name
 * in front of it would tell.
 */
function trimText(before: string, behind: string, { id, ownNames }: LineContext & { id: string }): string {
  // Redacted before it is cut: the name may stand further in front.
  const near = redactText(before.slice(-20 * EXCERPT), ownNames).slice(-EXCERPT);
  const member = near.search(/[,{]\s?\\{0,7}"|\s[\w.-]{1,64}=/);
  const after = behind.slice(id.length, id.length + EXCERPT);
  const last = after.search(/[\s,;&"'}\]][^\s,;&"'}\]]*$/);
  return (member === -1 ? '' : near.slice(member + 1)) + behind.slice(0, id.length + Math.max(0, last));
}

/** Finds the record round a place in the middle of JSON text of which neither beginning nor end may be there. */

interface Nesting {
  /** The whole objects round the place, inner ones first, with what stands before each. */
  objects: { start: number; end: number; isElement: boolean }[];
  /** What is still open behind the place at the end of the text, if that is the end of the line. */
  closers: string;
}

/**
 * The outermost whole object round `place` that is an element of a list, so that it is a record of its own; null
 * if there is none. A `{key, value}` pair is a field of a record, not one itself.
 */
function enclosingRecord(text: string, place: number): Record<string, unknown> | null {
  // Whether the text begins within a string cannot be seen from its beginning.
  for (const from of [0, endOfString(text, -1) + 1]) {
    if (from > place && from !== 0) continue;
    for (const { start, end, isElement } of nestingAt(text, from, place).objects.toReversed()) {
      const object = isElement ? parseObject(text.slice(start, end)) : null;
      if (object && !isPair(object)) return object;
    }
  }
  return null;
}

/** Whether `place` is in no list, told from the closing brackets behind it; `text` ends with the line. */
function isOutsideOfLists(text: string, place: number): boolean {
  return [0, endOfString(text, -1) + 1].some((from) => {
    const { closers } = nestingAt(text, from, place);
    return /^\}+$/.test(closers);
  });
}

function nestingAt(text: string, from: number, place: number): Nesting {
  const open: { start: number; char: string }[] = [];
  const objects: Nesting['objects'] = [];
  let closers = '';
  for (let index = from; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') {
      index = endOfString(text, index);
    } else if (char === '{' || char === '[') {
      open.push({ start: index, char });
    } else if (char === '}' || char === ']') {
      const opened = open.pop();
      const start = opened?.start ?? -1;
      if (start < place && index > place) {
        closers += char;
        if (opened?.char === '{' && char === '}') {
          objects.push({
            start,
            end: index + 1,
            isElement: !/:\s{0,4}$/.test(text.slice(Math.max(0, start - 5), start)),
          });
        }
      }
    }
  }
  return { objects, closers };
}

function isPair(object: Record<string, unknown>): boolean {
  return isObject(object) && Object.keys(object).length === 2 && Object.hasOwn(object, 'value');
}
