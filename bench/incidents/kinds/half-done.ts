import {
  acts,
  carried,
  claims,
  FAILED,
  NOT_AGAIN_OR_DONE,
  neverActs,
  neverCarried,
  relates,
  SEND_AGAIN,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

/** What was stored, and what broke afterwards, on the way to the answer. */
const BROKE_LATE = [
  { done: 'subscriber row committed', broke: 'could not render the response: template subscriber_v3 is missing', key: 'subscriber' },
  { done: 'INSERT ok, tx closed', broke: 'response encoder: cyclic reference at plan.parent', key: 'subscriberId' },
  { done: 'subscriber persisted', broke: 'after-commit hook raised: audit broker closed the channel', key: 'subscriber.id' },
] as const; // biome-ignore format: a table

const IN_DOUBT = [
  'connection lost while waiting for COMMIT to be acknowledged',
  'server closed the connection unexpectedly during COMMIT',
  'XA transaction is in doubt, coordinator unreachable',
  'commit sent, no reply read before the socket reset',
] as const;

/** A first step that stood, a second that failed, and the undoing of the first that failed too. */
const SAGAS = [
  { first: 'seat allocated', broke: 'mailbox could not be made: quota of the mail domain is used up', undo: 'compensation failed: seat is still allocated', key: 'seat' },
  { first: 'dns record added', broke: 'certificate order rejected by the CA', undo: 'rollback incomplete, dns record left behind', key: 'recordId' },
  { first: 'bucket created', broke: 'replication rule refused: destination is versionless', undo: 'cleanup error: bucket not empty, giving up', key: 'bucket.name' },
] as const; // biome-ignore format: a table

/** How proxies write that they sent a request to a second instance. */
const NEXT_INSTANCE = [
  'upstream timed out (110: Connection timed out) while reading response header from upstream, trying next upstream',
  'retrying on another host: per_try_timeout hit',
  'attempt 1 abandoned, replaying request to next backend',
] as const;

const DRY_RUNS = [
  { words: 'dry run, plan computed and discarded', flag: 'dry_run', method: 'PATCH' },
  { words: 'validateOnly set, persist step skipped', flag: 'validateOnly', method: 'POST' },
  { words: 'preview transaction discarded at the end', flag: 'request.preview', method: 'PUT' },
] as const;

/** How consumers write that a message was put aside. */
const DEAD_LETTERS = [
  { key: 'message_id', prefix: 'msg', why: 'unsupported schema version 4', parked: 'moved to dead-letter queue' },
  { key: 'correlation_id', prefix: 'cor', why: 'payload lacks tenantRef', parked: 'handed to DLQ events.dlq' },
  { key: 'messageId', prefix: 'evt', why: "no handler for type 'seat.released'", parked: 'parked: max receives reached' },
  { key: 'job.id', prefix: 'job', why: 'checksum of attachment 2 differs', parked: 'buried after the last try' },
] as const; // biome-ignore format: a table

const WAITING = [
  {
    key: 'operation_id',
    prefix: 'op',
    words: 'accepted, waiting behind',
    ahead: 'operations_ahead',
    poll: 'pending',
  },
  {
    key: 'jobId',
    prefix: 'job',
    words: 'no free runner, left in the queue',
    ahead: 'queuePosition',
    poll: 'queued',
  },
  {
    key: 'task.id',
    prefix: 'task',
    words: 'held back by the concurrency cap',
    ahead: 'task.before_it',
    poll: 'not_started',
  },
] as const;

const IN_PART =
  /\bpart(?:s|ly|ial(?:ly)?)?\b|\bhalf\b|left ?over|orphan|\bremains?\b|still (?:there|exists|stands|in place)|not (?:fully|wholly|completely) undone|was not undone|"carried_out":\s*"(?:yes|unknown)"/i;

export const HALF_DONE: readonly Kind[] = [
  {
    name: 'failed-after-the-commit',
    half: 'c',
    // The answer is a 500, but what was asked for is stored.
    tell(scene) {
      const { random } = scene;
      const { done, broke, key } = random.pick(BROKE_LATE);
      const id = scene.newId();
      const made = scene.newName('sub');
      scene.explain('subscribers', 40, 'info', done, id, { [key]: made });
      scene.explain('subscribers', 52, 'error', broke, id, { [key]: made });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/subscribers',
        status: 500,
        ms: 60,
        code: 'internal_error',
        message: 'Internal error.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', broke),
          says('what was stored before', done),
          says('what was made', made),
          carried('yes'),
          NOT_AGAIN_OR_DONE,
          acts('platform'),
        ],
        never: [...neverActs('caller'), ...neverCarried('no'), SEND_AGAIN],
      };
    },
  },
  {
    name: 'commit-in-doubt',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const words = random.pick(IN_DOUBT);
      const [node] = random.shuffled(['ledger-db-1', 'ledger-db-2', 'ledger-db-3']);
      const key = random.pick(['db', 'dbHost', 'db.instance']);
      scene.explain('postings', 20, 'info', 'transaction begun', id, { [key]: node ?? '' });
      scene.explain('postings', 35, 'info', '2 rows inserted', id, { [key]: node ?? '' });
      scene.explain('postings', 5_040, 'error', words, id, { [key]: node ?? '' });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/postings',
        status: 500,
        ms: 5_060,
        code: 'internal_error',
        message: 'Internal error.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the database', `${key}|database|db|host|on|at`, node ?? ''),
          carried('unknown'),
          acts('platform'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that repeating is safe',
            /(?<!not |n't |whether it is )\bsafe to (?:retry|repeat|re-?send|send)/i,
          ),
          ...neverActs('caller'),
          ...neverCarried('yes', 'no'),
        ],
      };
    },
  },
  {
    name: 'undoing-failed',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { first, broke, undo, key } = random.pick(SAGAS);
      const id = scene.newId();
      const left = scene.newName('res', 8);
      scene.explain('onboarding', 90, 'info', first, id, { step: 1, [key]: left });
      scene.explain('onboarding', 400, 'error', broke, id, { step: 2 });
      scene.explain('onboarding', 640, random.pick(['error', 'warn']), undo, id, { step: 1, [key]: left });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/onboardings',
        ...random.pick([
          { status: 500, code: 'internal_error' },
          { status: 502, code: 'upstream_error' },
        ]),
        ms: 670,
        message: 'It did not work.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the step that failed', broke),
          says('that the undoing failed', undo),
          says('what is left', left),
          shows('carried out in part', 'conclusion', IN_PART),
          acts('platform'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that all was undone',
            /(?<!not |n't |never )\b(?:fully |completely |all |successfully )(?:rolled back|undone|cleaned up)/i,
          ),
          claims(
            'says that nothing is left of it',
            /"carried_out":\s*"no"|carried[ _]out[:=]\s*no\b|nothing was (?:changed|created|done|written|left)|(?:had|took) no effect/i,
          ),
          ...neverActs('caller'),
        ],
      };
    },
  },
  {
    name: 'proxy-sent-it-twice',
    half: 'c',
    // Two instances made one each, under one id.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const words = random.pick(NEXT_INSTANCE);
      const [one, two] = [scene.newName('shp'), scene.newName('shp')];
      const [key, pod] = random.pick([
        ['shipment', 'pod'],
        ['shipmentId', 'podName'],
        ['shipment.id', 'k8s.pod.name'],
      ] as const);
      const [first, second] = [`shipping-${random.hex(5)}`, `shipping-${random.hex(5)}`];
      const patience = random.pick([2_000, 3_000, 5_000]);
      const made = random.pick(['label bought, shipment booked', 'shipment booked', 'booking stored']);
      const post = { id, method: 'POST', path: '/v1/shipments', status: 201 };
      scene.log('edge', patience, 'error', words, { id, fields: { upstream: '10.0.3.17:8080' } });
      scene.explain('shipping', patience + 130, 'info', made, id, { [key]: two, [pod]: second });
      scene.exchange({ ...post, at: patience, ms: 150, edge: { ms: 160 } });
      scene.explain('shipping', patience + 900, 'info', made, id, { [key]: one, [pod]: first });
      scene.exchange({ ...post, ms: patience + 920, edge: false });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the first that was made', one),
          says('the second that was made', two),
          shows(
            'it was done twice',
            'conclusion',
            /\btwice\b|\bduplicate|\btwo (?:of|shipments|instances|answers|times|bookings|attempts)\b|\bboth\b|second time|2 times/i,
          ),
          carried('yes'),
        ],
        never: [FAILED, SEND_AGAIN, ...neverCarried('no')],
      };
    },
  },
  {
    name: 'dry-run',
    half: 'c',
    // A 200 that changed nothing, as was asked for.
    tell(scene) {
      const { random } = scene;
      const { words, flag, method } = random.pick(DRY_RUNS);
      const id = scene.newId();
      const changes = random.int(3, 40);
      scene.explain('catalogue', 30, 'info', words, id, { [flag]: true, changes });
      scene.exchange({ id, method, path: '/v1/price-lists', status: 200, ms: 48 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('what was asked for', flag, 'true'),
          shows('the status', 'line', /\b200\b/),
          carried('no'),
        ],
        never: [FAILED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'dead-letter',
    half: 'c',
    tell(scene) {
      const { random, workspace } = scene;
      const { key, prefix, why, parked } = random.pick(DEAD_LETTERS);
      const id = scene.newId();
      const name = scene.newName(prefix, 12);
      const tries = random.int(3, 5);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/ledger-events',
        status: 202,
        fields: { [key]: name },
      });
      for (let nth = 1; nth <= tries; nth++) {
        scene.log('consumer', nth * 2_500, 'warn', `handler raised: ${why}`, {
          fields: { [key]: name, tenant: workspace, delivery: nth },
        });
      }
      scene.log('consumer', tries * 2_500 + 40, 'info', parked, { fields: { [key]: name } });
      return {
        call: { request_id: id },
        facts: [
          relates('the message', name),
          shows('why it failed', 'other', says('', why).pattern),
          shows('that it was put aside', 'other', says('', parked).pattern),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'still-waiting',
    half: 'c',
    // Accepted, and nothing more than that so far.
    tell(scene) {
      const { random, workspace } = scene;
      const { key, prefix, words, ahead, poll } = random.pick(WAITING);
      const id = scene.newId();
      const operation = scene.newName(prefix);
      const before = random.int(40, 400);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/reindexes',
        status: 202,
        fields: { [key]: operation },
      });
      scene.log('scheduler', 700, 'info', words, {
        fields: { [key]: operation, workspace, [ahead]: before },
      });
      const polls = random.int(2, 4);
      for (let nth = 1; nth <= polls; nth++) {
        const at = nth * 240_000;
        const fields = { state: poll };
        const path = `/v1/operations/${operation}`;
        scene.exchange({ id: scene.newId(), at, method: 'GET', path, status: 200, fields });
      }
      return {
        call: { request_id: id },
        facts: [
          relates('the operation', operation),
          shows('why it waits', 'other', says('', words).pattern),
          tells('how many are before it', `${ahead}|ahead|before|behind|position|queue\\w*`, before, 'other'),
          shows(
            'that it is not done yet',
            'conclusion',
            /\bnot (?:yet )?(?:begun|started|done|finished|complete[d]?|ended)\b|\bstill (?:waits?|waiting|pending|queued|open)\b|\byet to\b|\bno (?:line|end|result|outcome)[^\n]{0,40}(?:says|shows|tells|ended|finished|yet)|"carried_out":\s*"unknown"|carried[ _]out[:=]?\s*unknown/i,
          ),
        ],
        never: [FAILED, ...neverCarried('yes')],
      };
    },
  },
];
