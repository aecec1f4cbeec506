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

const CONSOLE = { ip: '198.51.100.200', agent: 'admin-console/2.4' };

/** How token endpoints write that the verifier is not the one that the challenge was made of. */
const PKCE = [
  { words: 'code_verifier does not hash to the stored challenge', how: 'challenge_method', from: 'authorize_request' },
  { words: 'PKCE check failed', how: 'pkceMethod', from: 'authorizedIn' },
  { words: 'verifier/challenge mismatch at redemption', how: 'pkce.method', from: 'pkce.challenge_from' },
] as const; // biome-ignore format: a table

/** How token endpoints write that a refresh token came a second time. */
const REPLAYED = [
  { words: 'rotated refresh grant came back, whole family shut', family: 'family', first: 'rotated_in_request' },
  { words: 'refresh reuse detected; session chain terminated', family: 'grantChain', first: 'consumedBy' },
  { words: 'generation 3 presented while 4 is live', family: 'grant.family', first: 'grant.generation_4_from' },
] as const; // biome-ignore format: a table

/** How a service provider writes that an assertion was made for someone else. */
const AUDIENCES = [
  { words: 'assertion is meant for somebody else', ours: 'sp_entity_id', theirs: 'assertion_audience', status: 403, code: 'saml_assertion_invalid' },
  { words: 'AudienceRestriction does not list this service provider', ours: 'expectedAudience', theirs: 'receivedAudience', status: 401, code: 'unauthorized' },
  { words: 'audience check did not pass', ours: 'saml.sp', theirs: 'saml.audience', status: 400, code: 'idp_metadata_invalid' },
] as const; // biome-ignore format: a table

const MODES = [
  { words: 'credential belongs to another environment', key: 'key_env', asked: 'host_env', names: ['sandbox', 'production'] },
  { words: 'mode mismatch between key and endpoint', key: 'keyMode', asked: 'endpointMode', names: ['test', 'live'] },
  { words: 'key is unknown to this stage, found in a sibling', key: 'key.stage', asked: 'request.stage', names: ['staging', 'prod'] },
] as const; // biome-ignore format: a table

const ORIGINS = [
  { words: 'origin is not on the list', sent: 'origin', listed: 'allowed_origins' },
  { words: 'CORS: preflight denied', sent: 'requestOrigin', listed: 'permittedOrigins' },
  { words: 'cross-origin call dropped, no rule matches', sent: 'cors.origin', listed: 'cors.rules' },
] as const;

const NETWORKS = [
  { words: 'source address is outside of every permitted range', from: 'client_ip', ranges: 'permitted_cidrs', by: 'ranges_set_in' },
  { words: 'ip policy verdict: deny', from: 'sourceIp', ranges: 'policyRanges', by: 'policyChangedBy' },
  { words: 'network rule 4 said no', from: 'net.peer', ranges: 'rule.cidrs', by: 'rule.written_by' },
] as const; // biome-ignore format: a table

export const GRANTS: readonly Kind[] = [
  {
    name: 'pkce-mismatch',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, how, from } = random.pick(PKCE);
      const id = scene.newId();
      const begun = scene.newId();
      const gap = random.int(3_000, 40_000);
      const { browser } = scene;
      const stored = random.pick(['challenge stored', 'authorization begun', 'login page shown']);
      scene.explain('oauth', -gap + 9, 'info', stored, begun, { [how]: 'S256' });
      scene.exchange({
        id: begun,
        at: -gap,
        method: 'GET',
        path: '/oauth/authorize',
        status: 302,
        client: browser,
      });
      const fields = { [how]: 'S256', verifier_length: random.int(20, 42), [from]: begun };
      scene.explain('oauth', 10, 'warn', words, id, fields);
      scene.exchange({
        id,
        method: 'POST',
        path: '/oauth/token',
        status: 400,
        code: 'invalid_grant',
        message: 'The grant is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the method', `${how}|method|challenge|hash\\w*`, 'S256'),
          relates('the request that began it', begun, 302),
          acts('caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the code expired',
            /\b(?:the|this) (?:authorization )?code (?:has |had )?expired/i,
          ),
          claims(
            'says that the code was used before',
            /\b(?:the|this) (?:authorization )?code (?:was|had been|has been) (?:already )?(?:used|redeemed|exchanged)/i,
          ),
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'refresh-token-replayed',
    half: 'c',
    // Two processes of one client share a refresh token; the slower one comes with the rotated one.
    tell(scene) {
      const { random } = scene;
      const { words, family, first } = random.pick(REPLAYED);
      const id = scene.newId();
      const faster = scene.newId();
      const chain = scene.newName('fam', 8);
      const gap = random.int(400, 20_000);
      const refresh = { method: 'POST', path: '/oauth/token' };
      scene.explain('oauth', -gap + 14, 'info', 'refresh rotated', faster, { [family]: chain });
      scene.exchange({ id: faster, at: -gap, ...refresh, status: 200 });
      scene.explain('oauth', 9, 'warn', words, id, { [family]: chain, [first]: faster });
      const ended = random.int(2, 7);
      scene.explain('sessions', 15, 'info', `${ended} sessions ended`, id, { [family]: chain });
      scene.exchange({
        id,
        ...refresh,
        status: 400,
        code: 'invalid_grant',
        message: 'The grant is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the request that had used it, which got 200', faster, 200),
          shows(
            'what it brought down',
            'line',
            new RegExp(`\\b${ended} sessions? (?:\\w+ )?ended|\\bended ${ended} sessions`, 'i'),
          ),
          acts('caller', 'end_user'),
        ],
        never: [SUCCEEDED, ...neverActs('platform')],
      };
    },
  },
  {
    name: 'saml-audience',
    half: 'c',
    tell(scene) {
      const { random, workspace } = scene;
      const { words, ours, theirs, status, code } = random.pick(AUDIENCES);
      const id = scene.newId();
      const wanted = `https://id.platform.example/sp/${workspace}`;
      const got = random.pick([
        `https://id.platform.example/sp/${workspace}-old`,
        `https://staging.platform.example/sp/${workspace}`,
        'urn:amazon:webservices',
      ]);
      scene.explain('idp-gateway', 12, 'info', 'response signature ok', id);
      scene.explain('idp-gateway', 19, 'warn', words, id, { [ours]: wanted, [theirs]: got });
      scene.exchange({
        id,
        method: 'POST',
        path: '/saml/acs',
        status,
        client: scene.browser,
        code,
        message: 'The sign-in did not succeed.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the audience that came', `${theirs}|audience|got|received|sent`, got),
          tells('the audience that is expected', `${ours}|expect\\w*|want\\w*|need\\w*|should|our`, wanted),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the signature is wrong',
            /\b(?:response|assertion|XML|metadata) (?:is|was) (?:malformed|unsigned|not signed)(?! or)/i,
          ),
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'key-of-another-environment',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, key, asked, names } = random.pick(MODES);
      const [own, other] = random.shuffled(names);
      const id = scene.newId();
      const fields = { key_id: scene.newName('key', 6), [key]: own ?? '', [asked]: other ?? '' };
      scene.explain('auth', 4, random.pick(['info', 'warn']), words, id, fields);
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/customers',
        status: 401,
        ms: 8,
        code: random.pick(['unauthorized', 'invalid_token', 'wrong_environment']),
        message: 'Not accepted.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('which key', 'key', fields.key_id),
          tells('where the key belongs', `${key}|key|credential`, own ?? ''),
          tells('where it was used', `${asked}|host|endpoint|request|here|used|sent|called`, other ?? ''),
          acts('caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that it expired',
            /\b(?:the|this|your) (?:token|key|credential) (?:has |is |had )?expired(?! or)/i,
          ),
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'origin-not-allowed',
    half: 'c',
    tell(scene) {
      const { random, workspace } = scene;
      const { words, sent, listed } = random.pick(ORIGINS);
      const id = scene.newId();
      const [mine = '', theirs = ''] = random.pick([
        [`https://www.${workspace}.example`, `https://app.${workspace}.example`],
        [`https://${workspace}.preview.example`, `https://${workspace}.example`],
        ['http://127.0.0.1:5173', `https://app.${workspace}.example`],
      ]);
      scene.explain('gateway', 2, 'info', words, id, { [sent]: mine, [listed]: theirs });
      scene.exchange({
        id,
        method: 'OPTIONS',
        path: '/v1/embeds',
        status: 403,
        ms: 3,
        client: scene.browser,
        code: random.pick(['origin_not_allowed', 'cors_denied']),
        message: 'Not from here.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the origin that came', `${sent}|origin|from|sent`, mine),
          tells('what is listed', `${listed}|allow\\w*|permit\\w*|list\\w*|rules?|only`, theirs),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'address-shut-out-by-a-change',
    half: 'c',
    // An administrator narrowed the permitted addresses minutes before.
    tell(scene) {
      const { random, client } = scene;
      const { words, from, ranges, by } = random.pick(NETWORKS);
      const id = scene.newId();
      const change = scene.newId();
      const cidrs = `10.${random.int(1, 99)}.0.0/16`;
      const before = random.int(120_000, 1_500_000);
      const settings = '/v1/settings/network';
      const saved = random.pick(['network rules replaced', 'ip policy saved', 'allow list updated']);
      scene.explain('policy', -before + 20, 'info', saved, change, { [ranges]: cidrs });
      scene.exchange({
        id: change,
        at: -before,
        method: 'PUT',
        path: settings,
        status: 200,
        client: CONSOLE,
      });
      const fields = { [from]: client.ip, [ranges]: cidrs, [by]: change };
      scene.explain('policy', 3, 'warn', words, id, fields);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/payouts',
        status: 403,
        ms: 6,
        code: random.pick(['ip_not_allowed', 'network_denied', 'access_denied']),
        message: 'Not permitted.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the address', `${from}|address|ip|from|peer|source`, client.ip),
          tells('what is permitted', `${ranges}|permit\\w*|allow\\w*|ranges?|only`, cidrs),
          relates('the request that set it, which got 200', change, 200),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
];
