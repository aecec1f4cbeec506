import { redactText } from '../../redact/redact.ts';
import type { Draft } from './draft.ts';
import { readHead, readRequest } from './formats.ts';
import { knownLevel } from './level.ts';
import { readPairs } from './logfmt.ts';
import { type Instant, readTime, readTimeAt } from './time.ts';

/** How many words behind the time are looked at for a level: `[main] 123#0: ERROR`. */
const LEVEL_WORDS = 6;

/** Levels that are ordinary words too, unless in capitals or with a mark: `alert sent`. */
const AMBIGUOUS = /^(?:alert|critical|emergency|information|notice|panic|trace)$/;

/**
 * Reads a line of text: a leading time, a level word, `key=value` pairs, and the message that is left.
 *
 * Redacted before it is split: in `Cookie: a=1; b=2`, the name that makes `b` a secret is none of its own.
 */
export function readPlainText(text: string): Draft {
  const head = readHead(text);
  const { instant, rest } = head ? { instant: head.draft.instant, rest: head.rest } : splitTime(text);
  const { level, message } = head ? { level: head.draft.level, message: rest.trim() } : splitLevel(rest);
  const body = redactText(message);
  const { fields, lead, mixed } = readPairs(body);
  const request = readRequest(body);
  const draft: Draft = {
    text,
    instant,
    level,
    ...head?.draft,
    ...request,
    fields: [...fields, ...(request?.fields ?? [])],
  };
  if (draft.message !== undefined) return draft;
  if (mixed) return { ...draft, message: body, quiet: true };
  return lead === '' ? draft : { ...draft, message: lead };
}

/** Takes a time (ISO, access-log style, epoch; bare or in brackets) off the front of a text. */
function splitTime(text: string): { instant: Instant | null; rest: string } {
  const start = /^[\s[(]{0,8}/.exec(text)?.[0].length ?? 0;
  const found = readTimeAt(text, start);
  // A date alone may be the beginning of anything, a time of day makes it a time.
  if (found && found.end - start > 'yyyy-mm-dd'.length) {
    return { instant: found.instant, rest: text.slice(found.end).replace(/^[\])]?[\s,:|-]{0,8}/, '') };
  }
  const epoch = /^\[?(\d{10,19}(?:\.\d{1,9})?)\]?(?=\s)/.exec(text);
  const instant = readTime(epoch?.[1]);
  return instant
    ? { instant, rest: text.slice(epoch?.[0].length).trimStart() }
    : { instant: null, rest: text };
}

/** Finds the level word near the front; it is taken off the message only where it is the first word. */
function splitLevel(text: string): { level: string | undefined; message: string } {
  const words = [...text.slice(0, 200).matchAll(/\S+/g)].slice(0, LEVEL_WORDS);
  for (const [index, match] of words.entries()) {
    const [raw] = match;
    // Apache writes `[module:level]`.
    const word = raw.replace(/^\[\w{1,30}:(?=\w+\]$)/, '').replace(/^[[(<|:*-]{1,3}|[\])>|:,*-]{1,3}$/g, '');
    const level = /^[A-Za-z]{3,13}$/.test(word) ? knownLevel(word) : undefined;
    const marked = word === word.toUpperCase() || /^[[(<|]/.test(raw);
    const first = index === 0 && (raw !== word || !AMBIGUOUS.test(word));
    if (level !== undefined && (first || marked)) {
      const message = index === 0 ? text.slice(match.index + raw.length).replace(/^[\s|:-]{1,8}/, '') : text;
      return { level, message: message.trim() };
    }
  }
  return { level: undefined, message: text.trim() };
}
