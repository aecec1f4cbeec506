import type { Catalog } from '../../catalog/catalog.ts';
import type { Named } from '../renames/name.ts';
import { pairRenames } from '../renames/pair-renames.ts';
import { plainForm } from '../text/code-form.ts';
import { TRUTHS } from './truth.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A code of the catalog that a source has under another name. */
interface FoundRename {
  from: Whereabouts;
  to: Whereabouts;
}

/** Which codes of the catalog, in its order, the sources likely have under another name that the catalog lacks. */
export function findRenames(
  catalogued: readonly Whereabouts[],
  unknown: readonly Whereabouts[],
  catalog: Catalog,
): FoundRename[] {
  const from = new Map(catalogued.map((each) => [each.code, each]));
  const to = new Map(unknown.map((each) => [each.code, each]));
  const spellings = new Set(unknown.map(({ code }) => plainForm(code)));
  const missing = catalogued.filter(
    ({ code, present }) => spellings.has(plainForm(code)) || TRUTHS.some((kind) => present[kind] === false),
  );
  const pairs = pairRenames(
    missing.map(({ code }) => namedInCatalog(code, catalog)),
    unknown.map(namedBySources),
    (one, other) => isMoved(from.get(one), to.get(other)),
  );
  const named = new Map(pairs.map((pair) => [pair.from, pair.to]));
  return missing.flatMap((one) => {
    const other = to.get(named.get(one.code) ?? '');
    return other === undefined ? [] : [{ from: one, to: other }];
  });
}

/**
 * Whether some source has the one instead of the other, and none has both: those are two errors, unless they only
 * differ in case and separators and no file has both. That the logs do not show a code proves nothing, unless they show
 * it in another spelling.
 */
function isMoved(from: Whereabouts | undefined, to: Whereabouts | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  if (plainForm(from.code) === plainForm(to.code)) {
    const files = filesOf(from);
    return [...filesOf(to)].every((file) => !files.has(file));
  }
  const having = TRUTHS.filter((kind) => to.present[kind] === true);
  if (having.some((kind) => from.present[kind] === true)) return false;
  return having.some((kind) => kind !== 'logs');
}

/** The files that spell it so: a mere name may stand for either. */
function filesOf({ sightings }: Whereabouts): Set<string> {
  const spelled = [...sightings.values()].flat().filter(({ isName }) => !isName);
  return new Set(spelled.flatMap(({ file }) => file ?? []));
}

function namedInCatalog(code: string, catalog: Catalog): Named {
  const entries = catalog.all(code);
  const texts = entries.flatMap(({ title, meaning, example }) => [title, meaning, example]);
  return {
    code,
    statuses: entries.flatMap(({ http_statuses: statuses }) => statuses),
    text: joined(texts),
  };
}

function namedBySources({ code, sightings }: Whereabouts): Named {
  const all = [...sightings.values()].flat();
  return {
    code,
    statuses: all.flatMap(({ statuses }) => statuses),
    text: joined(all.map(({ text }) => text)),
  };
}

function joined(texts: readonly (string | null)[]): string | null {
  const known = texts.filter((text) => text !== null);
  return known.length === 0 ? null : known.join('\n');
}
