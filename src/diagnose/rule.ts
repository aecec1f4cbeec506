import type { Entry, RejectedKind, RejectsOf } from '../catalog/catalog.ts';
import type { LogLine } from '../logs/logs.ts';
import { formAsLines, onOneLine, type Pasted, VALUE, valuesIn } from '../pasted/pasted.ts';

/** What is known when an error is diagnosed. */
export interface Facts {
  /** The error: its code, the kind of value that it rejects, and what its message may say. */
  entry: Pick<Entry, 'code' | 'rejects' | 'by_message'>;
  /** The value that was rejected, as the caller gave it; null if none was given. */
  value: string | null;
  /** The error as it was pasted, with its headers and messages; may be only the code. */
  pasted: Pasted;
  /** The log lines of the request, if it was looked up. */
  lines: readonly LogLine[];
  /** The present moment, in milliseconds since the epoch. */
  now: number;
}

/** One thing that is wrong, and where it can be told, a value that passes the rule that found it. */
export interface Finding {
  message: string;
  suggestion?: string;
}

/**
 * Finds what is wrong with a value of one kind, by the rules that the catalog gives for it. Pure; nothing found is an
 * empty list. Never throws.
 */
export type Rule<Kind extends RejectedKind> = (
  facts: Facts,
  rules: RejectsOf<Kind>,
) => Finding[] | Promise<Finding[]>;

/** A value and where it was seen, as the words that follow it in a sentence. */
export interface Seen {
  text: string;
  where: '' | ' (in the pasted text)' | ' (in the log)';
}

/** The texts and numbers that stand under one of `names` in the lines' further fields. */
export function lineFields(
  lines: readonly LogLine[],
  names: readonly string[],
): { text: string; line: LogLine }[] {
  if (lines.length === 0) return [];
  const wanted = new Set(names.map(bare));
  return lines.slice(0, 500).flatMap((line) =>
    Object.entries(line.rest ?? {}).flatMap(([name, value]) => {
      const last =
        name
          .replace(/\.\d+$/, '')
          .split('.')
          .at(-1) ?? '';
      const single: unknown = Array.isArray(value) ? value[0] : value;
      if (!wanted.has(bare(last))) return [];
      return typeof single === 'string' || typeof single === 'number'
        ? [{ text: String(single).slice(0, VALUE), line }]
        : [];
    }),
  );
}

/** The sentences in which the platform says what is wrong: of the log lines, the pasted body, or the paste itself. */
export function messages(facts: Facts): Seen[] {
  const logged = facts.lines.slice(0, 500).flatMap((line): Seen[] => {
    const own = line.message === undefined ? [] : [line.message];
    const nested = lineFields([line], ['message', 'error_description', 'detail', 'reason', 'error']);
    return [...own, ...nested.map(({ text }) => text)].map((text) => ({
      text: text.slice(0, VALUE),
      where: ' (in the log)',
    }));
  });
  const { text: paste, sentences } = facts.pasted;
  const isSentence = sentences.length === 0 && paste.length <= 2000 && !paste.includes('{');
  const pasted = isSentence ? [onOneLine(formAsLines(paste))] : sentences;
  return [...pasted.map((text): Seen => ({ text, where: ' (in the pasted text)' })), ...logged];
}

/** The value as given, or else the first of what `find` sees in the paste and the log. */
export function valueOr(facts: Facts, find: () => Seen[]): Seen | null {
  if (facts.value !== null) return { text: facts.value, where: '' };
  return find()[0] ?? null;
}

/** Values by field name: first of the paste, then of the log. */
export function named(facts: Facts, names: readonly string[]): Seen[] {
  return [
    ...valuesIn(facts.pasted, names).map((text): Seen => ({ text, where: ' (in the pasted text)' })),
    ...lineFields(facts.lines, names).map(({ text }): Seen => ({ text, where: ' (in the log)' })),
  ];
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}
