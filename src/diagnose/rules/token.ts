import { isHiddenInValue, percentDecoded, trim } from '../../base/text.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import {
  bounded,
  decodeJwt,
  headersIn,
  howLong,
  iso,
  type Jwt,
  LONGEST_TOKEN,
  placeholderIn,
  quote,
  quoteWhole,
} from '../../pasted/pasted.ts';
import { redactText } from '../../redact/redact.ts';
import { type Facts, type Finding, messages } from '../rule.ts';

const MOST_TRIES = 20;

/**
 * What a token shows by itself: whether it expired, is not yet valid, is unsigned or damaged, and who signed it.
 * It is decoded here, never verified and never repeated.
 *
 * Source: RFC 7519 section 4.1, RFC 6750 section 2.1.
 */
export function token(facts: Facts, { because }: RejectsOf<'token'>): Finding[] {
  const context = { facts, isAboutKey: because === 'signature' };
  if (facts.value !== null) {
    const dress = wrappingProblems(facts.value);
    const bare = undress(facts.value);
    const hints = schemeHints(facts.value);
    if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(bare))
      return [
        { message: 'The value is a URL, not a token: send what was issued to you, not where it is issued.' },
      ];
    const found = bare === '' ? [] : judge(bare, context, dress.length > 0);
    return [...sentences(dress), ...found, ...sentences(hints)];
  }
  const headers = headersIn(facts.pasted, ['authorization'], LONGEST_TOKEN);
  const dress = headers.slice(0, 3).flatMap(headerProblems);
  const pasted = jwtIn(facts.pasted.text);
  const found = pasted === null ? [] : judge(pasted, context, true);
  const missing = pasted === null && headers.length === 0 ? noHeader(facts.pasted.text) : [];
  return [...sentences([...new Set(dress)]), ...found, ...missing];
}

interface Context {
  facts: Facts;
  /** Whether the error says that another key signed the token than was expected. */
  isAboutKey: boolean;
}

function judge(text: string, { facts, isAboutKey }: Context, isSure: boolean): Finding[] {
  const decoded = decodeJwt(text);
  switch (decoded.kind) {
    case 'opaque':
      return isSure
        ? []
        : [
            {
              message:
                'The token is not a JWT, so nothing can be read from it here: ask its issuer whether it is still valid.',
            },
          ];
    case 'encrypted':
      return [
        {
          message:
            'The token is an encrypted JWT (5 parts): only its receiver can read it, so nothing was checked.',
        },
      ];
    case 'damaged':
      return [{ message: `The token ${decoded.problem}.` }];
    case 'jwt': {
      const problems = [...decoded.jwt.problems, ...claimProblems(decoded.jwt.claims, facts)];
      const showsKey = isAboutKey || problems.length === 0;
      return [
        ...problems.map((problem) => ({ message: `The token ${problem}.` })),
        ...(showsKey ? [{ message: keyAndIssuer(decoded.jwt, problems.length === 0) }] : []),
      ];
    }
  }
}

function sentences(problems: readonly string[]): Finding[] {
  return problems.map((problem) => ({ message: `The token ${problem}.` }));
}

/** The first thing in a text that has the form of a JWT, cut off or not. */
function jwtIn(text: string): string | null {
  const source = bounded(text);
  let tries = 0;
  for (let at = source.indexOf('eyJ'); at >= 0 && tries < MOST_TRIES; at = source.indexOf('eyJ', at + 3)) {
    const isEncoded = /%(?:25)?[0-9a-f]{2}$/i.test(source.slice(Math.max(0, at - 5), at));
    if (!isEncoded && /[\w.-]/.test(source.charAt(at - 1))) continue;
    tries += 1;
    const raw =
      /^(?:[\w.+/=-]|%(?:25)?(?:2[bdef]|3d|5f))+/i.exec(source.slice(at, at + LONGEST_TOKEN))?.[0] ?? '';
    const run = decodedTwice(raw);
    // A full stop behind a token ends the sentence; behind its second part, it is the token's.
    const bare = run.replace(/(?<!\.)\.+$/, run.split('.').length === 3 ? '.' : '');
    if (bare.length > 20 && bare.includes('.')) return bare;
  }
  return null;
}

function headerProblems(header: string): string[] {
  const variable = /^Bearer \$\{?\w{1,60}\}?(["'])/i.exec(header);
  if (variable?.[1] === "'")
    return ['is a shell variable in single quotes, which the shell does not fill in: use double quotes'];
  if (variable) return [];
  const quote = /["']\s*(?:$|[\s,;}\])].*$)/s.exec(header);
  return wrappingProblems(quote ? header.slice(0, quote.index) : header);
}

/** A transcript of `curl -v` shows every header that was sent; without `Authorization`, none was. */
function noHeader(text: string): Finding[] {
  const source = bounded(text);
  const isTranscript = /(?<![^\s"'>])> (?:GET|POST|PUT|PATCH|DELETE|HEAD) \S{1,4096} HTTP\//.test(source);
  return isTranscript
    ? [
        {
          message:
            'The transcript shows a request without an Authorization header: send `Authorization: Bearer <token>`.',
        },
      ]
    : [];
}

/** What stands around a token in the value or header that was sent (RFC 6750 section 2.1). */

const LOOKED_AT = 65_536;
const QUOTE = /["'`“”]/;
const EMPTY = 'the variable that should hold it is empty';
/** Schemes of other APIs, and names that are none. */
const OTHER_SCHEME =
  /^(token|jwt|api[-_]?key|key|oauth|digest|negotiate|ntlm|dpop|mac|hawk|access[-_]?token|secret)\s+\S/i;

/** What is wrong around the token, each as it follows "The token …". The token itself is never in it. */
function wrappingProblems(value: string): string[] {
  const given = value.slice(0, LOOKED_AT);
  const text = decodedTwice(given);
  const found: string[] = [];
  if (text !== given) found.push('is percent-encoded: send it decoded');
  const inner = text.trim();
  if (inner === '') return ['is empty: send `Authorization: Bearer <token>`'];
  if (/^(?:authorization:\s*)?(?:bearer\s+){2,}/i.test(inner)) found.push('has the prefix Bearer twice');
  if (/^(?:authorization:\s*)?bearer:/i.test(inner))
    found.push('has a colon behind Bearer; a space belongs there');
  if (/^(?:authorization:\s*)?basic\s/i.test(inner))
    return ['is sent as Basic credentials; a bearer token is expected'];
  const unquoted = inner.replace(/^["'`“]|["'`”]$/g, '').trim();
  if (/^(?:authorization:\s*)?bearer:?$/i.test(unquoted)) return [`is missing behind Bearer: ${EMPTY}`];
  if (inner.length < text.length)
    found.push(/[\r\n]/.test(text) ? 'has a line break around it' : 'has whitespace around it');
  const bare = inner.replace(/^(?:authorization:\s*)?(?:bearer:?\s*)*/i, '');
  if (/^["'`“].*["'`”]$/s.test(bare)) found.push('stands in quotes, which were sent with it');
  if (bare === '' || /^(?:undefined|null|none|nil|nan|\[object object\]|true|false)$/i.test(bare)) {
    return [...found, `is ${bare === '' ? 'missing behind Bearer' : `the word "${bare}"`}: ${EMPTY}`];
  }
  if (bare.length < 200 && placeholderIn(bare) !== null && !bare.startsWith('eyJ')) {
    found.push('is a placeholder or a variable that was not filled in');
  } else if (/\S{20}\s|\s\S{20}|^eyJ\S*\s/.test(bare))
    found.push('has whitespace in the middle: it was broken in two when it was copied');
  else if (hasHidden(bare)) found.push('has a character in it that does not show: copy it again');
  return found;
}

/** The token alone: without `Bearer`, quotes, and whitespace. Empty if there is none to read. */
function undress(value: string): string {
  const decoded = decodedTwice(value.slice(0, LOOKED_AT + 1)).trim();
  const inner = trim(decoded, QUOTE);
  const at = inner.indexOf('eyJ');
  if (at > 0 && /[\s=:"']/.test(inner.charAt(at - 1))) return inner.slice(at).replace(/["'\s&].*$/s, '');
  if (/^(?:authorization:\s*)?basic\s/i.test(inner)) return '';
  const bare = inner.replace(/^(?:authorization:\s*)?(?:bearer:?\s+)*/i, '');
  return trim(bare, QUOTE).replace(/\s/g, '');
}

/** What the word before the token should be, as it follows "The token …" (RFC 6750 section 2.1). */
function schemeHints(value: string): string[] {
  const text = decodedTwice(value.slice(0, LOOKED_AT))
    .trim()
    .replace(/^authorization:\s*/i, '');
  const other = OTHER_SCHEME.exec(text)?.[1];
  if (other !== undefined) return [`is sent with the scheme ${other}; \`Bearer\` is expected`];
  return /^bearer\s+\S/i.test(text) && !text.startsWith('Bearer')
    ? ['has its scheme in another case: a server should take it (RFC 9110 section 11.1), `Bearer` is sure']
    : [];
}

/** `text` without percent-encoding, were it done once or twice. No token has a `%` of its own. */
function decodedTwice(text: string): string {
  const once = percentDecoded(text) ?? text;
  return percentDecoded(once) ?? once;
}

function hasHidden(text: string): boolean {
  return !/^[\x21-\x7e]*$/.test(text) && [...text.slice(0, 8192)].some(isHiddenInValue);
}

type Claims = Jwt['claims'];

/** Seconds since the epoch reach this in the year 5138; milliseconds reached it in 1973. */
const MILLISECONDS = 1e11;
/** How far two clocks may be apart before a token counts as one from the future. */
const SKEW = 60_000;

/** What the claims say against the token, each as it follows "The token …" (RFC 7519 section 4.1). */
function claimProblems(claims: Claims, facts: Facts): string[] {
  return [...expiry(claims['exp'], facts.now), ...notYet(claims, facts.now), ...expected(claims, facts)];
}

/** Who signed it for whom: what to compare with the current key when the signature does not verify. */
function keyAndIssuer({ header, claims }: Jwt, isFine: boolean): string {
  const exp = typeof claims['exp'] === 'number' && isFine ? iso(claims['exp'] * 1000) : null;
  const parts = [
    shown('kid', header['kid']),
    shown('alg', header['alg']),
    shown('iss', claims['iss']),
    shown('aud', claims['aud']),
    exp === null ? '' : `exp ${exp}`,
  ].filter((part) => part !== '');
  const start = isFine ? 'The token is a JWT that is not expired' : 'The token is a JWT';
  const list = parts.length === 0 ? 'without kid, iss and aud' : `with ${parts.join(', ')}`;
  return `${start}, ${list}. Compare these with the current key and the instance. The signature was not verified here.`;
}

function expiry(exp: unknown, now: number): string[] {
  if (exp === undefined) return [];
  if (typeof exp !== 'number') return ['has an exp that is no number (RFC 7519 section 4.1.4)'];
  if (exp > MILLISECONDS) return ['has its exp in milliseconds; RFC 7519 section 4.1.4 counts seconds'];
  const at = exp * 1000;
  return at <= now
    ? [`expired ${howLong(now - at)} ago, at ${iso(at) ?? 'an impossible time'} (decoded here, not verified)`]
    : [];
}

function notYet(claims: Claims, now: number): string[] {
  const nbf = claims['nbf'];
  if (typeof nbf === 'number' && nbf > MILLISECONDS)
    return ['has its nbf in milliseconds; RFC 7519 section 4.1.5 counts seconds'];
  if (typeof nbf === 'number' && nbf * 1000 > now) {
    return [
      `is not valid before ${iso(nbf * 1000) ?? 'an impossible time'}, in ${howLong(nbf * 1000 - now)}: wait, or compare the clocks`,
    ];
  }
  const iat = claims['iat'];
  return typeof iat === 'number' && iat < MILLISECONDS && iat * 1000 > now + SKEW
    ? [`was issued ${howLong(iat * 1000 - now)} in the future: the issuer's clock is ahead`]
    : [];
}

function expected(claims: Claims, facts: Facts): string[] {
  const sentences = messages(facts).map(({ text }) => text);
  return [
    ...mismatch('issuer', claims['iss'], wanted(sentences, 'issuer|iss')),
    ...mismatch('audience', claims['aud'], wanted(sentences, 'audience|aud')),
  ];
}

function mismatch(word: string, claim: unknown, due: string | null): string[] {
  if (due === null) return [];
  if (claim === undefined) return [`names no ${word}; ${quote(due, 80)} is expected`];
  const own = Array.isArray(claim) ? claim : [claim];
  return own.includes(due) ? [] : [`has the ${word} ${list(own)}; ${quote(due, 80)} is expected`];
}

/** `expected issuer X`, `issuer … expected X`: what the text asks for, if it says so. */
function wanted(sentences: readonly string[], names: string): string | null {
  const value = `[ ]?(?:to be|is|was|of)?[:=]?[ ]?["'\`]?([^\\s"'\`,;()]{1,200})`;
  const forms = [
    new RegExp(`\\bexpected[ ](?:${names})\\b${value}`, 'i'),
    new RegExp(`\\b(?:${names})\\b[^.\\n]{0,60}?\\bexpected${value}`, 'i'),
    new RegExp(`\\b(?:${names})[ ](?:must|should)[ ]be${value}`, 'i'),
  ];
  for (const sentence of sentences) {
    for (const form of forms) {
      const match = form.exec(sentence.slice(0, 2000));
      const text = match?.[1]?.replace(/\.$/, '');
      if (text !== undefined && !/^(?:but|got|the|a|an|one|value|issuer|audience|iss|aud)$/i.test(text))
        return text;
    }
  }
  return null;
}

function shown(name: string, value: unknown): string {
  return value === undefined ? '' : `${name} ${list(Array.isArray(value) ? value : [value])}`;
}

function list(values: readonly unknown[]): string {
  const texts = values.slice(0, 2).map((value) => (typeof value === 'string' ? named(value) : typeof value));
  return `${texts.join(' and ')}${values.length > 2 ? ' and more' : ''}`;
}

/** A URL may hold a password; a key's name may look random and is no secret, unless it is marked as one. */
function named(text: string): string {
  const head = text.slice(0, 4096);
  return text.includes('@') || text.includes('?') || redactText(head) !== head
    ? quote(text, 40)
    : quoteWhole(text, 40);
}
