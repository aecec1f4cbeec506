import { charName, holdsSecret, quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { refusedSlug, type SeenSlug } from './slug-evidence.ts';
import { corrected, DOCUMENTED_RESERVED, fold, LABEL } from './slug-shape.ts';

const LOOKED_AT = 1000;
const NAMED_CHARACTERS = 5;

/**
 * A slug has at least 3 characters, all of `a-z 0-9 -`, and is no reserved word.
 *
 * Source: "Error codes", `workspace_slug_invalid`, `workspace_slug_too_short`, `workspace_slug_reserved`.
 */
export function slug(facts: Facts): Finding[] {
  const seen = refusedSlug(facts);
  if (seen === null) return [];
  const problems = slugProblems(seen);
  if (problems.length > 0) return problems;
  // A path shows many names; one that is fine says nothing about the one that was refused.
  return seen.where === ' (in the log)' ? [] : [{ message: fineSlug(seen) }];
}

/** What a slug breaks, the first finding with a slug that breaks nothing. */
export function slugProblems(seen: SeenSlug): Finding[] {
  const text = seen.text.slice(0, LOOKED_AT);
  const name = `${quote(seen.text)}${seen.where}`;
  if (text.trim() === '') {
    return [
      {
        message: `The slug is ${text === '' ? 'empty' : 'only whitespace'}: at least 3 characters are needed.`,
      },
    ];
  }
  const found = [
    ...partOfUrl(seen),
    ...badCharacters(text, name),
    ...tooShort(text, name),
    ...reserved(text, name),
  ];
  if (found.length === 0) found.push(...undocumented(text, name));
  return withSuggestion(found, text);
}

function partOfUrl({ isPart, text }: SeenSlug): string[] {
  return isPart
    ? [`The value is a URL or host name. A slug is only the name in it, here ${quote(text)}.`]
    : [];
}

function badCharacters(text: string, name: string): string[] {
  const places = new Map<string, number[]>();
  let position = 0;
  let count = 0;
  for (const char of text) {
    position += 1;
    if (/[a-z0-9-]/.test(char)) continue;
    count += 1;
    const known = places.get(char);
    if (known) known.push(position);
    else places.set(char, [position]);
  }
  if (count === 0) return [];
  const listed = [...places].slice(0, NAMED_CHARACTERS).map(([char, at]) => {
    const shown = at.slice(0, 4).join(', ');
    return `${charName(char)} at ${shown}${at.length > 4 ? ', …' : ''}`;
  });
  const more = places.size > NAMED_CHARACTERS ? ` and ${places.size - NAMED_CHARACTERS} more` : '';
  return [
    `${name} has characters that are not allowed: ${listed.join('; ')}${more}. Allowed: a-z, 0-9 and -.`,
  ];
}

function tooShort(text: string, name: string): string[] {
  const length = [...text].length;
  return length < 3
    ? [`${name} has ${length} ${length === 1 ? 'character' : 'characters'}; a slug needs at least 3.`]
    : [];
}

function reserved(text: string, name: string): string[] {
  const word = text.trim().toLowerCase();
  return DOCUMENTED_RESERVED.includes(word)
    ? [`${name} is a reserved word. Put a name of your own before it.`]
    : [];
}

/** What the document allows and a host name does not: a slug usually becomes one. */
function undocumented(text: string, name: string): string[] {
  const odd = [
    text.startsWith('-') ? 'starts with -' : '',
    text.endsWith('-') ? 'ends with -' : '',
    text.includes('--') ? 'has a double -' : '',
    text.length > LABEL ? `is longer than ${LABEL} characters` : '',
  ].filter((part) => part !== '');
  return odd.length === 0
    ? []
    : [
        `${name} breaks no documented rule, but ${odd.join(' and ')}: a host name may not, so a slug may be refused for it.`,
      ];
}

function withSuggestion(messages: readonly string[], text: string): Finding[] {
  const better = holdsSecret(text) ? null : corrected(text);
  const hint =
    fold(text) === '' ? ' Nothing in it can be spelt in a-z and 0-9: choose a name in Latin letters.' : '';
  const longer = messages.length === 0 || better === null ? '' : whyLonger(text, messages);
  return [...messages, ...(longer === '' ? [] : [longer])].map((message, index) =>
    index === 0 ? { message: `${message}${hint}`, ...suggest(better) } : { message },
  );
}

/** Why the suggestion is more than the text without what is wrong in it. */
function whyLonger(text: string, messages: readonly string[]): string {
  const stem = fold(text);
  const said = messages.join('\n');
  const start = `Repaired, it would be ${quote(stem)}, which`;
  if (stem.length < 3) {
    const count = `${stem.length} ${stem.length === 1 ? 'character' : 'characters'}`;
    return said.includes('needs at least 3')
      ? ''
      : `${start} has ${count}; a slug needs at least 3, so the suggestion adds a word.`;
  }
  return DOCUMENTED_RESERVED.includes(stem) && !said.includes('is a reserved word')
    ? `${start} is a reserved word, so the suggestion adds a name.`
    : '';
}

function fineSlug(seen: SeenSlug): string {
  return `The slug ${quote(seen.text)}${seen.where} breaks no documented rule: was this the value that was sent?`;
}
