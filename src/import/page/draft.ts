import { canBeCode } from '../../base/code-shape.ts';
import { clip } from '../../base/text.ts';
import type { EntryInput } from '../../catalog/catalog.ts';
import { flag, oneOrAll, READERS, statusesOf } from '../fields.ts';
import { excerpt, type ImportedEntry, type Unplaced } from '../imported.ts';
import { isBlank, plain, type Rich, said, saidLines } from './blocks.ts';
import type { Topic } from './outline.ts';
import type { Role, RoleOf } from './roles.ts';

/** Fields of which the first text stays. */
type Single = 'title' | 'service' | 'surface' | 'http_status_note' | 'example' | 'since' | 'who';
/** Fields to which every text adds. */
type Many = 'aliases' | 'causes' | 'fix' | 'replaced_by' | 'symptoms' | 'links';

/** An entry while it is put together. */
export interface Draft extends Partial<Record<Single, string | null>>, Record<Many, string[]> {
  code: string;
  line: number;
  area: string | null;
  statuses: number[];
  /** Parts of one text. */
  meaning: string[];
  retry?: boolean;
  deprecated?: boolean | string;
  /** Under the source's own words. */
  extra: Map<string, string[]>;
  /** A status that a table or list of statuses calls a code. */
  isStatus: boolean;
}

const LONGEST_NAME = 200;

/** An entry of which only the code is known. */
export function draftOf(code: string, line: number, area: string | null, statuses: readonly number[]): Draft {
  const lists = { aliases: [], causes: [], fix: [], replaced_by: [], symptoms: [], links: [] };
  return {
    code,
    line,
    area,
    statuses: [...statuses],
    meaning: [],
    ...lists,
    extra: new Map(),
    isStatus: false,
  };
}

/** Adds to a list what it does not hold yet. */
export function add<T>(list: T[], ...values: readonly T[]): void {
  for (const value of values) if (!list.includes(value)) list.push(value);
}

export function addExtra(draft: Draft, name: string, text: string): void {
  const key = clip(name, LONGEST_NAME).trim() || 'note';
  const texts = draft.extra.get(key) ?? [];
  add(texts, text);
  draft.extra.set(key, texts);
}

/** The entry as a catalog file holds it; what is unknown is left out. */
export function entryOfDraft(draft: Draft): ImportedEntry {
  const { line, isStatus: _, statuses, meaning, area, retry, extra, ...rest } = draft;
  const fields = {
    ...rest,
    aliases: [...new Set([...draft.aliases, ...nameIn(draft)])].filter((alias) => alias !== draft.code),
    area: area === null ? null : clip(area, LONGEST_NAME).trim(),
    http_status: oneOrAll(statuses),
    replaced_by: oneOrAll(draft.replaced_by),
    meaning: meaning.length === 0 ? null : meaning.join(' '),
    retry: READERS.retry(retry),
    extra:
      extra.size === 0
        ? null
        : Object.fromEntries([...extra].map(([name, texts]) => [name, oneOrAll(texts)])),
  };
  const known = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { data: Object.fromEntries(known) as unknown as EntryInput, line };
}

/** A title that is a name as programs have it is another name of a number. */
function nameIn({ code, title }: Draft): string[] {
  return title && /^-?\d+$/.test(code) && /^[A-Z][A-Z0-9_]{3,80}$/.test(title) ? [title] : [];
}

const URL = /https?:\/\/[^\s)<>"'\]]{1,2000}/g;

/**
 * Gives a draft what the source says of one of its fields. What does not fit the field, or is said of a field that is
 * taken, goes to `extra` under the source's own words; nothing is lost.
 */
export function put(draft: Draft, role: Role | null, value: Rich, words: string): void {
  const text = said(value.text);
  if (role !== 'links') add(draft.links, ...value.links.filter(isTarget));
  if (isBlank(text) && !(role === 'links' && value.links.length > 0)) return;
  if (role === null || !fits(draft, role, value, text)) addExtra(draft, words, text);
}

function isTarget(link: string): boolean {
  return link.trim() !== '' && !link.startsWith('#');
}

/** Whether the field took the value. */
function fits(draft: Draft, role: Role, value: Rich, text: string): boolean {
  switch (role) {
    case 'http_status': {
      const statuses = statusesOf(plain(value.text));
      add(draft.statuses, ...(statuses ?? []));
      return statuses !== null;
    }
    case 'meaning':
      add(draft.meaning, text);
      return true;
    case 'causes':
    case 'fix':
    case 'symptoms':
      add(draft[role], ...saidLines(value.text));
      return true;
    case 'retry': {
      const answer = flag(text);
      if (answer === null || answer !== (draft.retry ?? answer)) return false;
      draft.retry = answer;
      return true;
    }
    case 'deprecated': {
      const answer = flag(text) ?? text;
      if (answer !== false) draft.deprecated = answer;
      return true;
    }
    case 'links': {
      const targets = [...value.links.filter(isTarget), ...(plain(value.text).match(URL) ?? [])];
      add(draft.links, ...targets);
      return targets.length > 0 || value.links.length > 0;
    }
    case 'code':
    case 'aliases':
    case 'replaced_by':
      return fitsCodes(draft[role === 'replaced_by' ? role : 'aliases'], value);
    case 'area':
    case 'service':
    case 'since':
    case 'surface':
    case 'who': {
      const name = plain(value.text);
      if (name.length > LONGEST_NAME || (role !== 'area' && name !== (draft[role] ?? name))) return false;
      draft[role] = name;
      return true;
    }
    case 'title':
    case 'example':
    case 'http_status_note':
      if (text !== (draft[role] ?? text)) return false;
      draft[role] = text;
      return true;
  }
}

function fitsCodes(list: string[], value: Rich): boolean {
  const words = plain(value.text.replaceAll('\u2028', ' '))
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !/^(?:or|and|\/|\|)$/.test(word));
  if (words.length === 0 || !words.every(canBeCode)) return false;
  add(list, ...words);
  return true;
}

/** What holds for a place of the page, by what stands above it. */
export interface Scope {
  area: string | null;
  /** By a heading such as "404 Not Found". */
  statuses: readonly number[];
  /** The entries that the text here is about; several where a heading names several codes. */
  drafts: readonly Draft[];
  /** Which part of these entries the text here is, by a label above it; a role of null is a label of no known wording. */
  part: { role: Role | null; words: string } | null;
  topic: Topic;
  /** Whether all here is about one entry once one has begun, as in an item of a list. */
  isOneEntry: boolean;
  /** The text of the nearest heading that is no code. */
  heading: string | null;
}

/** What has been read so far. */
export interface Finds {
  roleOf: RoleOf;
  drafts: Draft[];
  /** Drafts whose title may be all that is said of them. */
  titled: Draft[];
  unplaced: Unplaced[];
}

/** Notes what found no place. */
export function unplace(finds: Finds, line: number, text: string, reason: string): void {
  const words = plain(text);
  const shown = excerpt(words);
  finds.unplaced.push({ line, text: shown.length < words.length ? `${shown}…` : shown, reason });
}
