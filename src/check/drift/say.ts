import type { FoundAt, Present } from '../finding.ts';
import { type Sighting, TRUTHS, type TruthKind } from './truth.ts';
import type { Whereabouts } from './whereabouts.ts';

const NAMES: Readonly<Record<TruthKind | 'catalog', string>> = {
  catalog: 'the catalog',
  source: 'the source',
  client: 'the client',
  docs: 'the docs',
  openapi: 'the OpenAPI',
  logs: 'the logs',
};

/** What a place in a source does with a code. */
const DOES: Readonly<Record<TruthKind, string>> = {
  source: 'emitted',
  client: 'known to the client',
  docs: 'documented',
  openapi: 'listed',
  logs: 'in the logs',
};

/** In how many files places are told. */
const MOST_NAMED = 3;

/** Where a code, `called` so, is found, in a sentence: `It is emitted in a.ts:3, also in docs.md:12.` */
export function sayFound({ sightings, present }: Whereabouts, called = 'It'): string {
  const [first, ...others] = TRUTHS.flatMap((kind) => {
    const seen = sightings.get(kind);
    return seen === undefined ? [] : [{ kind, places: placesOf(seen) }];
  });
  if (first === undefined) return `${called} is mentioned in ${listed(hasOf(present), 'and')}.`;
  const also = others.map(({ kind, places }) =>
    kind === 'logs' ? `in the logs: ${places}` : `in ${places}`,
  );
  const head = `${called} is ${DOES[first.kind]}${first.kind === 'logs' ? ': ' : ' in '}${first.places}`;
  return `${[head, ...also.map((each) => `also ${each}`)].join(', ')}.`;
}

/** The first place in each of a few files, with the number of places if there are more; a count in its words. */
function placesOf(seen: readonly Sighting[]): string {
  const [first] = seen;
  if (first === undefined) return '';
  if (first.note !== null) return first.note;
  const byFile = new Map<string | null, Sighting>();
  for (const each of seen) if (!byFile.has(each.file)) byFile.set(each.file, each);
  const named = [...byFile.values()].slice(0, MOST_NAMED).map((each) => sayPlace(placeOf(each)));
  const places = listed(named, 'and');
  if (named.length === seen.length) return places;
  return `${seen.length.toLocaleString('en-US')} places, ${byFile.size === 1 ? 'first in' : 'such as'} ${places}`;
}

/** The place of the first sighting that has one. */
export function firstPlace({ sightings }: Whereabouts): FoundAt | null {
  for (const kind of TRUTHS) {
    const seen = sightings.get(kind)?.find(({ file }) => file !== null);
    if (seen !== undefined) return placeOf(seen);
  }
  return null;
}

/** The place of a sighting; null where it has none. */
export function placeOf({ file, line, column }: Sighting): FoundAt | null {
  return file === null ? null : { file, line: line ?? undefined, column: column ?? undefined };
}

/** `docs.md:12` */
export function sayPlace(at: FoundAt | null): string {
  if (at === null) return 'an unknown place';
  return at.line === undefined ? at.file : `${at.file}:${at.line}`;
}

/** Who has a code and who lacks it, where there is more than one to tell: `In the source and the docs, not in …` */
export function sayPresent(present: Present): string {
  const kinds = (['catalog', ...TRUTHS] as const).filter((kind) => present[kind] !== undefined);
  if (kinds.length < 3) return '';
  const has = hasOf(present);
  const lacks = kinds.filter((kind) => !present[kind]).map((kind) => NAMES[kind]);
  return ` It is in ${listed(has, 'and')}${lacks.length === 0 ? '' : `, not in ${listed(lacks, 'or')}`}.`;
}

function hasOf(present: Present): string[] {
  return (['catalog', ...TRUTHS] as const).filter((kind) => present[kind]).map((kind) => NAMES[kind]);
}

function listed(names: readonly string[], word: string): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
