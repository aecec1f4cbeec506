import {
  acts,
  carried,
  claims,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

const HOUR_MS = 3_600_000;

function day(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export const CREDENTIALS: readonly Kind[] = [
  {
    name: 'scope-missing',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const [needed, held] = random.pick([
        ['apps:write', 'apps:read users:read'],
        ['webhooks:manage', 'webhooks:read'],
        ['users.delete', 'users.read users.update'],
        ['idp:admin', 'idp:read'],
      ] as const);
      const [want, have] = random.pick([
        ['required', 'granted'],
        ['required_scope', 'token_scopes'],
        ['needs', 'has'],
      ] as const);
      scene.explain('auth', 5, 'warn', random.pick(['insufficient scope', 'token lacks a scope']), id, {
        [want]: needed,
        [have]: held,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/apps',
        status: 403,
        code: 'forbidden_by_scope',
        message: 'Your token lacks scope for this action.',
      });
      return {
        call: { request_id: id },
        facts: [
          tells('the scope it needs', `${want}|requir\\w+|needs?|lacks|missing`, needed),
          shows('the scopes it has', 'line', new RegExp(held.split(' ').join('\\W+'))),
          acts('caller', 'workspace_owner'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'key-retired',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const [old, current] = [`kid-${random.hex(6)}`, `kid-${random.hex(6)}`];
      const retired = day(scene.start - random.int(3, 90) * HOUR_MS);
      const words = random.pick([`signing key ${old} was retired`, `unknown kid ${old}: retired`]);
      scene.explain('auth', 6, 'warn', words, id, { kid: old, retired_at: retired, active_kids: current });
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/apps',
        status: 401,
        code: 'invalid_token',
        message: 'The token does not verify.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('when it was retired', 'retired\\w*', retired.slice(0, 16)),
          tells('the key in use', 'active\\w*|current|in use|use', current),
          acts('caller'),
          carried('no'),
        ].map((fact) =>
          fact.name === 'when it was retired'
            ? shows(fact.name, 'line', new RegExp(retired.slice(0, 16)))
            : fact,
        ),
        never: [
          SUCCEEDED,
          claims('says that the token expired', /token (?:has )?expired/i),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'secret-rotated-grace',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const rotation = scene.newId();
      const id = scene.newId();
      const app = scene.newName('app');
      const hours = random.int(26, 70);
      const grace = 24;
      const rotated = day(scene.start - hours * HOUR_MS);
      scene.exchange({
        id: rotation,
        at: -hours * HOUR_MS,
        method: 'POST',
        path: `/v1/apps/${app}/secret/rotate`,
        status: 200,
        client: { ip: '198.51.100.200', agent: 'admin-console/2.4' },
      });
      const words = random.pick([
        'secret was rotated and its grace is over',
        'old client secret presented after grace',
      ]);
      scene.explain('auth', 8, 'warn', words, id, {
        app,
        rotated_at: rotated,
        grace_hours: grace,
        rotated_by_request: rotation,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/tokens',
        status: 401,
        code: 'client_secret_revoked',
        message: 'The secret is no longer valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          shows('when it was rotated', 'line', new RegExp(rotated.slice(0, 16))),
          tells('the grace', 'grace\\w*', grace),
          relates('the request that rotated it', rotation),
          acts('caller', 'workspace_owner'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'token-from-the-future',
    half: 'b',
    // The client's clock is ahead: the token's `iat` has not come yet.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const ahead = random.int(95, 900);
      const words = random.pick(['token used before it was issued', 'iat is in the future']);
      scene.explain('auth', 4, 'warn', words, id, {
        iat: day(scene.start + ahead * 1_000),
        skew_s: ahead,
        max_skew_s: 60,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/tokens',
        status: 401,
        code: 'invalid_token',
        message: 'The token is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('by how much', 'skew\\w*|ahead|future', ahead),
          shows('a clock is wrong', 'conclusion', /\bclocks?\b/i),
          acts('caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims('says that the token expired', /token (?:has )?expired/i),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'idp-certificate-expired',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const host = `sso.${scene.workspace}.example`;
      const ended = day(scene.start - random.int(1, 60) * HOUR_MS);
      const words = random.pick([
        `x509: certificate has expired or is not yet valid`,
        'PKIX path validation failed: validity check failed',
        'certificate verify failed: certificate has expired',
      ]);
      scene.explain('idp-gateway', 61, 'error', `metadata fetch failed: ${words}`, id, {
        host,
        not_after: ended,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/idps',
        status: 422,
        ms: 88,
        code: 'idp_metadata_invalid',
        message: 'The metadata could not be read.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the host', host),
          shows('when it ended', 'line', new RegExp(ended.slice(0, 10))),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the XML is unsigned',
            /(?:^|[.-] )the (?:XML|metadata) (?:is|was) (?:malformed|unsigned)/im,
          ),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'idp-refused-credentials',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const provider = random.pick(['google', 'github', 'microsoft']);
      const [answer, words] = random.pick([
        ['invalid_client', 'The OAuth client was disabled.'],
        ['unauthorized_client', 'Application not found in the directory.'],
        ['incorrect_client_credentials', 'The secret passed is incorrect.'],
      ] as const);
      scene.explain('idp-gateway', 180, 'warn', `token endpoint answered 401: ${words}`, id, {
        provider,
        provider_error: answer,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: `/v1/idps/${provider}/test`,
        status: 400,
        ms: 211,
        code: 'idp_oauth_failed',
        message: 'The provider rejected the credentials.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the provider', 'provider|endpoint', provider),
          says("the provider's error", answer),
          acts('workspace_owner', 'caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform')],
      };
    },
  },
];
