import type { RejectsOf } from '../../catalog/rejects.ts';
import { bounded, headersIn } from '../read/evidence.ts';
import { decodeJwt, LONGEST_TOKEN } from '../read/jwt.ts';
import type { Facts, Finding } from '../rule.ts';
import { claimProblems, keyAndIssuer } from './token-claims.ts';
import { dressProblems, percentDecoded, schemeHints, undress } from './token-dress.ts';

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
    const dress = dressProblems(facts.value);
    const bare = undress(facts.value);
    const hints = schemeHints(facts.value);
    const found = bare === '' ? [] : judge(bare, context, dress.length > 0);
    return [...sentences(dress), ...found, ...sentences(hints)];
  }
  const headers = headersIn(facts.text, ['authorization'], LONGEST_TOKEN);
  const dress = headers.slice(0, 3).flatMap(headerProblems);
  const pasted = jwtIn(facts.text);
  const found = pasted === null ? [] : judge(pasted, context, true);
  const missing = pasted === null && headers.length === 0 ? noHeader(facts.text) : [];
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
    const run = percentDecoded(raw);
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
  return dressProblems(quote ? header.slice(0, quote.index) : header);
}

/** A transcript of `curl -v` shows every header that was sent; without `Authorization`, none was. */
function noHeader(text: string): Finding[] {
  const source = bounded(text);
  const isTranscript = /^> (?:GET|POST|PUT|PATCH|DELETE|HEAD) \S+ HTTP\//m.test(source);
  return isTranscript
    ? [
        {
          message:
            'The transcript shows a request without an Authorization header: send `Authorization: Bearer <token>`.',
        },
      ]
    : [];
}
