import { asPattern } from '../../base/text.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import {
  charName,
  fieldNamesIn,
  isSentence,
  pastedValues,
  quote,
  quotedIn,
  suggest,
} from '../../pasted/pasted.ts';
import { type Facts, type Finding, lineFields, messages, type Seen, valueOr } from '../rule.ts';
import { shapeOf } from '../url.ts';
import { slugIn, slugProblems, slugRulesOf } from './slug.ts';
import { uriFindings, webhookUrl } from './web-address.ts';

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
  const seen = valueOr(facts, () => messages(facts).flatMap((message) => quotedValue(message, facts)));
  if (seen === null || seen.text.length > 4096) return [];
  const told = toldKind(facts);
  if (told !== null) return judge(told, seen, facts, values);
  return facts.value === null ? [] : byLooks(seen, facts, values);
}

type SingleKind = 'boolean' | 'email' | 'hex_color' | 'number' | 'url';

/** What is wrong with a value of which the catalog names the kind and nothing else. */
export function singleValue(facts: Facts, { kind }: { kind: SingleKind }): Finding[] {
  const seen = valueOr(facts, () => [
    ...pastedValues(facts.pasted.text).map(({ text }): Seen => ({ text, where: ' (in the pasted text)' })),
    ...messages(facts).flatMap((message) => quotedValue(message, facts)),
  ]);
  return seen === null || seen.text.length > 4096 ? [] : judge(kind, seen, facts, []);
}

/** The values that stand beside their field's name, or beside a message that says what they should be. */
function besideFields(facts: Facts, values: ValueRules): Finding[] {
  return pastedValues(facts.pasted.text)
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
  const fields = [...fieldNamesIn(facts.pasted.text), ...logged];
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

/** The value in a message: behind "got", or else the first thing in quotes that is no field's name, code or sentence. */
function quotedValue({ text, where }: Seen, { entry }: Facts): Seen[] {
  const parts = quotedIn(text).filter(({ text: part }) => part !== entry.code && !isSentence(part));
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

/**
 * Whether an e-mail address can be one; who has it is not shown. Source:
 * RFC 5321 section 4.1.2, without its quoted forms.
 */
function email({ text, where }: Seen): Finding[] {
  const problem = text.trim() === text ? problemOf(text) : 'has whitespace around it';
  return problem === null ? [] : [{ message: `The e-mail address${where} ${problem}.` }];
}

function problemOf(text: string): string | null {
  const at = text.lastIndexOf('@');
  if (text === '') return 'is empty';
  if (at < 0) return 'has no @';
  if (at === 0) return 'has nothing before the @';
  if (text.indexOf('@') !== at) return 'has more than one @';
  if (/[\s,;<>()]/.test(text)) return 'has a space or punctuation that no address has';
  const host = text.slice(at + 1);
  // Letters of any script: an internationalised host is a host.
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(host)
    ? null
    : `has no full host after the @: ${quote(host, 60)}`;
}

/**
 * A boolean or a number where the message asks for one. Source:
 * RFC 8259 section 3: text in quotes is another type.
 */
function scalar(kind: 'boolean' | 'number', { text, where }: Seen): Finding[] {
  const bare = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
  const shown = `${quote(text)}${where}`;
  return kind === 'boolean' ? boolean(bare, shown) : number(bare, shown);
}

function boolean(bare: string, shown: string): Finding[] {
  const lower = bare.toLowerCase();
  if (bare === 'true' || bare === 'false') {
    return [
      {
        message: `${shown} is right as a JSON boolean: send it without quotes, not as text.`,
        suggestion: bare,
      },
    ];
  }
  const meant = /^(?:1|yes|y|on|true)$/.test(lower)
    ? 'true'
    : /^(?:0|no|n|off|false)$/.test(lower)
      ? 'false'
      : null;
  return [{ message: `${shown} is no JSON boolean: only true and false are.`, ...suggest(meant) }];
}

function number(bare: string, shown: string): Finding[] {
  if (/^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?$/.test(bare)) {
    return [
      {
        message: `${shown} is right as a JSON number: send it without quotes, not as text.`,
        suggestion: bare,
      },
    ];
  }
  const tidy = bare
    .replace(/[ _,'](?=\d{3}(?:\D|$))/g, '')
    .replace(/^\+/, '')
    .replace(/^0+(?=\d)/, '');
  const meant = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(tidy) ? tidy : null;
  return [
    {
      message: `${shown} is no JSON number: digits only, no separators, units or leading zeros.`,
      ...suggest(meant),
    },
  ];
}

/** CSS's basic colors, which people write where a hex color is due (CSS Color 4 section 6.1). */
const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  silver: '#c0c0c0',
  gray: '#808080',
  grey: '#808080',
  white: '#ffffff',
  maroon: '#800000',
  red: '#ff0000',
  purple: '#800080',
  fuchsia: '#ff00ff',
  green: '#008000',
  lime: '#00ff00',
  olive: '#808000',
  yellow: '#ffff00',
  navy: '#000080',
  blue: '#0000ff',
  teal: '#008080',
  aqua: '#00ffff',
  orange: '#ffa500',
};

const RGB =
  /^rgba?\(\s{0,3}(\d{1,3})\s{0,3}[, ]\s{0,3}(\d{1,3})\s{0,3}[, ]\s{0,3}(\d{1,3})\s{0,3}(?:[,/][^()]{0,10})?\)$/i;
/** Letters that stand for digits when read off a screen. */
const MISREAD: Readonly<Record<string, string>> = { o: '0', O: '0', l: '1', I: '1', i: '1' };

/** `#` and six hex digits. Source: CSS Color 4 section 5.2. */
function hexColor({ text: given, where }: Seen): Finding[] {
  const text = given.slice(0, 200);
  const shown = `${quote(given)}${where}`;
  if (text.trim() === '') return [{ message: 'The color is empty: a hex color looks like #1a2b3c.' }];
  const problems = problemsOf(text);
  if (problems.length === 0) {
    return [{ message: `${shown} is a valid hex color: was this the value that was sent?` }];
  }
  return [{ message: `${shown} is no hex color: ${problems.join('; ')}.`, ...suggest(corrected(text)) }];
}

/** Whether a value is meant as a color by its looks alone. */
function looksLikeColor(text: string): boolean {
  return (
    (text.startsWith('#') && text.length <= 10) ||
    (/^(?:0x)?(?:[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text) && /\d/.test(text)) ||
    RGB.test(text.slice(0, 60))
  );
}

function problemsOf(given: string): string[] {
  const found: string[] = [];
  const text = given.trim();
  if (text !== given) found.push('there is whitespace around it');
  if (RGB.test(text)) return [...found, 'it is in rgb() form'];
  if (Object.hasOwn(NAMED, text.toLowerCase())) return [...found, 'it is the name of a color'];
  const start = /^(?:#|0x)*/i.exec(text)?.[0] ?? '';
  if (start !== '#')
    found.push(start === '' ? 'the # is missing' : `it begins with ${quote(start, 8)}, not with one #`);
  const digits = [...text.slice(start.length)];
  const offset = given.indexOf(text) + start.length;
  const wrong = digits.flatMap((char, index) =>
    /[0-9a-f]/i.test(char) ? [] : [`${charName(char)} at ${offset + index + 1}`],
  );
  if (wrong.length > 0)
    found.push(`not hex digits: ${wrong.slice(0, 4).join(', ')}${wrong.length > 4 ? ', …' : ''}`);
  const count = digits.length - wrong.length;
  const misread = digits.filter((char) => Object.hasOwn(MISREAD, char)).length;
  // A letter O in the place of a zero is a wrong digit, not a missing one.
  if (count + misread !== 6) found.push(lengthProblem(count, found.length === 0, wrong.length > 0));
  return found.filter((problem) => problem !== '');
}

function lengthProblem(length: number, isOnlyProblem: boolean, hasWrong: boolean): string {
  if (length === 3 && isOnlyProblem) return 'it is the short form of 3 digits, which may not be taken';
  if (!hasWrong && (length === 8 || length === 4))
    return `it has ${length} hex digits, the last ${length / 4} for transparency; 6 are due`;
  return `it has ${length} ${length === 1 ? 'hex digit' : 'hex digits'}; 6 are due`;
}

/** Six digits behind one `#`, or null where that would be a guess. */
function corrected(given: string): string | null {
  const text = given.trim();
  const rgb = RGB.exec(text);
  if (rgb) {
    const parts = [rgb[1], rgb[2], rgb[3]].map(Number);
    return parts.every((part) => part <= 255)
      ? `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
      : null;
  }
  const name = text.toLowerCase();
  if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? null;
  const digits = [...text.replace(/^(?:#|0x)*/i, '').replace(/[\s_.,:-]/g, '')]
    .map((char) => MISREAD[char] ?? char)
    .join('');
  if (!/^[0-9a-f]*$/i.test(digits)) return null;
  if (digits.length === 6 || digits.length === 8) return `#${digits.slice(0, 6).toLowerCase()}`;
  if (digits.length !== 3 && digits.length !== 4) return null;
  return `#${[...digits.slice(0, 3)]
    .map((digit) => digit + digit)
    .join('')
    .toLowerCase()}`;
}

/** Names under which a confirmation is sent where the field has another. */
const OTHER_NAMES = 'confirm confirmed confirmation is_confirmed isConfirmed Confirmed CONFIRMED'.split(' ');
const HEADER = /^(?:[<>] )?x-confirm(?:ed|ation)?:/im;

/** Whether a confirmation was sent, but not as the JSON boolean `true` under the name of its field. */
export function confirmation(facts: Facts, { field }: RejectsOf<'confirmation'>): Finding[] {
  const own = facts.value === null ? null : bareValue(facts.value.slice(0, 2000).trim());
  const paths = facts.lines.slice(0, 200).map(({ path }) => (path ?? '').slice(0, 2000));
  const source = [facts.value?.slice(0, 65_536) ?? '', facts.pasted.text, ...paths].join('\n');
  const message = own ?? inRequest(source, field);
  return message === null
    ? []
    : [
        {
          message: `${message} \`${field}\` must be the JSON boolean true in the body. Send it only when the user agreed.`,
        },
      ];
}

/** The caller gave what was sent for the field, and nothing around it. Text is all a value can be: `true` is fine. */
function bareValue(value: string): string | null {
  if (/^(?:"true"|'true'|1|"1"|yes|"yes"|on|True|TRUE|y)$/.test(value)) return `${quote(value)} is not true.`;
  return /^(?:"?false"?|0|no|null|"")$/i.test(value) ? `${quote(value)} does not confirm.` : null;
}

function inRequest(source: string, field: string): string | null {
  const name = asPattern(field);
  const inJson = new RegExp(
    String.raw`\\?["']${name}\\?["']\s{0,8}:\s{0,8}(\\?["'][^"'\\]{0,20}\\?["']|[\w.-]{1,20})`,
  );
  const found = inJson.exec(source)?.[1];
  if (found === 'true') return null;
  if (found !== undefined) {
    const sent = found.replaceAll('\\', '');
    return /^["']/.test(sent)
      ? `${field} was sent as text, ${quote(sent)}.`
      : `${field} was sent as ${quote(sent)}.`;
  }
  const others = OTHER_NAMES.filter((other) => other !== field).join('|');
  const otherField = new RegExp(String.raw`\\?["'](${others})\\?["']\s{0,8}:\s{0,8}\\?["']?(?:true|1|yes)\b`);
  const other = otherField.exec(source)?.[1];
  if (other !== undefined) return `${quote(other)} was sent; the field's name is \`${field}\`.`;
  if (new RegExp(`[?&]${name}=([\\w%]{0,20})`).test(source)) return `${field} was sent in the query.`;
  return HEADER.test(source) ? 'The confirmation was sent in a header.' : null;
}
