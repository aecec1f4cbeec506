import {
  acts,
  carried,
  claims,
  counts,
  FAILED,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

/** The platform's own role is refused by a service that it uses. */
const OWN_ROLE = [
  { words: 'is not authorized to perform: kms:Decrypt', lead: 'AccessDeniedException: role exporter-prod ', key: 'aws_error' },
  { words: "PERMISSION_DENIED: exporter-prod lacks 'storage.objects.create' on the bucket", lead: 'rpc failed, ', key: 'grpcStatus' },
  { words: 'vault policy exporter-prod grants no read on kv/exports', lead: '403 from secrets backend: ', key: 'vault.status' },
] as const; // biome-ignore format: a table

/** A provider limits the platform as a whole. */
const PROVIDERS = [
  { words: 'registrar throttles us', who: 'provider', answered: 'provider_status', wait: 'retry_after_s' },
  { words: 'account-wide send quota at the mail relay is hit', who: 'relayHost', answered: 'relayStatus', wait: 'backoffSec' },
  { words: 'partner API says slow down, shared key over its budget', who: 'peer.host', answered: 'peer.status', wait: 'peer.retry_after' },
] as const; // biome-ignore format: a table

const POOLS = [
  { words: 'timed out acquiring a connection, 20 of 20 checked out', holder: 'longest_holder', held: 'longest_ms' },
  { words: 'HikariPool-1 - Connection is not available, request timed out after 3000ms', holder: 'oldestCheckoutBy', held: 'oldestCheckoutMs' },
  { words: 'QueuePool limit of size 20 overflow 0 reached', holder: 'pool.top_holder', held: 'pool.top_holder_ms' },
] as const; // biome-ignore format: a table

const READ_ONLY = [
  { words: 'cannot execute INSERT in a read-only transaction', event: 'promoted a replica, old leader demoted', node: 'pg_host' },
  { words: 'The MySQL server is running with the --read-only option so it cannot execute this statement', event: 'primary switched, old one set read-only', node: 'mysqlHost' },
  { words: 'NotWritablePrimary: not primary while writing', event: 'election won by another member, stepping down', node: 'mongo.host' },
] as const; // biome-ignore format: a table

const CANARIES = [
  { words: "unknown enum value 'SEAT_PLUS'", build: 'build', start: 'canary receives 5 % of traffic' },
  { words: 'assignment to entry in nil map', build: 'appVersion', start: 'weighted rollout began, weight 10' },
  { words: 'plan.tiers is not iterable', build: 'service.version', start: 'blue/green: green takes a tenth' },
] as const; // biome-ignore format: a table

const STALE = [
  { words: 'served the cached copy, invalidation was lost', age: 'age_s', behind: 'newer_write' },
  {
    words: 'stale-while-revalidate hit, revalidation failed',
    age: 'cacheAgeSec',
    behind: 'lastWriteRequest',
  },
  { words: 'edge copy is behind origin', age: 'cache.age', behind: 'cache.missed_write' },
] as const;

export const BEHIND_THE_API: readonly Kind[] = [
  {
    name: 'own-role-refused',
    half: 'c',
    // Reads like a missing scope, but it is the platform's own role that lacks a right.
    tell(scene) {
      const { random } = scene;
      const { words, lead, key } = random.pick(OWN_ROLE);
      const id = scene.newId();
      const bundle = scene.newName('bdl', 8);
      scene.explain('auth', 3, 'info', 'scopes ok', id, { granted: 'bundles:write' });
      scene.explain('bundler', 70, 'error', `${lead}${words}`, id, { [key]: 403, bundle });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/bundles',
        ...random.pick([
          { status: 500, code: 'internal_error' },
          { status: 502, code: 'upstream_error' },
        ]),
        ms: 91,
        message: 'It did not work.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('whose role it is', 'exporter-prod'),
          acts('platform'),
        ],
        never: [
          SUCCEEDED,
          claims(
            "says that the caller's token lacks a scope",
            /\b(?:your|the caller's|the client's|the) token (?:lacks|has no|is missing|needs)\b/i,
          ),
          ...neverActs('caller', 'workspace_owner'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'provider-limits-the-platform',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, who, answered, wait } = random.pick(PROVIDERS);
      const id = scene.newId();
      const host = `api.${random.pick(['names', 'relay', 'partner'])}-${random.chars(4)}.example`;
      const seconds = random.int(61, 290);
      const fields = { [who]: host, [answered]: 429, [wait]: seconds };
      scene.explain('outbound', 210, random.pick(['warn', 'error']), words, id, fields);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/domain-orders',
        ...random.pick([
          { status: 502, code: 'upstream_error' },
          { status: 503, code: 'service_unavailable' },
        ]),
        ms: 230,
        message: 'Not now.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the host', host),
          tells('what it answered', `${answered}|answered|status|said|replied|HTTP|with`, 429),
          tells('how long it wants us to wait', `${wait}|retry|wait|back-?off|after|in`, seconds),
          acts('platform'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the caller sent too many',
            /\b(?:you|the caller|the client|this client|your client) (?:has |have )?(?:sent|made|called|exceeded)[^\n.]{0,30}(?:too (?:many|often)|limit|quota)/i,
          ),
          ...neverActs('caller', 'workspace_owner'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'pool-held-by-one-request',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, holder, held } = random.pick(POOLS);
      const holding = scene.newId();
      const others = random.int(4, 12);
      const step = random.int(500, 1_600);
      const mine = random.int(1, others - 1);
      const since = random.int(30_000, 80_000);
      let id = '';
      scene.explain('insights', -since + 60, 'info', 'cohort query sent', holding, { connections: 18 });
      for (let nth = 0; nth <= others; nth++) {
        const one = scene.newId();
        if (nth === mine) id = one;
        const at = (nth - mine) * step;
        const fields = { [holder]: holding, [held]: since + at };
        scene.explain('tags', at + 3_004, 'error', words, one, fields);
        scene.exchange({
          id: one,
          at,
          method: 'POST',
          path: '/v1/tags',
          status: 503,
          ms: 3_020,
          code: 'service_unavailable',
          message: 'Not now.',
        });
      }
      const ms = since + others * step + random.int(5_000, 20_000);
      const cohorts = { method: 'GET', path: '/v1/insights/cohorts' };
      scene.exchange({ id: holding, at: -since, ...cohorts, status: 200, ms });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the request that holds the connections, which got 200', holding, 200),
          counts('how many others failed alike', others),
          acts('platform'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'write-after-failover',
    half: 'c',
    // The service still holds a connection to the old primary; seconds later the same call works.
    tell(scene) {
      const { random } = scene;
      const { words, event, node } = random.pick(READ_ONLY);
      const id = scene.newId();
      const retry = scene.newId();
      const host = `notes-db-${random.int(1, 9)}`;
      const gap = random.int(3_000, 25_000);
      const create = { method: 'POST', path: '/v1/notes' };
      const before = random.int(900, 6_000);
      scene.log('db-operator', -before, 'warn', event, { fields: { [node]: host } });
      scene.explain('notes', 14, 'error', words, id, { [node]: host });
      scene.exchange({
        id,
        ...create,
        status: 500,
        ms: 25,
        code: 'internal_error',
        message: 'Internal error.',
      });
      const stored = random.pick(['note stored', 'note row written', 'INSERT ok']);
      scene.explain('notes', gap + 18, 'info', stored, retry, { [node]: `${host}-b` });
      scene.exchange({ id: retry, at: gap, ...create, status: 201, ms: 33 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the host', `${node}|host|on|at|database`, host),
          shows('the switch before it', 'other', says('', event).pattern),
          relates('the retry, which got 201', retry, 201),
          carried('no'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'only-the-new-build-fails',
    half: 'c',
    tell(scene) {
      const { random, workspace } = scene;
      const { words, build, start } = random.pick(CANARIES);
      const [old, fresh] = [`4.${random.int(10, 40)}.0`, `4.${random.int(41, 60)}.0-rc.${random.int(1, 9)}`];
      const others = random.int(5, 14);
      const step = random.int(2_000, 9_000);
      const read = { method: 'GET', path: '/v1/quotes' };
      scene.log('deployer', -others * step - 20_000, 'info', start, { fields: { [build]: fresh } });
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        id = scene.newId();
        const at = (nth - others) * step;
        scene.log('quotes', at + 8, 'error', words, { id, fields: { workspace, [build]: fresh } });
        const failure = { status: 500, code: 'internal_error', message: 'Internal error.' };
        scene.exchange({ id, at, ...read, ...failure, ms: 15 });
        const fine = scene.newId();
        const later = at + Math.round(step / 2);
        scene.log('quotes', later + 8, 'info', 'quote priced', {
          id: fine,
          fields: { workspace, [build]: old },
        });
        scene.exchange({ id: fine, at: later, ...read, status: 200, ms: 15 });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the build that fails', `${build}|build|version|release`, fresh),
          shows('what began before', 'other', says('', start).pattern),
          counts('how many others failed alike', others),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'stale-answer',
    half: 'c',
    // A 200 with an old value: the caller's own write is not in it.
    tell(scene) {
      const { random } = scene;
      const { words, age, behind } = random.pick(STALE);
      const id = scene.newId();
      const write = scene.newId();
      const path = `/v1/menus/${scene.newName('mnu', 6)}`;
      const since = random.int(4_000, 50_000);
      const seconds = Math.ceil(since / 1_000) + random.int(60, 900);
      const stored = random.pick(['menu stored', 'menu row updated', 'write ok']);
      scene.explain('menus', -since + 30, 'info', stored, write);
      scene.exchange({ id: write, at: -since, method: 'PUT', path, status: 200, ms: 41 });
      scene.explain('cache', 3, random.pick(['info', 'warn']), words, id, {
        [age]: seconds,
        [behind]: write,
      });
      scene.exchange({ id, method: 'GET', path, status: 200, ms: 7 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how old the copy is', `${age}|age|old|stale|seconds|copy`, seconds),
          relates('the write that is not in it, which got 200', write, 200),
          shows(
            'that it succeeded',
            'conclusion',
            /"ended":\s*"succeeded"|\bsucceeded\b|\bno error\b|ended well/i,
          ),
        ],
        never: [FAILED, ...neverCarried('no')],
      };
    },
  },
];
