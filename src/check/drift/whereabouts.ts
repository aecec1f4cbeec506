import type { Catalog } from '../../catalog/catalog.ts';
import { pushTo } from '../../push-to.ts';
import type { Present } from '../finding.ts';
import { plainForm, wordsOfCode } from '../text/code-form.ts';
import type { Sighting, Truth, TruthKind } from './truth.ts';

/** Where one code is: in the catalog, and in each source that shows it. */
export interface Whereabouts {
  code: string;
  isCatalogued: boolean;
  sightings: ReadonlyMap<TruthKind, readonly Sighting[]>;
  present: Present;
}

/**
 * Where each code is that the catalog or a source has, those of the catalog first. An alias is its entry's code; a name
 * that stands for a code is the code of the same words, or else of the same letters, of the catalog or another source.
 */
export function whereaboutsOf(catalog: Catalog, truths: readonly Truth[]): Whereabouts[] {
  const codes = [...new Set(catalog.entries.map(({ code }) => code))];
  const byForm = new Map<string, Set<string>>();
  for (const { code, aliases } of catalog.entries)
    for (const called of [code, ...aliases]) addTo(byForm, plainForm(called), code);
  const unknown = truths.flatMap(({ sightings }) => sightings).filter(({ code }) => !catalog.get(code));
  for (const isName of [false, true]) {
    for (const { code } of unknown.filter((each) => each.isName === isName))
      if (!isName || !byForm.has(plainForm(code))) addTo(byForm, plainForm(code), code);
  }
  const meant = (code: string, isName: boolean): readonly string[] => {
    const exact = catalog.all(code).map((entry) => entry.code);
    if (exact.length > 0) return [...new Set(exact)];
    if (!isName) return [code];
    const alike = [...(byForm.get(plainForm(code)) ?? [code])];
    const words = wordsOfCode(code).join(' ');
    const same = alike.filter((each) => wordsOfCode(each).join(' ') === words);
    return same.length > 0 ? same : alike;
  };
  const found = new Map<string, Map<TruthKind, Sighting[]>>(codes.map((code) => [code, new Map()]));
  const mentioned = new Map<TruthKind, Set<string>>();
  for (const truth of truths) {
    for (const sighting of truth.sightings)
      for (const code of meant(sighting.code, sighting.isName)) add(found, code, truth.kind, sighting);
    mentioned.set(truth.kind, new Set([...truth.mentioned].flatMap((code) => meant(code, false))));
  }
  return [...found].map(([code, sightings]) => {
    const isCatalogued = catalog.get(code) !== undefined;
    const present: Present = { catalog: isCatalogued };
    for (const { kind } of truths)
      present[kind] = sightings.has(kind) || mentioned.get(kind)?.has(code) === true;
    return { code, isCatalogued, sightings, present };
  });
}

function add(
  found: Map<string, Map<TruthKind, Sighting[]>>,
  code: string,
  kind: TruthKind,
  sighting: Sighting,
): void {
  const kinds = found.get(code) ?? new Map<TruthKind, Sighting[]>();
  found.set(code, kinds);
  pushTo(kinds, kind, sighting);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
