import { trimEnd } from '../../text/trim.ts';
/** What a slug may be, and how a name becomes one. Source: "Error codes", `workspace_slug_*`. */

/** The reserved words that the document names; its list ends in "etc.". */
export const DOCUMENTED_RESERVED: readonly string[] = ['auth', 'api', 'app', 'admin'];

/** Words that platforms commonly keep: not documented here, so never a finding, but never suggested either. */
const LIKELY_RESERVED = new Set(
  (
    'account accounts apps assets auth0 billing blog cdn console dashboard dev docs email ftp help internal login ' +
    'logout mail mcp new oauth platform root security settings signin signup smtp sso staging static status ' +
    'support system test webhook webhooks www'
  ).split(' '),
);

/** Longest label of a host name (RFC 1035 section 2.3.4): the document names no maximum. */
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

/** Whether a slug breaks no documented rule. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9-]{3,}$/.test(text) && !DOCUMENTED_RESERVED.includes(text);
}

/** A good slug that is also a good host label and no word that is likely to be kept. */
export function isSafeSlug(text: string): boolean {
  return (
    isSlug(text) &&
    text.length <= LABEL &&
    /^[a-z0-9](?:[a-z0-9]|-(?!-))*[a-z0-9]$/.test(text) &&
    !LIKELY_RESERVED.has(text)
  );
}

/** Lower case, accents folded, one `-` for each run of other characters, none at the ends. May be empty. */
export function fold(name: string): string {
  let folded = '';
  // In a word of another script they are what they are; between Latin letters they are a slip or a trick.
  const lookalike = /[a-z]/i.test(name.slice(0, 512)) ? LOOKALIKE : {};
  for (const char of name.slice(0, 512).normalize('NFKD').toLowerCase().normalize('NFKD')) {
    if (/\p{M}|\p{Default_Ignorable_Code_Point}/u.test(char)) continue;
    folded += FOLDED[char] ?? lookalike[char] ?? (/[a-z0-9]/.test(char) ? char : '-');
  }
  return shorten(folded.replace(/-{2,}/g, '-').replace(/^-/, ''), LABEL);
}

/** The slug that is nearest to `name`, or null if nothing of it can be kept. */
export function corrected(name: string): string | null {
  const slug = fold(name);
  if (slug === '') return null;
  const candidates = DOCUMENTED_RESERVED.includes(slug)
    ? [`acme-${slug}`]
    : [slug, `${slug}-team`, `acme-${slug}`];
  return candidates.find(isSafeSlug) ?? null;
}

/** Other slugs beside a taken or reserved one, each of them good. Whether they are free is not known. */
export function variants(slug: string): string[] {
  const stem = fold(slug);
  if (stem === '') return [];
  const made = ['corp', 'hq', 'team', 'io'].flatMap((word) =>
    stem.endsWith(`-${word}`) ? [] : [`${shorten(stem, LABEL - word.length - 1)}-${word}`],
  );
  return made.filter((variant) => variant !== slug && isSafeSlug(variant)).slice(0, 3);
}

/** A name that is reserved by itself, made one's own: `admin` → `acme-admin`. */
export function ownVariants(word: string): string[] {
  const stem = fold(word);
  if (stem === '') return [];
  return [`acme-${shorten(stem, LABEL - 5)}`, `${shorten(stem, LABEL - 5)}-acme`].filter(isSafeSlug);
}

function shorten(slug: string, max: number): string {
  return trimEnd(slug.slice(0, max), /-/);
}
