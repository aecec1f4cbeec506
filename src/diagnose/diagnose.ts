import { visibleValue } from '../base/text.ts';
import type { Advice, ByMessage, RejectedKind, RejectsOf } from '../catalog/catalog.ts';
import { type Pasted, readPasted, type Wait, withQuotes } from '../pasted/pasted.ts';
import { isPlainValue, quoted } from '../redact/redact.ts';
import { type Facts, type Finding, messages, type Rule } from './rule.ts';
import { credential, isOfProvider } from './rules/credential.ts';
import { confirmation, fieldValue, singleValue } from './rules/field-value.ts';
import { grant, grantType } from './rules/grant.ts';
import { samlMetadata } from './rules/saml-metadata.ts';
import { slug, slugReserved, slugTaken } from './rules/slug.ts';
import { token } from './rules/token.ts';
import { rateLimit, wait, waitInValue } from './rules/wait.ts';
import { redirectUri, webhookUrl } from './rules/web-address.ts';

/** The rule of every kind of value that an error may reject. */
const RULES: { readonly [Kind in RejectedKind]: Rule<Kind> } = {
  boolean: singleValue,
  confirmation,
  credential,
  email: singleValue,
  field_value: fieldValue,
  grant,
  grant_type: grantType,
  hex_color: singleValue,
  number: singleValue,
  redirect_uri: redirectUri,
  saml_metadata: samlMetadata,
  slug: (facts, rules) => SLUG_RULES[rules.because ?? 'format'](facts, rules),
  token,
  url: singleValue,
  wait: (facts, rules) => (rules.because === 'limit' ? rateLimit(facts) : wait(facts)),
  webhook_url: webhookUrl,
};

const SLUG_RULES = { format: slug, reserved: slugReserved, taken: slugTaken };

/** What is known when an error is diagnosed: the text as it was pasted, or as it was read already. */
export interface Given extends Omit<Facts, 'pasted'> {
  text: string | Pasted;
}

/** What was found, and what to do by the message, where that differs from what the entry advises. */
export interface Diagnosis {
  findings: Finding[];
  advice: Partial<Advice>;
}

export const NOTHING_FOUND: Diagnosis = { findings: [], advice: {} };

/**
 * What the message says, and what is wrong with the value that an error rejects, by its kind and by the rules that the
 * catalog gives for it. Never throws, never calls out, and never repeats a secret; at most six findings, each short.
 * An error whose entry names no kind of value has none about one.
 */
export async function diagnose({ text, ...given }: Given): Promise<Diagnosis> {
  const { entry, value, lines } = given;
  const pasted = typeof text === 'string' ? readPasted(text) : text;
  const isCodeAlone = value === null && lines.length === 0 && pasted.text.trim() === entry.code;
  if (isCodeAlone) return NOTHING_FOUND;
  try {
    const facts = { ...given, pasted };
    const said = byMessage(facts);
    const means = said === null ? [] : [{ message: `By the message, ${said.means}` }];
    const found = entry.rejects === null ? [] : await findingsOf(facts, entry.rejects);
    return { findings: boundFindings([...means, ...found], lines.length > 0), advice: said?.advice ?? {} };
  } catch {
    // A rule that fails has found nothing; the explanation around it still stands.
    return NOTHING_FOUND;
  }
}

/** The wait that a value names, where the error is one that passes by waiting; null if none is named. */
export function waitOfValue({ entry, value, now }: Pick<Facts, 'entry' | 'value' | 'now'>): Wait | null {
  const wait = value === null || entry.rejects?.kind !== 'wait' ? null : waitInValue(value, now);
  return wait === null ? null : { seconds: wait.seconds, at: wait.at };
}

function findingsOf<Kind extends RejectedKind>(facts: Facts, rules: RejectsOf<Kind>) {
  const rule = RULES[rules.kind as Kind] as Rule<Kind>;
  return rule(facts, rules);
}

const MOST = 6;
const LONGEST = 300;

/**
 * At most six findings, none twice, each on one visible line of at most 300 characters. A cut is announced.
 *
 * What whoever asks has given is quoted as it is. What stands `inLog` is in the hands of whoever sent the request, and
 * findings are our own words: there a quotation that is not plain becomes its length, and a suggestion that is not is left out.
 */
export function boundFindings(all: readonly Finding[], inLog = false): Finding[] {
  const findings = all.map((finding) => written(finding, inLog));
  const seen = new Set<string>();
  const distinct = findings.filter(({ message }) => !seen.has(message) && seen.add(message));
  const kept = distinct.length > MOST ? distinct.slice(0, MOST - 1) : distinct;
  const rest = distinct.length - kept.length;
  const note = rest > 0 ? [{ message: `${rest} more are not shown: correct these first.` }] : [];
  return [...kept.map((finding) => ({ ...finding, message: bound(finding.message) })), ...note];
}

function written({ message, suggestion }: Finding, inLog: boolean): Finding {
  const isKept = suggestion !== undefined && (!inLog || isPlainValue(suggestion));
  return {
    message: withQuotes(message, inLog ? quoted : (text) => `'${text}'`),
    ...(isKept && { suggestion }),
  };
}

function bound(message: string): string {
  const shown = visibleValue(message);
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST - 7)}… (cut)`;
}

export type { Finding } from './rule.ts';

/** How many other words may stand between two words of a phrase. */
const BETWEEN = 3;
const NEGATION = /^(?:not|no|never|isn|isnt|wasn|hasn)$/;

/**
 * What the message says where that differs from what the code means, as the catalog tells it. A sentence that offers
 * causes to choose from says nothing.
 */
function byMessage(facts: Facts): ByMessage | null {
  const { by_message: rules, code } = facts.entry;
  if (rules.length === 0) return null;
  for (const { text } of messages(facts).slice(0, 20)) {
    // It is about what an identity provider keeps, not about what our codes mean.
    if (isOfProvider(text)) continue;
    const words = wordsIn(text.slice(0, 1000).replaceAll(code, ' '));
    const fitting = rules.filter(({ says }) => says.some((phrase) => holds(words, wordsIn(phrase))));
    const [first] = fitting;
    if (first === undefined) continue;
    const offers = fitting.length > 1 && words.includes('or');
    if (!offers) return first;
  }
  return null;
}

/** The words of a text, a URL being none. */
function wordsIn(text: string): string[] {
  const said = text.toLowerCase().replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,1000}/g, ' ');
  return said.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether the words of a phrase stand in a sentence in their order, near each other, and not negated. */
function holds(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((word, start) => {
    if (word !== phrase[0] || words[start - 1] === 'or') return false;
    if (words.slice(Math.max(0, start - 2), start).some((each) => NEGATION.test(each))) return false;
    let at = start;
    for (const wanted of phrase.slice(1)) {
      const following = words.slice(at + 1, at + 2 + BETWEEN);
      const next = following.indexOf(wanted);
      if (next < 0 || following.slice(0, next).some((each) => NEGATION.test(each))) return false;
      at += next + 1;
    }
    return words[at + 1] !== 'or';
  });
}
