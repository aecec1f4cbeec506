import { type CodeShape, canBeCode, codeShape, isCamel, isFieldName } from '../../base/code-shape.ts';
import { isKnownStatus } from '../../base/http-status.ts';
import { statusesOf } from '../fields.ts';
import { BREAK, plain, STRONG_CLOSE, STRONG_OPEN, said } from './blocks.ts';

/** How a text begins that names codes first: `` `code` (409) — what it means ``. */
export interface Lead {
  codes: string[];
  /** How the codes are set: as inline code, strong, or as any other word. */
  style: 'code' | 'strong' | 'bare';
  shape: CodeShape;
  statuses: number[];
  /** What parts the codes from the rest; `space` where nothing does, `end` where nothing follows. */
  separator: 'colon' | 'dash' | 'break' | 'space' | 'end';
  /** What stands in brackets behind the codes, where it is no status. */
  notes: string[];
  /** Names behind the codes, in brackets. */
  aliases: string[];
  deprecated: boolean;
  /** What stands in strong type before the code: `**Card declined** (`card_declined`)`. */
  title: string | null;
  /** Whether words such as "Error code" announce the code. */
  announced: boolean;
  /** Rich text. */
  rest: string;
}

const SPAN = /\ue002?\ue000([^\ue000\ue001]{1,220})\ue001\ue003?/y;
const BARE = /(?:-(?=\d))?[\p{L}\p{N}_$@#][^\s,;()[\]"'“”\ue000-\ue003—–|]{0,219}/uy;
const STATUS =
  /(?:HTTP(?:\/\d(?:\.\d)?)?\s{1,3}|status\s{1,3})?\ue000?([1-5]\d\d)\ue001?\s{0,3}(?:[:—–/|-]|,)?\s{1,3}/iy;
const ANNOUNCED =
  /(?:error\s{1,3}codes?|errors?|codes?|exception|err|warning|errno)\s{0,3}(?:[:#]|no\.?|number)?\s{1,3}#?/iy;
const AND = /\ue003?\s{0,3}(?:,\s{0,3}(?:or\s|and\s)?|\s\/\s|\s(?:or|and)\s|\s\|\s)\s{0,3}\ue002?/iy;
const BRACKET = /\ue003?\s{0,3}[([]([^()[\]]{1,200})[)\]]/y;
const TITLE = /^\ue002([^\ue000-\ue003]{3,120})\ue003\s{0,3}[([](?=\ue000)/;
/** Not a year, nor the number of a chapter. */
const NUMBER = /^\ue002?[([](-?\d{1,9})[)\]]\s{1,3}(?=\ue000?[A-Z])/;
const MOST_CODES = 50;

/** How a text begins, or null where no word stands first that can be a code. */
export function leadOf(text: string): Lead | null {
  const source = text.trimStart();
  return (
    afterStatus(source) ??
    afterAnnouncement(source) ??
    afterTitle(source) ??
    afterNumber(source) ??
    leadAt(source, 0, [], false)
  );
}

function afterTitle(source: string): Lead | null {
  const [before, title = ''] = TITLE.exec(source) ?? [];
  if (before === undefined) return null;
  const lead = leadAt(source, before.length, [], false);
  if (lead?.shape !== 'strong') return null;
  const rest = lead.rest.replace(/^[\ue003\s]*[)\]]\s*(?:[:—–-]\s)?/, '');
  return { ...lead, title: plain(title), separator: plain(rest) === '' ? 'end' : 'dash', rest };
}

/** `(5) SQLITE_BUSY`, `[5] BUSY_NOW`: the number is another name of the code. */
function afterNumber(source: string): Lead | null {
  const [before, number = ''] = NUMBER.exec(source) ?? [];
  if (before === undefined) return null;
  const lead = leadAt(source, before.length, [], false);
  return lead?.shape === 'strong' ? { ...lead, aliases: [number, ...lead.aliases] } : null;
}

function afterStatus(source: string): Lead | null {
  const start = source.startsWith(STRONG_OPEN) ? 1 : 0;
  STATUS.lastIndex = start;
  const found = STATUS.exec(source);
  if (found?.[1] === undefined || !isKnownStatus(found[1])) return null;
  const lead = leadAt(source, STATUS.lastIndex, [Number(found[1])], false);
  const isCode =
    lead !== null && (lead.shape === 'strong' || (lead.style === 'code' && lead.shape === 'weak'));
  return isCode ? lead : null;
}

function afterAnnouncement(source: string): Lead | null {
  const start = source.startsWith(STRONG_OPEN) ? 1 : 0;
  ANNOUNCED.lastIndex = start;
  const found = ANNOUNCED.exec(source);
  if (found === null) return null;
  const lead = leadAt(source, ANNOUNCED.lastIndex, [], true);
  const isCode =
    lead !== null && (lead.style === 'code' || lead.shape === 'strong' || lead.shape === 'number');
  return isCode ? lead : null;
}

function leadAt(source: string, from: number, statuses: number[], announced: boolean): Lead | null {
  let at = from;
  const first = wordAt(source, at);
  if (first === null) return null;
  const codes = [first.code];
  at = first.end;
  const strong = source[from] === STRONG_OPEN || (from > 0 && source.startsWith(STRONG_OPEN));
  const style = first.isSpan ? 'code' : strong ? 'strong' : 'bare';
  let colon = first.colon;
  while (!colon && codes.length < MOST_CODES) {
    AND.lastIndex = at;
    if (AND.exec(source) === null) break;
    const next = wordAt(source, AND.lastIndex);
    const fits =
      next !== null && next.isSpan === first.isSpan && (first.isSpan || codeShape(next.code) === 'strong');
    if (!fits || (!first.isSpan && codeShape(first.code) !== 'strong')) break;
    codes.push(next.code);
    at = next.end;
    colon = next.colon;
  }
  const lead: Lead = {
    codes,
    style,
    shape: worst(codes),
    statuses: [...statuses],
    separator: 'space',
    notes: [],
    aliases: [],
    deprecated: false,
    title: null,
    announced,
    rest: '',
  };
  for (let round = 0; round < 3 && !colon; round += 1) {
    BRACKET.lastIndex = at;
    const bracket = BRACKET.exec(source);
    if (bracket?.[1] === undefined) break;
    note(lead, bracket[1]);
    at = BRACKET.lastIndex;
  }
  const parted = separate(source.slice(at), colon);
  return { ...lead, ...parted };
}

function wordAt(
  source: string,
  from: number,
): { code: string; end: number; isSpan: boolean; colon: boolean } | null {
  const at = source[from] === STRONG_OPEN && source[from + 1] !== '\ue000' ? from + 1 : from;
  SPAN.lastIndex = at;
  const span = SPAN.exec(source)?.[1]?.trim();
  if (span !== undefined) {
    const code = span.replace(/[:,]$/, '').replace(/^["']|["']$/g, '');
    return canBeCode(code) ? { code, end: SPAN.lastIndex, isSpan: true, colon: span.endsWith(':') } : null;
  }
  BARE.lastIndex = at;
  const word = BARE.exec(source)?.[0];
  if (word === undefined) return null;
  const code = word.replace(/[:.,!?*†]{1,5}$/, '');
  if (!canBeCode(code)) return null;
  return { code, end: at + word.length, isSpan: false, colon: word.slice(code.length).includes(':') };
}

function worst(codes: readonly string[]): CodeShape {
  const shapes = codes.map(codeShape);
  return (['none', 'weak', 'number', 'strong'] as const).find((shape) => shapes.includes(shape)) ?? 'none';
}

function note(lead: Lead, bracket: string): void {
  const text = plain(bracket);
  const statuses = statusesOf(text);
  if (statuses !== null) lead.statuses.push(...statuses);
  else if (/^deprecated$/i.test(text)) lead.deprecated = true;
  else if (codeShape(text) === 'strong') lead.aliases.push(text);
  else lead.notes.push(said(bracket));
}

const SEPARATOR = new RegExp(
  `^[\\ue003\\s]{0,6}(?:(:|=>|->|→|=)[\\ue003\\s]{0,6}|([—–]|-{1,3}(?=\\s|\\ue003)|\\|)[\\ue003\\s]{0,6}|([\\n${BREAK}]\\s*))`,
);

function separate(rest: string, colon: boolean): Pick<Lead, 'separator' | 'rest'> {
  const strongEnds = rest.startsWith(STRONG_CLOSE) ? rest.slice(1) : rest;
  if (colon) return { separator: 'colon', rest: strongEnds.trimStart() };
  if (plain(rest) === '') return { separator: 'end', rest: '' };
  const found = SEPARATOR.exec(rest);
  if (found !== null && (found[3] === undefined || /[\n\u2028]/.test(found[0]))) {
    const separator = found[1] !== undefined ? 'colon' : found[2] !== undefined ? 'dash' : 'break';
    // A list of definitions, as some dialects of Markdown write it, has a colon on the line of what is meant.
    return { separator, rest: rest.slice(found[0].length).replace(/^:\s+/, '') };
  }
  if (/^[\ue003]?(?:\s*\n|\s{2,}|\t)/.test(rest)) return { separator: 'break', rest: strongEnds.trimStart() };
  return { separator: 'space', rest: strongEnds.trimStart() };
}

/** How surely a lead is an error's: without doubt, only where errors are spoken of, or not. */
export function certaintyOf(lead: Lead): 'sure' | 'maybe' | 'no' {
  const { shape, style, separator, announced, codes } = lead;
  if (shape === 'none' || (codes.some(isFieldName) && !announced)) return 'no';
  const isParted = separator !== 'space';
  if (announced) return 'sure';
  if (shape === 'strong') return style === 'bare' && !isParted ? 'maybe' : 'sure';
  if (shape === 'number') return isParted && codes.every((code) => code.length >= 3) ? 'maybe' : 'no';
  return style === 'bare' ? (isParted && separator !== 'end' ? 'maybe' : 'no') : 'maybe';
}

/** The headings of one level below one heading. */
export interface Level {
  size: number;
  /** How many of them may be codes. */
  alike: number;
  /** Whether numbers of three digits are codes here, as some of them are no HTTP status. */
  numbersAreCodes: boolean;
}

export const NO_LEVEL: Level = { size: 1, alike: 0, numbersAreCodes: false };

/** The levels of the headings below one. */
export function levelsOf(siblings: readonly { level: number; lead: Lead | null }[]): Map<number, Level> {
  const levels = new Map<number, Level>();
  for (const { level, lead } of siblings) {
    const { size, alike, numbersAreCodes } = levels.get(level) ?? { ...NO_LEVEL, size: 0 };
    levels.set(level, {
      size: size + 1,
      alike: alike + (lead !== null && headingCertainty(lead) !== 'no' ? 1 : 0),
      numbersAreCodes:
        numbersAreCodes || (lead?.shape === 'number' && lead.codes.some((code) => !isKnownStatus(code))),
    });
  }
  return levels;
}

/** How surely a heading that begins with a word that may be a code names one. */
export function headingCertainty(lead: Lead): 'sure' | 'maybe' | 'no' {
  const { shape, style, separator, codes, rest } = lead;
  const certainty = certaintyOf(lead);
  const isParted = separator === 'colon' || separator === 'dash';
  if (shape === 'number' && !lead.announced) {
    if (codes.every((code) => code.length < 3) || (codes.every(isYear) && rest === '')) return 'no';
    if (isParted && rest !== '' && codes.every((code) => code.length >= 4)) return 'sure';
    return 'maybe';
  }
  if (shape === 'strong' && style === 'bare' && separator === 'space')
    return codes.every((code) => /_|\d{3}/.test(code)) ? 'maybe' : 'no';
  if (shape === 'weak' && style !== 'code') {
    const isName = codes.every(
      (code) => isCamel(code) || /^[a-z]+(?:[-.][a-z]+)+$/.test(code) || /^[A-Z]{4,}$/.test(code),
    );
    return isName && (isParted || separator === 'end') ? 'maybe' : 'no';
  }
  return certainty;
}

/** Whether a number may be a year as well. */
export function isYear(code: string): boolean {
  return /^(?:19|20)\d\d$/.test(code);
}

/** The code that stands in brackets behind a title: `Card declined (card_declined)`. */
export function codeBehind(text: string): { code: string; title: string } | null {
  const [, title, inner = ''] =
    /^([^()]{3,200}?)\s{0,4}[([](?:(?:error\s)?code:?\s)?([^()[\]\s]{2,200})[)\]]$/i.exec(text) ?? [];
  if (title === undefined || !canBeCode(inner) || leadOf(title)?.shape === 'strong') return null;
  const shape = codeShape(inner);
  const isCodeLike =
    (shape === 'strong' && !/^[a-z]+$/i.test(inner)) ||
    (shape === 'number' && inner.length >= 4 && !isYear(inner));
  return isCodeLike ? { code: inner, title: title.trim() } : null;
}

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
    return codes.every((code) => canBeCode(code) && !RANGE.test(code)) ? only([...new Set(codes)]) : null;
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
  if (codeShape(plain(lead.rest)) === 'strong')
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
    !words.every(canBeCode) ||
    words.some((word) => RANGE.test(word) && !/^\d+-\d+-/.test(word) && isNumericRange(word))
  )
    return null;
  return words.length === 1 || words.every((word) => codeShape(word) !== 'none') ? [...new Set(words)] : null;
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
