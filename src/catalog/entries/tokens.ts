import type { AreaEntries } from './entry.ts';

export const tokens: AreaEntries<'tokens'> = {
  invalid_grant: {
    title: 'Authorization code not accepted',
    http_status: 400,
    http_status_note: 'RFC 6749 section 5.2.',
    meaning: 'The code expired, the redirect_uri does not match, or the code was used before.',
    causes: [
      'The authorization code expired before it was exchanged.',
      'The `redirect_uri` differs from that of the authorization request (slash, case, port, scheme).',
      'The code was exchanged before: double submit, reload, retry.',
      'The refresh token is expired or revoked (RFC 6749), or the PKCE `code_verifier` is wrong (RFC 7636).',
    ],
    fix: [
      'Send the user through the authorization request again for a fresh code.',
      'Exchange it once, at once, and from one place only.',
      'Send the very `redirect_uri` of the authorization request, byte for byte.',
    ],
    retry: {
      when: 'after_fix',
      note: 'The same code never works again. Starting a new authorization is safe.',
    },
    who: 'caller',
    symptoms: [
      'the authorization code expired',
      'token exchange fails after the login redirect',
      'code was already used',
      'redirect_uri mismatch when exchanging the code',
      'refresh token stopped working',
      'users get logged out and the refresh fails',
      'reloading the callback page breaks the login',
    ],
    example: 'The authorization code is expired or was used before.',
  },
  invalid_client: {
    title: 'Client authentication failed',
    http_status: 401,
    http_status_note:
      'RFC 6749 section 5.2: 401 if the client authenticated in the `Authorization` header; else it may be 400.',
    meaning: 'The client_id or the client secret is wrong.',
    causes: [
      'The client secret is mistyped, cut, or that of another app or environment.',
      'The client_id is not known on this instance.',
      'The credentials are sent in another way than expected (body or Basic header), or not encoded.',
    ],
    fix: [
      "Compare client_id and secret with the app's settings on the very instance that you call.",
      'Send them once: in the body, or as `Authorization: Basic base64(client_id:client_secret)`, not both.',
      'Request the token again.',
    ],
    retry: {
      when: 'after_fix',
      note: 'Fails until the credentials are right. Safe to repeat with the right ones.',
    },
    who: 'caller',
    symptoms: [
      'wrong client id or secret at the token endpoint',
      'client authentication failed',
      'the token endpoint does not know my app',
      'our app id is not recognised',
      'used the staging client id in production',
      'basic auth for the token request is refused',
    ],
    example: 'Client authentication failed.',
  },
  unsupported_grant_type: {
    title: 'Grant type not enabled for the app',
    http_status: 400,
    http_status_note: 'RFC 6749 section 5.2.',
    meaning: 'The grant type that you passed is not enabled for your app.',
    causes: [
      'The app asks for a grant type that is not enabled for it, e.g. `client_credentials` or `password`.',
      '`grant_type` is misspelt, missing, or sent as JSON instead of form-encoded.',
    ],
    fix: [
      'Send `grant_type` form-encoded and spelt exactly, e.g. `grant_type=authorization_code`.',
      "Compare it with the grant types that are enabled in the app's settings.",
      'Use an enabled grant, or have this one enabled for the app.',
    ],
    retry: {
      when: 'after_fix',
      note: 'Refused until the grant or the app changes. Safe to repeat after that.',
    },
    who: 'caller',
    symptoms: [
      'client credentials flow is not enabled',
      'password grant not allowed',
      'grant type is not supported',
      'device flow refused by the token endpoint',
      'machine to machine login is not switched on for the app',
      'the flow we use is not enabled',
    ],
    example: "The grant type 'client_credentials' is not enabled for this app.",
  },
  access_denied: {
    title: 'User aborted the consent',
    http_status: null,
    http_status_note:
      'It arrives as `error=access_denied` in the redirect to your redirect_uri (RFC 6749 section 4.1.2.1), not as a status.',
    meaning: 'The user aborted the consent.',
    causes: [
      'The user pressed cancel or closed the consent screen.',
      'The user did not want to grant one of the scopes that were asked for.',
    ],
    fix: [
      'Treat it as an answer, not a fault: show what was cancelled and offer to start again.',
      'Ask for fewer scopes, or explain before the consent screen why they are needed.',
      'If the user wants to go on, begin a new authorization request with a new `state`.',
    ],
    retry: { when: 'after_fix', note: 'Never repeat by itself: only the user may start the consent again.' },
    who: 'end_user',
    symptoms: [
      'the user clicked cancel on the consent screen',
      'consent was declined',
      'user refused to give permission to the app',
      'login window was closed before finishing',
      'someone said no on the permission page',
      'authorization aborted by the user',
    ],
    example: 'The user aborted the consent.',
  },
};
