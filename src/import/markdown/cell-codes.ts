import { isOneWord, shapeOf } from './code-shape.ts';
import { leadOf } from './lead.ts';
import { BREAK, plain, said } from './rich.ts';

/** The codes of a cell where codes are due, and what the cell says besides. */
export interface CellCodes {
  codes: string[];
  statuses: number[];
  aliases: string[];
  deprecated: boolean;
  /** Rich text; empty where the cell names its codes alone. */
  rest: string;
}

const SPANS = /\ue000([^\ue000\ue001]*)\ue001/g;
const RANGE = /^\d{1,9}\s{0,3}(?:[-–—]|to|\.\.\.?)\s{0,3}\d{1,9}$/;

/** The codes of a cell, or null where it says something else. */
export function codesOfCell(text: string): CellCodes | null {
  const bare = plain(text).replace(/^["']|["']$|(?<![†‡¹²³])[†‡¹²³]+$/g, '');
  if (bare === '' || RANGE.test(bare) || /^[1-5]xx$/i.test(bare) || /[_.-]\*$|^\d+x{2,}$/i.test(bare))
    return null;
  const spans = [...text.matchAll(SPANS)].map(([, code = '']) => plain(code)).filter((code) => code !== '');
  const outside = plain(text.replace(SPANS, ' '))
    .replace(/\b(?:or|and)\b/g, '')
    .replace(/[\s,;/|&·•]/g, '');
  if (spans.length > 0 && outside === '') {
    const codes = spans.flatMap((span) => parted(span) ?? [span]);
    return codes.every((code) => isOneWord(code) && !RANGE.test(code)) ? only([...new Set(codes)]) : null;
  }
  const alone = parted(text);
  if (alone !== null) return only(alone);
  const lead = leadOf(text);
  if (lead === null || lead.shape === 'none') return null;
  if (
    lead.style !== 'code' &&
    lead.shape === 'weak' &&
    !lead.announced &&
    (lead.separator === 'space' || lead.notes.length > 0)
  )
    return null;
  const { codes, statuses, aliases, deprecated } = lead;
  if (shapeOf(plain(lead.rest)) === 'strong')
    return { codes, statuses, aliases: [...aliases, plain(lead.rest)], deprecated, rest: '' };
  const notes = lead.notes.map((note) => `(${note})`).join(' ');
  return {
    codes,
    statuses,
    aliases,
    deprecated,
    rest: [notes, lead.rest].filter((part) => plain(part) !== '').join(' '),
  };
}

function only(codes: string[]): CellCodes {
  return { codes, statuses: [], aliases: [], deprecated: false, rest: '' };
}

/** The words of a list without inline code: `a, b` or one a line; null where it is none. */
function parted(text: string): string[] | null {
  const words = text
    .split(BREAK)
    .flatMap((line) => plain(line).split(/,\s+|;\s+|(?<!\s)\s+(?:[/|]|or)\s+/))
    .map((word) => word.trim().replace(/^["']|["']$|(?<![:†‡¹²³])[:†‡¹²³]+$/g, ''))
    .filter((word) => word !== '');
  if (
    words.length === 0 ||
    !words.every(isOneWord) ||
    words.some((word) => RANGE.test(word) && !/^\d+-\d+-/.test(word) && isNumericRange(word))
  )
    return null;
  return words.length === 1 || words.every((word) => shapeOf(word) !== 'none') ? [...new Set(words)] : null;
}

/** `1000-1999`, but not `100-21`, which may be a code. */
function isNumericRange(word: string): boolean {
  const [from = '', to = ''] = word.split(/[-–—]/);
  return from.length === to.length && from.length >= 3 && Number(from) < Number(to);
}

/** A text for a title, of what stands in a cell beside its codes. */
export function titleOfRest(rest: string): string {
  return said(rest).replace(/^\((.*)\)$/, '$1');
}
