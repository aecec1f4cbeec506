import type { RejectsOf } from '../../catalog/rejects.ts';
import { shapeOf } from '../net/url-shape.ts';
import { lineFields, messages, quotedIn, type Seen, valueOr } from '../read/evidence.ts';
import { fieldNamesIn, pastedValues } from '../read/pasted-values.ts';
import { quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { email } from './email.ts';
import { hexColor, looksLikeColor } from './hex-color.ts';
import { uriFindings } from './redirect-uri.ts';
import { scalar } from './scalar.ts';
import { slugProblems } from './slug.ts';
import { slugIn } from './slug-evidence.ts';
import { slugRulesOf } from './slug-shape.ts';
import { webhookUrl } from './webhook-url.ts';

type Kind = 'hex_color' | 'slug' | 'redirect_uri' | 'webhook_url' | 'url' | 'email' | 'boolean' | 'number';
/** The rules of the kinds that a catalog can say more of. */
type ValueRules = NonNullable<RejectsOf<'field_value'>['values']>;

/** Words by which a message or a field's name says what kind of value it wants. */
const KINDS: readonly [Kind, RegExp][] = [
  ['redirect_uri', /redirect[_ -]?ur[il]|callback[_ -]?url/i],
  ['webhook_url', /webhook[_ -]?ur[il]|\bwebhook\b/i],
  ['hex_color', /colou?r|\bhex\b/i],
  ['slug', /\bslug\b|_slug\b/i],
  ['email', /\be-?mail\b|_email\b/i],
  ['boolean', /\bboolean\b|\btrue or false\b/i],
  ['number', /\binteger\b|\bnumber\b/i],
  ['url', /\bur[il]\b|_ur[il]\b|\bwebsite\b|\blink\b/i],
];

/**
 * What is wrong with a field's value: by the field that the message names, or else by what the value looks like.
 * Slugs and URLs of a special use are judged by the rules that the catalog gives for them; without rules, a slug is not.
 */
export function fieldValue(facts: Facts, { values = [] }: RejectsOf<'field_value'>): Finding[] {
  const pasted = facts.value === null ? besideFields(facts, values) : [];
  if (pasted.length > 0) return pasted;
  const seen = valueOr(facts, () => messages(facts).flatMap(quotedValue));
  if (seen === null || seen.text.length > 4096) return [];
  const told = toldKind(facts);
  if (told !== null) return judge(told, seen, facts, values);
  return facts.value === null ? [] : byLooks(seen, facts, values);
}

type SingleKind = 'boolean' | 'email' | 'hex_color' | 'number' | 'url';

/** What is wrong with a value of which the catalog names the kind and nothing else. */
export function singleValue(facts: Facts, { kind }: { kind: SingleKind }): Finding[] {
  const seen = valueOr(facts, () => [
    ...pastedValues(facts.text).map(({ text }): Seen => ({ text, where: ' (in the pasted text)' })),
    ...messages(facts).flatMap(quotedValue),
  ]);
  return seen === null || seen.text.length > 4096 ? [] : judge(kind, seen, facts, []);
}

/** The values that stand beside their field's name, or beside a message that says what they should be. */
function besideFields(facts: Facts, values: ValueRules): Finding[] {
  return pastedValues(facts.text)
    .slice(0, 6)
    .flatMap(({ fields, text }) => {
      const kind = fields.length > 0 ? kindIn(fields) : toldKind(facts);
      return kind === null ? [] : judge(kind, { text, where: ' (in the pasted text)' }, facts, values);
    });
}

function judge(kind: Kind, seen: Seen, facts: Facts, values: ValueRules): Finding[] {
  switch (kind) {
    case 'hex_color':
      return hexColor(seen);
    case 'slug':
      return slugFindings(seen, rulesOf('slug', values));
    case 'redirect_uri':
      return uriFindings(
        seen.text,
        rulesOf('redirect_uri', values) ?? { kind },
        `The redirect URI ${quote(seen.text, 80)}${seen.where}`,
      );
    case 'webhook_url':
      return webhookUrl({ ...facts, value: seen.text }, rulesOf('webhook_url', values) ?? { kind });
    case 'url':
      return url(seen);
    case 'email':
      return email(seen);
    case 'boolean':
    case 'number':
      return scalar(kind, seen);
  }
}

function slugFindings(seen: Seen, rules: RejectsOf<'slug'> | undefined): Finding[] {
  if (rules === undefined) return [];
  return slugProblems(slugIn(seen, rules), slugRulesOf(rules)).map(({ finding }) => finding);
}

function rulesOf<K extends ValueRules[number]['kind']>(
  kind: K,
  values: ValueRules,
): RejectsOf<K> | undefined {
  return values.find((rules): rules is ValueRules[number] & RejectsOf<K> => rules.kind === kind);
}

/** No field is named, so each finding says on what it depends. */
function byLooks(seen: Seen, facts: Facts, values: ValueRules): Finding[] {
  const text = seen.text.trim();
  const looks: [boolean, Kind, string][] = [
    [looksLikeColor(text), 'hex_color', 'a color'],
    [/^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(text), 'url', 'a URL'],
    [/^[^\s@]{1,64}@[^\s@]{0,255}$/.test(text), 'email', 'an e-mail address'],
    [/^[\p{L}\p{N}_. -]{1,40}$/u.test(text) && /\p{L}/u.test(text), 'slug', 'a slug'],
  ];
  const look = looks.find(([fits]) => fits);
  if (!look) return [];
  const [, kind, what] = look;
  // A name with spaces is no slug by its looks, and a number is one value among many.
  if (kind === 'slug' && / /.test(text)) return [];
  return judge(kind, seen, facts, values).map((finding, index) =>
    index === 0 ? { ...finding, message: `If the field is ${what}: ${finding.message}` } : finding,
  );
}

/** The one kind that the message or a named field speaks of; null for none, or for several as in documentation. */
function toldKind(facts: Facts): Kind | null {
  const logged = lineFields(facts.lines, ['field', 'param', 'parameter', 'pointer']).map(({ text }) => text);
  const fields = [...fieldNamesIn(facts.text), ...logged];
  for (const texts of [fields, messages(facts).map(({ text }) => text)]) {
    if (kindsIn(texts).length > 0) return kindIn(texts);
  }
  return null;
}

/** The kind that `texts` speak of, if it is one. */
function kindIn(texts: readonly string[]): Kind | null {
  const [first, ...rest] = kindsIn(texts);
  // `redirect_uri` is also a URI, and `webhook` names its URL.
  return first !== undefined && rest.every((kind) => kind === 'url') ? first : null;
}

function kindsIn(texts: readonly string[]): Kind[] {
  return KINDS.filter(([, words]) => texts.some((text) => words.test(text.slice(0, 1000)))).map(
    ([kind]) => kind,
  );
}

/** The value in a message: behind "got", or else the first thing in quotes that is not a field's name. */
function quotedValue({ text, where }: Seen): Seen[] {
  const parts = quotedIn(text);
  const before = (at: number) => text.slice(Math.max(0, at - 12), at);
  const got = parts.find(({ at }) => /\b(?:got|received|value):? $/i.test(before(at)));
  if (got) return [{ text: got.text, where }];
  // "'limit' must be an integer" names a field and no value.
  if (/\bboolean\b|\binteger\b|\bnumber\b/i.test(text)) return [];
  const value = parts.find(({ text: part, at }) => !/[\\^$[\]]/.test(part) && !isFieldName(part, before(at)));
  return value ? [{ text: value.text, where }] : [];
}

function isFieldName(part: string, before: string): boolean {
  return (
    /\b(?:field|param|parameter|property|key|argument|attribute)s? $/i.test(before) ||
    (/^[a-z][\w.]*$/i.test(part) && KINDS.some(([, words]) => words.test(part)))
  );
}

function url(seen: Seen): Finding[] {
  const { problems, tidied } = shapeOf(seen.text);
  const wrong = problems.filter((problem) => !problem.startsWith('has a fragment'));
  return wrong.map((problem, index) =>
    index === 0
      ? { message: `The URL ${quote(seen.text, 80)}${seen.where} ${problem}.`, ...suggest(tidied) }
      : { message: `It ${problem}.` },
  );
}
