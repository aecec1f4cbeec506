import type { JsonValue } from './json-value.ts';
import type { Rejects } from './rejects.ts';
import type { EntryData } from './schema.ts';
import type { RetryWhen } from './vocabulary.ts';

/** One entry of a catalog: everything that is known about one error code; null or an empty list is unknown. */
export interface Entry {
  readonly code: string;
  readonly aliases: readonly string[];
  readonly title: string | null;
  readonly service: string | null;
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
  readonly confusable_with: readonly Confusable[];
  readonly symptoms: readonly string[];
  readonly example: string | null;
  readonly since: string | null;
  /** What is to be known about its end; `''` where it is only known to be deprecated, null where it is not. */
  readonly deprecated: string | null;
  readonly replaced_by: readonly string[];
  readonly links: readonly string[];
  readonly extra: Readonly<Record<string, JsonValue>> | null;
}

export interface Confusable {
  readonly code: string;
  readonly tell_apart: string;
}

/** What an entry takes from its file where it says nothing itself. */
export type Defaults = Partial<Pick<Entry, 'service' | 'surface' | 'area'>>;

/** What every entry shares that has nothing there. */
const NONE: readonly never[] = [];

/** An entry as a file gives it, with what is unknown said to be so. */
export function entryOf(data: EntryData, defaults: Defaults = {}): Entry {
  const { http_status: status = null, retry, replaced_by: replacedBy = NONE } = data;
  const statuses = status === null ? NONE : typeof status === 'number' ? [status] : status;
  return {
    code: data.code,
    aliases: data.aliases ?? NONE,
    title: data.title ?? null,
    service: data.service ?? defaults.service ?? null,
    surface: data.surface ?? defaults.surface ?? null,
    area: data.area ?? defaults.area ?? null,
    http_status: statuses[0] ?? null,
    http_statuses: statuses,
    status_alone: data.status_alone ?? false,
    ...(data.http_status_note !== undefined && { http_status_note: data.http_status_note }),
    meaning: data.meaning ?? null,
    causes: data.causes ?? NONE,
    fix: data.fix ?? NONE,
    retry: retry === undefined ? null : { when: retry.when, note: retry.note ?? null },
    who: data.who ?? null,
    rejects: data.rejects ?? null,
    confusable_with: data.confusable_with ?? NONE,
    symptoms: data.symptoms ?? NONE,
    example: data.example ?? null,
    since: data.since ?? null,
    deprecated: deprecation(data.deprecated),
    replaced_by: typeof replacedBy === 'string' ? [replacedBy] : replacedBy,
    links: data.links ?? NONE,
    extra: data.extra ?? null,
  };
}

function deprecation(given: boolean | string | undefined): string | null {
  if (given === undefined || given === false) return null;
  return given === true ? '' : given;
}

/** What tells two entries of one code apart. */
export function identityOf({ code, service, surface, area, http_statuses }: Entry): string {
  return JSON.stringify([code, service, surface, area, http_statuses]);
}

const LONGEST_TITLE = 100;

/** An entry in a few words: its title, or how what else it says begins; null if it says nothing. */
export function titleOf({ title, meaning, example }: Entry): string | null {
  const words = title ?? meaning ?? example;
  if (words === null || words.length <= LONGEST_TITLE) return words;
  const cut = words.slice(0, LONGEST_TITLE);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 40 ? cut.lastIndexOf(' ') : undefined).replace(/[\ud800-\udbff]$/, '')} …`;
}
