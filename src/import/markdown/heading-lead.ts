import { isCamel, isOneWord, shapeOf } from './code-shape.ts';
import { isKnownStatus } from './http-status.ts';
import { certaintyOf, type Lead, leadOf } from './lead.ts';

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
  if (title === undefined || !isOneWord(inner) || leadOf(title)?.shape === 'strong') return null;
  const shape = shapeOf(inner);
  const isCodeLike =
    (shape === 'strong' && !/^[a-z]+$/i.test(inner)) ||
    (shape === 'number' && inner.length >= 4 && !isYear(inner));
  return isCodeLike ? { code: inner, title: title.trim() } : null;
}
