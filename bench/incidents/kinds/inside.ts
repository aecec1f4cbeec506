import {
  acts,
  carried,
  claims,
  literal,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import { frames, type Kind } from '../scene.ts';

/** A place in the code, as any runtime writes it. */
function frameAt(file: string, line: number): RegExp {
  return new RegExp(`${literal(file)}\\.[a-z]+(?::|\\\\?"?, line |:line )${line}\\b`);
}

const GO_CRASH = { type: 'runtime error', message: 'invalid memory address or nil pointer dereference' };

/** What a value that is not there leads to, by the language behind a dialect. */
const CRASHES: Readonly<Record<string, { type: string; message: string }>> = {
  pino: { type: 'TypeError', message: "Cannot read properties of undefined (reading 'plan')" },
  structlog: { type: 'KeyError', message: "'subscription'" },
  'python-logging': { type: 'AttributeError', message: "'NoneType' object has no attribute 'plan'" },
  'serilog-clef': {
    type: 'System.NullReferenceException',
    message: 'Object reference not set to an instance of an object.',
  },
  'dotnet-console': {
    type: 'System.NullReferenceException',
    message: 'Object reference not set to an instance of an object.',
  },
  ecs: {
    type: 'java.lang.NullPointerException',
    message: 'Cannot invoke "Plan.rate()" because "plan" is null',
  },
  'spring-boot': {
    type: 'java.lang.NullPointerException',
    message: 'Cannot invoke "Plan.rate()" because "plan" is null',
  },
  rails: { type: 'NoMethodError', message: "undefined method 'rate' for nil" },
  'rust-tracing': { type: 'panic', message: 'called `Option::unwrap()` on a `None` value' },
};

/** What is only held possible claims nothing. */
const NO_GUESS =
  '(?<!\\b(?:whether|if|unless|check|verify|ensure|sure|may|might|perhaps|or|either)\\b[^\\n.;]{0,60})';

export const INSIDE: readonly Kind[] = [
  {
    name: 'panic-with-stack',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const line = random.int(20, 400);
      const { type, message } = CRASHES[scene.voice('invoicer').dialect.name] ?? GO_CRASH;
      const file = random.pick(['invoice', 'proration', 'credit_note']);
      scene.log('invoicer', 30, 'error', 'unhandled exception', {
        id,
        fields: { workspace: scene.workspace },
        thrown: {
          type,
          message,
          frames: frames(
            `Prorate billing/${file}:${line}`,
            'Handle billing/handler:41',
            'Serve vendor/router/router:880',
          ),
        },
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/invoices',
        status: 500,
        code: 'internal_error',
        message: 'Internal error.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', message),
          shows('the frame of its own code', 'line', frameAt(file, line)),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'sql-deadlock',
    half: 'b',
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const other = scene.newId();
      const words = random.pick([
        'deadlock detected (SQLSTATE 40P01)',
        'Deadlock found when trying to get lock; try restarting transaction',
        'could not serialize access due to concurrent update',
      ]);
      scene.explain('members', 1_020, 'error', words, id, { transaction: 'rolled back', blocked_by: other });
      scene.exchange({
        id,
        method: 'PUT',
        path: '/v1/roles',
        status: 500,
        ms: 1_040,
        code: 'internal_error',
        message: 'Internal error.',
      });
      scene.log('members', 1_060, 'info', 'roles replaced', { id: other, fields: { workspace } });
      scene.exchange({ id: other, at: -200, method: 'PUT', path: '/v1/roles', status: 200, ms: 1_300 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the request that held the lock', other, 200),
          says('what became of its transaction', 'rolled back'),
          carried('no'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'read-from-a-replica-behind',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const creation = scene.newId();
      const id = scene.newId();
      const later = scene.newId();
      const app = scene.newName('app');
      const read = { method: 'GET', path: `/v1/apps/${app}` };
      const after = random.int(180, 900);
      const lag = random.int(2_100, 7_800);
      const again = after + lag + random.int(2_000, 9_000);
      const replica = `apps-db-ro-${random.int(2, 6)}`;
      const key = random.pick(['replica_lag_ms', 'replication_delay_ms', 'behind_primary_ms']);
      const words = random.pick([
        'row not found on the replica',
        'lookup on read replica returned 0 rows',
        'no row at replica, primary not asked',
      ]);
      scene.explain('apps', 40, 'info', 'app created', creation, { app, db: 'apps-db-primary' });
      scene.exchange({ id: creation, method: 'POST', path: '/v1/apps', status: 201, ms: 62 });
      scene.explain('apps', after + 9, 'warn', words, id, { app, db: replica, [key]: lag });
      scene.exchange({
        id,
        at: after,
        ...read,
        status: 404,
        ms: 18,
        code: 'not_found',
        message: 'No such app.',
      });
      scene.exchange({ id: later, at: again, ...read, status: 200, ms: 21 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('where it was looked for', replica),
          tells('how far that was behind', `${key}|lag\\w*|behind|delay\\w*`, lag),
          relates('the request that created it, which got 201', creation, 201),
          relates('the later read, which got 200', later, 200),
          shows(
            'it was there all the same',
            'conclusion',
            new RegExp(
              [
                `${NO_GUESS}\\b(?:it|app|app_\\w+) (?:does exist|exists|existed|is there|(?:was|had been|has been) (?:\\w+ )?created(?! by another))\\b`,
                `\\bcreated (?:it|${app})\\b`,
                `\\bcreated\\b[^\\n]{0,40}${literal(creation)}`,
                '\\b(?:later|next|again|retry|repeat\\w*)\\b[^\\n]{0,90}\\b(?:succeeded|200|worked|found it)\\b',
              ].join('|'),
              'i',
            ),
          ),
          acts('platform'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the app was deleted',
            new RegExp(
              `${NO_GUESS}\\b(?:it|app|app_\\w+) (?:was|has been|had been) (?:deleted|removed)\\b`,
              'i',
            ),
          ),
          claims(
            'says that the app was never created',
            new RegExp(
              `${NO_GUESS}\\b(?:never (?:been )?created|(?:never|not) existed|no such app was created)\\b`,
              'i',
            ),
          ),
          claims(
            'says that the id of the app is wrong',
            new RegExp(
              `${NO_GUESS}\\b(?:id|identifier|path|app_\\w+) (?:is|was) (?:wrong|incorrect|invalid|mistyped|misspelt|misspelled)\\b`,
              'i',
            ),
          ),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'out-of-memory',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const { host } = scene.voice('reporter').speaker;
      scene.explain('reporter', 50, 'info', 'rendering report', id, {
        pod: host,
        rows: random.int(400_000, 900_000),
      });
      scene.log('kubelet', 4_000, 'warn', `Container reporter was OOMKilled`, {
        fields: { pod: host, limit: '512Mi' },
      });
      const words = 'upstream prematurely closed connection while reading response header';
      scene.log('edge', 4_010, 'error', words, { id });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/report-runs',
        status: 502,
        ms: 4_012,
        api: false,
        edge: { flags: 'UC' },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', 'prematurely closed connection'),
          says('how far it came', 'rendering report'),
          shows('what ended it', 'other', /OOMKilled/),
          carried('unknown'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes', 'no')],
      };
    },
  },
  {
    name: 'cause-in-a-chain',
    half: 'b',
    // The outermost exception says little; the innermost says why.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const table = random.pick(['members_2026', 'sessions_archive', 'app_grants']);
      const words = random.pick([
        `relation "${table}" does not exist`,
        `permission denied for table ${table}`,
        `column ${table}.tier does not exist`,
      ]);
      scene.log('members', 18, 'error', 'query failed', {
        id,
        fields: { workspace: scene.workspace },
        thrown: {
          type: 'QueryFailedError',
          message: words,
          frames: frames('ListGrants members/store:77', 'Handle members/http:19'),
        },
      });
      scene.explain('gateway', 24, 'error', 'handler returned an error', id);
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/grants',
        status: 500,
        code: 'internal_error',
        message: 'Internal error.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          shows('the frame of its own code', 'line', frameAt('store', 77)),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'error-that-was-harmless',
    half: 'a',
    // A cache failed on the way; the request failed for another reason.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const words = random.pick([
        'subscription is past due since 2026-08-30',
        'invoice of 2026-08-30 is unpaid',
      ]);
      scene.explain('accounts', 6, 'warn', 'cache miss: redis timeout, falling back to the database', id);
      scene.explain('accounts', 19, 'info', 'fallback read ok', id);
      scene.explain('billing', 24, 'warn', `refused: ${words}`, id);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/seats',
        status: 402,
        code: 'subscription_past_due',
        message: 'The subscription is past due.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the code', 'subscription_past_due'),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          {
            name: 'takes the cache for the cause',
            pattern: /"cause":\s*\{"line":\s*"[^{}]*redis timeout|\bcause:[^\n]{0,40}redis timeout/i,
          },
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
];
