import { shapeOf } from './code-shape.ts';
import { leadOf } from './lead.ts';

const LONGEST = 200;

/**
 * An item of rendered text whose code ran into its text, with a dash where the code ends; any other as it is. It ends
 * where a URL begins, before a capital, or where two words of the page were joined to one that it has not otherwise.
 */
export function splitRunTogether(text: string, vocabulary: () => ReadonlySet<string>): string {
  const lead = leadOf(text);
  const [word = ''] = text.split(/\s/, 1);
  const isParted = lead !== null && lead.separator !== 'space' && !word.includes('://');
  if (isParted || word.length > LONGEST || !word.includes('_')) return text;
  const end = endOfCode(word, vocabulary);
  return end === null ? text : `${text.slice(0, end)} — ${text.slice(end)}`;
}

function endOfCode(word: string, vocabulary: () => ReadonlySet<string>): number | null {
  const url = word.search(/https?:\/\//);
  if (url > 0) return isCode(word.slice(0, url)) ? url : null;
  const capital = word.search(/(?<=[a-z])[A-Z][a-z]/);
  if (capital > 0 && isCode(word.slice(0, capital))) return capital;
  const known = vocabulary();
  const ends: number[] = [];
  for (const { 0: joinedWord, index } of word.matchAll(/[a-z]{6,60}/g)) {
    for (let cut = 3; cut <= joinedWord.length - 3; cut += 1) {
      const fits = known.has(joinedWord.slice(0, cut)) && known.has(joinedWord.slice(cut));
      if (fits && isCode(word.slice(0, index + cut))) ends.push(index + cut);
    }
  }
  const [only] = ends;
  return ends.length === 1 && only !== undefined ? only : null;
}

function isCode(text: string): boolean {
  return shapeOf(text) === 'strong' && text.includes('_');
}

/** The words of a text. */
export function vocabularyOf(text: string): ReadonlySet<string> {
  return new Set((text.match(/[A-Za-z]{3,60}/g) ?? []).map((word) => word.toLowerCase()));
}
