import type { Entry } from '../catalog/entry.ts';
import { wordsOf } from './normalize.ts';
import { findStatus } from './status.ts';

/** Which of the entries with one code is meant, and the others. */
export interface Choice {
  entry: Entry;
  others: readonly Entry[];
  /** Whether something in the text speaks for it rather than for the others. */
  isTold: boolean;
}

const LONGEST_SEARCHED = 4_096;
const STATUS = 4;
const PLACE = 1;

/**
 * Of entries that share a code, the one that goes best with the status, the service, the surface and the area that the
 * text names round the code; else the first. None is lost: the others go along.
 */
export function chooseEntry(entries: readonly [Entry, ...Entry[]], text: string): Choice {
  const [first, ...more] = entries;
  if (more.length === 0) return { entry: first, others: [], isTold: true };
  const searched = text.slice(0, LONGEST_SEARCHED).replaceAll(first.code, ' ');
  const status = findStatus(searched);
  const words = ` ${wordsOf(searched).join(' ')} `;
  const scoreOf = ({ service, surface, area, http_statuses }: Entry) => {
    const named = [service, surface, area].filter((place) => place !== null && isNamed(place, words));
    return (status !== null && http_statuses.includes(status) ? STATUS : 0) + PLACE * named.length;
  };
  const scores = entries.map(scoreOf);
  const most = Math.max(...scores);
  const best = entries[scores.indexOf(most)] ?? first;
  const isTold = scores.filter((score) => score === most).length === 1;
  return { entry: best, others: entries.filter((each) => each !== best), isTold };
}

function isNamed(place: string, words: string): boolean {
  const name = wordsOf(place).join(' ');
  return name !== '' && words.includes(` ${name} `);
}
