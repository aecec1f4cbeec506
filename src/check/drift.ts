import { pushTo } from '../base/objects.ts';
import { group } from '../base/text.ts';
import { plainForm, wordsOf } from '../base/words.ts';
import { type Catalog, type Entry, type EntryInput, writeYaml } from '../catalog/catalog.ts';
import { type Named, pairRenames } from './likeness.ts';
import {
  type Finding,
  type FoundAt,
  findingOf,
  isDeprecated,
  type Locate,
  type Present,
  type Rule,
  type Sighting,
  TRUTHS,
  type Truth,
  type TruthKind,
} from './rules.ts';

/** That the logs do not show a code proves nothing. */
type Proving = Exclude<TruthKind, 'logs'>;

const ABSENT: Readonly<
  Record<
    Proving,
    {
      rule: 'never_emitted' | 'not_in_client' | 'undocumented' | 'not_in_openapi';
      says: string;
      advice: string;
    }
  >
> = {
  source: {
    rule: 'never_emitted',
    says: 'Nothing in',
    advice:
      'If it is no longer sent, add `deprecated` to its entry; if it is sent, name with --source or --pattern where it stands.',
  },
  client: {
    rule: 'not_in_client',
    says: 'Nothing in',
    advice: 'Add it to the client; if it is no longer sent, add `deprecated` to its entry.',
  },
  docs: {
    rule: 'undocumented',
    says: 'No entry in',
    advice: 'Document it there; if it is no longer sent, add `deprecated` to its entry.',
  },
  openapi: {
    rule: 'not_in_openapi',
    says: 'No response in',
    advice: 'List it there; if it is no longer sent, add `deprecated` to its entry.',
  },
};

/** In what a catalog differs from what the sources show. */
export function checkDrift(
  catalog: Catalog,
  locate: Locate,
  truths: readonly Truth[],
  wanted: (rule: Rule) => boolean = () => true,
): Finding[] {
  if (truths.length === 0) return [];
  const all = whereaboutsOf(catalog, truths);
  const catalogued = all.filter(({ isCatalogued }) => isCatalogued);
  const unknown = all.filter(({ isCatalogued }) => !isCatalogued);
  const live = catalogued.filter(({ code }) => !catalog.all(code).every(isDeprecated));
  const renames = wanted('renamed') ? findRenames(live, unknown, catalog) : [];
  const renamedTo = new Map(renames.map(({ from, to }) => [from, to]));
  const paired = new Set(renames.map(({ to }) => to));
  return [
    ...unknown.filter((each) => !paired.has(each)).map(uncatalogued),
    ...truths.flatMap((truth) =>
      live
        .filter((each) => !accounts(renamedTo.get(each), truth.kind))
        .flatMap((each) => absent(each, truth, locateCode)),
    ),
    ...truths.flatMap((truth) => unrecognized(truth, catalogued)),
    ...catalogued.flatMap((each) => statusDiffers(each, catalog.all(each.code), locate)),
    ...live.flatMap((each) => knownElsewhere(each, catalog.all(each.code), locate)),
    ...renames.map(({ from, to }) => renamed(from, to, locateCode(from.code))),
  ];

  function locateCode(code: string) {
    const entry = catalog.get(code);
    return entry === undefined ? null : locate(entry, 'code');
  }
}

/** Whether a source has a code under its new name, so that it does not lack it. */
function accounts(to: Whereabouts | undefined, kind: TruthKind): boolean {
  return to?.present[kind] === true;
}

function uncatalogued(where: Whereabouts): Finding {
  const { code, present } = where;
  return findingOf('uncatalogued', {
    code,
    message: `${formatWhereabouts(where)}${formatPresent(present) || ' The catalog does not have it.'}`,
    suggestion: `Add an entry for it, or make it an alias of the entry that explains it${pasted('', [{ code, ...saidOf(where) }])}`,
    at: firstPlace(where),
    present,
  });
}

/** What documents say of a code, as fields of an entry. */
function saidOf({ sightings }: Whereabouts): Pick<EntryInput, 'http_status' | 'meaning'> {
  const seen = [...(sightings.get('openapi') ?? []), ...(sightings.get('docs') ?? [])];
  const statuses = [...new Set(seen.flatMap((each) => each.statuses))].sort((a, b) => a - b);
  const meaning = seen.map((each) => each.meaning).find((each) => each !== undefined);
  const [only, ...others] = statuses;
  return {
    ...(only !== undefined && { http_status: others.length === 0 ? only : statuses }),
    ...(meaning !== undefined && { meaning }),
  };
}

/** Fields as YAML to paste, on lines of their own; a full stop where a document says nothing that could be pasted. */
function pasted(words: string, what: object): string {
  const fields = Array.isArray(what) ? Object.keys(what[0] as object).length - 1 : Object.keys(what).length;
  return fields === 0 ? '.' : `${words}:\n${writeYaml(what).trimEnd()}`;
}

/** What documents say of an entry that the catalog leaves open. */
function knownElsewhere(where: Whereabouts, entries: readonly Entry[], locate: Locate): Finding[] {
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) return [];
  const said = saidOf(where);
  const lacking = Object.entries(said).filter(([field]) =>
    field === 'meaning' ? entry.meaning === null : entry.http_statuses.length === 0,
  );
  if (lacking.length === 0) return [];
  const names = lacking.map(([field]) => (field === 'meaning' ? 'its meaning' : 'its HTTP status'));
  return [
    findingOf('known_elsewhere', {
      code: entry.code,
      message: `A document says ${listed(names, 'and')}. ${formatWhereabouts(where)}`,
      suggestion: `Add to its entry${pasted('', Object.fromEntries(lacking))}`,
      at: locate(entry, 'code'),
      about: lacking.map(([field]) => field).join(' '),
      present: where.present,
    }),
  ];
}

/** How many of a hundred catalogued codes that stand in a source must be recognized there. */
const LEAST_RECOGNIZED = 50;

/**
 * A source of which codes stand where none are recognized: that nothing is missing there could not be told. One that
 * shows none of the catalogued codes at all says nothing of how they are written.
 */
function unrecognized({ kind, names }: Truth, catalogued: readonly Whereabouts[]): Finding[] {
  if (kind !== 'source' && kind !== 'client') return [];
  const standing = catalogued.filter(({ present }) => present[kind] === true);
  const recognized = standing.filter(({ sightings }) => sightings.has(kind));
  if (recognized.length * 100 >= standing.length * LEAST_RECOGNIZED) return [];
  const [example] = standing.filter((each) => !recognized.includes(each));
  return [
    findingOf('unrecognized', {
      code: '',
      message: `Of ${standing.length} catalogued codes that stand in ${names.join(', ')}, ${recognized.length === 0 ? 'none is' : `only ${recognized.length} are`} recognized as codes, so codes that the catalog lacks cannot be found there.`,
      suggestion: `Say with --pattern how a code such as '${example?.code}' stands there, e.g. --pattern "raise ApiError\\('(\\w+)'".`,
      about: kind,
    }),
  ];
}

function absent(
  { code, present }: Whereabouts,
  { kind, names }: Truth,
  locateCode: (code: string) => ReturnType<Locate>,
): Finding[] {
  if (kind === 'logs' || present[kind] === true) return [];
  const { rule, says, advice } = ABSENT[kind];
  return [
    findingOf(rule, {
      code,
      message: `${says} ${names.join(', ')} has it.${formatPresent(present)}`,
      suggestion: advice,
      at: locateCode(code),
      present,
    }),
  ];
}

/** Only where both say a status; where a source gives fewer than the catalog, it only says less. */
function statusDiffers(
  { code, sightings, present }: Whereabouts,
  entries: readonly Entry[],
  locate: Locate,
): Finding[] {
  const known = new Set(entries.flatMap((entry) => entry.http_statuses));
  const [entry] = entries;
  if (entry === undefined || entries.some((each) => each.http_statuses.length === 0)) return [];
  return [...sightings].flatMap(([kind, seen]) => {
    const odd = seen.filter(({ statuses }) => statuses.some((status) => !known.has(status)));
    const [first] = odd;
    if (first === undefined) return [];
    const given = [...new Set(odd.flatMap(({ statuses }) => statuses))].filter(
      (status) => !known.has(status),
    );
    return [
      findingOf('status_differs', {
        code,
        message: `The catalog says ${[...known].join(', ')}, ${formatPlace(placeOf(first))} says ${given.join(', ')}.`,
        suggestion: 'Find out which is sent, and correct the other.',
        at: locate(entry, 'http_status') ?? placeOf(first),
        about: `${kind} ${given.join(' ')}`,
        present,
      }),
    ];
  });
}

function renamed(from: Whereabouts, to: Whereabouts, at: ReturnType<Locate>): Finding {
  return findingOf('renamed', {
    code: from.code,
    other: to.code,
    message: `It is probably the same error as '${to.code}', which the catalog does not have. ${formatWhereabouts(to, `'${to.code}'`)}${formatPresent(from.present)}`,
    suggestion:
      from.present.source === true && to.present.source !== true
        ? 'The source has the name of the catalog: correct the other where it stands.'
        : 'If it was renamed, make the new name the code and this one an alias of it; if the new name is a slip, correct it where it stands.',
    at: at ?? firstPlace(to),
    present: from.present,
  });
}

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
function formatWhereabouts({ sightings, present }: Whereabouts, called = 'It'): string {
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
  const named = [...byFile.values()].slice(0, MOST_NAMED).map((each) => formatPlace(placeOf(each)));
  const places = listed(named, 'and');
  if (named.length === seen.length) return places;
  return `${group(seen.length)} places, ${byFile.size === 1 ? 'first in' : 'such as'} ${places}`;
}

/** The place of the first sighting that has one. */
function firstPlace({ sightings }: Whereabouts): FoundAt | null {
  for (const kind of TRUTHS) {
    const seen = sightings.get(kind)?.find(({ file }) => file !== null);
    if (seen !== undefined) return placeOf(seen);
  }
  return null;
}

/** The place of a sighting; null where it has none. */
function placeOf({ file, line, column }: Sighting): FoundAt | null {
  return file === null ? null : { file, line: line ?? undefined, column: column ?? undefined };
}

/** `docs.md:12` */
function formatPlace(at: FoundAt | null): string {
  if (at === null) return 'an unknown place';
  return at.line === undefined ? at.file : `${at.file}:${at.line}`;
}

/** Who has a code and who lacks it, where there is more than one to tell: `In the source and the docs, not in …` */
function formatPresent(present: Present): string {
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

/** Where one code is: in the catalog, and in each source that shows it. */
interface Whereabouts {
  code: string;
  isCatalogued: boolean;
  sightings: ReadonlyMap<TruthKind, readonly Sighting[]>;
  present: Present;
}

/**
 * Where each code is that the catalog or a source has, those of the catalog first. An alias is its entry's code; a name
 * that stands for a code is the code of the same words, or else of the same letters, of the catalog or another source.
 */
function whereaboutsOf(catalog: Catalog, truths: readonly Truth[]): Whereabouts[] {
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
    const words = wordsOf(code).join(' ');
    const same = alike.filter((each) => wordsOf(each).join(' ') === words);
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

/** A code of the catalog that a source has under another name. */
interface FoundRename {
  from: Whereabouts;
  to: Whereabouts;
}

/** Which codes of the catalog, in its order, the sources likely have under another name that the catalog lacks. */
function findRenames(
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
