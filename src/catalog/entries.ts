import { pushTo } from '../base/objects.ts';
import type { Rejects } from './rejects.ts';
import type { EntryData, EntryInput, JsonValue } from './schema.ts';

/**
 * When repeating the request can help. `after_delay` means: after the wait that `Retry-After` gives. It stands apart from
 * the schemas, which a server with the built-in catalog alone never loads.
 */
export const RETRY_WHEN = ['never', 'after_fix', 'after_delay', 'with_backoff'] as const;

export type RetryWhen = (typeof RETRY_WHEN)[number];

/** What errors exist. Immutable; lookups cost no more than a map access. */
export interface Catalog {
  readonly name: string;
  readonly version: string | null;
  /** Where to report what only the platform can mend; null where the catalog does not say. */
  readonly support: string | null;
  /** In the catalog's own order, which is the order of every list. */
  readonly entries: readonly Entry[];
  /** The first entry with this code, or else with this alias. */
  get(code: string): Entry | undefined;
  /** Every entry with this code, or else with this alias: a code may mean something else in another place. */
  all(code: string): readonly Entry[];
  /** Every entry with this alias where another entry has it as its code, so that `all` leaves it out. */
  shadowed(alias: string): readonly Entry[];
}

/** What a catalog is made of. */
export interface CatalogParts {
  name: string;
  version: string | null;
  support: string | null;
  entries: readonly Entry[];
}

const NONE: readonly Entry[] = [];

/** A catalog of entries. */
export function catalogOf({ name, version, support, entries }: CatalogParts): Catalog {
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) pushTo(byName, entry.code, entry);
  const codes = new Set(byName.keys());
  const shadowed = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const alias of entry.aliases) pushTo(codes.has(alias) ? shadowed : byName, alias, entry);
  }
  return {
    name,
    version,
    support,
    entries: Object.freeze([...entries]),
    get: (code) => byName.get(code)?.[0],
    all: (code) => byName.get(code) ?? NONE,
    shadowed: (alias) => shadowed.get(alias) ?? NONE,
  };
}

/** Pairs of entries that nothing tells apart, each with the first of its kind. */
export function indistinct(entries: readonly Entry[]): { entry: Entry; first: Entry }[] {
  const byCode = new Map<string, Entry[]>();
  return entries.flatMap((entry) => {
    const earlier = byCode.get(entry.code);
    if (earlier === undefined) {
      byCode.set(entry.code, [entry]);
      return [];
    }
    const identity = identityOf(entry);
    const first = earlier.find((each) => identityOf(each) === identity);
    if (first === undefined) earlier.push(entry);
    return first === undefined ? [] : [{ entry, first }];
  });
}

/** One entry of a catalog: everything that is known about one error code; null or an empty list is unknown. */
export interface Entry {
  readonly code: string;
  readonly aliases: readonly string[];
  readonly title: string | null;
  readonly service: string | null;
  /** The domain within which the code means this (AIP-193, ErrorInfo). */
  readonly domain: string | null;
  readonly surface: string | null;
  readonly area: string | null;
  /** The one status, or the first of several. */
  readonly http_status: number | null;
  /** All of them. */
  readonly http_statuses: readonly number[];
  /** Whether a status alone is taken for it, where other entries have that status too. */
  readonly status_alone: boolean;
  readonly http_status_note?: string;
  readonly meaning: string | null;
  readonly causes: readonly string[];
  readonly fix: readonly string[];
  readonly retry: { readonly when: RetryWhen; readonly note: string | null } | null;
  readonly who: string | null;
  /** The kind of value that it rejects, with the rules of such values; null where none is known. */
  readonly rejects: Rejects | null;
  /** What else its message may say, and what is true then. */
  readonly by_message: readonly ByMessage[];
  /** What of it a document states; null where that is not known. */
  readonly documented: Documented | null;
  readonly confusable_with: readonly Confusable[];
  readonly symptoms: readonly string[];
  readonly example: string | null;
  readonly since: string | null;
  /** What is to be known about its end; `''` where it is only known to be deprecated, null where it is not. */
  readonly deprecated: string | null;
  readonly replaced_by: readonly string[];
  readonly links: readonly string[];
  /** Method and path of the calls that it can answer; none where that is not known. */
  readonly operations: readonly string[];
  readonly extra: Readonly<Record<string, JsonValue>> | null;
}

export interface Confusable {
  readonly code: string;
  readonly tell_apart: string;
}

/** What to do about an error. */
export type Advice = Pick<Entry, 'fix' | 'retry' | 'who'>;

/** What is true where a message says one of some phrases. */
export interface ByMessage {
  readonly says: readonly string[];
  readonly means: string;
  /** What is then right in place of what the entry advises. */
  readonly advice: Partial<Advice>;
}

export interface Documented {
  readonly source: string;
  /** Parts such as `meaning`, `causes`, `fix.2`. */
  readonly parts: readonly string[];
}

/** What an entry takes from its file where it says nothing itself. */
export type Defaults = Partial<Pick<Entry, 'service' | 'domain' | 'surface' | 'area' | 'documented'>> & {
  /** What stands in front of a number where it is printed. */
  prefix?: string;
  /** Where every error is documented, with `{code}` in the place of its code. */
  doc_url?: string;
};

/** What every entry shares that has nothing there. */
const NOTHING: readonly never[] = [];

/** An entry as a file gives it, with what is unknown said to be so. */
export function entryOf(data: EntryData, defaults: Defaults = {}): Entry {
  const { http_status: status = null, retry, replaced_by: replacedBy = NOTHING } = data;
  const statuses = status === null ? NOTHING : typeof status === 'number' ? [status] : status;
  return {
    code: data.code,
    aliases: aliasesOf(data, defaults),
    title: data.title ?? null,
    service: data.service ?? defaults.service ?? null,
    domain: data.domain ?? defaults.domain ?? null,
    surface: data.surface ?? defaults.surface ?? null,
    area: data.area ?? defaults.area ?? null,
    http_status: statuses[0] ?? null,
    http_statuses: statuses,
    status_alone: data.status_alone ?? false,
    ...(data.http_status_note !== undefined && { http_status_note: data.http_status_note }),
    meaning: data.meaning ?? null,
    causes: data.causes ?? NOTHING,
    fix: data.fix ?? NOTHING,
    retry: retryOf(retry),
    who: data.who ?? null,
    rejects: data.rejects ?? null,
    by_message: data.by_message?.map(byMessageOf) ?? NOTHING,
    documented: data.documented ?? defaults.documented ?? null,
    confusable_with: data.confusable_with ?? NOTHING,
    symptoms: data.symptoms ?? NOTHING,
    example: data.example ?? null,
    since: data.since ?? null,
    deprecated: deprecation(data.deprecated),
    replaced_by: typeof replacedBy === 'string' ? [replacedBy] : replacedBy,
    links: linksOf(data, defaults),
    operations: data.operations ?? NOTHING,
    extra: data.extra ?? null,
  };
}

function retryOf(retry: EntryData['retry']): Entry['retry'] {
  return retry === undefined ? null : { when: retry.when, note: retry.note ?? null };
}

function byMessageOf({
  says,
  means,
  fix,
  retry,
  who,
}: NonNullable<EntryData['by_message']>[number]): ByMessage {
  return {
    says,
    means,
    advice: {
      ...(fix !== undefined && { fix }),
      ...(retry !== undefined && { retry: retryOf(retry) }),
      ...(who !== undefined && { who }),
    },
  };
}

/** The other names of an entry; a number is also called by what stands in front of it where it is printed. */
function aliasesOf(data: EntryData, { prefix = '' }: Defaults): readonly string[] {
  const { code } = data;
  const aliases: readonly string[] = data.aliases ?? NOTHING;
  const printed = `${prefix}${code}`;
  return prefix === '' || !/^\d+$/.test(code) || aliases.includes(printed) ? aliases : [...aliases, printed];
}

/** The links of an entry, the page that its file names for every code last. */
function linksOf({ code, links = [] }: EntryData, { doc_url: template }: Defaults): readonly string[] {
  if (template === undefined) return links.length === 0 ? NOTHING : links;
  const page = template.replaceAll('{code}', encodeURIComponent(code));
  return links.includes(page) ? links : [...links, page];
}

function deprecation(given: boolean | string | undefined): string | null {
  if (given === undefined || given === false) return null;
  return given === true ? '' : given;
}

/** What tells two entries of one code apart. */
export function identityOf({ code, service, domain, surface, area, http_statuses }: Entry): string {
  return JSON.stringify([code, service, domain, surface, area, http_statuses]);
}

/** What is known of where parts of an entry come from. */
interface Source {
  source: string;
  parts: string[];
}

/** A standard; the sentence itself names the section. */
const CITATION = /\b(?:RFC \d{3,5}|OpenID \w{2,20})\b/;

/**
 * Where what an entry says comes from: its document, and the standards that its sentences name. All else is advice.
 * Empty for an entry of which it is not known what is documented.
 */
export function sourcesOf(entry: Entry): Source[] {
  const { documented, causes, fix, retry, http_status, http_status_note: note } = entry;
  if (documented === null) return [];
  const said: Record<string, boolean> = {
    http_status: http_status !== null,
    meaning: entry.meaning !== null,
    retry: retry !== null,
  };
  const parts = documented.parts.filter((part) => said[part] ?? true);
  const sources = new Map(parts.length === 0 ? [] : [[documented.source, parts]]);
  const sentences: [string, string][] = [
    ...causes.map((text, index): [string, string] => [`causes.${index + 1}`, text]),
    ...fix.map((text, index): [string, string] => [`fix.${index + 1}`, text]),
    ['retry.note', retry?.note ?? ''],
    ['http_status', note ?? ''],
  ];
  for (const [part, text] of sentences) {
    const cited = CITATION.exec(text)?.[0];
    if (cited === undefined || documented.parts.includes(part.replace(/\.\d+$/, ''))) continue;
    pushTo(sources, cited, part);
  }
  return Array.from(sources, ([source, of]) => ({ source, parts: of }));
}

const LONGEST_TITLE = 100;

/** An entry in a few words: its title, or how what else it says begins; null if it says nothing. */
export function titleOf({ title, meaning, example }: Entry): string | null {
  const words = title ?? meaning ?? example;
  if (words === null || words.length <= LONGEST_TITLE) return words;
  const cut = words.slice(0, LONGEST_TITLE);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 40 ? cut.lastIndexOf(' ') : undefined).replace(/[\ud800-\udbff]$/, '')} …`;
}

/** An entry as a catalog file may hold it: without what is unknown. */
export function dataOf(entry: Entry): EntryInput {
  const { http_statuses: statuses, http_status_note: note, deprecated, replaced_by } = entry;
  const [status = null] = statuses;
  return {
    code: entry.code,
    ...list('aliases', entry.aliases),
    ...text('title', entry.title),
    ...text('service', entry.service),
    ...text('domain', entry.domain),
    ...text('surface', entry.surface),
    ...text('area', entry.area),
    http_status: statuses.length > 1 ? [...statuses] : status,
    ...(entry.status_alone && { status_alone: true }),
    ...(note !== undefined && { http_status_note: note }),
    ...text('meaning', entry.meaning),
    ...list('causes', entry.causes),
    ...adviceOf(entry),
    ...(entry.rejects !== null && { rejects: entry.rejects }),
    ...list(
      'by_message',
      entry.by_message.map(({ says, means, advice }) => ({ says: [...says], means, ...adviceOf(advice) })),
    ),
    ...(entry.documented !== null && {
      documented: { source: entry.documented.source, parts: [...entry.documented.parts] },
    }),
    ...list('confusable_with', entry.confusable_with),
    ...list('symptoms', entry.symptoms),
    ...text('example', entry.example),
    ...text('since', entry.since),
    ...(deprecated !== null && { deprecated: deprecated === '' ? true : deprecated }),
    ...list('replaced_by', replaced_by),
    ...list('links', entry.links),
    ...list('operations', entry.operations),
    ...(entry.extra !== null && { extra: { ...entry.extra } }),
  };
}

function adviceOf({ fix = NOTHING, retry = null, who = null }: Partial<Advice>) {
  return {
    ...list('fix', fix),
    ...(retry !== null && { retry: { when: retry.when, ...text('note', retry.note) } }),
    ...text('who', who),
  };
}

function text<Name extends string>(name: Name, value: string | null): { [Key in Name]?: string } {
  return value === null ? {} : ({ [name]: value } as { [Key in Name]?: string });
}

function list<Name extends string, Item>(name: Name, items: readonly Item[]): { [Key in Name]?: Item[] } {
  return items.length === 0 ? {} : ({ [name]: [...items] } as { [Key in Name]?: Item[] });
}

/** The codes that begin with `typed`, in the catalog's order. */
export function completeCode(typed: string, catalog: Catalog): string[] {
  const wanted = typed.trim().toLowerCase();
  const codes = new Set(catalog.entries.map(({ code }) => code));
  return [...codes].filter((code) => code.toLowerCase().startsWith(wanted));
}
