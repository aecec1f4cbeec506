import type { Rich } from './block.ts';
import { isOneWord } from './code-shape.ts';
import { add, addExtra, type Draft } from './draft.ts';
import { statusesOf } from './http-status.ts';
import { isBlank, plain, said, saidLines } from './rich.ts';
import type { Role } from './roles.ts';

const URL = /https?:\/\/[^\s)<>"'\]]{1,2000}/g;
const LONGEST_NAME = 200;
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
  if (words.length === 0 || !words.every(isOneWord)) return false;
  add(role === 'replaced_by' ? draft.replacedBy : draft.aliases, ...words);
  return true;
}
