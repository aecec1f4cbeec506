import type { Code } from '../codes.ts';

/**
 * Pairs of codes that are easily taken for one another, with the check that tells them apart.
 * A pair stands here once and is shown on both its sides, so a link is always answered.
 */
export const NEIGHBOURS: ReadonlyArray<readonly [Code, Code, string]> = [
  [
    'invalid_request',
    'validation_failed',
    'invalid_request: the request could not be read (JSON, type, parameter name). validation_failed: it was read, but a field breaks its rule.',
  ],
  [
    'validation_failed',
    'workspace_slug_invalid',
    'If the only bad field is a slug with characters outside `a-z 0-9 -`, it is workspace_slug_invalid; any other field is validation_failed.',
  ],
  [
    'validation_failed',
    'workspace_slug_too_short',
    'A workspace slug under 3 characters may come as either, and the remedy is the same; any other field is validation_failed.',
  ],
  [
    'validation_failed',
    'workspace_slug_reserved',
    'A well-formed workspace slug that is refused for the word it is, such as `admin`, is workspace_slug_reserved.',
  ],
  [
    'validation_failed',
    'webhook_url_invalid',
    'A bad URL of a webhook endpoint is webhook_url_invalid (https and HEAD are checked); of another field, validation_failed.',
  ],
  [
    'unauthorized',
    'invalid_token',
    'Decode the token: none sent, or `exp` past, is unauthorized; a current token signed by another key is invalid_token.',
  ],
  [
    'unauthorized',
    'forbidden_by_scope',
    '401 unauthorized: the caller is not known, get a new token. 403 forbidden_by_scope: the caller is known, the token needs another scope.',
  ],
  [
    'invalid_token',
    'client_secret_revoked',
    "invalid_token follows a rotation of the machine key that signs tokens; client_secret_revoked one of an app's client secret.",
  ],
  [
    'forbidden_by_scope',
    'requires_confirmation',
    'Both 403: if the token has the scope and the call destroys something, `confirmed: true` is missing; otherwise the scope is.',
  ],
  [
    'forbidden_by_scope',
    'not_found',
    'If a list call with the same token shows the resource, a refusal is about scope; if not, it is hidden or gone: not_found.',
  ],
  [
    'forbidden_by_scope',
    'access_denied',
    'access_denied comes in the OAuth redirect, before there is a token; forbidden_by_scope answers a call made with one.',
  ],
  [
    'workspace_slug_taken',
    'state_conflict',
    'Both 409: on creating or renaming with a slug it is workspace_slug_taken; on an existing resource, its state is in the way.',
  ],
  [
    'workspace_slug_taken',
    'workspace_slug_reserved',
    'taken: another workspace has the slug. reserved: nobody can have it, as it is a word such as `admin` or `api`.',
  ],
  [
    'workspace_slug_invalid',
    'workspace_slug_too_short',
    'Look at the slug: a character outside `a-z 0-9 -` is invalid; fewer than 3 characters is too_short. Mend both at once.',
  ],
  [
    'workspace_slug_invalid',
    'workspace_slug_reserved',
    'A slug of only `a-z 0-9 -` that is refused as a word is reserved; one with other characters is invalid.',
  ],
  [
    'state_conflict',
    'workspace_provisioning_failed',
    'Read the workspace: still provisioning is state_conflict, so wait; provisioning ended in failure is workspace_provisioning_failed.',
  ],
  [
    'state_conflict',
    'idp_already_configured',
    'On adding an identity provider it is idp_already_configured: update the one that is there. On other operations, state_conflict.',
  ],
  [
    'enterprise_only',
    'pro_required',
    'Both 422: pro_required goes away on Pro; enterprise_only stays on Pro and needs Enterprise.',
  ],
  [
    'pro_required',
    'payment_method_required',
    'pro_required: the workspace is not on Pro yet. payment_method_required: it moved to Pro, but has no valid card.',
  ],
  [
    'rate_limited',
    'service_unavailable',
    '429 rate_limited is about your own number of requests; 503 service_unavailable is about the state of the platform, however few you send.',
  ],
  [
    'rate_limited',
    'signups_blocked',
    'rate_limited passes after `Retry-After`; signups_blocked hits sign-ups only, and stays until the spending cap is raised or the period ends.',
  ],
  [
    'internal_error',
    'upstream_error',
    '500 internal_error is a bug of the platform: report it. 502 upstream_error is a failure behind it: retry with backoff.',
  ],
  [
    'internal_error',
    'service_unavailable',
    '500 internal_error returns with the same input; 503 service_unavailable hits many calls for a while and then ends.',
  ],
  [
    'upstream_error',
    'service_unavailable',
    '502 upstream_error: one service behind the platform failed. 503 service_unavailable: the platform itself is under maintenance or degraded.',
  ],
  [
    'upstream_error',
    'idp_oauth_failed',
    'idp_oauth_failed: the provider answered and refused the credentials. upstream_error: no usable answer came at all.',
  ],
  [
    'internal_error',
    'workspace_provisioning_failed',
    'A new workspace whose set-up failed is workspace_provisioning_failed, with details to check; any other bug is internal_error.',
  ],
  [
    'redirect_uri_invalid',
    'redirect_uri_localhost_only_dev',
    'A well-formed `http://localhost` URI is redirect_uri_localhost_only_dev; anything malformed or of another scheme is redirect_uri_invalid.',
  ],
  [
    'redirect_uri_invalid',
    'invalid_grant',
    'redirect_uri_invalid: the URI itself is not acceptable. invalid_grant: it is, but differs from that of the authorization request.',
  ],
  [
    'client_secret_revoked',
    'invalid_client',
    'If the secret worked before and was rotated more than 24 h ago, it is revoked; if it never worked here, id or secret is wrong.',
  ],
  [
    'idp_oauth_failed',
    'invalid_client',
    "idp_oauth_failed: the workspace's credentials at Google, GitHub or Microsoft. invalid_client: your app's credentials at the instance.",
  ],
  [
    'idp_oauth_failed',
    'idp_metadata_invalid',
    'Providers over OAuth (Google, GitHub, Microsoft) fail with idp_oauth_failed; SAML providers with idp_metadata_invalid.',
  ],
  [
    'payment_method_required',
    'subscription_past_due',
    'No valid card on file: payment_method_required. A charge that was due has not been paid: subscription_past_due.',
  ],
  [
    'payment_method_required',
    'signups_blocked',
    'payment_method_required asks for a card; signups_blocked says that the spending cap is reached, and a card does not help.',
  ],
  [
    'subscription_past_due',
    'signups_blocked',
    'Unpaid invoice: subscription_past_due, pay it. All paid, but your own cap is reached: signups_blocked, raise it.',
  ],
  [
    'webhook_url_invalid',
    'webhook_secret_required',
    'webhook_url_invalid refuses the URL on registering; webhook_secret_required is about an endpoint that is registered already.',
  ],
  [
    'invalid_grant',
    'invalid_client',
    'invalid_client: who asks is not recognised (id or secret). invalid_grant: the client is, but the code or refresh token is not good.',
  ],
  [
    'invalid_grant',
    'unsupported_grant_type',
    'unsupported_grant_type: the kind of grant is not enabled. invalid_grant: the kind is, this one code or token is not good.',
  ],
  [
    'invalid_grant',
    'access_denied',
    'access_denied comes in the redirect, with no code. invalid_grant comes later, when a code is exchanged.',
  ],
];
