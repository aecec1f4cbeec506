import { type Catalog, catalogOf, type Entry, entryOf } from './entries.ts';
import data from './platform.yaml';
import type { CatalogData, EntryData } from './schema.ts';

/** Holds to the schema of catalogs, as a test checks. */
const platform = data as CatalogData;

/** What the built-in catalog says of itself. */
function builtinParts(): Pick<CatalogData, 'name' | 'version' | 'support'> {
  const { name, version, support } = platform;
  return { name, version, support };
}

/** The built-in entries, each with the surface and the document that it takes from its file. */
export function builtinEntries(): EntryData[] {
  const { surface, documented, errors } = platform;
  return errors.map((entry) => ({ surface, documented, ...entry }));
}

/** A code to show commands with: that of a slug that is not of the right form. */
export function exampleCode(): string {
  const isExample = ({ rejects }: EntryData) => rejects?.kind === 'slug' && rejects.because === undefined;
  return platform.errors.find(isExample)?.code ?? '';
}

/** The built-in catalog. That it fits the schema is tested, not checked anew at every start. */
export function builtinCatalog(): Catalog {
  const { name, version = null, support = null } = platform;
  return catalogOf({ name, version, support, entries: builtinEntries().map((entry) => entryOf(entry)) });
}

/** Where an entry stands: the number of the file, and of the entry in it. */
interface Origin {
  part: number;
  index: number;
}

/** Several catalog files as one catalog. */
interface Combined {
  catalog: Catalog;
  /** Where each entry of a file stands; those of the built-in catalog have none. */
  origins: ReadonlyMap<Entry, Origin>;
}

/** After so many entries, the work on them may rest: a few milliseconds. */
const AT_ONCE = 250;

/** One catalog of the data of some files, in their order, behind the built-in entries if one of them extends these. */
export function combine(parts: readonly CatalogData[]): Combined {
  const work = combining(parts);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** The same; wherever it yields, the work may rest. */
export function* combining(parts: readonly CatalogData[]): Generator<void, Combined> {
  const extended = parts.some((part) => part.extends === 'builtin');
  const base: readonly EntryData[] = extended ? builtinEntries() : [];
  const origins = new Map<Entry, Origin>();
  const overridden = new Map<EntryData, Entry>();
  const added: Entry[] = [];
  for (const [part, { errors, ...file }] of parts.entries()) {
    const defaults = {
      service: file.service ?? null,
      domain: file.domain ?? null,
      surface: file.surface ?? null,
      area: file.area ?? null,
      documented: file.documented ?? null,
      prefix: file.prefix ?? '',
      ...(file.doc_url !== undefined && { doc_url: file.doc_url }),
    };
    for (const [index, data] of errors.entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) yield;
      const target = file.extends === undefined ? undefined : base.find((each) => overrides(data, each));
      const isFirst = target !== undefined && !overridden.has(target);
      const entry = target === undefined ? entryOf(data, defaults) : entryOf(merged(target, data));
      if (isFirst) overridden.set(target, entry);
      else added.push(entry);
      origins.set(entry, { part, index });
    }
  }
  const entries = [...base.map((data) => overridden.get(data) ?? entryOf(data)), ...added];
  yield;
  return { catalog: catalogOf({ ...headOf(parts, extended), entries }), origins };
}

/** Whether an entry of a file is about an entry of the built-in catalog, and not about a namesake. */
function overrides({ code, service, surface }: EntryData, base: EntryData): boolean {
  return code === base.code && service === undefined && (surface === undefined || surface === base.surface);
}

/**
 * A reason for an unknown status says nothing about a status that is given instead, and a document nothing of what
 * stands in the place of its words.
 */
function merged({ http_status_note: note, documented, ...base }: EntryData, data: EntryData): EntryData {
  const given = Object.keys(data);
  const parts = documented?.parts.filter((part) => !given.includes(part.split('.')[0] ?? '')) ?? [];
  return {
    ...base,
    ...(data.http_status === undefined && { http_status_note: note }),
    ...(documented !== undefined && parts.length > 0 && { documented: { ...documented, parts } }),
    ...data,
  };
}

function headOf(parts: readonly CatalogData[], extended: boolean) {
  const builtin = extended ? [builtinParts()] : [];
  const names = new Set(parts.map(({ name }) => name));
  const versions = new Set(parts.map(({ version }) => version));
  const supports = new Set([...parts, ...builtin].flatMap(({ support }) => support ?? []));
  return {
    name: [...names].join(' + '),
    version: versions.size === 1 ? (parts[0]?.version ?? null) : null,
    support: parts.length === 1 ? ([...supports][0] ?? null) : [...supports].join(' ') || null,
  };
}
