import { stemmer } from 'stemmer';

/**
 * A code without case and separators, as `workspaceSlug.Taken` and `WORKSPACE_SLUG_TAKEN` share it. Digits that a
 * separator parts stay apart, and a code without letters is what it is: `-1` is not `1`.
 */
export function plainForm(code: string): string {
  if (!/\p{L}/u.test(code)) return code;
  return code
    .toLowerCase()
    .replace(/(?<=\p{N})[^\p{L}\p{N}]{1,200}(?=\p{N})/gu, '.')
    .replace(/[^\p{L}\p{N}.]+|(?<!\p{N})\.|\.(?!\p{N})/gu, '');
}

/** The words of a code, in lower case: of `Err.WorkspaceSlug-Taken` they are err, workspace, slug, taken. */
export function wordsOfCode(code: string): string[] {
  return code
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A word without its ending, so that singular and plural are one. */
export function stemOf(word: string): string {
  return /^[a-z]+$/.test(word) ? stemmer(word) : word;
}
