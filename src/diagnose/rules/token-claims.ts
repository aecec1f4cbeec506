import { redactText } from '../../requests/redact.ts';
import { messages } from '../read/evidence.ts';
import type { Jwt } from '../read/jwt.ts';
import { quote, quoteWhole } from '../read/show.ts';
import { howLong, iso } from '../read/time.ts';
import type { Facts } from '../rule.ts';

type Claims = Jwt['claims'];

/** Seconds since the epoch reach this in the year 5138; milliseconds reached it in 1973. */
const MILLISECONDS = 1e11;
/** How far two clocks may be apart before a token counts as one from the future. */
const SKEW = 60_000;

/** What the claims say against the token, each as it follows "The token …" (RFC 7519 section 4.1). */
export function claimProblems(claims: Claims, facts: Facts): string[] {
  return [...expiry(claims['exp'], facts.now), ...notYet(claims, facts.now), ...expected(claims, facts)];
}

/** Who signed it for whom: what to compare with the current key when the signature does not verify. */
export function keyAndIssuer({ header, claims }: Jwt, isFine: boolean): string {
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
