import type { Actor } from './schema.ts';

const IN_WORDS: Readonly<Record<string, string>> = {
  caller: 'whoever made the call',
  end_user: 'the end user',
  workspace_owner: 'the workspace owner',
  platform: 'the platform',
} satisfies Record<Actor, string>;

/** Who must act; a catalog may have names of its own. */
export function actorInWords(who: string): string {
  return IN_WORDS[who] ?? who;
}
