import type { Actor } from '../../catalog/catalog.ts';
import type { LogLine } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import type { Outcome } from './outcome.ts';
import type { Said } from './said.ts';

/** What the lines of a request say, as the rules read it, and what they conclude. */

/** A conclusion from the lines, and who must act by it. */
export interface Fact {
  message: string;
  /** Null where the lines leave it to the catalog. */
  who: Actor | null;
  /** Whether it makes what the catalog advises for the value that was rejected wrong. */
  overrules: boolean;
  /** Set where `who` is only likely: what the catalog says of a code that the lines name comes first. */
  isPresumed?: true;
  /** What is left to do, instead of what the catalog advises. */
  instead?: Advice;
  /** What comes before all other steps, as what was asked for may be done by now. */
  before?: string;
  /** Until when to wait before it is sent again, in words, and as a time (Unix, in milliseconds). */
  wait?: { told: string; at: number };
  /** Set where work that succeeded was done more often than asked for, so that someone must act all the same. */
  isTwice?: true;
}

/** What to do, and when to send it again. */
export interface Advice {
  /** What the code means here, where the catalog lists reasons of which the lines show one. */
  meaning?: string;
  fix: string[];
  /** As the catalog has it, if left out. */
  retry?: { when: 'never' | 'after_fix' | 'after_delay'; note: string | null };
}

/** What is left to do where the catalog has no steps for it. */
export const AS_FOUND = ['Act on what the lines show, as found above.'];

export const DONE_ALREADY = { when: 'never', note: 'Sent again, it may be done twice.' } as const;

/** What all lines of a request say: their fields, and each line's words; and how it ended. */
export interface Evidence extends Pick<Outcome, 'ended' | 'status' | 'carried_out'> {
  fields: readonly Said[];
  lines: readonly { line: LogLine; words: string }[];
}

/** Draws conclusions of one kind; none where the lines do not support them. */
export type Rule = (evidence: Evidence) => Fact[];

/** A number as it is; anything else quoted. */
export function amount(value: string): string {
  return /^\d{1,15}(?:\.\d{1,6})?$/.test(value) ? value : quoted(value);
}

/** A conclusion that by default leaves it to the catalog who must act. */
export function fact(message: string, who: Actor | null = null, overrules = false): Fact {
  return { message, who, overrules };
}

/** The value of the first field whose key fits; only of `line` where that is given. */
export function first({ fields }: Evidence, key: RegExp, line?: LogLine): string | null {
  const fitting = fields.filter((field) => key.test(field.key) && field.value !== '');
  return (
    (fitting.find((field) => field.line === line) ?? (line === undefined ? fitting[0] : undefined))?.value ??
    null
  );
}

/** The first line whose words match, underscores being blanks, and what matched; null if none does. */
export function firstLine(
  { lines }: Evidence,
  words: RegExp,
  fits: (each: Evidence['lines'][number]) => boolean = () => true,
): { line: LogLine; words: string; match: RegExpExecArray } | null {
  for (const each of lines) {
    const match = fits(each) ? words.exec(each.words.replaceAll('_', ' ')) : null;
    if (match !== null) return { ...each, match };
  }
  return null;
}

/** The value of the last field whose key fits; null if there is none. */
export function lastOf({ fields }: Evidence, key: RegExp): string | null {
  return fields.findLast((field) => key.test(field.key) && field.value !== '')?.value ?? null;
}

/** A text with single blanks for what separates words, as it may be written in an address or a name. */
export function spaced(text: string): string {
  return text.replaceAll(/[\s_+-]+|%20/g, ' ');
}

/** Whether a text holds one of some words, which are in lower case. */
export function holdsOne(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}
