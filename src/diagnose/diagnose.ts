import type { RejectedKind, RejectsOf } from '../catalog/rejects.ts';
import { boundFindings } from './bound.ts';
import type { Facts, Finding, Rule } from './rule.ts';
import { confirmation } from './rules/confirmation.ts';
import { credential } from './rules/credential.ts';
import { fieldValue, singleValue } from './rules/field-value.ts';
import { grant } from './rules/grant.ts';
import { grantType } from './rules/grant-type.ts';
import { rateLimit } from './rules/rate-limit.ts';
import { redirectUri } from './rules/redirect-uri.ts';
import { samlMetadata } from './rules/saml-metadata.ts';
import { slug } from './rules/slug.ts';
import { slugReserved } from './rules/slug-reserved.ts';
import { slugTaken } from './rules/slug-taken.ts';
import { token } from './rules/token.ts';
import { wait } from './rules/wait.ts';
import { webhookUrl } from './rules/webhook-url.ts';

/** The rule of every kind of value that an error may reject. */
const RULES: { readonly [Kind in RejectedKind]: Rule<Kind> } = {
  boolean: singleValue,
  confirmation,
  credential,
  email: singleValue,
  field_value: fieldValue,
  grant,
  grant_type: grantType,
  hex_color: singleValue,
  number: singleValue,
  redirect_uri: redirectUri,
  saml_metadata: samlMetadata,
  slug: (facts, rules) => SLUG_RULES[rules.because ?? 'format'](facts, rules),
  token,
  url: singleValue,
  wait: (facts, rules) => (rules.because === 'limit' ? rateLimit(facts) : wait(facts)),
  webhook_url: webhookUrl,
};

const SLUG_RULES = { format: slug, reserved: slugReserved, taken: slugTaken };

/**
 * What is wrong with the value that an error rejects, by its kind and by the rules that the catalog gives for it.
 * Never throws, never calls out, and never repeats a secret; at most six findings, each short. An error whose entry
 * names no kind of value has none.
 */
export async function diagnose(facts: Facts): Promise<Finding[]> {
  const { entry, value, text, lines } = facts;
  const isCodeAlone = value === null && lines.length === 0 && text.trim() === entry.code;
  if (entry.rejects === null || isCodeAlone) return [];
  try {
    return boundFindings(await findingsOf(facts, entry.rejects), lines.length > 0);
  } catch {
    // A rule that fails has found nothing; the explanation around it still stands.
    return [];
  }
}

function findingsOf<Kind extends RejectedKind>(facts: Facts, rules: RejectsOf<Kind>) {
  const rule = RULES[rules.kind as Kind] as Rule<Kind>;
  return rule(facts, rules);
}
