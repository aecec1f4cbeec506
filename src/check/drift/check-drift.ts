import type { Catalog } from '../../catalog/catalog.ts';
import type { Entry } from '../../catalog/entry.ts';
import { type Finding, findingOf, type Locate } from '../finding.ts';
import { isDeprecated } from '../quality/flaw.ts';
import type { Rule } from '../rules.ts';
import { findRenames } from './find-renames.ts';
import { firstPlace, placeOf, sayFound, sayPlace, sayPresent } from './say.ts';
import type { Truth, TruthKind } from './truth.ts';
import { type Whereabouts, whereaboutsOf } from './whereabouts.ts';

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
    ...catalogued.flatMap((each) => statusDiffers(each, catalog.all(each.code), locate)),
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
    message: `${sayFound(where)}${sayPresent(present) || ' The catalog does not have it.'}`,
    suggestion: 'Add an entry for it, or make it an alias of the entry that explains it.',
    at: firstPlace(where),
    present,
  });
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
      message: `${says} ${names.join(', ')} has it.${sayPresent(present)}`,
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
        message: `The catalog says ${[...known].join(', ')}, ${sayPlace(placeOf(first))} says ${given.join(', ')}.`,
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
    message: `It is probably the same error as '${to.code}', which the catalog does not have. ${sayFound(to, `'${to.code}'`)}${sayPresent(from.present)}`,
    suggestion:
      from.present.source === true && to.present.source !== true
        ? 'The source has the name of the catalog: correct the other where it stands.'
        : 'If it was renamed, make the new name the code and this one an alias of it; if the new name is a slip, correct it where it stands.',
    at: at ?? firstPlace(to),
    present: from.present,
  });
}
