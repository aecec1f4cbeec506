/** Redacts the numbers of payment cards and of bank accounts. */
import { isIdentifierName, type OwnNames, REDACTED } from './names.ts';

const DIGIT_RUN = /\d[\d ._+-]{11,}\d/g;

/** How card numbers are written: plain, 4-4-4-4(-3), 4-6-5 (American Express), 4-6-4 (Diners Club). */
const WRITTEN = [
  /\d{13,19}(?!\d)/y,
  /\d{4}([ ._+-])\d{4}\1\d{4}\1\d{4}\1\d{3}(?!\d)/y,
  /\d{4}([ ._+-])\d{4}\1\d{4}\1\d{4}(?!\d)/y,
  /\d{4}([ ._+-])\d{6}\1\d{4,5}(?!\d)/y,
];

/** First digits and lengths of the card schemes (ISO/IEC 7812 issuer ranges as the schemes publish them). */
const ISSUERS = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{4}|222[1-9]\d\d|22[3-9]\d{3}|2[3-6]\d{4}|27[01]\d{3}|2720\d\d)\d{10}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|[689]\d)\d{11}(?:\d{2,5})?$/, // Diners Club
  /^(?:6011|64[4-9]\d|65\d\d)\d{12,15}$/, // Discover
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
  /^(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}$/, // Maestro
];

/** Replaces card numbers; `name` is that of the field the text stands in, if any. */
export function redactCards(text: string, own: OwnNames, name = ''): string {
  // A text with names in it is judged by those.
  if (isIdentifierName(name, own) && !/[{"=]/.test(text)) return text;
  return text.replace(DIGIT_RUN, (run: string, offset: number) => {
    const parts: string[] = [];
    let copied = 0;
    for (const { index: start } of run.matchAll(/(?<!\d)\d/g)) {
      if (start < copied) continue;
      const end = cardEnd(run, start);
      if (end === -1 || isIdentifier(text, offset + start, offset + end, own)) continue;
      parts.push(run.slice(copied, start), REDACTED);
      copied = end;
    }
    return parts.join('') + run.slice(copied);
  });
}

/** Where the card number that begins at `start` ends; -1 if none does. */
function cardEnd(text: string, start: number): number {
  for (const pattern of WRITTEN) {
    pattern.lastIndex = start;
    const [written] = pattern.exec(text) ?? [];
    if (written !== undefined && isCard(written.replace(/[ ._+-]/g, ''))) return start + written.length;
  }
  return -1;
}

function isCard(digits: string): boolean {
  return ISSUERS.some((issuer) => issuer.test(digits)) && passesLuhn(digits);
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = digit * 2;
    if (index % 2 === 0) sum += digit;
    else sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether the digits are part of something longer (`req_4111…`, `0.4111…`, a UUID) or stand under the name of an id. */
function isIdentifier(text: string, start: number, end: number, own: OwnNames): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  if (/[A-Za-z0-9_]$|[A-Za-z0-9_][-.]$/.test(before) && !/\\[nrtbf]$/.test(before)) return true;
  if (/^[A-Za-z0-9_]|^-[A-Za-z0-9]/.test(text.slice(end, end + 2))) return true;
  const name = nameBefore(text, start);
  if (name !== '') return isIdentifierName(name, own);
  return /\b(?:order|invoice|event|id|seq|offset|bytes)(?: ?#| no\.?)? $|#$/i.test(
    text.slice(Math.max(0, start - 16), start),
  );
}

/** The name in `name=`, `"name":"` or `\"name\": ` before `index`; empty if there is none. */
function nameBefore(text: string, index: number): string {
  const window = text.slice(Math.max(0, index - 96), index);
  let end = window.length;
  while (end > 0 && /[\s"'\\:=]/.test(window[end - 1] ?? '')) end -= 1;
  if (!/[:=]/.test(window.slice(end))) return '';
  let start = end;
  while (start > 0 && /[\w.-]/.test(window[start - 1] ?? '')) start -= 1;
  // The letter of an escape such as `\n` is not the name's.
  if (window[start - 1] === '\\' && /[nrtbf]/.test(window[start] ?? '')) start += 1;
  return window.slice(start, end);
}

/** ISO 13616: country, check digits, account; in groups of four or without blanks. */
const IBAN = /\b[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?\b|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g;

/** Length by country, as the registry of ISO 13616 gives it. */
const LENGTHS = new Map(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27
  GB22 GE22 GI23 GL18 GR27 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22
  MK19 MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Replaces international bank account numbers. */
export function redactIbans(text: string): string {
  return text.replace(IBAN, (found) => (isIban(found.replaceAll(' ', '')) ? REDACTED : found));
}

function isIban(iban: string): boolean {
  if (LENGTHS.get(iban.slice(0, 2)) !== iban.length) return false;
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
