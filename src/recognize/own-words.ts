/** The very words of an entry: its title, its meaning, the message that the API sends, a code with a slot in it. */

import type { Catalog, Entry } from '../catalog/catalog.ts';

/** What stands in a text for something that is another each time: a slot of a template, a value in quotes, a number. */
const VARIES =
  /\$?\{\{?[^{}\n]{1,40}\}?\}|%\d{0,2}\$?[sdifv@]|<[a-z][\w -]{0,38}>|(?<!\p{L})["'`‘“][^"'`’”\n]{0,80}["'`’”]|\d+(?:[.,]\d+)*/giu;
const SHORTEST = 8;
const LONGEST = 600;

/** A text in which only the letters count and everything that varies is the same. */
function skeletonOf(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(VARIES, '#')
    .replace(/[^\p{L}#]+/gu, '')
    .toLowerCase();
}

/** The end of a code for which another number stands each time: `FLOOD_WAIT_X`, `RETRY_%d`, `wait_{seconds}`. */
const SLOT = /(?<=[_.-])(?:X|N|%[sd]|\{[^{}]{1,40}\}|<[^<>]{1,40}>)(?=$|[_.-])/g;
const NUMBER = /(?<=[_.-])\d{1,12}(?=$|[_.-])/g;

interface Words {
  /** Null where several entries say the same. */
  bySentence: ReadonlyMap<string, Entry | null>;
  byCode: ReadonlyMap<string, Entry>;
}

const made = new WeakMap<Catalog, Words>();

/** The one entry whose own words a text is, whatever values stand in it; null if there is none. */
export function saidBy(text: string, catalog: Catalog): Entry | null {
  const skeleton = skeletonOf(text);
  return skeleton.length < SHORTEST ? null : (wordsOf(catalog).bySentence.get(skeleton) ?? null);
}

/** The entry whose code has a slot where `name` has a number; null if there is none. */
export function withNumber(name: string, catalog: Catalog): Entry | null {
  const { byCode } = wordsOf(catalog);
  return byCode.size === 0 ? null : (byCode.get(name.replace(NUMBER, '#')) ?? null);
}

function wordsOf(catalog: Catalog): Words {
  const known = made.get(catalog);
  if (known !== undefined) return known;
  const bySentence = new Map<string, Entry | null>();
  const byCode = new Map<string, Entry>();
  for (const entry of catalog.entries) {
    for (const text of [entry.title, entry.meaning, entry.example]) {
      const skeleton = skeletonOf(text ?? '');
      const other = bySentence.get(skeleton);
      bySentence.set(skeleton, other === undefined || other === entry ? entry : null);
    }
    for (const name of [entry.code, ...entry.aliases]) {
      const pattern = name.replace(SLOT, '#');
      if (pattern !== name) byCode.set(pattern, entry);
    }
  }
  const fresh = { bySentence, byCode };
  made.set(catalog, fresh);
  return fresh;
}
