import { acts, carried, claims, neverActs, neverCarried, SUCCEEDED, says, shows, tells } from '../judge.ts';
import type { Kind } from '../scene.ts';

const ALLOWANCES = [
  { words: 'export allowance of the day is used up', used: 'used_today', max: 'allowance', renewed: 'renews_at', code: 'quota_exceeded' },
  { words: 'no export credits left', used: 'creditsSpent', max: 'creditsGranted', renewed: 'nextGrantAt', code: 'rate_limited' },
  { words: 'meter exports: ceiling hit', used: 'meter.count', max: 'meter.ceiling', renewed: 'meter.period_end', code: 'limit_reached' },
] as const; // biome-ignore format: a table

const DEADLINES = [
  { words: 'deadline sent by the client ran out', deadline: 'client_deadline_ms', took: 'search_took_ms' },
  { words: 'x-request-timeout budget spent before the search replied', deadline: 'requestTimeoutMs', took: 'searchElapsedMs' },
  { words: 'caller asked for less time than the search needs, cancelled', deadline: 'grpc.timeout_ms', took: 'search.elapsed_ms' },
] as const; // biome-ignore format: a table

const IN_FLIGHT = [
  { words: 'too many calls in flight for this key', now: 'in_flight', max: 'max_in_flight' },
  { words: 'parallelism guard tripped', now: 'openCalls', max: 'openCallsMax' },
  { words: 'semaphore exhausted', now: 'semaphore.taken', max: 'semaphore.permits' },
] as const;

export const BOUNDS: readonly Kind[] = [
  {
    name: 'body-too-large',
    half: 'c',
    // Refused at the edge, before any service saw it.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const bytes = random.int(10_485_761, 90_000_000);
      const words = random.pick([
        `client intended to send too large body: ${bytes} bytes`,
        `request body of ${bytes} bytes is over the 10485760 that are taken`,
        `buffered ${bytes} bytes, payload cap is 10 MiB`,
      ]);
      scene.log('edge', 40, random.pick(['warn', 'error']), words, { id });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/attachments',
        status: 413,
        ms: 44,
        api: false,
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          shows('the status', 'line', /\b413\b/),
          acts('caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'daily-allowance',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, used, max, renewed, code } = random.pick(ALLOWANCES);
      const id = scene.newId();
      const allowance = random.pick([50, 80, 250]);
      const next = new Date(scene.start + 86_400_000).toISOString().slice(0, 10);
      const until = `${next}T00:00:00Z`;
      const fields = { [used]: allowance, [max]: allowance, [renewed]: until };
      scene.explain('metering', 4, random.pick(['info', 'warn']), words, id, fields);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/data-exports',
        status: 429,
        ms: 8,
        code,
        message: 'Not today.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how many there are a day', `${max}|allow\\w*|limit|max\\w*|grant\\w*|ceiling|of`, allowance),
          shows('when there are more', 'line', new RegExp(`${next}|midnight`, 'i')),
          acts('caller', 'workspace_owner'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'deadline-of-the-caller',
    half: 'c',
    // A timeout, but one that the caller chose; the service did its work in its usual time.
    tell(scene) {
      const { random } = scene;
      const { words, deadline, took } = random.pick(DEADLINES);
      const id = scene.newId();
      const patience = random.pick([150, 250, 400]);
      const needed = random.int(700, 1_900);
      scene.explain('search', patience, 'warn', words, id, { [deadline]: patience });
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/search?q=annual+report',
        status: random.pick([408, 504]),
        ms: patience + 6,
        code: random.pick(['deadline_exceeded', 'request_timeout']),
        message: 'Out of time.',
      });
      scene.explain('search', needed, 'info', 'search ended, nobody listens', id, { [took]: needed });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells(
            'the time that was given',
            `${deadline}|deadline|timeout|given|budget|within|after`,
            patience,
          ),
          tells('the time that was needed', `${took}|took|elapsed|needed|ended|search`, needed),
          acts('caller'),
        ],
        never: [
          SUCCEEDED,
          claims('says that a host of the platform did not answer', /upstream (?:timed out|did not answer)/i),
          ...neverActs('platform'),
        ],
      };
    },
  },
  {
    name: 'too-many-at-once',
    half: 'c',
    // Not how many a minute, but how many at the same time.
    tell(scene) {
      const { random } = scene;
      const { words, now, max } = random.pick(IN_FLIGHT);
      const id = scene.newId();
      const permits = random.pick([4, 8, 16]);
      const fields = { [now]: permits, [max]: permits, key: scene.newName('key', 5) };
      scene.explain('throttle', 1, 'warn', words, id, fields);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/conversions',
        status: 429,
        ms: 3,
        code: random.pick(['rate_limited', 'concurrency_limit']),
        message: 'Too many requests.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells(
            'how many at once',
            `${max}|${now}|limit|max\\w*|at once|in flight|parallel\\w*|concurren\\w*|of`,
            permits,
          ),
          acts('caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that it is so many in a time',
            new RegExp(`\\b${permits} (?:\\w+ )?(?:per|a|each|every) (?:second|minute|hour)`, 'i'),
          ),
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
];
