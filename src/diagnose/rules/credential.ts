import { messages, named } from '../read/evidence.ts';
import { howLong, isoDate } from '../read/time.ts';
import type { Facts, Finding } from '../rule.ts';
import { credentialProblems } from './credential-shape.ts';
import { providerCause } from './provider-cause.ts';

const DAY = 86_400_000;
const ROTATED = ['rotated_at', 'secret_rotated_at', 'rotatedAt', 'revoked_at'];

/**
 * What is visibly wrong with a client_id or secret. It is never repeated, and whether it is the right one cannot be
 * seen from here.
 *
 * Source: "Error codes", `client_secret_revoked`, `idp_oauth_failed`, `invalid_client`; RFC 6749 section 2.3.1.
 */
export function credential(facts: Facts): Finding[] {
  const own =
    facts.value === null
      ? []
      : credentialProblems(facts.value).map((problem) => ({ message: `The credential ${problem}.` }));
  const causes = facts.code === 'idp_oauth_failed' ? providerCause(facts) : [];
  return [...own, ...causes, ...rotation(facts)];
}

/** A rotated secret works for 24 h more ("Error codes", `client_secret_revoked`). */
function rotation(facts: Facts): Finding[] {
  if (facts.code !== 'client_secret_revoked') return [];
  const fields = named(facts, ROTATED).map(({ text }) => isoDate(text));
  const sentences = messages(facts).map(({ text }) => {
    const match = /\brotated (?:at|on) (?=\d{4}-)/i.exec(text);
    return match ? isoDate(text.slice(match.index + match[0].length)) : null;
  });
  const at = [...fields, ...sentences].find((moment) => moment !== null && moment < facts.now);
  if (at === undefined || at === null) return [];
  const age = facts.now - at;
  return age > DAY
    ? [
        {
          message: `The secret was rotated ${howLong(age)} ago; the old one stopped working after 24 h. Use the new one.`,
        },
      ]
    : [];
}
