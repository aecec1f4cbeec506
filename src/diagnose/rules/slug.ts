import { asPattern, percentDecoded, trimEnd, wordSet } from '../../base/text.ts';
import { formatAlphabet, isInAlphabet, readPattern, type ValuePattern } from '../../base/value-pattern.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import {
  charName,
  fieldsIn,
  holdsSecret,
  pastedValues,
  quote,
  quotedIn,
  suggest,
} from '../../pasted/pasted.ts';
import { type Facts, type Finding, messages, named, type Seen } from '../rule.ts';

const LOOKED_AT = 1000;
const NAMED_CHARACTERS = 5;

/** What a slug breaks of the rules that the catalog gives: its characters, its length, its pattern, reserved words. */
export function slug(facts: Facts, rejects: RejectsOf<'slug'>): Finding[] {
  const seen = refusedSlug(facts, rejects);
  if (seen === null) return [];
  const problems = slugProblems(seen, slugRulesOf(rejects)).map(({ finding }) => finding);
  if (problems.length > 0) return problems;
  // A path shows many names; one that is fine says nothing about the one that was refused.
  return seen.where === ' (in the log)' ? [] : [{ message: fineSlug(seen) }];
}

interface Problem {
  kind: 'part' | 'characters' | 'length' | 'pattern' | 'reserved' | 'undocumented' | 'longer';
  message: string;
}

/** What a slug breaks, the first finding with a slug that breaks nothing. */
export function slugProblems(
  seen: SeenSlug,
  rules: SlugRules,
): { kind: Problem['kind']; finding: Finding }[] {
  const text = seen.text.slice(0, LOOKED_AT);
  const name = `${quote(seen.text)}${seen.where}`;
  if (text.trim() === '') {
    const message = `The slug is ${text === '' ? 'empty' : 'only whitespace'}: at least ${counted(rules.min)} ${rules.min === 1 ? 'is' : 'are'} needed.`;
    return [{ kind: 'length', finding: { message } }];
  }
  const found: Problem[] = [
    ...partOfUrl(seen),
    ...badCharacters(text, name, rules),
    ...wrongLength(text, name, rules),
    ...reserved(text, name, rules),
  ];
  if (found.length === 0) found.push(...mismatch(text, name, rules));
  if (found.length === 0) found.push(...undocumented(text, name));
  return withSuggestion(found, text, rules);
}

function partOfUrl({ isPart, text }: SeenSlug): Problem[] {
  const message = `The value is a URL or host name. A slug is only the name in it, here ${quote(text)}.`;
  return isPart ? [{ kind: 'part', message }] : [];
}

function badCharacters(text: string, name: string, rules: SlugRules): Problem[] {
  const places = new Map<string, number[]>();
  let position = 0;
  for (const char of text) {
    position += 1;
    if (isAllowed(char, rules)) continue;
    const known = places.get(char);
    if (known) known.push(position);
    else places.set(char, [position]);
  }
  if (places.size === 0) return [];
  const listed = [...places].slice(0, NAMED_CHARACTERS).map(([char, at]) => {
    const shown = at.slice(0, 4).join(', ');
    return `${charName(char)} at ${shown}${at.length > 4 ? ', …' : ''}`;
  });
  const more = places.size > NAMED_CHARACTERS ? ` and ${places.size - NAMED_CHARACTERS} more` : '';
  const allowed = formatAlphabet(rules.pattern?.alphabet ?? []);
  return [
    {
      kind: 'characters',
      message: `${name} has characters that are not allowed: ${listed.join('; ')}${more}. Allowed: ${allowed}.`,
    },
  ];
}

function wrongLength(text: string, name: string, { min, max }: SlugRules): Problem[] {
  const { length } = [...text];
  const has = `${name} has ${counted(length)}`;
  if (length < min) return [{ kind: 'length', message: `${has}; a slug needs at least ${min}.` }];
  return max !== null && length > max
    ? [{ kind: 'length', message: `${has}; a slug has at most ${max}.` }]
    : [];
}

function reserved(text: string, name: string, rules: SlugRules): Problem[] {
  const message = `${name} is a reserved word. Put a name of your own before it.`;
  return rules.reserved.includes(text.trim().toLowerCase()) ? [{ kind: 'reserved', message }] : [];
}

function mismatch(text: string, name: string, { pattern }: SlugRules): Problem[] {
  const message = `${name} does not match ${quote(pattern?.source ?? '', 120)}, which every slug must.`;
  return pattern === null || pattern.test(text) ? [] : [{ kind: 'pattern', message }];
}

/** What the rules allow and a host name does not: a slug usually becomes one. */
function undocumented(text: string, name: string): Problem[] {
  const odd = [
    text.startsWith('-') ? 'starts with -' : '',
    text.endsWith('-') ? 'ends with -' : '',
    text.includes('--') ? 'has a double -' : '',
    text.length > LABEL ? `is longer than ${LABEL} characters` : '',
  ].filter((part) => part !== '');
  const message = `${name} breaks no documented rule, but ${odd.join(' and ')}: a host name may not, so a slug may be refused for it.`;
  return odd.length === 0 ? [] : [{ kind: 'undocumented', message }];
}

function withSuggestion(problems: readonly Problem[], text: string, rules: SlugRules) {
  const better = holdsSecret(text) ? null : corrected(text, rules);
  const choice = isAllowed('a', rules) || isAllowed('A', rules) ? 'a name in Latin letters' : 'another';
  const hint =
    fold(text, rules) === '' ? ` Nothing in it can be spelt in what is allowed: choose ${choice}.` : '';
  const longer = problems.length === 0 ? [] : whyLonger(text, problems, better, rules);
  return [...problems, ...longer].map(({ kind, message }, index) => ({
    kind,
    finding: index === 0 ? { message: `${message}${hint}`, ...suggest(better) } : { message },
  }));
}

/** Why the suggestion is more than the text without what is wrong in it. */
function whyLonger(
  text: string,
  problems: readonly Problem[],
  better: string | null,
  rules: SlugRules,
): Problem[] {
  const stem = fold(text, rules);
  const said = (kind: Problem['kind']) => problems.some((problem) => problem.kind === kind);
  const start = `Repaired, it would be ${quote(stem)}, which`;
  if (stem.length < rules.min) {
    const message = `${start} has ${counted(stem.length)}; a slug needs at least ${rules.min}, so the suggestion adds a word.`;
    return said('length') || stem === '' || better === null ? [] : [{ kind: 'longer', message }];
  }
  const message = `${start} is a reserved word: put a name of your own before it.`;
  return rules.reserved.includes(stem.toLowerCase()) && !said('reserved')
    ? [{ kind: 'longer', message }]
    : [];
}

function fineSlug(seen: SeenSlug): string {
  return `The slug ${quote(seen.text)}${seen.where} breaks no documented rule: was this the value that was sent?`;
}

function counted(length: number): string {
  return `${length} ${length === 1 ? 'character' : 'characters'}`;
}

const LONGEST_NAME = 60;

/** The slug that was refused. `isPart`: it was taken out of a URL or host. */
interface SeenSlug extends Seen {
  isPart: boolean;
}

/** Where the catalog says that slugs stand. */
type Places = Pick<RejectsOf<'slug'>, 'fields' | 'path_segments'>;

/** The slug as given, or as a message, a field or a path shows it. Null if there is none to be sure of. */
function refusedSlug(facts: Facts, places: Places): SeenSlug | null {
  if (facts.value !== null) {
    return slugIn({ text: facts.value, where: '' }, places);
  }
  const names = fieldsOf(places);
  const seen = [
    ...named(facts, names),
    ...besideNames(facts, names),
    ...messages(facts).flatMap((message) => inMessage(message, names, facts.entry)),
    ...inPaths(facts, places),
  ];
  const first = seen.find(({ text }) => !isPattern(text) && !/^(?:null|undefined|true|false|)$/.test(text));
  if (!first) return null;
  const part = slugInUrl(first.text.slice(0, LOOKED_AT).trim(), places);
  return { text: part ?? first.text, where: first.where, isPart: part !== null };
}

/** The slug in a value that was given for it: in a body, a form, quotes or a URL. */
export function slugIn({ text, where }: Seen, places: Places): SeenSlug {
  const bare = undressed(text, fieldsOf(places));
  const part = slugInUrl(bare.slice(0, LOOKED_AT).trim(), places);
  return { text: part ?? bare, where, isPart: part !== null };
}

/** A slug that the platform itself proposes: `Try 'acme-corp'`. */
function proposedSlug(facts: Facts): string | null {
  for (const { text } of messages(facts)) {
    const try_ = quotedIn(text).find(({ at }) => /\btry $/i.test(text.slice(Math.max(0, at - 4), at)));
    if (try_) return try_.text;
  }
  return named(facts, ['suggestion', 'suggested_slug'])[0]?.text ?? null;
}

function undressed(value: string, names: readonly string[]): string {
  const own = ownField(value, names) ?? fieldsIn(value, names)[0];
  if (own !== undefined) return own;
  const quoted = /^\s{0,20}(?:"([^"]{0,200})"|'([^']{0,200})'|`([^`]{0,200})`|“([^”]{0,200})”)\s{0,20}$/.exec(
    value,
  );
  return quoted?.slice(1).find((inner) => inner !== undefined) ?? value;
}

/** What stands behind the name at the start of a value, be it empty or a word. */
function ownField(value: string, names: readonly string[]): string | undefined {
  const name = `(?:${names.map((each) => asPattern(each).replaceAll('_', '_?')).join('|')})`;
  const json = new RegExp(
    String.raw`^\s{0,20}\{\s{0,20}"${name}"\s{0,20}:\s{0,20}"([^"\\]{0,200})"`,
    'i',
  ).exec(value);
  const plain = new RegExp(
    String.raw`^\s{0,20}${name}\s{0,4}[:=]\s{0,4}([^\s&"'%]{0,200})\s{0,20}$`,
    'i',
  ).exec(value);
  return json?.[1] ?? plain?.[1];
}

function fieldsOf({ fields = ['slug'] }: Places): readonly string[] {
  return fields;
}

/** The slug-like part of a URL or of a host name with three labels or more; null for anything else. */
function slugInUrl(text: string, places: Places): string | null {
  const hasScheme = /^https?:\/\//i.test(text);
  const rest = text.replace(/^https?:\/\//i, '');
  const slash = rest.indexOf('/');
  const host = (slash < 0 ? rest : rest.slice(0, slash)).replace(/[:?#].*$/s, '');
  const isHost = /^[^\s.@]+(?:\.[a-z0-9-]+){2,}$/i.test(host);
  if (!hasScheme && !isHost) return null;
  const inPath = slash < 0 ? null : pathSlug(rest.slice(slash), places);
  if (inPath !== null) return inPath;
  const label = host.split('.').find((part) => !/^(?:www|api|app|auth|admin)$/i.test(part)) ?? '';
  return label === '' ? null : label;
}

/** A message may name the pattern that it wants. */
function isPattern(text: string): boolean {
  return text.startsWith('^') || text.includes('[a-z') || text.includes('a-z0-9');
}

/**
 * `the slug 'Acme'`, `'Acme' is no valid slug`, or the same with a name of the field; the code with `for 'Acme'`. Where
 * the error is about slugs alone, also `'admin' is reserved` and `got "ab"`.
 */
function inMessage(
  { text, where }: Seen,
  names: readonly string[],
  { code, rejects }: Facts['entry'],
): Seen[] {
  const first = quotedIn(text)[0];
  if (!first || names.includes(first.text.toLowerCase())) return [];
  const before = text.slice(Math.max(0, first.at - LONGEST_NAME), first.at);
  const name = `\\b(?:slug|${names.map(asPattern).join('|')})`;
  const isOfSlugs = rejects?.kind === 'slug';
  const isNamed =
    new RegExp(`(?:${name}:?|${asPattern(code)}(?::| for| with)?) $`, 'i').test(before) ||
    (isOfSlugs && /\b(?:got|received|given|sent|was):? $/i.test(before)) ||
    (first.at === 0 && (isOfSlugs || new RegExp(`${name}\\b`, 'i').test(text)));
  return isNamed ? [{ text: first.text, where }] : [];
}

/** The value that a validator puts beside the field's name: `"loc": ["body", "slug"], "input": "ab"`. */
function besideNames(facts: Facts, names: readonly string[]): Seen[] {
  return pastedValues(facts.pasted.text)
    .filter(({ fields }) =>
      fields.some((field) => field.split(/[^\w-]+/).some((name) => names.includes(name.toLowerCase()))),
    )
    .map(({ text }): Seen => ({ text, where: ' (in the pasted text)' }));
}

/** A path names a thing that exists when it is changed, so only looking up and creating count. */
function inPaths(facts: Facts, places: Places): Seen[] {
  return facts.lines.slice(0, 500).flatMap((line): Seen[] => {
    if (line.path === undefined || /^(?:PATCH|DELETE)$/i.test(line.method ?? '')) return [];
    const slug = pathSlug(line.path.slice(0, LOOKED_AT), places);
    return slug === null ? [] : [{ text: slug, where: ' (in the log)' }];
  });
}

function pathSlug(path: string, { path_segments: segments = ['slugs'] }: Places): string | null {
  const match = new RegExp(`/(?:${segments.map(asPattern).join('|')})/([^/?#]+)`, 'i').exec(path);
  return match?.[1] ? (percentDecoded(match[1]) ?? match[1]) : null;
}

/** What a slug may be, and how a name becomes one. */

/** Words that platforms commonly keep: not documented here, so never a finding, but never suggested either. */
const LIKELY_RESERVED = wordSet(`
  account accounts apps assets auth0 billing blog cdn console dashboard dev docs email ftp help internal login
  logout mail mcp new oauth platform root security settings signin signup smtp sso staging static status
  support system test webhook webhooks www`);

/** Longest label of a host name (RFC 1035 section 2.3.4), which a slug usually becomes. */
const LABEL = 63;

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
interface SlugRules {
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
function isAllowed(char: string, { pattern }: SlugRules): boolean {
  return pattern?.alphabet ? isInAlphabet(char, pattern.alphabet) : true;
}

/** Whether a slug breaks no documented rule. */
function isSlug(text: string, rules: SlugRules): boolean {
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
function fold(name: string, rules: SlugRules): string {
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
  // What stands before a reserved word is its owner's choice: no name is made up here.
  if (rules.reserved.includes(slug.toLowerCase())) return null;
  const candidates = [slug, ...TOPICS.map((word) => joined([slug, word], rules))];
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

/** Words that make a name longer, from short to long. */
const TOPICS = ['team', 'workspace', 'organization'];

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

/** A reserved word, made one's own. Where the list of them is partial, a word that it does not name may be reserved too. */
export function slugReserved(facts: Facts, rejects: RejectsOf<'slug'>): Finding[] {
  const seen = refusedSlug(facts, rejects);
  if (seen === null) return [];
  const rules = slugRulesOf(rejects);
  const word = fold(seen.text, rules);
  const problems = slugProblems(seen, rules);
  if (word === '' || word.length > 40 || holdsSecret(seen.text))
    return problems.map(({ finding }) => finding);
  const { reserved, isPartial } = rules;
  const list = reserved.length === 0 ? '' : ` (${reserved.slice(0, 12).join(', ')})`;
  const documented = reserved.includes(word.toLowerCase())
    ? 'is a reserved word'
    : `is not among the reserved words that are documented${list}${isPartial ? ', but that list is partial' : ''}`;
  const form = quote(`<your-name>${separatorOf(rules)}${word}`);
  return [
    { message: `${quote(seen.text)}${seen.where} ${documented}. Put a name of your own before it: ${form}.` },
    ...problems.flatMap(({ kind, finding: { message } }) => (kind === 'reserved' ? [] : [{ message }])),
  ];
}

/** Other slugs beside one that is in use. */
export function slugTaken(facts: Facts, rejects: RejectsOf<'slug'>): Finding[] {
  const seen = refusedSlug(facts, rejects);
  if (seen === null || seen.text.trim() === '' || holdsSecret(seen.text)) return [];
  const rules = slugRulesOf(rejects);
  const proposed = proposedSlug(facts);
  const isProposed =
    proposed !== null && isSlug(proposed, rules) && proposed.length <= 63 && proposed !== seen.text;
  const own = variants(seen.text.slice(0, 512), rules).filter((variant) => variant !== proposed);
  const choices = isProposed ? [proposed, ...own].slice(0, 3) : own;
  const first = choices[0];
  if (first === undefined) return [];
  const list = choices.map((choice) => quote(choice, 63)).join(', ');
  const by = isProposed ? ` The first is the platform's own proposal.` : '';
  return [
    {
      message: `${quote(seen.text, 40)}${seen.where} is in use. Free-looking: ${list}.${by} Whether they are free was not checked.`,
      ...suggest(first),
    },
  ];
}
