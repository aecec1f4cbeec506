/** Redacts keys by the shapes that their issuers gave them so that leaked ones can be found. */

import { isUuid } from '../../text/uuid.ts';
import { ALPHABETS, type Alphabet, KEY_FORMS, KEY_SHAPES, type Sign } from './key-shapes.ts';
import { REDACTED } from './secret-names.ts';

interface Shape {
  prefix: string;
  /** 1 for each character (by its code below 128) that the tail may have. */
  tail: Uint8Array;
  least: number;
  signs: ReadonlySet<Sign>;
}

/** Longer tails are judged by their beginning, so that the search stays linear. */
const JUDGED = 64;

const LETTER_OR_DIGIT = tailOf('letter');
const TAILS = new Map<Alphabet, Uint8Array>();

function tailOf(alphabet: Alphabet): Uint8Array {
  const allowed = new RegExp(`[${ALPHABETS[alphabet]}]`);
  return Uint8Array.from({ length: 128 }, (_, code) => (allowed.test(String.fromCharCode(code)) ? 1 : 0));
}

/** The shapes by the first three characters of their prefixes, the longest prefix first. */
const BY_START = new Map<string, Shape[]>();
/** Whether a shape may begin with three characters of this hash: most texts are passed over by this alone. */
const STARTS = new Uint8Array(8_192);

for (const [, prefixes, alphabet, least, , ...signs] of KEY_SHAPES) {
  const tail = TAILS.get(alphabet) ?? tailOf(alphabet);
  TAILS.set(alphabet, tail);
  for (const prefix of prefixes.split(' ')) {
    const start = prefix.slice(0, 3);
    STARTS[hash(start.charCodeAt(0), start.charCodeAt(1), start.charCodeAt(2))] = 1;
    const shapes = [...(BY_START.get(start) ?? []), { prefix, tail, least, signs: new Set(signs) }];
    BY_START.set(
      start,
      shapes.sort((a, b) => b.prefix.length - a.prefix.length),
    );
  }
}

function hash(first: number, second: number, third: number): number {
  return ((first * 37 + second) * 37 + third) & 8_191;
}

/** AWS gives a secret of 40 characters with every access key id. */
const AWS_SECRET =
  /((?:AKIA|ASIA)[A-Z0-9]{16}[^\r\n]{0,80}?[^A-Za-z0-9+/])([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])/g;
const AWS_KEY_ID = /A[KS]IA/;

/** Generated characters behind a word that announces them, though no sign stands between. */
const ANNOUNCED =
  /(?<![\w.-])(?<!(?:cache|dedup|foreign|idempotency|object|partition|primary|public|routing|sort) )((?:key|token|secret|password)s?[\s:="'`]{1,4}(?:is |was )?)([A-Za-z0-9+/_-]{32,}={0,2})/gi;

/** `text` without keys of a known shape, and without generated characters that a word announces. */
export function redactKnownKeys(text: string): string {
  const paired = AWS_KEY_ID.test(text) ? text.replace(AWS_SECRET, `$1${REDACTED}`) : text;
  return redactShaped(paired).replace(ANNOUNCED, (all: string, before: string, value: string) =>
    isGenerated(value) ? before + REDACTED : all,
  );
}

/** Whether `text`, which was lower-cased on its way, holds a key of a known shape. */
export function holdsLoweredKey(text: string): boolean {
  const lowered = text.toLowerCase();
  return KEY_SHAPES.some(([, prefixes, alphabet, least]) =>
    prefixes.split(' ').some((prefix) => {
      const tail = TAILS.get(alphabet);
      const at = lowered.indexOf(prefix.toLowerCase());
      if (at === -1 || !tail || isTailCode(LETTER_OR_DIGIT, lowered.charCodeAt(at - 1))) return false;
      const from = at + prefix.length;
      // Upper case was in the alphabet if either case was.
      for (let index = from; index < from + least; index += 1) {
        const code = lowered.charCodeAt(index);
        if (!isTailCode(tail, code) && !isTailCode(tail, code - 32)) return false;
      }
      return /\d/.test(lowered.slice(from));
    }),
  );
}

function redactShaped(text: string): string {
  let left = text;
  for (const [, mark, pattern] of KEY_FORMS) {
    if (left.includes(mark)) {
      left = left.replace(pattern, (...match: unknown[]) =>
        typeof match[1] === 'string' ? match[1] + REDACTED : REDACTED,
      );
    }
  }
  return redactPrefixed(left);
}

function redactPrefixed(text: string): string {
  let parts: string[] | null = null;
  let copied = 0;
  let first = text.charCodeAt(0);
  let second = text.charCodeAt(1);
  for (let at = 0; at < text.length - 4; at += 1) {
    const third = text.charCodeAt(at + 2);
    if (STARTS[hash(first, second, third)] === 1) {
      const found = keyAt(text, at);
      if (found) {
        parts ??= [];
        parts.push(text.slice(copied, found.start), REDACTED);
        copied = found.end;
        at = found.end - 1;
        first = text.charCodeAt(at + 1);
        second = text.charCodeAt(at + 2);
        continue;
      }
    }
    first = second;
    second = third;
  }
  return parts === null ? text : parts.join('') + text.slice(copied);
}

/** The key that begins at `at`, without the prefix if that is to stay; null if none does. */
function keyAt(text: string, at: number): { start: number; end: number } | null {
  for (const { prefix, tail, least, signs } of BY_START.get(text.slice(at, at + 3)) ?? []) {
    if (!text.startsWith(prefix, at)) continue;
    if (signs.has('apart') && !standsApart(text, at)) continue;
    const from = at + prefix.length;
    let end = from;
    while (end < from + least && isTailCode(tail, text.charCodeAt(end))) end += 1;
    if (end < from + least) continue;
    if (signs.has('whole') && isTailCode(LETTER_OR_DIGIT, text.charCodeAt(end))) continue;
    if (!hasSigns(text.slice(from, from + Math.max(least, JUDGED)), signs)) continue;
    while (isTailCode(tail, text.charCodeAt(end))) end += 1;
    // A full stop or dash that ends a sentence is none of the key.
    while (end > from + least && /[.-]/.test(text[end - 1] ?? '')) end -= 1;
    while (text[end] === '=') end += 1;
    return { start: signs.has('shown') ? from : at, end };
  }
  return null;
}

function isTailCode(tail: Uint8Array, code: number): boolean {
  return tail[code] === 1;
}

/** No letter, digit or underscore stands before, but for what is left of an escape (`\nsk-…`). */
function standsApart(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  if (!/[A-Za-z0-9_]/.test(before)) return true;
  return text[at - 2] === '\\' && /[nrtbf]/.test(before);
}

function hasSigns(tail: string, signs: ReadonlySet<Sign>): boolean {
  const [run = ''] = /^[A-Za-z0-9+/_.=-]*/.exec(tail) ?? [];
  if (signs.has('mixed')) return /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
  return !signs.has('digit') || /\d/.test(run);
}

function isGenerated(value: string): boolean {
  if (isUuid(value)) return false;
  return /^[0-9a-f]+$/i.test(value) || (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value));
}
