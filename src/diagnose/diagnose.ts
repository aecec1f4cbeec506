import { boundFindings } from './bound.ts';
import type { Facts, Finding, Rule } from './rule.ts';
import { confirmation } from './rules/confirmation.ts';
import { credential } from './rules/credential.ts';
import { fieldValue } from './rules/field-value.ts';
import { grant } from './rules/grant.ts';
import { grantType } from './rules/grant-type.ts';
import { idpMetadata } from './rules/idp-metadata.ts';
import { rateLimit } from './rules/rate-limit.ts';
import { redirectUri } from './rules/redirect-uri.ts';
import { slug } from './rules/slug.ts';
import { slugReserved } from './rules/slug-reserved.ts';
import { slugTaken } from './rules/slug-taken.ts';
import { token } from './rules/token.ts';
import { wait } from './rules/wait.ts';
import { webhookUrl } from './rules/webhook-url.ts';

/** Every code has its rule, or `null` where nothing that the caller holds could be wrong. */
const RULES: Readonly<Record<string, Rule | null>> = {
  invalid_request: null,
  validation_failed: fieldValue,
  unauthorized: token,
  invalid_token: token,
  forbidden_by_scope: null,
  requires_confirmation: confirmation,
  not_found: null,
  workspace_slug_taken: slugTaken,
  state_conflict: null,
  enterprise_only: null,
  pro_required: null,
  rate_limited: rateLimit,
  internal_error: null,
  upstream_error: wait,
  service_unavailable: wait,
  workspace_slug_invalid: slug,
  workspace_slug_too_short: slug,
  workspace_slug_reserved: slugReserved,
  workspace_provisioning_failed: null,
  redirect_uri_invalid: redirectUri,
  redirect_uri_localhost_only_dev: redirectUri,
  client_secret_revoked: credential,
  idp_oauth_failed: credential,
  idp_metadata_invalid: idpMetadata,
  idp_already_configured: null,
  payment_method_required: null,
  subscription_past_due: null,
  signups_blocked: null,
  webhook_url_invalid: webhookUrl,
  webhook_secret_required: null,
  invalid_grant: grant,
  invalid_client: credential,
  unsupported_grant_type: grantType,
  access_denied: null,
};

/**
 * What is wrong with what a code rejected, as far as it can be seen from here. Never throws, never calls out, and
 * never repeats a secret; at most six findings, each short. A code that is not built in has none.
 */
export async function diagnose(facts: Facts): Promise<Finding[]> {
  const { code, value, text, lines } = facts;
  const rule = Object.hasOwn(RULES, code) ? (RULES[code] ?? null) : null;
  const isCodeAlone = value === null && lines.length === 0 && text.trim() === code;
  if (rule === null || isCodeAlone) return [];
  try {
    return boundFindings(await rule(facts), lines.length > 0);
  } catch {
    // A rule that fails has found nothing; the explanation around it still stands.
    return [];
  }
}
