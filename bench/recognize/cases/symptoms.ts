import type { Case } from './case.ts';

/** Plain words of people who do not know the code. */
export const symptoms: readonly Case[] = [
  // invalid_request
  {
    input: 'I passed a string where the API wanted a number in the query and it refused the call',
    expect: 'invalid_request',
    accept: ['validation_failed'],
  },
  { input: 'it complains that one of my query parameters is badly formed', expect: 'invalid_request' },
  {
    input: 'my JSON has a trailing comma and the server can not parse the request',
    expect: 'invalid_request',
  },
  {
    input: 'The API says my request is malformed. Which argument is it unhappy about?',
    expect: 'invalid_request',
  },

  // validation_failed
  {
    input: 'the form is rejected because the brand colour is not a proper hex value',
    expect: 'validation_failed',
  },
  {
    input: 'one of the fields did not pass validation when I saved the settings',
    expect: 'validation_failed',
  },
  { input: 'Saving the theme fails, it wants #RRGGBB but I typed "light blue"', expect: 'validation_failed' },
  { input: 'server side field checks reject the email field in my update', expect: 'validation_failed' },

  // unauthorized
  { input: 'I forgot to send the Authorization header', expect: 'unauthorized' },
  { input: 'it worked an hour ago, now it says my token has expired', expect: 'unauthorized' },
  {
    input: 'do I need to be logged in for this endpoint? it says I am not authenticated',
    expect: 'unauthorized',
  },
  { input: 'the session ran out and every API call asks me to sign in again', expect: 'unauthorized' },
  { input: 'calling the api without any bearer token gets refused', expect: 'unauthorized' },

  // invalid_token
  { input: 'JWT signature verification fails since we rotated the machine key', expect: 'invalid_token' },
  { input: 'the token is signed with the wrong key', expect: 'invalid_token' },
  {
    input: 'bad signature on the bearer token, it was minted with our old machine key',
    expect: 'invalid_token',
  },
  {
    input: 'yesterday somebody rolled the machine key and now none of our service tokens verify',
    expect: 'invalid_token',
  },

  // forbidden_by_scope
  { input: 'my API key is read only and I tried to create something', expect: 'forbidden_by_scope' },
  {
    input: 'The token is fine but it does not have the permission for this operation',
    expect: 'forbidden_by_scope',
  },
  { input: 'which scope do I have to add so that the token may delete users?', expect: 'forbidden_by_scope' },
  { input: 'it says insufficient permissions for this token', expect: 'forbidden_by_scope' },

  // requires_confirmation
  {
    input: 'the agent wanted to delete a workspace and was told to confirm first',
    expect: 'requires_confirmation',
  },
  { input: 'deleting asks for a confirmed flag, where do I put it', expect: 'requires_confirmation' },
  {
    input: 'I ran the dangerous delete command without confirming and it stopped me',
    expect: 'requires_confirmation',
  },
  {
    input: 'how do I say "yes I am sure" over the API when removing all the users?',
    expect: 'requires_confirmation',
  },

  // not_found
  { input: 'the workspace I ask for does not exist any more', expect: 'not_found' },
  {
    input: 'GET by id says there is no such resource, though my colleague can open it with her account',
    expect: 'not_found',
  },
  { input: 'somebody deleted the thing and now the API can not find it', expect: 'not_found' },
  { input: 'it pretends the resource is missing, maybe I just may not see it?', expect: 'not_found' },

  // workspace_slug_taken
  {
    input: 'the name I want for my workspace is already used by someone else',
    expect: 'workspace_slug_taken',
  },
  { input: 'can not create the workspace: another team has that slug', expect: 'workspace_slug_taken' },
  { input: 'slug already exists, pick a different one', expect: 'workspace_slug_taken' },
  {
    input: 'we wanted "acme" as our workspace address but apparently it is in use',
    expect: 'workspace_slug_taken',
  },

  // state_conflict
  { input: 'I can not remove the workspace because it is still being set up', expect: 'state_conflict' },
  { input: 'tried to delete it while it was provisioning', expect: 'state_conflict' },
  {
    input: 'it says the operation is not possible in the current state of the resource',
    expect: 'state_conflict',
  },
  {
    input: 'The workspace is busy starting up, and our cleanup script is told it may not do that right now',
    expect: 'state_conflict',
  },

  // enterprise_only
  { input: 'this feature is for enterprise customers and we are not one', expect: 'enterprise_only' },
  { input: 'We are on Pro and it still wants us to go to the Enterprise tier', expect: 'enterprise_only' },
  { input: 'do I need an enterprise contract to use this endpoint?', expect: 'enterprise_only' },
  { input: 'the button tells me to talk to sales about the enterprise plan', expect: 'enterprise_only' },

  // pro_required
  { input: 'I am on the free plan and it wants me to upgrade to Pro', expect: 'pro_required' },
  { input: 'feature not included in the free tier', expect: 'pro_required' },
  { input: 'the API says my plan is too low, pro or better is needed', expect: 'pro_required' },
  { input: 'is this a Pro feature? it refuses for our hobby account', expect: 'pro_required' },

  // rate_limited
  { input: 'it told me to slow down', expect: 'rate_limited' },
  { input: 'our import script sends too many calls per second and gets throttled', expect: 'rate_limited' },
  {
    input: 'How long must I wait before I may call the API again? I hit the quota of calls per minute',
    expect: 'rate_limited',
  },
  {
    input: 'we loop over 5000 users and after a hundred or so the API starts refusing with a Retry-After',
    expect: 'rate_limited',
  },
  { input: 'too many requests', expect: 'rate_limited' },

  // internal_error
  { input: 'your server crashed on my request', expect: 'internal_error' },
  {
    input: 'I think I found a bug on your side, a perfectly valid call blows up with an unexpected error',
    expect: 'internal_error',
  },
  { input: 'something went wrong on our end, contact support', expect: 'internal_error' },
  { input: 'whatever I send, the backend throws an unhandled exception', expect: 'internal_error' },

  // upstream_error
  { input: 'bad gateway', expect: 'upstream_error' },
  {
    input: 'a service behind the API gave a broken response, should I retry with backoff?',
    expect: 'upstream_error',
  },
  { input: 'the gateway got an invalid answer from the server behind it', expect: 'upstream_error' },
  { input: 'seems a dependency of the platform failed, not the platform itself', expect: 'upstream_error' },

  // service_unavailable
  { input: 'is the platform down? everything says unavailable', expect: 'service_unavailable' },
  { input: 'we are under maintenance, come back later', expect: 'service_unavailable' },
  { input: 'the status page says degraded and our calls are turned away', expect: 'service_unavailable' },
  {
    input: 'The API has been offline for ten minutes because of planned maintenance',
    expect: 'service_unavailable',
  },

  // workspace_slug_invalid
  {
    input: 'my slug has an underscore and capitals in it and it does not like that',
    expect: 'workspace_slug_invalid',
  },
  { input: 'which characters may I use in a workspace slug?', expect: 'workspace_slug_invalid' },
  {
    input: 'it will not accept "müller gmbh" as workspace slug, illegal characters',
    expect: 'workspace_slug_invalid',
  },
  {
    input: 'the customer put a dot and a space in the slug and creating the workspace was refused',
    expect: 'workspace_slug_invalid',
  },

  // workspace_slug_too_short
  { input: 'our company is called HP, and the slug needs more letters', expect: 'workspace_slug_too_short' },
  { input: 'a two letter slug is not allowed', expect: 'workspace_slug_too_short' },
  { input: 'slug must be at least three characters', expect: 'workspace_slug_too_short' },
  {
    input: 'how long does a workspace slug have to be? mine is only 2 chars',
    expect: 'workspace_slug_too_short',
  },

  // workspace_slug_reserved
  { input: 'I can not call my workspace "admin"', expect: 'workspace_slug_reserved' },
  { input: 'why is the slug "api" off limits?', expect: 'workspace_slug_reserved' },
  { input: 'the slug I chose is a forbidden word kept for the system', expect: 'workspace_slug_reserved' },
  {
    input: 'nobody has a workspace named auth but it still says I may not use it, reserved',
    expect: 'workspace_slug_reserved',
  },

  // workspace_provisioning_failed
  {
    input: 'creating the workspace started and then fell over half way through setup',
    expect: 'workspace_provisioning_failed',
  },
  {
    input: 'new workspace is stuck in failed, it never finished provisioning',
    expect: 'workspace_provisioning_failed',
  },
  { input: 'the first setup of our tenant crashed', expect: 'workspace_provisioning_failed' },
  {
    input:
      'We signed up, the workspace was being built for a few minutes and then showed a red "setup failed"',
    expect: 'workspace_provisioning_failed',
  },

  // redirect_uri_invalid
  {
    input: 'the callback address I registered is not accepted, it says it is no valid URL',
    expect: 'redirect_uri_invalid',
  },
  { input: 'can a redirect uri use a javascript: scheme? mine was refused', expect: 'redirect_uri_invalid' },
  {
    input: 'Adding a return URL to the app settings fails, I left off the https://',
    expect: 'redirect_uri_invalid',
  },
  { input: 'it will not take my callback url because of the scheme', expect: 'redirect_uri_invalid' },

  // redirect_uri_localhost_only_dev
  {
    input: 'I can not add http://localhost:3000 as callback in production',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: 'localhost redirect refused outside of the dev environment',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: 'how do I let a local dev server be a redirect target on a live workspace?',
    expect: 'redirect_uri_localhost_only_dev',
  },
  {
    input: 'it says localhost callbacks are for development, do I need Pro to get around that',
    expect: 'redirect_uri_localhost_only_dev',
  },

  // client_secret_revoked
  {
    input: 'we rotated the client secret two days ago and the old one has stopped working',
    expect: 'client_secret_revoked',
  },
  {
    input: 'the secret in our deployment was replaced last week and logins are broken',
    expect: 'client_secret_revoked',
  },
  {
    input: 'My app still uses the previous client secret, the grace period after the rotation is over',
    expect: 'client_secret_revoked',
  },
  { input: 'somebody revoked the app secret', expect: 'client_secret_revoked' },

  // idp_oauth_failed
  {
    input: 'customers get bounced back from the google login saying the client id is wrong',
    expect: 'idp_oauth_failed',
  },
  {
    input: 'sign in with GitHub is broken, GitHub does not accept our credentials',
    expect: 'idp_oauth_failed',
  },
  {
    input: 'microsoft login fails for everybody since we changed the secret in Azure',
    expect: 'idp_oauth_failed',
  },
  {
    input:
      'the Google button leads to an error, I guess the client ID we pasted into the provider settings is off',
    expect: 'idp_oauth_failed',
  },
  { input: 'social login: the provider turned down our app credentials', expect: 'idp_oauth_failed' },

  // idp_metadata_invalid
  { input: 'the SAML file from Okta is not accepted', expect: 'idp_metadata_invalid' },
  { input: 'uploading the federation metadata XML says it is not signed', expect: 'idp_metadata_invalid' },
  {
    input: 'single sign-on setup: our IT sent an XML and the console says it is broken',
    expect: 'idp_metadata_invalid',
  },
  { input: 'it can not parse the entity descriptor xml from our ADFS', expect: 'idp_metadata_invalid' },

  // idp_already_configured
  { input: 'I try to add Google login but it says we have it already', expect: 'idp_already_configured' },
  { input: 'adding the same identity provider twice', expect: 'idp_already_configured' },
  {
    input: 'terraform wants to create the github provider again in a workspace which has one',
    expect: 'idp_already_configured',
  },
  {
    input: 'the SSO provider exists in this workspace, how do I change it instead of adding it?',
    expect: 'idp_already_configured',
  },

  // payment_method_required
  { input: 'can not upgrade, there is no credit card on the account', expect: 'payment_method_required' },
  { input: 'it asks me to add a card before I go Pro', expect: 'payment_method_required' },
  {
    input: 'we clicked upgrade and were told to enter payment details first',
    expect: 'payment_method_required',
  },
  { input: 'my card has expired, so switching to Pro does not work', expect: 'payment_method_required' },

  // subscription_past_due
  { input: 'our last invoice was not paid and now the account is locked', expect: 'subscription_past_due' },
  {
    input: 'renewal charge bounced, everything is frozen until we settle the bill',
    expect: 'subscription_past_due',
  },
  { input: 'overdue subscription', expect: 'subscription_past_due' },
  {
    input:
      'Accounting forgot to pay you this month, and the dashboard says we have to sort out the payment before going on',
    expect: 'subscription_past_due',
  },

  // signups_blocked
  {
    input: 'new users can not register any more because we reached our spending limit',
    expect: 'signups_blocked',
  },
  { input: 'sign up is closed since the budget for this month is used up', expect: 'signups_blocked' },
  {
    input: 'existing users log in fine but nobody new can create an account, something with a cap',
    expect: 'signups_blocked',
  },
  { input: 'how do I raise the spend cap so registrations open again', expect: 'signups_blocked' },

  // webhook_url_invalid
  { input: 'it does not accept my webhook address because it is plain http', expect: 'webhook_url_invalid' },
  { input: 'our hook endpoint only answers POST and registering it fails', expect: 'webhook_url_invalid' },
  {
    input: 'The endpoint for event notifications is refused, it says it did not respond to the HEAD check',
    expect: 'webhook_url_invalid',
  },
  {
    input: 'can I use an http webhook endpoint in staging? It says the url is bad',
    expect: 'webhook_url_invalid',
  },

  // webhook_secret_required
  { input: 'the webhook was registered but has no signing secret', expect: 'webhook_secret_required' },
  {
    input: 'webhook deliveries are not sent, the endpoint is missing its secret',
    expect: 'webhook_secret_required',
  },
  {
    input: 'we made a hook and never got a secret for checking the signatures',
    expect: 'webhook_secret_required',
  },
  {
    input: 'event endpoint exists yet the shared secret for it is empty, is that a bug of yours?',
    expect: 'webhook_secret_required',
  },

  // invalid_grant
  { input: 'the authorization code has already been used when I exchange it', expect: 'invalid_grant' },
  {
    input: 'exchanging the code for a token works the first time, on page reload it fails',
    expect: 'invalid_grant',
  },
  { input: 'my login code is too old by the time the backend redeems it', expect: 'invalid_grant' },
  {
    input: 'the redirect uri in the token call is not the same as in the authorize call',
    expect: 'invalid_grant',
  },
  {
    input: 'React strict mode runs my callback twice and the second token exchange is refused',
    expect: 'invalid_grant',
  },

  // invalid_client
  { input: 'the token endpoint does not know my client id', expect: 'invalid_client' },
  {
    input: 'I mixed up the client secrets of staging and production and the token endpoint refuses my app',
    expect: 'invalid_client',
  },
  { input: 'client authentication failed at the token endpoint', expect: 'invalid_client' },
  {
    input: 'typo in CLIENT_SECRET env var, oauth token call says wrong credentials',
    expect: 'invalid_client',
  },

  // unsupported_grant_type
  {
    input: 'can I use the password flow? the token endpoint says this grant is not enabled',
    expect: 'unsupported_grant_type',
  },
  { input: 'client_credentials is not switched on for my app', expect: 'unsupported_grant_type' },
  { input: 'the oauth flow I picked is not allowed for the application', expect: 'unsupported_grant_type' },
  {
    input: 'how can I enable the refresh token grant for our app? it is not supported now',
    expect: 'unsupported_grant_type',
  },

  // access_denied
  { input: 'I clicked cancel on the consent screen and now my app crashes', expect: 'access_denied' },
  { input: 'user pressed "Deny" when asked to share the profile', expect: 'access_denied' },
  {
    input: 'people who do not agree to the permissions come back to us with an error',
    expect: 'access_denied',
  },
  { input: 'what do we show when someone backs out of the authorization prompt?', expect: 'access_denied' },
  { input: 'the user declined consent', expect: 'access_denied' },
];
