import { canBeCode } from '../../base/code-shape.ts';
import { clip } from '../../base/text.ts';
import type { EntryInput, JsonValue } from '../../catalog/catalog.ts';
import { excerpt, type Unplaced } from '../imported.ts';
import { isBlank, plain, type Rich, said, saidLines } from './blocks.ts';
import type { Topic } from './outline.ts';
import type { Role, RoleOf } from './roles.ts';
import { statusesOf } from './statuses.ts';

/** An entry while it is put together. */
export interface Draft {
  code: string;
  line: number;
  area: string | null;
  service: string | null;
  surface: string | null;
  statuses: number[];
  statusNote: string | null;
  title: string | null;
  /** Parts of one text. */
  meaning: string[];
  causes: string[];
  fix: string[];
  retry: 'yes' | 'no' | null;
  deprecated: boolean | string | null;
  since: string | null;
  example: string | null;
  who: string | null;
  aliases: string[];
  replacedBy: string[];
  symptoms: string[];
  links: string[];
  /** Under the source's own words. */
  extra: Map<string, string[]>;
  /** A status that a table or list of statuses calls a code. */
  isStatus: boolean;
}

const LONGEST_NAME = 200;

/** An entry of which only the code is known. */
export function draftOf(code: string, line: number, area: string | null, statuses: readonly number[]): Draft {
  return {
    code,
    line,
    area,
    service: null,
    surface: null,
    statuses: [...statuses],
    statusNote: null,
    title: null,
    meaning: [],
    causes: [],
    fix: [],
    retry: null,
    deprecated: null,
    since: null,
    example: null,
    who: null,
    aliases: [],
    replacedBy: [],
    symptoms: [],
    links: [],
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

/** What a draft says happened; null where it says nothing. */
export function meaningOf({ meaning }: Draft): string | null {
  return meaning.length === 0 ? null : meaning.join(' ');
}

const RETRY = {
  yes: { when: 'with_backoff', note: 'The source says that it may be retried.' },
  no: { when: 'never', note: 'The source says not to retry.' },
} as const;

/** The entry as a catalog file holds it; what is unknown is left out. */
export function entryInputOf(draft: Draft): EntryInput {
  const { statuses, causes, fix, retry, aliases, replacedBy, symptoms, links, extra } = draft;
  const named = nameIn(draft);
  const others = [...new Set([...aliases, ...named])].filter((alias) => alias !== draft.code);
  const meaning = meaningOf(draft);
  const [status, second] = statuses;
  const [replacement] = replacedBy;
  return {
    code: draft.code,
    ...(others.length > 0 && { aliases: others }),
    ...(draft.title !== null && { title: draft.title }),
    ...(draft.service !== null && { service: draft.service }),
    ...(draft.surface !== null && { surface: draft.surface }),
    ...(draft.area !== null && { area: clip(draft.area, LONGEST_NAME).trim() }),
    ...(status !== undefined && { http_status: second === undefined ? status : statuses }),
    ...(draft.statusNote !== null && { http_status_note: draft.statusNote }),
    ...(meaning !== null && { meaning }),
    ...(causes.length > 0 && { causes }),
    ...(fix.length > 0 && { fix }),
    ...(retry !== null && { retry: RETRY[retry] }),
    ...(draft.who !== null && { who: draft.who }),
    ...(symptoms.length > 0 && { symptoms }),
    ...(draft.example !== null && { example: draft.example }),
    ...(draft.since !== null && { since: draft.since }),
    ...(draft.deprecated !== null && { deprecated: draft.deprecated }),
    ...(replacement !== undefined && { replaced_by: replacedBy.length === 1 ? replacement : replacedBy }),
    ...(links.length > 0 && { links }),
    ...(extra.size > 0 && { extra: extraOf(extra) }),
  };
}

/** A title that is a name as programs have it is another name of a number. */
function nameIn({ code, title }: Draft): string[] {
  return title !== null && /^-?\d+$/.test(code) && /^[A-Z][A-Z0-9_]{3,80}$/.test(title) ? [title] : [];
}

function extraOf(extra: Draft['extra']): Record<string, JsonValue> {
  const pairs = [...extra].map(([name, texts]): [string, JsonValue] => [
    name,
    texts.length === 1 ? (texts[0] ?? '') : texts,
  ]);
  return Object.fromEntries(pairs);
}

const URL = /https?:\/\/[^\s)<>"'\]]{1,2000}/g;
const YES = /^(?:yes|true|y|✓|✔️?|✅|☑️?)[.!]?$/i;
const NO = /^(?:no|false|✗|✘|❌|✖️?|n)[.!]?$/i;

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
      const statuses = statusesOf(value.text);
      if (statuses !== null) add(draft.statuses, ...statuses);
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
      const answer = YES.test(text) ? 'yes' : NO.test(text) ? 'no' : null;
      if (answer === null || (draft.retry !== null && draft.retry !== answer)) return false;
      draft.retry = answer;
      return true;
    }
    case 'deprecated':
      if (!NO.test(text)) draft.deprecated = YES.test(text) ? true : text;
      return true;
    case 'links': {
      const targets = [...value.links.filter(isTarget), ...(plain(value.text).match(URL) ?? [])];
      add(draft.links, ...targets);
      return targets.length > 0 || value.links.length > 0;
    }
    case 'code':
    case 'aliases':
    case 'replaced_by':
      return fitsCodes(draft, role, value);
    case 'http_status_note':
      return takes(draft, 'statusNote', text);
    case 'title':
    case 'example':
      return takes(draft, role, text);
    case 'since':
    case 'service':
    case 'surface':
    case 'area':
    case 'who': {
      const name = plain(value.text);
      if (name.length > LONGEST_NAME) return false;
      if (role === 'area') draft.area = name;
      return role === 'area' || takes(draft, role, name);
    }
  }
}

type Single = 'title' | 'example' | 'since' | 'service' | 'surface' | 'who' | 'statusNote';

function takes(draft: Draft, field: Single, text: string): boolean {
  if (draft[field] !== null && draft[field] !== text) return false;
  draft[field] = text;
  return true;
}

function fitsCodes(draft: Draft, role: 'code' | 'aliases' | 'replaced_by', value: Rich): boolean {
  const words = plain(value.text.replaceAll('\u2028', ' '))
    .split(/[\s,]+/)
    .filter((word) => word !== '' && !/^(?:or|and|\/|\|)$/.test(word));
  if (words.length === 0 || !words.every(canBeCode)) return false;
  add(role === 'replaced_by' ? draft.replacedBy : draft.aliases, ...words);
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
