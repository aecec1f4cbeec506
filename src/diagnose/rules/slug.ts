import type { RejectsOf } from '../../catalog/rejects.ts';
import { sayAlphabet } from '../../text/value-pattern.ts';
import { charName, holdsSecret, quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { refusedSlug, type SeenSlug } from './slug-evidence.ts';
import { corrected, fold, isAllowed, LABEL, type SlugRules, slugRulesOf } from './slug-shape.ts';

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
  const allowed = sayAlphabet(rules.pattern?.alphabet ?? []);
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
  const longer = problems.length === 0 || better === null ? [] : whyLonger(text, problems, rules);
  return [...problems, ...longer].map(({ kind, message }, index) => ({
    kind,
    finding: index === 0 ? { message: `${message}${hint}`, ...suggest(better) } : { message },
  }));
}

/** Why the suggestion is more than the text without what is wrong in it. */
function whyLonger(text: string, problems: readonly Problem[], rules: SlugRules): Problem[] {
  const stem = fold(text, rules);
  const said = (kind: Problem['kind']) => problems.some((problem) => problem.kind === kind);
  const start = `Repaired, it would be ${quote(stem)}, which`;
  if (stem.length < rules.min) {
    const message = `${start} has ${counted(stem.length)}; a slug needs at least ${rules.min}, so the suggestion adds a word.`;
    return said('length') ? [] : [{ kind: 'longer', message }];
  }
  const message = `${start} is a reserved word, so the suggestion adds a name.`;
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
