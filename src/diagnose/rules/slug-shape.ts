/** What a slug may be, and how a name becomes one. */

import type { RejectsOf } from '../../catalog/rejects.ts';
import { trimEnd } from '../../text/trim.ts';
import { isInAlphabet, readPattern, type ValuePattern } from '../../text/value-pattern.ts';

/** Words that platforms commonly keep: not documented here, so never a finding, but never suggested either. */
const LIKELY_RESERVED = new Set(
  (
    'account accounts apps assets auth0 billing blog cdn console dashboard dev docs email ftp help internal login ' +
    'logout mail mcp new oauth platform root security settings signin signup smtp sso staging static status ' +
    'support system test webhook webhooks www'
  ).split(' '),
);

/** Longest label of a host name (RFC 1035 section 2.3.4), which a slug usually becomes. */
export const LABEL = 63;

const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
};

/** Cyrillic and Greek letters that look Latin. */
const LOOKALIKE: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  ο: 'o',
  α: 'a',
};

/** What a slug may be, by what the catalog says of it. */
export interface SlugRules {
  pattern: ValuePattern | null;
  /** In characters. */
  min: number;
  max: number | null;
  reserved: readonly string[];
  /** Whether more words are reserved than are named. */
  isPartial: boolean;
}

/** The rules as the catalog gives them; what it does not say is no rule. */
export function slugRulesOf(rejects: Omit<RejectsOf<'slug'>, 'kind'>): SlugRules {
  const {
    pattern,
    min_length: min = 1,
    max_length: max = null,
    reserved = [],
    reserved_is_partial,
  } = rejects;
  return {
    pattern: pattern === undefined ? null : readPattern(pattern),
    min,
    max,
    reserved: reserved.map((word) => word.toLowerCase()),
    isPartial: reserved_is_partial ?? false,
  };
}

/** Whether a character may stand in a slug, as far as it is known. */
export function isAllowed(char: string, { pattern }: SlugRules): boolean {
  return pattern?.alphabet ? isInAlphabet(char, pattern.alphabet) : true;
}

/** Whether a slug breaks no documented rule. */
export function isSlug(text: string, rules: SlugRules): boolean {
  const length = [...text].length;
  return (
    length >= rules.min &&
    length <= (rules.max ?? Number.POSITIVE_INFINITY) &&
    (rules.pattern?.test(text) ?? true) &&
    !rules.reserved.includes(text.toLowerCase())
  );
}

/** A good slug that is also a good host label and no word that is likely to be kept. */
export function isSafeSlug(text: string, rules: SlugRules): boolean {
  return (
    isSlug(text, rules) &&
    text.length <= longest(rules) &&
    /^[a-z0-9](?:[a-z0-9]|[-_.](?![-_.]))*$/i.test(text) &&
    /[a-z0-9]$/i.test(text) &&
    !LIKELY_RESERVED.has(text.toLowerCase())
  );
}

/**
 * A name in the characters that a slug may have: accents folded, one separator for each run of other characters, none at
 * the ends; in lower case unless upper case is allowed. May be empty.
 */
export function fold(name: string, rules: SlugRules): string {
  const between = separatorOf(rules);
  const may = (char: string) =>
    /[a-z0-9]/i.test(char) && (rules.pattern?.alphabet ? isAllowed(char, rules) : /[a-z0-9]/.test(char));
  const spell = (char: string): string => {
    if (may(char)) return char;
    return may(char.toUpperCase()) ? char.toUpperCase() : between;
  };
  let folded = '';
  // In a word of another script they are what they are; between Latin letters they are a slip or a trick.
  const lookalike = /[a-z]/i.test(name.slice(0, 512)) ? LOOKALIKE : {};
  for (const char of name.slice(0, 512).normalize('NFKD')) {
    if (may(char)) {
      folded += char;
      continue;
    }
    for (const lower of char.toLowerCase().normalize('NFKD')) {
      if (/\p{M}|\p{Default_Ignorable_Code_Point}/u.test(lower)) continue;
      const plain = FOLDED[lower] ?? lookalike[lower] ?? lower;
      folded += [...plain].map((each) => (isSeparator(each, rules) ? each : spell(each))).join('');
    }
  }
  return shorten(folded.replace(/[-_.]{2,}/g, between).replace(/^[-_.]/, ''), longest(rules));
}

/** The slug that is nearest to `name`, or null if nothing of it can be kept. */
export function corrected(name: string, rules: SlugRules): string | null {
  const slug = fold(name, rules);
  if (slug === '') return null;
  const candidates = rules.reserved.includes(slug.toLowerCase())
    ? ownForms(slug, rules)
    : [slug, ...TOPICS.map((word) => joined([slug, word], rules)), ...ownForms(slug, rules)];
  return candidates.find((candidate) => isSafeSlug(candidate, rules)) ?? null;
}

/** Other slugs beside a taken or reserved one, each of them good. Whether they are free is not known. */
export function variants(slug: string, rules: SlugRules): string[] {
  const stem = fold(slug, rules);
  if (stem === '') return [];
  const made = ['corp', 'hq', 'team', 'io', 'workspace', 'organization'].flatMap((word) => {
    const end = joined(['', word], rules);
    return stem.endsWith(end) ? [] : [joined([shorten(stem, longest(rules) - word.length - 1), word], rules)];
  });
  return made.filter((variant) => variant !== slug && isSafeSlug(variant, rules)).slice(0, 3);
}

/** A name that is reserved by itself, made one's own: `admin` → `acme-admin`. */
export function ownVariants(word: string, rules: SlugRules): string[] {
  const stem = fold(word, rules);
  if (stem === '') return [];
  return ownForms(shorten(stem, longest(rules) - 5), rules)
    .filter((form) => isSafeSlug(form, rules))
    .slice(0, 2);
}

/** Words that make a name longer, from short to long. */
const TOPICS = ['team', 'workspace', 'organization'];

function ownForms(stem: string, rules: SlugRules): string[] {
  return [
    joined(['acme', stem], rules),
    joined([stem, 'acme'], rules),
    ...TOPICS.map((word) => joined(['acme', stem, word], rules)),
  ];
}

/** Some words as one slug, the new ones spelt as slugs are. */
function joined(words: readonly string[], rules: SlugRules): string {
  return words.map((word) => (isEach(word, rules) ? word : fold(word, rules))).join(separatorOf(rules));
}

function isEach(word: string, rules: SlugRules): boolean {
  return [...word].every((char) => isAllowed(char, rules));
}

function isSeparator(char: string, rules: SlugRules): boolean {
  return /[-_.]/.test(char) && (rules.pattern?.alphabet ? isAllowed(char, rules) : char === '-');
}

/** What stands between two words: nothing where no separator is allowed. */
function separatorOf(rules: SlugRules): string {
  return ['-', '_', '.'].find((char) => isSeparator(char, rules)) ?? '';
}

function longest({ max }: SlugRules): number {
  return Math.min(max ?? LABEL, LABEL);
}

function shorten(slug: string, max: number): string {
  return trimEnd(slug.slice(0, Math.max(0, max)), /[-_.]/);
}
