import {
  acts,
  carried,
  counts,
  dated,
  moment,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

const CERTIFICATES = [
  { words: 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid', peer: 'dial', until: 'not_after' },
  { words: 'PKIX path validation failed: validity check failed', peer: 'peerHost', until: 'notAfter' },
  { words: 'SSL routines: certificate verify failed (certificate has expired)', peer: 'upstream.host', until: 'upstream.cert_valid_until' },
] as const; // biome-ignore format: a table

const FULL_DISKS = [
  { words: 'could not extend file "base/16401/24576": No space left on device', undone: 'INSERT aborted', at: 'data_dir', free: 'free_bytes' },
  { words: 'ENOSPC while flushing segment', undone: 'write discarded, nothing was acknowledged', at: 'mountPoint', free: 'bytesFree' },
  { words: '[Errno 28] write to attachment store', undone: 'temporary file removed', at: 'volume.path', free: 'volume.left' },
] as const; // biome-ignore format: a table

const ROLLOUTS = [
  { applied: 'configuration applied', revision: 'revision', words: 'setting pricing.rounding is not a number' },
  { applied: 'settings bundle reloaded', revision: 'bundleVersion', words: "missing property 'taxTable.fallback'" },
  { applied: 'flags and limits swapped in', revision: 'config.generation', words: 'cannot parse duration "30" in quote.timeout' },
] as const; // biome-ignore format: a table

const SCHEMAS = [
  { words: 'column "preferred_locale" of relation "contacts" does not exist', has: 'schema_version', wants: 'expected_schema' },
  { words: "Unknown column 'c.locale_tag' in 'field list'", has: 'dbRevision', wants: 'codeNeedsRevision' },
  { words: 'field 14 of ContactRecord has no counterpart here', has: 'store.schema', wants: 'client.schema' },
] as const; // biome-ignore format: a table

const FULL_QUEUES = [
  { words: 'backlog is full, enqueue refused', depth: 'depth', cap: 'capacity' },
  { words: 'RejectedExecution: no room for another task', depth: 'queuedTasks', cap: 'queueBound' },
  { words: 'producer blocked too long, buffer exhausted', depth: 'buffer.used', cap: 'buffer.max' },
] as const;

const LOCKS = [
  { words: 'canceling statement due to lock timeout', holder: 'blocking_query', waited: 'waited_ms', undone: 'transaction rolled back' },
  { words: 'Lock wait timeout exceeded', holder: 'blockingStatement', waited: 'lockWaitMs', undone: 'ROLLBACK issued' },
  { words: 'resource busy, NOWAIT/WAIT elapsed', holder: 'lock.owner', waited: 'lock.waited_ms', undone: 'unit of work reverted' },
] as const; // biome-ignore format: a table

const STAMPEDES = [
  { gone: 'key evicted: rates:latest', words: 'all loaders busy recomputing rates:latest', waiting: 'waiters' },
  { gone: 'TTL of rates:latest ran out', words: 'gave up waiting for single-flight on rates:latest', waiting: 'callersWaiting' },
  { gone: 'rates:latest invalidated by flush', words: 'recompute of rates:latest starved the pool', waiting: 'pool.pending' },
] as const; // biome-ignore format: a table

const THIRD_PARTIES = [
  { words: 'geocoder answered 503 with its outage page', host: 'maps.geocoder.example', key: 'remote' },
  { words: 'SMS carrier gateway: connection refused', host: 'smpp.carrier.example', key: 'targetHost' },
  {
    words: 'tax service is down, status page says major outage',
    host: 'api.taxes.example',
    key: 'vendor.host',
  },
] as const;

/** The cause lies in a service, a machine or a party behind the API. */
export const DEPTHS: readonly Kind[] = [
  {
    name: 'upstream-certificate-expired',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, peer, until } = random.pick(CERTIFICATES);
      const id = scene.newId();
      const host = random.pick(['ledger.svc.internal', 'payouts-gw.internal', 'kyc.partner.example']);
      const expired = scene.stamp(-random.int(4, 50) * 60_000);
      scene.explain('payouts', 31, 'error', words, id, { [peer]: host, [until]: expired });
      scene.explain('orchestrator', 37, 'error', 'step transfer failed', id);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/payouts',
        status: 502,
        ms: 42,
        code: 'upstream_error',
        message: 'Something upstream failed.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('whose certificate', `${peer}|host|certificate|upstream|to`, host),
          dated('until when it was valid', expired),
          carried('no'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'disk-full-below',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, undone, at, free } = random.pick(FULL_DISKS);
      const id = scene.newId();
      const volume = random.pick(['/var/lib/pgdata', '/mnt/attachments', '/data/vol-07']);
      scene.explain('store', 22, 'error', words, id, { [at]: volume, [free]: 0 });
      scene.explain('store', 25, 'info', undone, id);
      scene.explain('attachments', 31, 'error', 'store said no', id);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/attachments',
        status: 500,
        ms: 38,
        code: 'internal_error',
        message: 'Internal error.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('what became of it', undone),
          says('which volume', volume),
          carried('no'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'failing-since-a-configuration',
    half: 'd',
    // The same call worked before; it has failed each time since a configuration was applied.
    tell(scene) {
      const { random } = scene;
      const { applied, revision, words } = random.pick(ROLLOUTS);
      const number = random.int(300, 980);
      const others = random.int(6, 15);
      const step = random.int(2_000, 7_000);
      const first = -others * step;
      const quote = { method: 'POST', path: '/v1/quotes' };
      const earlier = scene.newId();
      scene.exchange({ id: earlier, at: first - 40_000, ...quote, status: 201, ms: 51 });
      scene.log('quotes', first - 3_000, 'info', applied, {
        fields: { [revision]: number, by: 'rollout-bot' },
      });
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        id = scene.newId();
        const at = first + nth * step;
        scene.explain('quotes', at + 7, 'error', words, id, { [revision]: number });
        scene.exchange({
          id,
          at,
          ...quote,
          status: 500,
          ms: 12,
          code: 'internal_error',
          message: 'Internal error.',
        });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the configuration', `${revision}|configuration|config|bundle|revision|generation`, number),
          counts('how many others failed', others),
          shows('since when', 'other', moment(scene.start + first + 12)),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'schema-behind-the-code',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, has, wants } = random.pick(SCHEMAS);
      const id = scene.newId();
      const version = random.int(41, 87);
      scene.explain('contacts', 14, 'error', words, id, { [has]: version, [wants]: version + 1 });
      scene.explain('aggregator', 18, 'warn', 'contacts answered 500', id);
      scene.exchange({
        id,
        method: random.pick(['PUT', 'POST']),
        path: '/v1/contacts',
        status: 500,
        ms: 24,
        code: 'internal_error',
        message: 'Internal error.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the schema that is there', `${has}|schema|revision|version`, version),
          tells(
            'the schema that the code needs',
            `${wants}|expect\\w*|needs?|wants?|schema|revision`,
            version + 1,
          ),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'queue-full',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, depth, cap } = random.pick(FULL_QUEUES);
      const id = scene.newId();
      const most = random.pick([512, 2_000, 10_000]);
      const wait = random.int(12, 58);
      scene.explain('dispatcher', 9, random.pick(['warn', 'error']), words, id, {
        queue: 'thumbnails',
        [depth]: most,
        [cap]: most,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/thumbnails',
        status: 503,
        ms: 13,
        code: 'service_unavailable',
        message: 'Not just now.',
        edge: { headers: { 'Retry-After': wait } },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('which queue', 'queue', 'thumbnails'),
          tells('how much it takes', `${cap}|capacity|bound|max\\w*|limit|depth|of`, most),
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
    name: 'lock-timeout-behind-a-migration',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, holder, waited, undone } = random.pick(LOCKS);
      const id = scene.newId();
      const query = random.pick(['ALTER TABLE coupons', 'VACUUM FULL coupons', 'CREATE INDEX ON coupons']);
      const ms = random.int(3_000, 9_000);
      scene.explain('coupons', ms, 'error', words, id, { [holder]: query, [waited]: ms });
      scene.explain('coupons', ms + 4, random.pick(['debug', 'info']), undone, id);
      scene.exchange({
        id,
        method: 'PUT',
        path: '/v1/coupons/spring',
        status: random.pick([500, 503]),
        ms: ms + 20,
        code: random.pick(['internal_error', 'service_unavailable']),
        message: 'It did not work.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('what held the lock', query),
          shows(
            'how long it waited',
            'line',
            new RegExp(`\\b${ms}\\b|\\b${Math.floor(ms / 1_000)}(?:\\.\\d+)? ?s`),
          ),
          says('what became of its transaction', undone),
          carried('no'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'cache-stampede',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { gone, words, waiting } = random.pick(STAMPEDES);
      const others = random.int(7, 16);
      const pending = random.int(180, 900);
      const status = random.pick([503, 504]);
      const code = status === 503 ? 'service_unavailable' : 'upstream_error';
      const first = -others * 400;
      scene.log('rates', first - 300, 'info', gone, { fields: { shard: 3 } });
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        id = scene.newId();
        const at = first + nth * 400;
        scene.explain('rates', at + 4_990, 'warn', words, id, { [waiting]: pending + nth });
        scene.exchange({
          id,
          at,
          method: 'GET',
          path: '/v1/rates/latest',
          status,
          ms: 5_000,
          code,
          message: 'Not available.',
        });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how many waited', `${waiting}|wait\\w*|pending`, pending + others),
          counts('how many others failed', others),
          // Each took five seconds: the first began then, or had its answer then.
          shows(
            'since when',
            'other',
            new RegExp([first, first + 5_000].map((at) => moment(scene.start + at).source).join('|')),
          ),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'third-party-down-then-back',
    half: 'd',
    // The caller sent it again later, and then it worked.
    tell(scene) {
      const { random } = scene;
      const { words, host, key } = random.pick(THIRD_PARTIES);
      const [id, again] = [scene.newId(), scene.newId()];
      const tries = random.int(2, 3);
      const gap = random.int(60_000, 280_000);
      const send = { method: 'POST', path: '/v1/checkouts' };
      for (let nth = 1; nth <= tries; nth++) {
        scene.explain('checkout', nth * 700, 'warn', words, id, { [key]: host, attempt: nth });
      }
      const end = tries * 700;
      scene.explain('checkout', end + 5, 'info', 'checkout abandoned, basket left as it was', id);
      scene.exchange({
        id,
        ...send,
        status: 502,
        ms: end + 20,
        code: 'upstream_error',
        message: 'Something upstream failed.',
      });
      scene.exchange({ id: again, at: gap, ...send, status: 201, ms: 320 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('which party', host),
          says('what became of it', 'checkout abandoned'),
          relates('the later call, which got 201', again, 201),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('end_user'), ...neverCarried('yes')],
      };
    },
  },
];
