/** Finds what a rule needs where the caller did not hand it over: in the pasted text and in the log lines. */

import type { LogLine } from '../../requests/request-log.ts';
import type { Facts } from '../rule.ts';
import { occurrences, separatorIsColon, valueEnd } from './occurrences.ts';

/** A value and where it was seen, as the words that follow it in a sentence. */
export interface Seen {
  text: string;
  where: '' | ' (in the pasted text)' | ' (in the log)';
}

const KEPT = 65_536;
const VALUE = 4096;
const QUOTED = /(?<=^|[\s(:=[,])['"`‘“]([^'"`‘’“”\n]{1,300})['"`’”](?=$|[\s).,:;\]}])/g;

/** The beginning and the end of a long text, so that a rule's work has a bound. */
export function bounded(text: string): string {
  return text.length <= 2 * KEPT ? text : `${text.slice(0, KEPT)}\n${text.slice(-KEPT)}`;
}

/** The values that stand under one of `names` in JSON, a form, a query, logfmt or `name: value`. */
export function fieldsIn(text: string, names: readonly string[]): string[] {
  const source = bounded(text);
  return occurrences(source, names).flatMap((occurrence) => {
    const { at, quote } = occurrence;
    const raw = source.slice(at, valueEnd(source, occurrence, VALUE));
    const isBare = quote === '';
    const isColon = isBare && separatorIsColon(source, at);
    const value = plain(raw, isBare && !isColon);
    // In "slug: must not be empty", what stands behind the colon is prose.
    return value === '' || (isColon && !/[\d_:/.@-]/.test(value)) ? [] : [value];
  });
}

/** What stands after a header's name, to the end of its line. Brackets and quotes before it are left out. */
export function headersIn(text: string, names: readonly string[], max = 200): string[] {
  const source = bounded(text);
  return occurrences(source, names).map(({ at }) => {
    const rest = source.slice(at, at + max);
    const end = rest.search(/[\r\n]/);
    return (end < 0 ? rest : rest.slice(0, end)).trim();
  });
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
  const named = fieldsIn(facts.text, ['message', 'error_description', 'detail', 'msg', 'reason']);
  const pasted =
    named.length > 0 || facts.text.length > 2000 || facts.text.includes('{') ? named : [facts.text];
  return [...pasted.map((text): Seen => ({ text, where: ' (in the pasted text)' })), ...logged];
}

/** The parts of a sentence that stand in quotes, with where each begins. An apostrophe opens nothing. */
export function quotedIn(sentence: string): { text: string; at: number }[] {
  return [...sentence.slice(0, VALUE).matchAll(QUOTED)].map((match) => ({
    text: match[1] ?? '',
    at: match.index,
  }));
}

/** The value as given, or else the first of what `find` sees in the paste and the log. */
export function valueOr(facts: Facts, find: () => Seen[]): Seen | null {
  if (facts.value !== null) return { text: facts.value, where: '' };
  return find()[0] ?? null;
}

/** Values by field name: first of the paste, then of the log. */
export function named(facts: Facts, names: readonly string[]): Seen[] {
  return [
    ...fieldsIn(facts.text, names).map((text): Seen => ({ text, where: ' (in the pasted text)' })),
    ...lineFields(facts.lines, names).map(({ text }): Seen => ({ text, where: ' (in the log)' })),
  ];
}

function plain(raw: string, isForm: boolean): string {
  const value = raw.replaceAll('\\u0026', '&').replace(/\\{1,4}(["'/])/g, '$1');
  if (!isForm || !/%[0-9a-f]{2}/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}
