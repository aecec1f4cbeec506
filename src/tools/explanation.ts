import * as z from 'zod';
import type { Catalog } from '../catalog/catalog.ts';
import type { Actor, Entry } from '../catalog/schema.ts';
import { BRIEF } from './json-schema.ts';

/** What every explanation of an error holds, whether it was asked for or ended a request. */
const core = {
  code: z.string(),
  title: z.string(),
  surface: z.string(),
  area: z.string(),
  http_status: z.number().nullable(),
  http_status_note: z.string().optional(),
  meaning: z.string(),
};
const remedy = {
  fix: z.array(z.string()),
  retry: z.strictObject({ when: z.string(), note: z.string() }),
  who: z.string(),
};

export const explanationShape = {
  ...core,
  causes: z.array(z.string()),
  ...remedy,
  confusable_with: z.array(z.strictObject({ code: z.string(), tell_apart: z.string() }).meta(BRIEF)),
};

export const shortExplanationSchema = z.strictObject({ ...core, ...remedy }).meta(BRIEF);

export type Explanation = z.infer<z.ZodObject<typeof explanationShape>>;
export type ShortExplanation = z.infer<typeof shortExplanationSchema>;

/** An entry's explanation without causes and neighbours: what is needed beside a request's own lines. */
export function explainShortly(entry: Entry): ShortExplanation {
  const { code, title, surface, area, http_status, http_status_note, meaning, fix, retry, who } = entry;
  const note = http_status_note === undefined ? {} : { http_status_note };
  return { code, title, surface, area, http_status, ...note, meaning, fix, retry, who };
}

/** An entry's whole explanation. */
export function explain(entry: Entry): Explanation {
  const { fix, retry, who, ...rest } = explainShortly(entry);
  return { ...rest, causes: entry.causes, fix, retry, who, confusable_with: entry.confusable_with };
}

const ACTOR_WORDS: Readonly<Record<string, string>> = {
  caller: 'whoever made the call',
  end_user: 'the end user',
  workspace_owner: 'the workspace owner',
  platform: 'the platform; these steps are for you',
} satisfies Record<Actor, string>;

/** An explanation as lines of text. */
export function renderExplanation(explanation: ShortExplanation | Explanation): string[] {
  const { code, title, http_status, http_status_note, surface, area, meaning, fix, retry, who } = explanation;
  const note = http_status_note === undefined ? '' : ` (${http_status_note})`;
  const lines = [
    `${code}: ${title}`,
    `HTTP status: ${http_status ?? 'unknown'}${note} | surface: ${surface} | area: ${area}`,
    `Meaning: ${meaning}`,
  ];
  if ('causes' in explanation) lines.push('Causes, likeliest first:', ...numbered(explanation.causes));
  lines.push(
    `Fix (to act: ${ACTOR_WORDS[who] ?? who}):`,
    ...numbered(fix),
    `Retry: ${retry.when}. ${retry.note}`,
  );
  if ('confusable_with' in explanation && explanation.confusable_with.length > 0) {
    lines.push('Not to be confused with:');
    lines.push(...explanation.confusable_with.map((other) => `- ${other.code}: ${other.tell_apart}`));
  }
  return lines;
}

/** The titles that belong to `codes`, for those that the catalog holds. */
export function withTitles(codes: readonly string[], catalog: Catalog): { code: string; title: string }[] {
  return codes.flatMap((code) => {
    const entry = catalog.get(code);
    return entry === undefined ? [] : [{ code, title: entry.title }];
  });
}

function numbered(items: readonly string[]): string[] {
  return items.map((item, index) => `${index + 1}. ${item}`);
}
