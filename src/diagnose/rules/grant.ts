import { createHash } from 'node:crypto';
import { editDistance } from '../../base/edit-distance.ts';
import { trimEnd } from '../../base/text.ts';
import { lettersOf } from '../../base/words.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import type { LogLine } from '../../logs/logs.ts';
import {
  bounded,
  fieldsIn,
  howLong,
  iso,
  isoDate,
  type Pasted,
  quote,
  quotedIn,
  suggest,
} from '../../pasted/pasted.ts';
import { type Facts, type Finding, lineFields, messages, named, type Seen, valueOr } from '../rule.ts';
import { differences, firstDifference, urisIn } from '../url.ts';
import { credentialProblems } from './credential.ts';
import { redirectUris } from './web-address.ts';

/** Names under which a log holds the URI of the authorization request. */
const EXPECTED = ['expected', 'expected_redirect_uri', 'registered_redirect_uri', 'authorized_redirect_uri'];

/** What the platform's own words say, and what to do about it. */
const CAUSES: readonly [RegExp, string][] = [
  [
    /\balready (?:been )?(?:used|redeemed|exchanged|consumed)|\bused (?:before|already|twice)|\breused?\b|\bcode (?:was |has been )?used\b/i,
    'the code was used before (a double submit, a reload, a retry)',
  ],
  [/\bexpired?\b/i, 'it expired'],
  [
    /redirect[_ -]?ur[il]\b(?![="])/i,
    'the redirect_uri is not that of the authorization request: send that one byte for byte',
  ],
  [
    /\bpkce\b|code[_ -]?(?:verifier|challenge)\b(?![="])/i,
    'the PKCE code_verifier does not fit the code_challenge (RFC 7636 section 4.6)',
  ],
  [
    /\b(?:another|different|other|wrong) client\b|issued to (?:another|a different)/i,
    'the code was issued to another client_id (RFC 6749 section 5.2)',
  ],
];

/**
 * Why an authorization code or refresh token is refused: redirect URIs that differ, a code that is too old, a PKCE verifier that does
 * not fit, or what the message itself says.
 *
 * Source: RFC 6749 sections 4.1.2, 4.1.3 and 5.2.
 */
export function grant(facts: Facts): Finding[] {
  const seen = [...redirects(facts), ...grantAge(facts), ...pkce(facts)];
  // What was seen is more than what was said, and often the same.
  return [...seen, ...codeShape(facts), ...(seen.length > 0 ? [] : causes(facts))];
}

function redirects(facts: Facts): Finding[] {
  const own = facts.value?.includes('://') ? urisIn(facts.value) : [];
  const seen = redirectUris(facts).flatMap(({ text }) => urisIn(text));
  const expected = named(facts, EXPECTED).find(({ text }) => text.includes('://'))?.text;
  const sent = [...new Set([...own, ...seen])].filter((uri) => uri !== expected);
  const [first, second = expected] = sent;
  if (first === undefined || second === undefined) {
    return own.length > 1
      ? [{ message: 'The two redirect URIs are the same, byte for byte: look at the other causes.' }]
      : [];
  }
  const place = firstDifference(first, second);
  return differences(first, second).map((clause, index) =>
    index === 0
      ? {
          message: `The redirect URIs differ ${clause}, first at character ${place}. They must be the same byte for byte (RFC 6749 section 4.1.3).`,
          ...suggest(second === expected ? second : null),
        }
      : { message: `They also differ ${clause}.` },
  );
}

/** A value that is no URI is the code, or a refresh token: only what stands around it can be judged. */
function codeShape({ value }: Facts): Finding[] {
  if (value === null || value.includes('://')) return [];
  // Of a whole form, its values are what they must be: encoded.
  if (/^\w{1,40}=[^&\s]*&\w{1,40}=/.test(value.trim())) return [];
  return credentialProblems(value).map((problem) => ({ message: `The code or token ${problem}.` }));
}

/** Faults of which a sentence names one, or else all that there can be. */
const FAULTS = [
  /\b(?:invalid|wrong|incorrect|malformed|unknown|not valid|bad)\b/i,
  /\bexpired?\b/i,
  /\brevoked\b/i,
  /redirect(?:ion)?[_ -]?ur[il]/i,
  /\bclient\b/i,
  /\b(?:re)?used\b|\bredeemed\b|\bconsumed\b/i,
  /\bcode[_ -]?(?:verifier|challenge)\b|\bpkce\b/i,
];

/** Whether a sentence offers causes to choose from. */
function listsCauses(text: string): boolean {
  const many = FAULTS.filter((words) => words.test(text)).length;
  return many >= 3 && /\bor\b|[/|;]|,.*,/.test(text);
}

/** The message is not repeated: it may name the code. */
function causes(facts: Facts): Finding[] {
  const errors = named(facts, ['error_description', 'message']).map(({ text }) => text);
  const sentences = errors.length > 0 ? errors : messages(facts).map(({ text }) => text);
  for (const sentence of sentences) {
    const text = sentence.slice(0, 1000);
    const fitting = CAUSES.filter(([words]) => words.test(text)).map(([, cause]) => cause);
    // A sentence that names every cause is documentation, not a diagnosis.
    if (fitting.length === 0 || fitting.length > 2 || listsCauses(text)) continue;
    // What a message says of a refresh token, the catalog tells.
    if (/refresh[_ -]?token|^(?:the )?token\b/i.test(text)) continue;
    const anew = /\bused before|\bit expired/.test(fitting.join())
      ? ' Start a new authorization and exchange its code once, at once.'
      : '';
    return [{ message: `By the message, ${fitting.join(', or ')}.${anew}` }];
  }
  return [];
}

/** RFC 6749 section 4.1.2: a code should live no longer than this. */
const LONGEST_LIFE = 600_000;

const MOST_TIMES = 200;

const ISSUED = ['issued_at', 'code_issued_at', 'issuedAt', 'code_created_at', 'authorized_at'];
const EXPIRES = ['expires_at', 'code_expires_at', 'expiresAt', 'expired_at', 'code_expired_at'];
const EXCHANGED = ['exchanged_at', 'redeemed_at', 'used_at', 'exchange_time'];
const AGE = ['code_age', 'code_age_seconds', 'code_age_s', 'age_seconds'];
const AGE_MS = ['code_age_ms'];

/** Whether the code was older than it may be when it was exchanged. Source: RFC 6749 section 4.1.2. */
function grantAge(facts: Facts): Finding[] {
  // A refresh token may live for months.
  if (named(facts, ['grant_type']).some(({ text }) => text === 'refresh_token')) return [];
  if (messages(facts).some(({ text }) => /refresh[_ -]?token/i.test(text))) return [];
  const issued =
    moment(facts, ISSUED) ??
    worded(facts, /\bissued\b|\bcreated\b|\bauthori[sz]ed\b/i) ??
    issuing(facts.lines);
  const exchanged =
    moment(facts, EXCHANGED) ??
    worded(facts, /\bexchang|\bredeem|\bused\b|\bpresented\b/i) ??
    exchange(facts);
  const age = seconds(facts, AGE, 1000) ?? seconds(facts, AGE_MS, 1);
  const span = age ?? (issued !== null && exchanged !== null ? exchanged - issued : null);
  if (span !== null && span > LONGEST_LIFE) {
    return [
      {
        message: `The code was ${howLong(span)} old when it was exchanged; RFC 6749 section 4.1.2 allows 10 min at most, and servers often less.`,
      },
    ];
  }
  const expires = moment(facts, EXPIRES);
  if (expires === null || exchanged === null || exchanged <= expires) return [];
  return [
    {
      message: `The code expired at ${iso(expires) ?? ''}, ${howLong(exchanged - expires)} before it was exchanged.`,
    },
  ];
}

function moment(facts: Facts, names: readonly string[]): number | null {
  const texts = [...fieldsIn(facts.pasted, names), ...lineFields(facts.lines, names).map(({ text }) => text)];
  for (const text of texts) {
    const amount = /^\d{10}(?:\d{3})?$/.test(text) ? Number(text) : null;
    const at = amount === null ? isoDate(text) : amount < 1e11 ? amount * 1000 : amount;
    if (at !== null) return at;
  }
  return null;
}

function seconds(facts: Facts, names: readonly string[], factor: number): number | null {
  const texts = [...fieldsIn(facts.pasted, names), ...lineFields(facts.lines, names).map(({ text }) => text)];
  const text = texts.find((candidate) => /^\d{1,9}(?:\.\d{1,6})?s?$/.test(candidate));
  return text === undefined ? null : Number.parseFloat(text) * factor;
}

/** A time in a sentence counts for the word that stands shortly before it: `issued at 2026-…`. */
function worded(facts: Facts, word: RegExp): number | null {
  for (const text of [...messages(facts).map((seen) => seen.text), facts.pasted.text]) {
    let tries = 0;
    for (const match of text.matchAll(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/g)) {
      tries += 1;
      if (tries > MOST_TIMES) break;
      const before = text.slice(Math.max(0, match.index - 24), match.index);
      const at = isoDate(text.slice(match.index, match.index + 40));
      // A field of a body is the business of those who know its name.
      if (/["=]/.test(before)) continue;
      // Another time in between would be the one that the word belongs to.
      if (at !== null && word.test(before.replace(/^.*\d{2}:\d{2}\S*/s, ''))) return at;
    }
  }
  return null;
}

function issuing(lines: readonly LogLine[]): number | null {
  const line = lines.find(
    ({ path, message, status }) =>
      (path !== undefined && /\/authorize(?:[?/]|$)/.test(path.slice(0, 500)) && (status ?? 302) < 400) ||
      /\bcode issued\b|\bissued (?:an )?(?:authorization )?code\b/i.test((message ?? '').slice(0, 500)),
  );
  return timeOf(line);
}

function exchange({ lines, entry }: Facts): number | null {
  const line = lines.find(
    ({ path, code }) =>
      code === entry.code || (path !== undefined && /\/token(?:[?/]|$)/.test(path.slice(0, 500))),
  );
  return timeOf(line);
}

function timeOf(line: LogLine | undefined): number | null {
  const at = line?.time ? Date.parse(line.time) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** Whether a pasted code_verifier can be one, and fits the challenge beside it. Source: RFC 7636 sections 4.1, 4.6. */
function pkce({ pasted }: Facts): Finding[] {
  const verifier = fieldsIn(pasted, ['code_verifier'])[0];
  if (verifier === undefined || /^[[<$]/.test(verifier)) return [];
  if (verifier.length < 43 || verifier.length > 128) {
    return [
      {
        message: `The code_verifier has ${verifier.length} characters; RFC 7636 section 4.1 wants 43 to 128.`,
      },
    ];
  }
  if (!/^[\w.~-]+$/.test(verifier)) {
    return [
      { message: 'The code_verifier has characters other than A-Z a-z 0-9 - . _ ~ (RFC 7636 section 4.1).' },
    ];
  }
  const challenge = fieldsIn(pasted, ['code_challenge'])[0];
  if (challenge === undefined || challenge.length < 43) return [];
  const hash = createHash('sha256').update(verifier).digest('base64url');
  if (challenge === hash || challenge === verifier) return [];
  const isPadded = trimEnd(challenge, /=/).replaceAll('+', '-').replaceAll('/', '_') === hash;
  return [
    {
      message: isPadded
        ? 'The code_challenge is base64; RFC 7636 section 4.2 wants base64url without padding.'
        : 'The code_verifier does not fit the code_challenge: its SHA-256 is another (RFC 7636 section 4.6).',
    },
  ];
}

const URN = 'urn:ietf:params:oauth:grant-type:';

const GRANT_TYPES: Readonly<Record<string, string>> = {
  authorization_code: 'RFC 6749 section 4.1.3',
  refresh_token: 'RFC 6749 section 6',
  client_credentials: 'RFC 6749 section 4.4.2',
  password: 'RFC 6749 section 4.3.2',
  [`${URN}device_code`]: 'RFC 8628 section 3.4',
  [`${URN}token-exchange`]: 'RFC 8693 section 2.1',
  [`${URN}jwt-bearer`]: 'RFC 7523 section 2.1',
  [`${URN}saml2-bearer`]: 'RFC 7522 section 2.1',
  'urn:openid:params:grant-type:ciba': 'OpenID CIBA section 10.1',
};

/** What is often sent instead, without punctuation. */
const MEANT: Readonly<Record<string, string>> = {
  code: 'authorization_code',
  authcode: 'authorization_code',
  authorization: 'authorization_code',
  pkce: 'authorization_code',
  refresh: 'refresh_token',
  client: 'client_credentials',
  clientcredential: 'client_credentials',
  m2m: 'client_credentials',
  resourceownerpassword: 'password',
  passwordcredentials: 'password',
  ropc: 'password',
  devicecode: `${URN}device_code`,
  device: `${URN}device_code`,
  tokenexchange: `${URN}token-exchange`,
  jwtbearer: `${URN}jwt-bearer`,
  saml2bearer: `${URN}saml2-bearer`,
  ciba: 'urn:openid:params:grant-type:ciba',
};

/**
 * Whether the grant type is spelt as a standard spells it: if so, the app lacks it, or the API does where the catalog
 * lists what it supports. Source: the RFCs named in the table.
 */
export function grantType(facts: Facts, { supported }: RejectsOf<'grant_type'>): Finding[] {
  const seen = valueOr(facts, () => [...named(facts, ['grant_type']), ...messages(facts).flatMap(inMessage)]);
  const form = sentAsJson(facts.pasted);
  return seen === null || seen.text.length > 1000 ? form : [...judge(seen, supported ?? null), ...form];
}

function judge({ text, where }: Seen, supported: readonly string[] | null): Finding[] {
  const name = text.trim().replace(/^grant_type=/i, '');
  if (name === '')
    return [
      { message: 'The grant_type is empty: send it form-encoded, e.g. grant_type=authorization_code.' },
    ];
  const shown = `${quote(name)}${where}`;
  if (supported !== null && !supported.includes(name) && Object.hasOwn(GRANT_TYPES, name)) {
    const list = supported
      .slice(0, 8)
      .map((type) => quote(type))
      .join(', ');
    return [
      {
        message: `The grant type ${shown} is spelt right (${GRANT_TYPES[name]}), but only ${list} are supported.`,
      },
    ];
  }
  if (isGrantType(name, supported) && text === text.trim()) {
    const standard = GRANT_TYPES[name] === undefined ? '' : ` (${GRANT_TYPES[name]})`;
    return [
      {
        message: `The grant type ${shown} is spelled correctly${standard}: it may not be enabled for this app.`,
      },
    ];
  }
  if (/^(?:implicit|token|id_token)$/i.test(name)) {
    return [
      {
        message: `${shown} is a response type: the implicit flow never calls the token endpoint (RFC 6749 section 4.2).`,
      },
    ];
  }
  const meant = nearest(name, supported);
  if (meant === null)
    return [{ message: `${shown} is no grant type of RFC 6749, 7522, 7523, 8628 or 8693.` }];
  const from = GRANT_TYPES[meant] === undefined ? '' : ` (${GRANT_TYPES[meant]})`;
  const reason = name === meant ? 'has whitespace around it' : 'is not spelt as the standard spells it';
  return [{ message: `The grant type ${shown} ${reason}: ${meant}${from}.`, ...suggest(meant) }];
}

function isGrantType(name: string, supported: readonly string[] | null): boolean {
  return supported === null ? Object.hasOwn(GRANT_TYPES, name) : supported.includes(name);
}

/** The grant type that was meant; only one that is supported, where the catalog lists these. */
function nearest(name: string, supported: readonly string[] | null): string | null {
  const bare = lettersOf(name.slice(0, 100));
  const types = supported ?? Object.keys(GRANT_TYPES);
  const usual = Object.hasOwn(MEANT, bare) ? MEANT[bare] : undefined;
  if (usual !== undefined && types.includes(usual)) return usual;
  const ranked = types
    .flatMap((type) =>
      [lettersOf(type), lettersOf(type.split(':').at(-1) ?? '')].map((form) => ({
        type,
        away: editDistance(bare, form),
      })),
    )
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best !== undefined && best.away <= Math.min(3, Math.floor(bare.length / 3)) ? best.type : null;
}

function inMessage({ text, where }: Seen): Seen[] {
  const first = quotedIn(text)[0];
  const before = first ? text.slice(Math.max(0, first.at - 14), first.at) : '';
  return first && /\bgrant[ _]type:? $/i.test(before) ? [{ text: first.text, where }] : [];
}

const JSON_TYPE = /content-type["']?: ?["']?application\/json/i;
const FORM_TYPE = /x-www-form-urlencoded/i;
/** What shows that a body beside it was sent to the token endpoint. */
const SENT = /\/token\b|\bbody\b|\bpayload\b|\brequest\b|\bsent\b|(?:^|\s)(?:-d|--data\S{0,10})\s/i;

/** RFC 6749 section 4.1.3 and appendix B: the token endpoint reads a form. */
function sentAsJson({ text, given }: Pasted): Finding[] {
  const isObject = /[{,]\s{0,40}["']grant_type["']\s{0,4}:/.test(text);
  // A form that a program printed as a map is no JSON.
  const isForm = FORM_TYPE.test(text) || /(?<!["'\\;\w])grant_type[:=]/.test(bounded(given));
  return isObject && !isForm && (JSON_TYPE.test(text) || SENT.test(text))
    ? [
        {
          message:
            'grant_type seems to be sent as JSON: the token endpoint reads a form, application/x-www-form-urlencoded (RFC 6749 appendix B).',
        },
      ]
    : [];
}
