import * as z from 'zod';
import {
  type Actor,
  actorInWords,
  type Catalog,
  type Entry,
  RETRY_WHEN,
  sourcesOf,
  titleOf,
} from '../../catalog/catalog.ts';
import { IN_BRIEF, PART } from '../json-schema.ts';
import type { Block } from './blocks.ts';
import { fieldValueSchema, fieldValuesOf, TextBudget } from './parts.ts';

/** What every explanation of an error holds, whether it was asked for or ended a request; null is unknown. */
const core = {
  code: z.string().describe('The code, as the API sends it'),
  title: z.string().nullable().describe('The error in a few words'),
  service: z
    .string()
    .optional()
    .meta({ description: 'The service that answers with it', when: 'the catalog names one' }),
  surface: z.string().nullable().describe('The side of the API that answers with it, e.g. `api`, `oauth`'),
  area: z.string().nullable().describe('The part of the product that it belongs to'),
  http_status: z.number().nullable().describe('The HTTP status it comes with; of several, the first'),
  http_statuses: z
    .array(z.number())
    .optional()
    .meta({ description: 'All its HTTP statuses', when: 'it has more than one' }),
  http_status_note: z
    .string()
    .optional()
    .meta({ description: 'Where the status comes from, or why none is known', when: 'the catalog says so' }),
  meaning: z.string().nullable().describe('What happened'),
  example: z
    .string()
    .optional()
    .meta({ description: "The API's own message", when: '`meaning` is null and the catalog has a message' }),
};
const retry = z.strictObject({
  when: z.enum(RETRY_WHEN).describe('Whether and when to repeat the request'),
  note: z.string().nullable().describe('What is true of repeating it'),
});
const ON_RETRY = 'Whether repeating the request can help';
const remedy = {
  fix: z.array(z.string()).nullable().describe('The steps for whoever must act, in order'),
  retry: retry.nullable().describe(ON_RETRY),
  who: z
    .string()
    .nullable()
    .describe('Who must act: `caller`, `end_user`, `workspace_owner`, `platform`, or a name of the catalog'),
};
const life = {
  since: z
    .string()
    .optional()
    .meta({ description: 'The version or date from which on it is sent', when: 'the catalog says so' }),
  deprecated: z
    .union([z.literal(true), z.string()])
    .optional()
    .meta({ description: 'What is known about its end, or true', when: 'it is deprecated' }),
  replaced_by: z
    .array(z.string())
    .optional()
    .meta({ description: 'The codes that are sent instead', when: 'the catalog names some' }),
};
const bound = {
  cut: z.array(z.string()).optional().meta({
    description: 'What did not fit into the answer, and where it stands',
    when: 'something was cut',
  }),
};

export const explanationShape = {
  ...core,
  ...life,
  aliases: z
    .array(z.string())
    .optional()
    .meta({ description: 'Other names of the same error', when: 'the catalog names some' }),
  causes: z.array(z.string()).nullable().describe('The ways to get there, the likeliest first'),
  ...remedy,
  confusable_with: z
    .array(
      z
        .strictObject({
          code: z.string().describe('The other code'),
          tell_apart: z.string().describe('The check that tells the two apart'),
        })
        .meta(PART),
    )
    .describe('Codes that are easily taken for this one'),
  links: z
    .array(z.string())
    .optional()
    .meta({ description: 'Where more is said about it', when: 'the catalog names some' }),
  operations: z
    .array(z.string())
    .optional()
    .meta({ description: 'The calls that fail with it', when: 'the catalog names some' }),
  sources: z
    .array(
      z
        .strictObject({
          source: z.string().describe('A document or a standard'),
          parts: z.array(z.string()).describe('The parts that it states, e.g. `meaning`, `fix.2`'),
        })
        .meta(PART),
    )
    .optional()
    .meta({
      description: 'Where what it says comes from; all other parts are advice',
      when: 'the catalog says what is documented',
    }),
  extra: z.record(z.string(), fieldValueSchema).optional().meta({
    description: "Anything else, under the catalog's own names",
    when: 'the catalog has more',
  }),
  ...bound,
};

export const shortExplanationSchema = z
  .strictObject({
    ...core,
    ...life,
    ...remedy,
    retry: retry.meta(IN_BRIEF).nullable().describe(ON_RETRY),
    ...bound,
  })
  .meta(PART);

type Explanation = z.infer<z.ZodObject<typeof explanationShape>>;
type ShortExplanation = z.infer<typeof shortExplanationSchema>;

/** The budget of an answer, and of a short explanation, so that one entry cannot fill a model's context. */
const BUDGET = 3_000;
const SHORT_BUDGET = 1_500;

/** What stands round a code and how to tell it apart. */
const AROUND_NEIGHBOR = 30;

/** The budget of each of `count` explanations in one answer. */
export function budgetOfEach(count: number): number {
  return Math.floor(BUDGET / count);
}

/** An entry's explanation without causes and neighbors: what is needed beside a request's own lines. */
export function explainShortly(entry: Entry, size: number = SHORT_BUDGET): ShortExplanation {
  const cut: string[] = [];
  const answer = shortParts(entry, new TextBudget(size), cut);
  return { ...answer, ...(cut.length > 0 && { cut: withWhere(cut, entry) }) };
}

/** An entry's whole explanation, its texts within `size` characters. */
export function explain(entry: Entry, size: number = BUDGET): Explanation {
  const budget = new TextBudget(size);
  const cut: string[] = [];
  const { fix, retry, who, ...rest } = shortParts(entry, budget, cut);
  const causes = fitted(budget, 'causes', entry.causes, cut);
  const neighbors = budget.list(
    entry.confusable_with,
    ({ code, tell_apart }) => code + tell_apart,
    ({ code }, text) => ({ code, tell_apart: text.slice(code.length) }),
    AROUND_NEIGHBOR,
  );
  if (neighbors.missing > 0) cut.push(formatCut('confusable_with', neighbors.missing, entry.confusable_with));
  const links = fitted(budget, 'links', entry.links, cut);
  const { extra } = entry;
  const sources = sourcesOf(entry);
  const aliases = namesWithin(budget, 'aliases', entry.aliases, cut);
  const operations = namesWithin(budget, 'operations', entry.operations, cut);
  const fits = extra === null || budget.text(JSON.stringify(extra))?.isWhole === true;
  if (!fits) cut.push(`extra (${Object.keys(extra).length} fields)`);
  return {
    ...rest,
    ...(aliases.length > 0 && { aliases }),
    causes,
    fix,
    retry,
    who,
    confusable_with: neighbors.items,
    ...(links !== null && { links }),
    ...(operations.length > 0 && { operations }),
    ...(sources.length > 0 && { sources }),
    ...(extra !== null && fits && { extra: fieldValuesOf(extra) }),
    ...(cut.length > 0 && { cut: withWhere(cut, entry) }),
  };
}

/** The parts of every explanation, the most needed first where there is little room. */
function shortParts(entry: Entry, budget: TextBudget, cut: string[]): Omit<ShortExplanation, 'cut'> {
  const { code, title, service, surface, area, http_status, since, who } = entry;
  const meaning = textWithin(budget, 'meaning', entry.meaning, cut);
  const message = entry.meaning === null ? entry.example : null;
  const example = message === null ? null : budget.text(message);
  const fix = fitted(budget, 'fix', entry.fix, cut);
  const noteOnRetry = textWithin(budget, 'retry.note', entry.retry?.note ?? null, cut);
  const deprecated = textWithin(budget, 'deprecated', entry.deprecated, cut);
  const replaced_by = namesWithin(budget, 'replaced_by', entry.replaced_by, cut);
  const note = textWithin(budget, 'http_status_note', entry.http_status_note ?? null, cut);
  const statuses = namesWithin(budget, 'http_statuses', entry.http_statuses, cut);
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
function textWithin(budget: TextBudget, name: string, text: string | null, cut: string[]): string | null {
  if (text === null) return null;
  const piece = budget.text(text);
  if (piece?.isWhole !== true) cut.push(`${name} (its end)`);
  return piece?.text ?? null;
}

/** The first names or numbers that there is room for. */
function namesWithin<Name extends string | number>(
  budget: TextBudget,
  field: string,
  names: readonly Name[],
  cut: string[],
): Name[] {
  const fitting = budget.names(names);
  if (fitting.length < names.length) cut.push(formatCut(field, names.length - fitting.length, names));
  return fitting;
}

/** Those that there is room for; null where none is known. */
function fitted(budget: TextBudget, name: string, texts: readonly string[], cut: string[]): string[] | null {
  if (texts.length === 0) return null;
  const { items, missing } = budget.list(
    texts,
    (text) => text,
    (_, text) => text,
  );
  if (missing > 0) cut.push(formatCut(name, missing, texts));
  return items;
}

function formatCut(name: string, missing: number, all: readonly unknown[]): string {
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

/** Who must act, where steps follow. Where that is the platform or an end user, the steps are for whoever reads them. */
function actorOfSteps(who: string): string {
  const words = actorInWords(who);
  if (who === ('end_user' satisfies Actor)) return `${words}; you can help as follows`;
  return who === ('platform' satisfies Actor) ? `${words}; these steps are for you` : words;
}

/** An explanation as blocks: first its title, then the rest. */
export function explanationBlocks(explanation: ShortExplanation | Explanation): Block[] {
  const { code, title, meaning, example, fix, retry, who, cut } = explanation;
  const blocks: Block[] = [
    { kind: 'title', code, title },
    ...lifeBlocks(explanation),
    placeBlock(explanation),
  ];
  const unknown: string[] = [];
  if (meaning === null) unknown.push('what it means');
  else blocks.push({ kind: 'field', label: 'Meaning', text: meaning });
  if (example !== undefined) blocks.push({ kind: 'field', label: 'The API says', text: example });
  if ('causes' in explanation) {
    if (explanation.causes === null) unknown.push('its causes');
    else
      blocks.push({ kind: 'list', heading: 'causes', items: itemsOf(explanation.causes), isOrdered: true });
  }
  const actor = who === null ? null : actorOfSteps(who);
  if (fix !== null) {
    const to = `to act: ${actor ?? 'unknown'}`;
    blocks.push({ kind: 'list', heading: 'fix', to, items: itemsOf(fix), isOrdered: true });
  } else {
    unknown.push('the fix');
    if (actor === null) unknown.push('who must act');
    else blocks.push({ kind: 'field', label: 'To act', text: actor });
  }
  if (retry === null) unknown.push('whether to retry');
  else blocks.push({ kind: 'retry', ...retry });
  if (unknown.length > 0)
    blocks.push({ kind: 'field', label: 'The catalog does not say', text: `${unknown.join(', ')}.` });
  if ('confusable_with' in explanation) blocks.push(...restBlocks(explanation));
  if (cut !== undefined) blocks.push({ kind: 'field', label: 'Cut here', text: `${cut.join('; ')}.` });
  return blocks;
}

/** Since when it is sent, and whether it still is. */
function lifeBlocks({ since, deprecated, replaced_by }: ShortExplanation): Block[] {
  const blocks: Block[] = [];
  const codes = replaced_by === undefined ? null : `${replaced_by.join(', ')}.`;
  const instead = codes === null ? '' : ` Sent instead: ${codes}`;
  if (typeof deprecated === 'string') {
    const about = deprecated.replace(/(?<![.!?])$/, '.');
    blocks.push({ kind: 'field', label: 'Deprecated', text: `${about}${instead}` });
  } else if (deprecated === true) blocks.push({ kind: 'note', text: `Deprecated.${instead}` });
  else if (codes !== null) blocks.push({ kind: 'field', label: 'Sent instead', text: codes });
  if (since !== undefined) blocks.push({ kind: 'field', label: 'Since', text: since });
  return blocks;
}

function placeBlock(explanation: ShortExplanation): Block {
  const { http_status, http_statuses, http_status_note, service, surface, area } = explanation;
  return {
    kind: 'place',
    statuses: http_statuses ?? (http_status === null ? [] : [http_status]),
    note: http_status_note ?? null,
    service: service ?? null,
    surface,
    area,
  };
}

function restBlocks({ confusable_with, aliases, links, operations, sources, extra }: Explanation): Block[] {
  const blocks: Block[] = [];
  if (confusable_with.length > 0) {
    blocks.push({ kind: 'list', heading: 'confusable_with', items: confusable_with, isOrdered: false });
  }
  if (aliases !== undefined) blocks.push({ kind: 'field', label: 'Also called', text: aliases.join(', ') });
  for (const [name, value] of Object.entries(extra ?? {}))
    blocks.push({ kind: 'fact', name, text: typeof value === 'string' ? value : JSON.stringify(value) });
  if (operations !== undefined)
    blocks.push({ kind: 'field', label: 'Answer of', text: operations.join(', ') });
  if (links !== undefined) blocks.push({ kind: 'field', label: 'More', text: links.join(' ') });
  if (sources !== undefined) {
    const [first, ...standards] = sources.map(({ source, parts }) => `${source}: ${parts.join(', ')}.`);
    const text = [first, ...standards, 'Everything else is advice.'].join(' ');
    blocks.push({ kind: 'field', label: 'Sources', text });
  }
  return blocks;
}

/** Texts as items of a list. */
export function itemsOf(texts: readonly string[]): { text: string }[] {
  return texts.map((text) => ({ text }));
}
