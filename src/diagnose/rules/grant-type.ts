import { editDistance } from '../../base/edit-distance.ts';
import { lettersOf } from '../../base/words.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import { bounded, type Pasted, quote, quotedIn, suggest } from '../../pasted/pasted.ts';
import { type Facts, type Finding, messages, named, type Seen, valueOr } from '../rule.ts';

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
