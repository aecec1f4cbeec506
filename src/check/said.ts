import { stemOf, wordsIn } from '../base/words.ts';

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

/** How many words two texts share. */
export function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let count = 0;
  for (const word of few) if (many.has(word)) count += 1;
  return count;
}
