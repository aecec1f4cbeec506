import type { Actor } from '../catalog/vocabulary.ts';
import type { Explanation, ShortExplanation } from './explanation.ts';

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
