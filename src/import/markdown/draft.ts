import type { JsonValue } from '../../catalog/json-value.ts';
import type { EntryInput } from '../../catalog/schema.ts';
import { clip } from '../../text/clip.ts';

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
