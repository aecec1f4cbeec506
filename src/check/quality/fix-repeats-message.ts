import { clip } from '../../base/text.ts';
import { wordsIn } from '../../base/words.ts';
import type { Entry } from '../../catalog/catalog.ts';
import { saidIn, shared } from '../said.ts';
import type { QualityCheck } from './flaw.ts';

/** From this share of known words on, a step says nothing of its own. */
const REPEATED = 0.8;
const LONGEST_SHOWN = 80;

/** Verbs, by their stems, that ask for something without saying what: `Fix the …`, `Make sure the … is …`. */
const EMPTY_VERBS = new Set([
  ...[
    'address',
    'avoid',
    'check',
    'confirm',
    'correct',
    'ensur',
    'fix',
    'handl',
    'look',
    'make',
    'pleas',
    'provid',
  ],
  ...[
    'resolv',
    'retri',
    'see',
    'solv',
    'sure',
    'try',
    'use',
    'valid',
    'verifi',
    'error',
    'issu',
    'problem',
    'repair',
  ],
]);

/** Steps that say no more than the message: `The slug is taken` needs no `Make sure the slug is not taken`. */
export const fixRepeatsMessage: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) => {
    const message = saidIn([entry.title, entry.meaning, entry.example].filter(Boolean).join('\n')).words;
    const advice = instructionsIn(entry);
    const steps = entry.fix.filter((step) => repeats(step, message) && !advice.has(wordsIn(step)[0] ?? ''));
    if (steps.length === 0) return [];
    const quoted = steps.slice(0, 2).map((step) => `"${short(step)}"`);
    return [
      {
        entry,
        field: 'fix',
        message: `${quoted.join(' and ')} ${steps.length === 1 ? 'says' : 'say'} no more than the message does.`,
        suggestion:
          'Say what to do that the message does not say: where to look, what to send instead, whom to ask.',
      },
    ];
  });

function repeats(step: string, message: ReadonlySet<string>): boolean {
  const words = new Set([...saidIn(step).words].filter((word) => !EMPTY_VERBS.has(word)));
  return words.size > 0 && shared(words, message) >= words.size * REPEATED;
}

/** How the instructions begin that the message itself gives, as `Check the Retry-After header.`: they may be repeated. */
function instructionsIn({ title, meaning, example }: Entry): Set<string> {
  const sentences = [title, meaning, example].flatMap((text) => text?.split(/[.!?;:]\s/) ?? []);
  return new Set(sentences.flatMap((sentence) => wordsIn(sentence.slice(0, 100))[0] ?? []));
}

function short(step: string): string {
  return step.length <= LONGEST_SHOWN ? step : `${clip(step, LONGEST_SHOWN)}…`;
}
