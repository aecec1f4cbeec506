import type { RejectsOf } from '../../catalog/rejects.ts';
import { messages, named } from '../read/evidence.ts';
import { howLong, isoDate } from '../read/time.ts';
import type { Facts, Finding } from '../rule.ts';
import { credentialProblems } from './credential-shape.ts';
import { providerCause } from './provider-cause.ts';

const HOUR = 3_600_000;
const ROTATED = ['rotated_at', 'secret_rotated_at', 'rotatedAt', 'revoked_at'];

/**
 * What is visibly wrong with a client_id or secret. It is never repeated, and whether it is the right one cannot be
 * seen from here. Source: RFC 6749 section 2.3.1.
 */
export function credential(facts: Facts, rules: RejectsOf<'credential'>): Finding[] {
  const own =
    facts.value === null
      ? []
      : credentialProblems(facts.value).map((problem) => ({ message: `The credential ${problem}.` }));
  const causes = rules.issued_by === 'identity_provider' ? providerCause(facts) : [];
  return [...own, ...causes, ...rotation(facts, rules.grace_hours)];
}

/** A rotated secret works for some hours more, where the catalog says for how many. */
function rotation(facts: Facts, grace: number | undefined): Finding[] {
  if (grace === undefined) return [];
  const fields = named(facts, ROTATED).map(({ text }) => isoDate(text));
  const sentences = messages(facts).map(({ text }) => {
    const match = /\brotated (?:at|on) (?=\d{4}-)/i.exec(text);
    return match ? isoDate(text.slice(match.index + match[0].length)) : null;
  });
  const at = [...fields, ...sentences].find((moment) => moment !== null && moment < facts.now);
  if (at === undefined || at === null) return [];
  const age = facts.now - at;
  return age > grace * HOUR
    ? [
        {
          message: `The secret was rotated ${howLong(age)} ago; the old one stopped working after ${grace} h. Use the new one.`,
        },
      ]
    : [];
}
