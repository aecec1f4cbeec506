import { excerpt } from '../excerpt.ts';
import type { Unplaced } from '../imported.ts';
import type { Draft } from './draft.ts';
import { plain } from './rich.ts';
import type { Role, RoleOf } from './roles.ts';
import type { Topic } from './topic.ts';

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
