import { stemmer } from 'stemmer';
import { wordPieces } from '../base/text.ts';

/** Words that say nothing about what happened. */
const STOP_WORDS = new Set(
  `a an and any are as at be because been being but by can could did do does done e g etc for from had has have he her his how i
  if in into is it its itself just may me might more most much must my of on once only onto or other our out over please shall she
  should since so some such than that the their them then there these they this those through to too under until up upon us very
  via was we were what when where whether which while who whom whose why will with within would you your yours also again already
  another both each either else every few many own per same still yet now something
  someone somebody anything ca wo`.split(/\s+/),
);

const NEGATORS = new Set([
  'not',
  'no',
  'never',
  'without',
  'cannot',
  'nor',
  'neither',
  'none',
  'nothing',
  'nobody',
]);

/** What a text says: its content words by their stems, and how many words deny something. */
export interface Said {
  words: ReadonlySet<string>;
  negations: number;
}

/** What a text says. Takes time linear in the text. */
export function saidIn(text: string): Said {
  const words = new Set<string>();
  let negations = 0;
  for (const word of wordsIn(text)) {
    if (NEGATORS.has(word)) negations += 1;
    else if (!STOP_WORDS.has(word)) words.add(stemOf(word));
  }
  return { words, negations };
}

/** The words of a text, folded to plain lower-case letters; neighbouring letters where a script has no spaces. */
export function wordsIn(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/(?<=[a-z])n['’]t(?![a-z])/g, ' not')
    .replace(/['’]/g, '');
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap(wordPieces);
}

/** How many words two texts share. */
export function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let count = 0;
  for (const word of few) if (many.has(word)) count += 1;
  return count;
}

/**
 * A code without case and separators, as `workspaceSlug.Taken` and `WORKSPACE_SLUG_TAKEN` share it. Digits that a
 * separator parts stay apart, and a code without letters is what it is: `-1` is not `1`.
 */
export function plainForm(code: string): string {
  if (!/\p{L}/u.test(code)) return code;
  return code
    .toLowerCase()
    .replace(/(?<=\p{N})[^\p{L}\p{N}]{1,200}(?=\p{N})/gu, '.')
    .replace(/[^\p{L}\p{N}.]+|(?<!\p{N})\.|\.(?!\p{N})/gu, '');
}

/** The words of a code, in lower case: of `Err.WorkspaceSlug-Taken` they are err, workspace, slug, taken. */
export function wordsOfCode(code: string): string[] {
  return code
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A word without its ending, so that singular and plural are one. */
export function stemOf(word: string): string {
  return /^[a-z]+$/.test(word) ? stemmer(word) : word;
}
