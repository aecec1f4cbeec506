import { type Catalog, type Entry, identityOf, writeYaml } from '../catalog/catalog.ts';
import { meaningChanged, type Named, pairRenames } from './likeness.ts';
import { type Finding, findingOf, type Locate, type Rule } from './rules.ts';

/** A catalog with where its entries stand. */
interface Placed {
  catalog: Catalog;
  locate: Locate;
}

/** What a catalog breaks for whoever relies on an older version of it. */
export function checkStability(
  now: Placed,
  old: Placed,
  wanted: (rule: Rule) => boolean = () => true,
): Finding[] {
  const matches = matchEntries(old.catalog, now.catalog);
  const isGone = (code: string) => now.catalog.get(code) === undefined;
  const isSplit = (entry: Entry) => !isGone(entry.code) && isForAll(entry, old.catalog);
  const gone = matches
    .filter((match) => match.now === null)
    .map((match) => match.old)
    .filter((entry) => !isSplit(entry));
  const added = now.catalog.entries.filter(({ code }) => old.catalog.get(code) === undefined);
  const missing = gone.filter(({ code }) => isGone(code));
  const pairs = wanted('renamed') ? pairRenames(missing.map(namedOf), added.map(namedOf)) : [];
  const renames = new Map(pairs.map(({ from, to }) => [from, to]));
  return [
    ...gone.map((entry) => {
      const to = isGone(entry.code) ? renames.get(entry.code) : undefined;
      const successor = to === undefined ? undefined : now.catalog.get(to);
      if (successor === undefined) return removed(entry, old.locate, !isGone(entry.code));
      return renamed(entry, successor, now.locate(successor, 'code') ?? old.locate(entry, 'code'));
    }),
    ...lostAliases(old.catalog, now),
    ...matches.flatMap((match) =>
      match.now === null ? [] : changes(match.old, match.now, now.locate, old.catalog),
    ),
  ];
}

function namedOf({ code, http_statuses: statuses, title, meaning, example }: Entry): Named {
  const texts = [title, meaning, example].filter((text) => text !== null);
  return { code, statuses, text: texts.length === 0 ? null : texts.join('\n') };
}

/** Whether it was the one entry of its code, for no service alone: several that followed it explain as much. */
function isForAll({ code, service, surface }: Entry, catalog: Catalog): boolean {
  return service === null && surface === null && catalog.all(code).length === 1;
}

/** Names of entries that stay, under which an entry was found and none is now. */
function lostAliases(old: Catalog, { catalog, locate }: Placed): Finding[] {
  return old.entries.flatMap(({ code, aliases }) => {
    const entry = catalog.get(code);
    if (entry === undefined) return [];
    return aliases
      .filter((alias) => catalog.get(alias) === undefined)
      .map((alias) =>
        findingOf('removed', {
          code: alias,
          other: entry.code,
          message: `It was an alias of '${code}' in the older version; who still gets it finds no explanation any more.`,
          suggestion: `Make it an alias of '${entry.code}' again.`,
          at: locate(entry, 'code'),
        }),
      );
  });
}

function removed(entry: Entry, locate: Locate, isElsewhere: boolean): Finding {
  const { code, service, surface, deprecated, replaced_by: successors } = entry;
  const at = [service, surface].filter(Boolean).join(', ');
  const what = isElsewhere ? `Its entry${at === '' ? '' : ` for ${at}`} is gone` : 'It is gone';
  const kept = {
    ...baseOf(entry),
    ...(successors.length > 0
      ? { deprecated: deprecated || true, replaced_by: [...successors] }
      : { deprecated: deprecated || 'No longer sent; nothing replaces it.' }),
  };
  return findingOf('removed', {
    code,
    message: `${what} since the older version; who still gets it ${isElsewhere ? 'there finds what another entry says' : 'finds no explanation any more'}.`,
    suggestion: `Keep its entry, and say that it is over:\n${yamlOf(kept)}`,
    at: locate(entry, 'code'),
    about: isElsewhere ? at : undefined,
  });
}

function renamed(entry: Entry, { code: other }: Entry, at: ReturnType<Locate>): Finding {
  const { code } = entry;
  return findingOf('renamed', {
    code,
    other,
    message: `It is gone since the older version, and '${other}' is new and probably the same error; who still gets '${code}' finds no explanation any more.`,
    suggestion: `If nothing sends it any more, make it an alias of '${other}'. Until then keep its entry, and say what replaces it:\n${yamlOf({ ...baseOf(entry), deprecated: true, replaced_by: other })}`,
    at,
  });
}

/** What an entry must keep so that it explains itself. */
function baseOf({
  code,
  service,
  surface,
  http_statuses: statuses,
  meaning,
}: Entry): Record<string, unknown> {
  return {
    code,
    ...(service !== null && { service }),
    ...(surface !== null && { surface }),
    ...(statuses.length > 0 && { http_status: statuses.length === 1 ? statuses[0] : [...statuses] }),
    ...(meaning !== null && { meaning }),
  };
}

function yamlOf(entry: Record<string, unknown>): string {
  return writeYaml([entry]).trimEnd();
}

function changes(old: Entry, now: Entry, locate: Locate, catalog: Catalog): Finding[] {
  const { code } = old;
  const isOne = catalog.all(code).length < 2;
  const about = isOne ? undefined : [old.service, old.surface].filter(Boolean).join('/');
  const found: Finding[] = [];
  const statuses = { old: old.http_statuses, now: now.http_statuses };
  if (statuses.old.length > 0 && statuses.now.length > 0 && !isSameSet(statuses.old, statuses.now))
    found.push(
      findingOf('status_changed', {
        code,
        message: `It was sent with ${statuses.old.join(', ')}, and now is with ${statuses.now.join(', ')}.`,
        suggestion: 'Clients act on the status: give a new code to what is answered in another way.',
        at: locate(now, 'http_status'),
        about,
      }),
    );
  const why = meaningChanged(old, now);
  if (why !== null)
    found.push(
      findingOf('meaning_changed', {
        code,
        message: `It seems to mean something else: ${why}. It was: "${old.meaning}" It is: "${now.meaning}"`,
        suggestion: 'A code keeps its meaning: give a new code to a new meaning, and deprecate this one.',
        at: locate(now, 'meaning'),
        about,
      }),
    );
  if (old.retry !== null && now.retry !== null && old.retry.when !== now.retry.when)
    found.push(
      findingOf('retry_changed', {
        code,
        message: `It was to be retried ${old.retry.when}, and now is ${now.retry.when}.`,
        suggestion: 'Programs retry by this: say in the notes of the release that it changed.',
        at: locate(now, 'retry'),
        about,
      }),
    );
  return found;
}

function isSameSet(one: readonly number[], other: readonly number[]): boolean {
  return one.every((status) => other.includes(status)) && other.every((status) => one.includes(status));
}

/** An entry of the older version with what became of it: null where it is gone. */
export interface Match {
  old: Entry;
  now: Entry | null;
}

/**
 * Finds each entry of the older version in the present one: by code, service and surface, or by the code, or by an
 * alias, where that leaves no choice. Of several that cannot be told apart each is matched with itself only.
 */
function matchEntries(old: Catalog, now: Catalog): Match[] {
  const codes = [...new Set(old.entries.map(({ code }) => code))];
  return codes.flatMap((code) => matchOfCode(old.all(code), now.all(code)));
}

function matchOfCode(before: readonly Entry[], after: readonly Entry[]): Match[] {
  const found = new Map<Entry, Entry>();
  const left = new Set(after);
  for (const keyOf of [identityOf, placeOf, serviceOf, () => '']) {
    const olds = grouped(
      before.filter((entry) => !found.has(entry)),
      keyOf,
    );
    const nows = grouped([...left], keyOf);
    for (const [key, [old, ...otherOlds]] of olds) {
      const [now, ...otherNows] = nows.get(key) ?? [];
      if (old === undefined || now === undefined || otherOlds.length > 0 || otherNows.length > 0) continue;
      found.set(old, now);
      left.delete(now);
    }
  }
  return before.map((entry) => ({ old: entry, now: found.get(entry) ?? null }));
}

function placeOf({ service, surface }: Entry): string {
  return JSON.stringify([service, surface]);
}

function serviceOf({ service }: Entry): string {
  return JSON.stringify(service);
}

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}
