import * as z from 'zod';
import type { Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../catalog/entry.ts';
import { RETRY_WHEN } from '../catalog/vocabulary.ts';
import { Failure } from '../errors.ts';
import { named } from '../redact/redact.ts';

/** The arguments by which errors are filtered. */
export const filterShape = {
  query: z.string().trim().min(1).max(200).optional().describe('Words that must all occur in the entry'),
  status: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[1-5](\d\d|xx)$/, 'an HTTP status such as 409, or a class such as 4xx')
    .optional()
    .describe('HTTP status such as 409, or a class such as 4xx'),
  area: z.string().trim().min(1).max(200).optional(),
  surface: z.string().trim().min(1).max(200).optional().describe('Which side of the API answers with it'),
  retry: z.enum(RETRY_WHEN).optional(),
};

type Filters = z.infer<z.ZodObject<typeof filterShape>>;
type FilterName = keyof Filters;

/** What each filter lets through. Total, so that a new filter cannot be forgotten. */
const FILTERS: {
  readonly [Name in FilterName]-?: (entry: Entry, wanted: NonNullable<Filters[Name]>) => boolean;
} = {
  query: (entry, query) => {
    const text = wordsIn(entry);
    return query
      .toLowerCase()
      .split(/[\s,;]+/)
      .every((word) => text.includes(word));
  },
  status: (entry, status) => {
    return entry.http_statuses.some((each) =>
      status.endsWith('xx') ? `${each}`[0] === status[0] : each === Number(status),
    );
  },
  area: (entry, area) => entry.area === area,
  surface: (entry, surface) => entry.surface === surface,
  retry: (entry, when) => entry.retry?.when === when,
};
const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];

/** The entries that every given filter lets through, in their order. */
export function filtered(entries: readonly Entry[], filters: Filters): readonly Entry[] {
  return FILTER_NAMES.reduce((left, name) => left.filter((entry) => passes(entry, name, filters)), entries);
}

/** The areas or surfaces of a catalog, in its order. */
export function placesOf(name: 'area' | 'surface', { entries }: Catalog): string[] {
  return [...new Set(entries.flatMap((entry) => entry[name] ?? []))];
}

const MOST_NAMED = 20;

/**
 * What is no area or surface at all is more likely a mistake than a question.
 *
 * @throws Failure `validation_failed` that names those that there are
 */
export function checkPlace(name: 'area' | 'surface', filters: Filters, catalog: Catalog): void {
  const wanted = filters[name];
  if (wanted === undefined) return;
  const places = placesOf(name, catalog);
  if (places.includes(wanted)) return;
  const more = places.length > MOST_NAMED ? `, and ${places.length - MOST_NAMED} more` : '';
  const there =
    places.length === 0
      ? `the catalog names no ${name}`
      : `expected one of ${places
          .slice(0, MOST_NAMED)
          .map((place) => `"${place}"`)
          .join(', ')}${more}`;
  throw new Failure('validation_failed', `${name}: there is no ${named(wanted)}; ${there}.`);
}

function passes(entry: Entry, name: FilterName, filters: Filters): boolean {
  const wanted = filters[name];
  const filter = FILTERS[name] as (entry: Entry, wanted: string) => boolean;
  return wanted === undefined || filter(entry, wanted);
}

const words = new WeakMap<Entry, string>();

function wordsIn(entry: Entry): string {
  const known = words.get(entry);
  if (known !== undefined) return known;
  const { code, aliases, title, service, surface, area, meaning, causes, symptoms, example } = entry;
  const text = [code, ...aliases, title, service, surface, area, meaning, ...causes, ...symptoms, example]
    .join('\n')
    .toLowerCase();
  words.set(entry, text);
  return text;
}

/** Names the filters that let nothing through by themselves, or else says that only together they do not. */
export function whyEmpty(filters: Filters, entries: readonly Entry[]): string {
  const given = FILTER_NAMES.filter((name) => filters[name] !== undefined);
  const emptying = given.filter((name) => !entries.some((entry) => passes(entry, name, filters)));
  const say = (names: FilterName[]) =>
    names.map((name) => `${name} ${named(filters[name] ?? '')}`).join(' and ');
  return emptying.length > 0
    ? `No error matches ${say(emptying)}; drop or change it.`
    : `Each filter matches something, but nothing matches ${say(given)} together; drop one.`;
}
