import { type Catalog, catalogOf, type Entry, entryOf } from '../../src/catalog/entries.ts';
import { type EntryInput, entrySchema } from '../../src/catalog/schema.ts';
import type { Finding, Locate } from '../../src/check/rules.ts';

/** An entry that no rule finds anything in; words of its own keep it apart from others. */
export function whole(code: string, given: Partial<EntryInput> = {}): EntryInput {
  return {
    code,
    meaning: `Something about ${code} happened.`,
    fix: ['Read the handbook of the department.'],
    retry: { when: 'after_fix' },
    who: 'caller',
    ...given,
  };
}

export function entry(given: EntryInput): Entry {
  return entryOf(entrySchema.parse(given));
}

export function catalogWith(...entries: EntryInput[]): Catalog {
  return catalogOf({ name: 'demo', version: '2', support: null, entries: entries.map(entry) });
}

/** Places as `code#field`, so that a test sees what was asked for. */
export const located: Locate = ({ code }, field) => ({ file: `${code}#${field ?? ''}`, line: 1, column: 1 });

/** What a finding is about, in a word or two. */
export function brief({ rule, code, other, about }: Finding): string {
  return [rule, code, other ?? about].filter((part) => part !== undefined).join(' ');
}
