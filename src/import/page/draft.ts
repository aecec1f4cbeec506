import { canBeCode } from '../../base/code-shape.ts';
import { clip } from '../../base/text.ts';
import type { EntryInput } from '../../catalog/catalog.ts';
import { type Field, flag, type NotImported, oneOrAll, READERS, statusesOf } from '../fields.ts';
import { excerpt, type ImportedEntry, type Unplaced } from '../imported.ts';
import { isBlank, plain, type Rich, rich, said, saidLines } from './blocks.ts';
import type { Topic } from './outline.ts';

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
  /** The same without the nearest heading. */
  outerArea: string | null;
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
  /** Drafts with the heading right above them, which is their title where they stand alone below it. */
  headed: { draft: Draft; heading: string; area: string; outerArea: string | null }[];
  unplaced: Unplaced[];
}

/** Notes what found no place. */
export function unplace(finds: Finds, line: number, text: string, reason: string): void {
  const words = plain(text);
  const shown = excerpt(words);
  finds.unplaced.push({ line, text: shown.length < words.length ? `${shown}…` : shown, reason });
}

/** Fields of an entry that a column, a label or an attribute can fill. */
export type Role = Exclude<Field, NotImported | 'confusable_with'>;

/** What words are for, and how surely: 3 for a code's own header, 1 for words that other tables use as well. */
export interface Wording {
  role: Role;
  certainty: number;
}

/** Words that are for one field, whoever writes them. */
const SURELY: Readonly<Record<Role, string>> = {
  code: `
    error code|error codes|errorcode|error name|error slug|error id|error identifier|
    error number|errno|sqlstate|sqlstate code|error constant|decline code|exception|
    exception name|exception class|fault code|sub error code|error subcode|err code|code name|error enum|
    code|codes|error|errors|error string|warning code|return code|result code|reason code|message code|
    error type|exception type|error class|failure code|error key|condition code`,
  http_status: `
    http|http status|http status code|http status codes|http code|http codes|http response|
    http response code|http statuses|status code|status codes|statuscode|httpstatus|http error|
    http error code|http response status|response status|response status code|httpcode`,
  title: 'title|summary|short description|phrase|error title|headline|display name|reason phrase|in short',
  meaning: `
    description|descriptions|meaning|what happens|what happened|what it means|what does it mean|explanation|
    error description|definition|desc`,
  causes: `
    cause|causes|possible cause|possible causes|common cause|common causes|likely cause|likely causes|
    potential cause|potential causes|why|why it happens|why this happens|root cause|probable cause|
    probable causes|what causes it|what causes this|triggers|trigger|possible reason|possible reasons|
    potential reasons|typical causes|when does it happen`,
  fix: `
    fix|fixes|solution|solutions|possible solution|possible solutions|resolution|resolutions|what to do|
    action|actions|how to fix|how to fix it|how to resolve|how to solve|recommendation|recommendations|
    recommended action|recommended actions|suggested action|suggested actions|suggested fix|remedy|remedies|
    remediation|next step|next steps|workaround|what you can do|what you should do|what should i do|
    how do i fix it|how to handle|how to handle it|how to resolve it|user action|user response|
    corrective action|troubleshooting|resolve|mitigation|to fix|to resolve|required action|possible fix|
    possible fixes|suggestion|suggestions|handling`,
  retry: `
    retry|retryable|retriable|can retry|can be retried|safe to retry|should retry|
    is retryable|retry allowed|retries|should i retry|retry safe`,
  deprecated: 'deprecated|deprecation|is deprecated',
  since: `
    since|added in|added|introduced|introduced in|available since|since version|from version|version added`,
  links: `
    link|links|see also|more information|learn more|documentation|docs|reference|references|related|
    related links|further reading|more info|read more|url|help`,
  aliases: `
    alias|aliases|also known as|former code|old code|legacy code|other names|numeric code|error alias`,
  replaced_by: 'replaced by|replacement|use instead|superseded by|new code',
  example: `
    example|examples|example message|sample message|sample|example error message|sample error message`,
  service: 'service',
  surface: 'surface',
  area: 'area',
  who: 'who must act|who',
  symptoms: 'symptom|symptoms',
  http_status_note: '',
};

/** Words that are mostly for it. */
const LIKELY: Readonly<Partial<Record<Role, string>>> = {
  code: `
    symbol|symbolic name|symbol name|constant|slug|identifier|error symbol|condition|condition name|subcode|
    number|fault|warning|failure|enum|enum value|mnemonic|exceptions`,
  http_status: 'status|statuses|response code|response',
  meaning: `
    message|messages|error message|error messages|message text|detail|details|text|notes|note|comment|
    comments|remarks|remark|error text|when|when it happens|what went wrong|information|error details|
    error detail|context|overview|about|reason|reasons|error reason|problem`,
};

/** Words that other tables use as well. */
const PERHAPS: Readonly<Partial<Record<Role, string>>> = {
  code: 'name|type|key|id|value|string|no|#|label',
};

const ROLES = Object.keys(SURELY) as Role[];

const WORDINGS = new Map<string, Wording>(
  [PERHAPS, LIKELY, SURELY].flatMap((wordings, index) =>
    ROLES.flatMap((role) =>
      (wordings[role] ?? '').split('|').map((word) => [word.trim(), { role, certainty: index + 1 }] as const),
    ),
  ),
);
WORDINGS.delete('');

/** For words of no known wording, in the order in which they are asked. */
const IN_GENERAL: readonly (readonly [RegExp, Wording])[] = [
  // What an example is of says nothing of what it is: "Example of erroneous code".
  [
    /^(?:example|sample|erroneous|incorrect|wrong|invalid|correct|fixed|bad|good)s?\b.{0,60}\bcodes?$/,
    { role: 'example', certainty: 1 },
  ],
  [/\b(?:retry|retri|retryable)/, { role: 'retry', certainty: 2 }],
  [/\bhttp\b|\bstatus code\b/, { role: 'http_status', certainty: 2 }],
  [
    /\b(?:how to|to fix|solution|resol|remed|recommend|workaround|what (?:can|should|to)|corrective)/,
    { role: 'fix', certainty: 2 },
  ],
  [/\b(?:causes?|why)\b/, { role: 'causes', certainty: 2 }],
  [
    /\b(?:error|exception|fault|decline|failure|reason|result|return|warning)\b.{0,500}\b(?:codes?|names?|ids?|numbers?|types?|keys?|slugs?|identifiers?|values?)\b/,
    { role: 'code', certainty: 3 },
  ],
  [/\b(?:codes?|sqlstate|errno)$/, { role: 'code', certainty: 2 }],
  [/\b(?:description|meaning|explanation|means)\b/, { role: 'meaning', certainty: 2 }],
  [/\bmessage\b/, { role: 'meaning', certainty: 1 }],
  [/^(?:error|exception)s?\b/, { role: 'code', certainty: 1 }],
];

const NO_ERRORS =
  /^(?:(?:query |path |request |response |body |url |form |optional |required )?(?:parameters?|params?|fields?|headers?|attributes?|propert(?:y|ies)|arguments?|options?|members?)|variables?|environment variables?|settings?|(?:http |field |parameter |header |attribute |property )?(?:header|parameter|field|attribute|property) names?|scopes?|permissions?|plans?|tiers?|endpoints?|methods?|routes?|resources?|events?|limits?|languages?|librar(?:y|ies)|sdks?|flags?|commands?|columns?|versions?|dates?|terms?)$/;

/** Words as they are compared: without case, marks, brackets and what else headers are dressed with. */
export function wordsOf(text: string): string {
  return plain(text)
    .toLowerCase()
    .replace(/\(s\)/g, '')
    .replace(/[*:†‡"“”`¶?]/g, '')
    .replace(/[_/]/g, ' ')
    .replace(/\([^)]{0,80}\)|\[[^\]]{0,80}\]|\{[^}]{0,80}\}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What words are known to be for. */
export type RoleOf = (words: string) => Wording | null;

/** `roleOf` with what whoever imports knows better; a field that is mapped is given by nothing else. */
export function rolesWith(map: ReadonlyMap<string, string>): RoleOf {
  const mapped = new Map<string, Wording>();
  const taken = new Set<string>();
  for (const [field, name] of map) {
    const role = ROLES.find((each) => each === field);
    if (role === undefined) continue;
    mapped.set(wordsOf(name), { role, certainty: 9 });
    taken.add(role);
  }
  return (words) => {
    const given = mapped.get(words);
    if (given !== undefined) return given;
    const known = roleOf(words);
    return known === null || taken.has(known.role) ? null : known;
  };
}

function roleOf(words: string): Wording | null {
  const exact = WORDINGS.get(words);
  if (exact !== undefined) return exact;
  if (words.length > 60) return null;
  return IN_GENERAL.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** Whether words head a column of what is no error: parameters, fields, scopes. */
export function namesNoErrors(words: string): boolean {
  return NO_ERRORS.test(words);
}

/** How a text begins that says what it is: `**Cause:** …`. */
export interface Label {
  /** Null for words of no known wording. */
  role: Role | null;
  /** How surely the words mean it. */
  certainty: number;
  /** As they stand. */
  words: string;
  rest: Rich;
}

const STRONG = /^\s*\ue002([^\ue000-\ue003\n]{1,60}?)\s*(?:(:)\s*)?\ue003\s*(:|[-–—](?=\s))?\s*/;
const BARE = /^\s*([\p{L}][\p{L}\p{N} '’()/_?-]{0,58}):(?=\s|$|\ue000|\ue002)\s*/u;

/** The label that a text begins with, or null. Without strong type, a label is of a known wording. */
export function labelOf({ text, links }: Rich, roleOf: RoleOf): Label | null {
  const strong = STRONG.exec(text);
  const words = strong?.[1];
  if (strong !== null && words !== undefined) {
    const rest = text.slice(strong[0].length);
    const known = roleOf(wordsOf(words));
    const isParted =
      strong[2] !== undefined ||
      strong[3] !== undefined ||
      plain(rest) === '' ||
      /^[\n\u2028]/.test(rest) ||
      /[\n\u2028]/.test(strong[0].slice(strong[0].trimEnd().length));
    if (!isParted && (known === null || known.certainty < 2)) return null;
    return {
      role: known?.role ?? null,
      certainty: known?.certainty ?? 0,
      words: plain(words),
      rest: rich(rest, links),
    };
  }
  const bare = BARE.exec(text);
  if (bare?.[1] === undefined) return null;
  const known = roleOf(wordsOf(bare[1]));
  if (known === null) return null;
  return { ...known, words: plain(bare[1]), rest: rich(text.slice(bare[0].length), links) };
}
