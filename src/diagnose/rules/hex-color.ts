import type { Seen } from '../read/evidence.ts';
import { charName, quote, suggest } from '../read/show.ts';
import type { Finding } from '../rule.ts';

/** CSS's basic colors, which people write where a hex color is due (CSS Color 4 section 6.1). */
const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  silver: '#c0c0c0',
  gray: '#808080',
  grey: '#808080',
  white: '#ffffff',
  maroon: '#800000',
  red: '#ff0000',
  purple: '#800080',
  fuchsia: '#ff00ff',
  green: '#008000',
  lime: '#00ff00',
  olive: '#808000',
  yellow: '#ffff00',
  navy: '#000080',
  blue: '#0000ff',
  teal: '#008080',
  aqua: '#00ffff',
  orange: '#ffa500',
};

const RGB =
  /^rgba?\(\s{0,3}(\d{1,3})\s{0,3}[, ]\s{0,3}(\d{1,3})\s{0,3}[, ]\s{0,3}(\d{1,3})\s{0,3}(?:[,/][^()]{0,10})?\)$/i;
/** Letters that stand for digits when read off a screen. */
const MISREAD: Readonly<Record<string, string>> = { o: '0', O: '0', l: '1', I: '1', i: '1' };

/** `#` and six hex digits. Source: CSS Color 4 section 5.2. */
export function hexColor({ text: given, where }: Seen): Finding[] {
  const text = given.slice(0, 200);
  const shown = `${quote(given)}${where}`;
  if (text.trim() === '') return [{ message: 'The color is empty: a hex color looks like #1a2b3c.' }];
  const problems = problemsOf(text);
  if (problems.length === 0) {
    return [{ message: `${shown} is a valid hex color: was this the value that was sent?` }];
  }
  return [{ message: `${shown} is no hex color: ${problems.join('; ')}.`, ...suggest(corrected(text)) }];
}

/** Whether a value is meant as a color by its looks alone. */
export function looksLikeColor(text: string): boolean {
  return (
    (text.startsWith('#') && text.length <= 10) ||
    (/^(?:0x)?(?:[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text) && /\d/.test(text)) ||
    RGB.test(text.slice(0, 60))
  );
}

function problemsOf(given: string): string[] {
  const found: string[] = [];
  const text = given.trim();
  if (text !== given) found.push('there is whitespace around it');
  if (RGB.test(text)) return [...found, 'it is in rgb() form'];
  if (Object.hasOwn(NAMED, text.toLowerCase())) return [...found, 'it is the name of a color'];
  const start = /^(?:#|0x)*/i.exec(text)?.[0] ?? '';
  if (start !== '#')
    found.push(start === '' ? 'the # is missing' : `it begins with ${quote(start, 8)}, not with one #`);
  const digits = [...text.slice(start.length)];
  const offset = given.indexOf(text) + start.length;
  const wrong = digits.flatMap((char, index) =>
    /[0-9a-f]/i.test(char) ? [] : [`${charName(char)} at ${offset + index + 1}`],
  );
  if (wrong.length > 0)
    found.push(`not hex digits: ${wrong.slice(0, 4).join(', ')}${wrong.length > 4 ? ', …' : ''}`);
  const count = digits.length - wrong.length;
  const misread = digits.filter((char) => Object.hasOwn(MISREAD, char)).length;
  // A letter O in the place of a zero is a wrong digit, not a missing one.
  if (count + misread !== 6) found.push(lengthProblem(count, found.length === 0, wrong.length > 0));
  return found.filter((problem) => problem !== '');
}

function lengthProblem(length: number, isOnlyProblem: boolean, hasWrong: boolean): string {
  if (length === 3 && isOnlyProblem) return 'it is the short form of 3 digits, which may not be taken';
  if (!hasWrong && (length === 8 || length === 4))
    return `it has ${length} hex digits, the last ${length / 4} for transparency; 6 are due`;
  return `it has ${length} ${length === 1 ? 'hex digit' : 'hex digits'}; 6 are due`;
}

/** Six digits behind one `#`, or null where that would be a guess. */
function corrected(given: string): string | null {
  const text = given.trim();
  const rgb = RGB.exec(text);
  if (rgb) {
    const parts = [rgb[1], rgb[2], rgb[3]].map(Number);
    return parts.every((part) => part <= 255)
      ? `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
      : null;
  }
  const name = text.toLowerCase();
  if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? null;
  const digits = [...text.replace(/^(?:#|0x)*/i, '').replace(/[\s_.,:-]/g, '')]
    .map((char) => MISREAD[char] ?? char)
    .join('');
  if (!/^[0-9a-f]*$/i.test(digits)) return null;
  if (digits.length === 6 || digits.length === 8) return `#${digits.slice(0, 6).toLowerCase()}`;
  if (digits.length !== 3 && digits.length !== 4) return null;
  return `#${[...digits.slice(0, 3)]
    .map((digit) => digit + digit)
    .join('')
    .toLowerCase()}`;
}
