import {
  acts,
  carried,
  dated,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

const SUSPENDED = [
  { words: 'workspace is suspended, write refused', since: 'suspended_at', why: 'suspension_reason', status: 403, code: 'workspace_suspended' },
  { words: 'tenant on hold: only reads are let through', since: 'onHoldSince', why: 'holdReason', status: 423, code: 'state_conflict' },
  { words: 'account state FROZEN does not admit mutations', since: 'account.frozen_on', why: 'account.frozen_for', status: 402, code: 'account_frozen' },
] as const; // biome-ignore format: a table

const HELD_FOR = ['chargeback_of_invoice_8812', 'terms_2026_not_accepted', 'owner_email_bounced'] as const;

const SEATS = [
  { words: 'no seat left', used: 'seats_used', of: 'seats_total', status: 409, code: 'seat_limit_reached' },
  { words: 'licence pool is exhausted', used: 'assignedLicences', of: 'purchasedLicences', status: 422, code: 'pro_required' },
  { words: 'invitation would exceed the contract', used: 'contract.taken', of: 'contract.size', status: 402, code: 'limit_exceeded' },
] as const; // biome-ignore format: a table

const DEMOTED = [
  { words: 'role does not carry this right', has: 'actor_role', needs: 'right', change: 'member role changed' },
  { words: 'policy: deny, no matching grant', has: 'principalRole', needs: 'wantedAction', change: 'grants recomputed after role update' },
  { words: 'actor may not do this any longer', has: 'actor.role', needs: 'actor.lacks', change: 'PATCH applied to membership' },
] as const; // biome-ignore format: a table

const REGIONS_REFUSED = [
  { words: 'region is not open to this workspace', asked: 'requested_region', open: 'allowed_regions' },
  { words: 'data residency rule says no', asked: 'targetLocation', open: 'residencyZones' },
  { words: 'placement rejected by tenant policy', asked: 'placement.region', open: 'placement.permitted' },
] as const;

const STEP_UP = [
  { words: 'second factor is required for this action', age: 'mfa_age_s', max: 'mfa_max_age_s', code: 'mfa_required' },
  { words: 'assurance level aal1, route wants aal2', age: 'lastChallengeAgeSec', max: 'freshForSec', code: 'insufficient_user_authentication' },
  { words: 'step-up needed: proof is too old', age: 'proof.age', max: 'proof.max_age', code: 'unauthorized' },
] as const; // biome-ignore format: a table

const ADDRESS_QUOTAS = [
  { words: 'per-address quota is used up', peer: 'remote_addr', limit: 'per_ip_limit', tenants: 'workspaces_behind_ip' },
  { words: 'source throttled, not the tenant', peer: 'sourceAddress', limit: 'addressLimit', tenants: 'tenantsOnAddress' },
  { words: 'bucket ip:v4 empty while bucket tenant is fine', peer: 'bucket.ip', limit: 'bucket.size', tenants: 'bucket.shared_by' },
] as const; // biome-ignore format: a table

const ARCHIVED = [
  { words: 'project is archived and takes no changes', since: 'archived_at', by: 'archived_by' },
  { words: 'write to a shelved board', since: 'shelvedOn', by: 'shelvedBy' },
  { words: 'object is sealed (archive tier)', since: 'archive.sealed', by: 'archive.actor' },
] as const;

/** Refused for what the workspace or the person is allowed just now. */
export const TURNED_AWAY: readonly Kind[] = [
  {
    name: 'workspace-suspended',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, since, why, status, code } = random.pick(SUSPENDED);
      const reason = random.pick(HELD_FOR);
      const id = scene.newId();
      const when = scene.stamp(-random.int(2, 40) * 3_600_000);
      scene.explain('tenancy', 5, random.pick(['info', 'warn']), words, id, { [since]: when, [why]: reason });
      scene.exchange({ id, method: 'POST', path: '/v1/articles', status, ms: 9, code, message: 'Not now.' });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('for what reason', reason),
          dated('since when', when),
          carried('no'),
          acts('workspace_owner', 'caller'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'seat-limit',
    half: 'd',
    // An invitation shortly before took the last seat.
    tell(scene) {
      const { random } = scene;
      const { words, used, of, status, code } = random.pick(SEATS);
      const [before, id] = [scene.newId(), scene.newId()];
      const seats = random.int(11, 240);
      const gap = random.int(8_000, 70_000);
      const invite = { method: 'POST', path: '/v1/invitations' };
      scene.explain('seats', -gap + 40, 'info', 'seat taken', before, { [used]: seats, [of]: seats });
      scene.exchange({ id: before, at: -gap, ...invite, status: 201, ms: 52 });
      scene.explain('seats', 11, random.pick(['info', 'warn']), words, id, { [used]: seats, [of]: seats });
      scene.exchange({ id, ...invite, status, ms: 15, code, message: 'The invitation was not sent.' });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how many seats there are', `${of}|seats|licences|size|of|limit`, seats),
          relates('the invitation that took the last one, which got 201', before, 201),
          carried('no'),
          acts('workspace_owner', 'caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'role-changed-before',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, has, needs, change } = random.pick(DEMOTED);
      const [changed, id] = [scene.newId(), scene.newId()];
      const person = scene.newName('usr');
      const gap = random.int(20_000, 240_000);
      const role = random.pick(['viewer', 'guest', 'billing_only']);
      const right = random.pick(['branding.write', 'keys.rotate', 'members.remove']);
      const admin = { ip: '198.51.100.201', agent: 'admin-console/2.4' };
      scene.explain('access', -gap + 20, 'info', change, changed, {
        member: person,
        from: 'admin',
        to: role,
      });
      scene.exchange({
        id: changed,
        at: -gap,
        method: 'PATCH',
        path: `/v1/memberships/${person}`,
        status: 200,
        ms: 44,
        client: admin,
      });
      scene.explain('access', 4, random.pick(['info', 'warn']), words, id, {
        member: person,
        [has]: role,
        [needs]: right,
        // Some services keep the request that changed it beside the role, others leave it to be found.
        ...(random.chance(0.5) && { role_set_by_request: changed }),
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/keys/rotate',
        status: 403,
        ms: 8,
        code: random.pick(['forbidden_by_scope', 'forbidden']),
        message: 'You may not do this.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the role that the person has now', `${has}|role|has|is|to`, role),
          says('the right that is missing', right),
          relates('the request that changed the role', changed),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'region-not-allowed',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, asked, open } = random.pick(REGIONS_REFUSED);
      const id = scene.newId();
      const [wanted = '', ...others] = random.shuffled(['eu-north-2', 'us-gov-1', 'ap-east-3', 'sa-south-1']);
      const list = others.slice(0, 2).join(random.pick([',', ' ', '|']));
      scene.explain('placement', 13, random.pick(['info', 'warn']), words, id, {
        [asked]: wanted,
        [open]: list,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/instances',
        status: random.pick([403, 422]),
        ms: 19,
        code: random.pick(['region_not_allowed', 'validation_failed']),
        message: 'No instance was made.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the region asked for', `${asked}|region|location|asked|requested`, wanted),
          tells('the regions that are open', `${open}|allowed|permitted|zones|open`, others[0] ?? ''),
          carried('no'),
          acts('caller', 'workspace_owner'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'second-factor-too-old',
    half: 'd',
    // The person proves it again, and the same call goes through.
    tell(scene) {
      const { random, browser } = scene;
      const { words, age, max, code } = random.pick(STEP_UP);
      const [id, again] = [scene.newId(), scene.newId()];
      const limit = random.pick([300, 600, 900]);
      const old = limit + random.int(40, 4_000);
      const gap = random.int(15_000, 80_000);
      const call = { method: 'PUT', path: '/v1/payout-account', client: browser };
      scene.explain('identity', 3, 'info', words, id, { [age]: old, [max]: limit });
      scene.exchange({ id, ...call, status: 401, ms: 7, code, message: 'Sign in again.' });
      scene.log('identity', gap - 2_000, 'info', 'challenge passed', { fields: { factor: 'totp' } });
      scene.exchange({ id: again, at: gap, ...call, status: 200, ms: 66 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how old the proof was', `${age}|age|old|ago`, old),
          tells('how old it may be', `${max}|max\\w*|fresh\\w*|limit|allowed|at most`, limit),
          relates('the later call, which got 200', again, 200),
          carried('no'),
          acts('end_user', 'caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'address-quota-shared',
    half: 'd',
    // The workspace did little; others behind the same address used the quota up.
    tell(scene) {
      const { random, client } = scene;
      const { words, peer, limit, tenants } = random.pick(ADDRESS_QUOTAS);
      const id = scene.newId();
      const most = random.pick([240, 500, 1_500]);
      const sharing = random.int(5, 19);
      const wait = random.int(11, 55);
      scene.explain('shield', 1, 'info', words, id, {
        [peer]: client.ip,
        [limit]: most,
        [tenants]: sharing,
      });
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/catalogue',
        status: 429,
        ms: 3,
        code: 'rate_limited',
        message: 'Slow down.',
        edge: { headers: { 'Retry-After': wait } },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('which address', `${peer}|address|ip|client|peer|from`, client.ip),
          tells('its limit', `${limit}|limit|size|quota`, most),
          tells('how many share it', `${tenants}|shared?|workspaces|tenants|behind`, sharing),
          shows(
            'how long to wait',
            'line',
            new RegExp(`retry[-_ ]?after\\W{0,4}"?${wait}\\b|\\b${wait} ?s`, 'i'),
          ),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'resource-archived',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, since, by } = random.pick(ARCHIVED);
      const id = scene.newId();
      const project = scene.newName('prj', 8);
      const when = scene.stamp(-random.int(30, 900) * 60_000);
      const actor = random.pick(['retention-policy-90d', 'usr_m4rta', 'nightly-cleanup']);
      scene.explain('boards', 6, 'info', words, id, { project, [since]: when, [by]: actor });
      scene.exchange({
        id,
        method: 'PATCH',
        path: `/v1/projects/${project}`,
        status: random.pick([409, 410]),
        ms: 12,
        code: random.pick(['state_conflict', 'resource_archived']),
        message: 'Not changed.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          dated('since when', when),
          tells('who archived it', `${by}|by|actor`, actor),
          carried('no'),
          acts('caller', 'workspace_owner'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
];
