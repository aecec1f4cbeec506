import { type AreaEntries, NO_STATUS } from './entry.ts';

export const apps: AreaEntries<'apps'> = {
  redirect_uri_invalid: {
    title: 'Redirect URI is not acceptable',
    ...NO_STATUS,
    meaning: 'The redirect URI is not a valid URL, or uses a forbidden scheme.',
    causes: [
      'It is not an absolute URL: the scheme or the host is missing (`app.example.com/cb`).',
      'Its scheme is forbidden; the platform does not document which are, `https` is the safe one.',
      'It holds a space, a wildcard, a fragment or an unfilled placeholder such as `{HOST}`.',
    ],
    fix: [
      'Register a full URL such as `https://app.example.com/callback`.',
      'Take out fragments (`#…`, RFC 6749 section 3.1.2), wildcards, spaces and placeholders.',
      'Save the app again, then use that very URI in the authorization request.',
    ],
    retry: {
      when: 'after_fix',
      note: 'The same URI is always refused. Safe to repeat with a corrected one.',
    },
    who: 'caller',
    symptoms: [
      'the callback URL is not accepted',
      'cannot save the redirect URL of my app',
      'custom scheme for the mobile app is refused',
      'redirect address is not a valid URL',
      'wildcard in the callback is not allowed',
      'callback without https:// in front',
    ],
    example: "'myapp://callback' is not a valid redirect URI: the scheme is not allowed.",
  },
  redirect_uri_localhost_only_dev: {
    title: 'localhost redirect URI outside development',
    ...NO_STATUS,
    meaning:
      '`http://localhost` redirect URIs are for development only; Pro and higher plans allow an override.',
    causes: [
      'An app that is not for development has an `http://localhost` redirect URI.',
      'The local configuration was deployed.',
    ],
    fix: [
      'Register the deployed https address, e.g. `https://app.example.com/callback`.',
      'Keep `http://localhost` for an app that is used in development only.',
      'If localhost must stay, have the workspace owner go to Pro or higher and allow the override.',
    ],
    retry: {
      when: 'after_fix',
      note: 'Refused until the URI or the plan changes. Safe to repeat after that.',
    },
    who: 'caller',
    symptoms: [
      'localhost callback works in dev but not in production',
      'cannot use http://localhost as redirect',
      'my local redirect is refused on the live app',
      'login redirect to my own machine is not allowed',
      'http localhost only for development',
      'testing locally against the production app',
    ],
    example: "'http://localhost:3000/callback' is allowed in development only.",
  },
  client_secret_revoked: {
    title: 'Client secret was rotated',
    ...NO_STATUS,
    meaning: 'The client secret is no longer valid: it was rotated more than 24 h ago.',
    causes: [
      'The secret was rotated more than 24 h ago and something still sends the old one.',
      'A secret manager, CI variable or container image still holds the old secret.',
      'A colleague rotated it without telling everyone who uses it.',
    ],
    fix: [
      'Put the current secret wherever the old one is: servers, workers, CI, secret manager.',
      'Restart what loaded the old secret at start.',
      'If nobody has the current secret, rotate once more and roll it out within 24 h.',
    ],
    retry: {
      when: 'after_fix',
      note: 'The old secret never works again. Safe to repeat with the current one.',
    },
    who: 'caller',
    symptoms: [
      'everything broke the day after we rotated the client secret',
      'the old secret stopped working',
      'secret is no longer valid',
      'one server still uses the previous secret',
      'the app credentials were rotated yesterday',
      'secret revoked',
    ],
    example: 'This client secret was revoked: it was rotated more than 24h ago.',
  },
};
