import { differences, firstDifference } from '../net/difference.ts';
import { urisIn } from '../net/uri.ts';
import { messages, named } from '../read/evidence.ts';
import { suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { credentialProblems } from './credential-shape.ts';
import { grantAge } from './grant-age.ts';
import { pkce } from './pkce.ts';
import { redirectUris } from './redirect-evidence.ts';

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
  return credentialProblems(value).map((problem) => ({ message: `The code or token ${problem}.` }));
}

/** The message is not repeated: it may name the code. */
function causes(facts: Facts): Finding[] {
  const errors = named(facts, ['error_description', 'message']).map(({ text }) => text);
  const sentences = errors.length > 0 ? errors : messages(facts).map(({ text }) => text);
  for (const sentence of sentences) {
    const text = sentence.slice(0, 1000);
    const fitting = CAUSES.filter(([words]) => words.test(text)).map(([, cause]) => cause);
    // A sentence that names every cause is documentation, not a diagnosis.
    if (fitting.length === 0 || fitting.length > 2) continue;
    if (/refresh[_ -]?token/i.test(text)) {
      return [{ message: 'By the message, the refresh token is no longer good: sign in again.' }];
    }
    const anew = /\bused before|\bit expired/.test(fitting.join())
      ? ' Start a new authorization and exchange its code once, at once.'
      : '';
    return [{ message: `By the message, ${fitting.join(', or ')}.${anew}` }];
  }
  return [];
}
