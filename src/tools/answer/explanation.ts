import * as z from 'zod';
import { type Actor, type Catalog, type Entry, titleOf } from '../../catalog/catalog.ts';
import { BRIEF, LOOSE } from '../input.ts';
import { Room } from './room.ts';

const known = z.string().nullable().meta(LOOSE);
const names = z.array(z.string()).meta(LOOSE).optional();

/** What every explanation of an error holds, whether it was asked for or ended a request; null is unknown. */
const core = {
  code: z.string(),
  title: known,
  service: z.string().meta(LOOSE).optional(),
  surface: known,
  area: known,
  http_status: z.number().nullable(),
  http_statuses: z.array(z.number()).meta(LOOSE).optional(),
  http_status_note: z.string().optional(),
  meaning: known,
  /** The API's own message, where nothing else says what happened. */
  example: z.string().meta(LOOSE).optional(),
};
const remedy = {
  fix: z.array(z.string()).nullable().meta(LOOSE),
  retry: z.strictObject({ when: z.string(), note: z.string().nullable() }).nullable().meta(LOOSE),
  who: known,
};
const life = {
  since: z.string().meta(LOOSE).optional(),
  /** What is known about its end, or true. */
  deprecated: z
    .union([z.literal(true), z.string()])
    .meta(LOOSE)
    .optional(),
  replaced_by: names,
};

export const explanationShape = {
  ...core,
  ...life,
  aliases: names,
  causes: z.array(z.string()).nullable().meta(LOOSE),
  ...remedy,
  confusable_with: z.array(z.strictObject({ code: z.string(), tell_apart: z.string() }).meta(BRIEF)),
  links: names,
  extra: z.record(z.string(), z.unknown()).meta(LOOSE).optional(),
  /** What of it did not fit into the answer, in words. */
  cut: names,
};

export const shortExplanationSchema = z.strictObject({ ...core, ...life, ...remedy, cut: names }).meta(BRIEF);

type Explanation = z.infer<z.ZodObject<typeof explanationShape>>;
type ShortExplanation = z.infer<typeof shortExplanationSchema>;

/** Room for the texts of an answer, and of a short explanation, so that one entry cannot fill a model's context. */
const ROOM = 3_000;
const SHORT_ROOM = 1_500;

/** What stands round a code and how to tell it apart. */
const AROUND_NEIGHBOUR = 30;

/** The room of each of so many explanations in one answer. */
export function roomOfEach(count: number): number {
  return Math.floor(ROOM / count);
}

/** An entry's explanation without causes and neighbours: what is needed beside a request's own lines. */
export function explainShortly(entry: Entry, size: number = SHORT_ROOM): ShortExplanation {
  const cut: string[] = [];
  const answer = shortParts(entry, new Room(size), cut);
  return { ...answer, ...(cut.length > 0 && { cut: withWhere(cut, entry) }) };
}

/** An entry's whole explanation, its texts within `size` characters. */
export function explain(entry: Entry, size: number = ROOM): Explanation {
  const room = new Room(size);
  const cut: string[] = [];
  const { fix, retry, who, ...rest } = shortParts(entry, room, cut);
  const causes = fitted(room, 'causes', entry.causes, cut);
  const neighbours = room.list(
    entry.confusable_with,
    ({ code, tell_apart }) => code + tell_apart,
    ({ code }, text) => ({ code, tell_apart: text.slice(code.length) }),
    AROUND_NEIGHBOUR,
  );
  if (neighbours.missing > 0) cut.push(sayCut('confusable_with', neighbours.missing, entry.confusable_with));
  const links = fitted(room, 'links', entry.links, cut);
  const { extra } = entry;
  const aliases = namesWithin(room, 'aliases', entry.aliases, cut);
  const hasRoom = extra === null || room.text(JSON.stringify(extra))?.isWhole === true;
  if (!hasRoom) cut.push(`extra (${Object.keys(extra).length} fields)`);
  return {
    ...rest,
    ...(aliases.length > 0 && { aliases }),
    causes,
    fix,
    retry,
    who,
    confusable_with: neighbours.items,
    ...(links !== null && { links }),
    ...(extra !== null && hasRoom && { extra }),
    ...(cut.length > 0 && { cut: withWhere(cut, entry) }),
  };
}

/** The parts of every explanation, the most needed first where there is little room. */
function shortParts(entry: Entry, room: Room, cut: string[]): Omit<ShortExplanation, 'cut'> {
  const { code, title, service, surface, area, http_status, since, who } = entry;
  const meaning = textWithin(room, 'meaning', entry.meaning, cut);
  const message = entry.meaning === null ? entry.example : null;
  const example = message === null ? null : room.text(message);
  const fix = fitted(room, 'fix', entry.fix, cut);
  const noteOnRetry = textWithin(room, 'retry.note', entry.retry?.note ?? null, cut);
  const deprecated = textWithin(room, 'deprecated', entry.deprecated, cut);
  const replaced_by = namesWithin(room, 'replaced_by', entry.replaced_by, cut);
  const note = textWithin(room, 'http_status_note', entry.http_status_note ?? null, cut);
  const statuses = namesWithin(room, 'http_statuses', entry.http_statuses, cut);
  return {
    code,
    title: title === null ? null : titleOf(entry),
    ...(service !== null && { service }),
    surface,
    area,
    http_status,
    ...(statuses.length > 1 && { http_statuses: statuses }),
    ...(note !== null && { http_status_note: note }),
    meaning,
    ...(example !== null && { example: example.text }),
    ...(since !== null && { since }),
    ...(entry.deprecated !== null && { deprecated: deprecated || true }),
    ...(replaced_by.length > 0 && { replaced_by }),
    fix,
    retry: entry.retry === null ? null : { when: entry.retry.when, note: noteOnRetry },
    who,
  };
}

/** As much of a text as there is room for. */
function textWithin(room: Room, name: string, text: string | null, cut: string[]): string | null {
  if (text === null) return null;
  const piece = room.text(text);
  if (piece?.isWhole !== true) cut.push(`${name} (its end)`);
  return piece?.text ?? null;
}

/** The first names or numbers that there is room for. */
function namesWithin<Name extends string | number>(
  room: Room,
  field: string,
  names: readonly Name[],
  cut: string[],
): Name[] {
  const fitting = room.names(names);
  if (fitting.length < names.length) cut.push(sayCut(field, names.length - fitting.length, names));
  return fitting;
}

/** Those that there is room for; null where none is known. */
function fitted(room: Room, name: string, texts: readonly string[], cut: string[]): string[] | null {
  if (texts.length === 0) return null;
  const { items, missing } = room.list(
    texts,
    (text) => text,
    (_, text) => text,
  );
  if (missing > 0) cut.push(sayCut(name, missing, texts));
  return items;
}

function sayCut(name: string, missing: number, all: readonly unknown[]): string {
  return `${name} (${missing} of ${all.length} cut or left out)`;
}

function withWhere(cut: readonly string[], { code }: Entry): string[] {
  return [...cut, `the whole: resource errors://catalog/${encodeURIComponent(code)}`];
}

/** The titles that belong to `codes`, for those that the catalog holds. */
export function withTitles(
  codes: readonly string[],
  catalog: Catalog,
): { code: string; title: string | null }[] {
  return codes.flatMap((code) => {
    const entry = catalog.get(code);
    return entry === undefined ? [] : [{ code, title: titleOf(entry) }];
  });
}

const ACTOR_WORDS: Readonly<Record<string, string>> = {
  caller: 'whoever made the call',
  end_user: 'the end user',
  workspace_owner: 'the workspace owner',
  platform: 'the platform; these steps are for you',
} satisfies Record<Actor, string>;

/** An explanation as lines of text. */
export function renderExplanation(explanation: ShortExplanation | Explanation): string[] {
  const { code, title, meaning, example, fix, retry, who, cut } = explanation;
  const lines = [
    title === null ? code : `${code}: ${title}`,
    ...renderLife(explanation),
    placeOf(explanation),
  ];
  const unknown: string[] = [];
  if (meaning === null) unknown.push('what it means');
  else lines.push(`Meaning: ${meaning}`);
  if (example !== undefined) lines.push(`The API says: ${example}`);
  if ('causes' in explanation) {
    if (explanation.causes === null) unknown.push('its causes');
    else lines.push('Causes, likeliest first:', ...numbered(explanation.causes));
  }
  if (fix !== null)
    lines.push(`Fix (to act: ${who === null ? 'unknown' : (ACTOR_WORDS[who] ?? who)}):`, ...numbered(fix));
  else {
    unknown.push('the fix');
    if (who === null) unknown.push('who must act');
    else lines.push(`To act: ${ACTOR_WORDS[who] ?? who}`);
  }
  if (retry === null) unknown.push('whether to retry');
  else lines.push(`Retry: ${retry.when}.${retry.note === null ? '' : ` ${retry.note}`}`);
  if (unknown.length > 0) lines.push(`The catalog does not say: ${unknown.join(', ')}.`);
  if ('confusable_with' in explanation) lines.push(...renderRest(explanation));
  if (cut !== undefined) lines.push(`Cut here: ${cut.join('; ')}.`);
  return lines;
}

/** Since when it is sent, and whether it still is. */
function renderLife({ since, deprecated, replaced_by }: ShortExplanation): string[] {
  const instead = replaced_by === undefined ? '' : ` Sent instead: ${replaced_by.join(', ')}.`;
  const about = typeof deprecated === 'string' ? `: ${deprecated.replace(/(?<![.!?])$/, '.')}` : '.';
  if (deprecated !== undefined)
    return [`Deprecated${about}${instead}`, ...(since === undefined ? [] : [`Since: ${since}`])];
  return [...(instead === '' ? [] : [instead.trim()]), ...(since === undefined ? [] : [`Since: ${since}`])];
}

function placeOf({
  http_status,
  http_statuses,
  http_status_note,
  service,
  surface,
  area,
}: ShortExplanation): string {
  const note = http_status_note === undefined ? '' : ` (${http_status_note})`;
  const parts = [
    `HTTP status: ${http_statuses?.join(' or ') ?? http_status ?? 'unknown'}${note}`,
    ...(service === undefined ? [] : [`service: ${service}`]),
    `surface: ${surface ?? 'unknown'}`,
    `area: ${area ?? 'unknown'}`,
  ];
  return parts.join(' | ');
}

function renderRest({ confusable_with, aliases, links, extra }: Explanation): string[] {
  const lines: string[] = [];
  if (confusable_with.length > 0) lines.push('Not to be confused with:');
  lines.push(...confusable_with.map((other) => `- ${other.code}: ${other.tell_apart}`));
  if (aliases !== undefined) lines.push(`Also called: ${aliases.join(', ')}`);
  for (const [name, value] of Object.entries(extra ?? {}))
    lines.push(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  if (links !== undefined) lines.push(`More: ${links.join(' ')}`);
  return lines;
}

function numbered(items: readonly string[]): string[] {
  return items.map((item, index) => `${index + 1}. ${item}`);
}
