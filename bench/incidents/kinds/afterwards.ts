import {
  carried,
  counts,
  FAILED,
  NOT_AGAIN,
  NOT_AGAIN_OR_DONE,
  neverCarried,
  relates,
  SEND_AGAIN,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

const BATCHES = [
  { words: 'batch finished with rejects', good: 'rows_ok', bad: 'rows_rejected', row: 'row skipped: duplicate sku', status: 207 },
  { words: 'bulk upsert done, not all items', good: 'itemsApplied', bad: 'itemsFailed', row: 'item turned down: price below cost', status: 200 },
  { words: 'multi-status answer built', good: 'result.stored', bad: 'result.refused', row: 'entry refused: unknown warehouse', status: 207 },
] as const; // biome-ignore format: a table

const FOLLOW_UPS = [
  { key: 'correlation_id', prefix: 'cor', began: 'welcome mail handed over', words: 'hard bounce: 550 mailbox unavailable' },
  { key: 'workflowId', prefix: 'wf', began: 'child workflow ProvisionMailbox scheduled', words: 'ProvisionMailbox ended FAILED: alias clashes' },
  { key: 'task.ref', prefix: 'tsk', began: 'search document queued', words: 'indexing dropped: mapping limit of 1000 fields' },
] as const; // biome-ignore format: a table

const WARNINGS = [
  { words: 'attribute ignored, it is read-only now', key: 'ignored_field', field: 'loyalty_tier' },
  { words: 'unknown property left out of the update', key: 'droppedProperty', field: 'nickName' },
  { words: 'value clamped to what the plan admits', key: 'clamp.field', field: 'retention_days' },
] as const; // biome-ignore format: a table

const RENAMED = ['site renamed', 'UPDATE sites: 1 row, committed', 'new title is live'] as const;

const RUNNING = [
  { words: 'same idempotency key is being worked on', key: 'idempotency_key', by: 'held_by' },
  { words: 'duplicate submit while the original is in flight', key: 'idempotencyKey', by: 'originalRequest' },
  { words: 'key locked, first writer has not answered yet', key: 'idem.key', by: 'idem.first' },
] as const; // biome-ignore format: a table

const REPLAYED = [
  { words: 'stored response replayed', key: 'idempotency_key', first: 'first_seen_in' },
  { words: 'dedupe hit, handler not run', key: 'dedupeKey', first: 'originRequestId' },
  { words: 'served from the idempotency table', key: 'idem.key', first: 'idem.origin' },
] as const; // biome-ignore format: a table

const FLAGS_OFF = [
  { words: 'feature gate is closed', key: 'flag', value: 'enabled' },
  { words: 'toggle evaluated to false, route hidden', key: 'toggleName', value: 'evaluated' },
  { words: 'variation "off" served', key: 'flag.key', value: 'flag.on' },
] as const;

const SERIALIZATION = [
  { words: 'could not serialize access due to read/write dependencies among transactions', nth: 'attempt', done: 'transfer committed' },
  { words: 'restart transaction: TransactionRetryWithProtoRefreshError', nth: 'retryNo', done: 'tx closed OK' },
  { words: 'write conflict, optimistic check lost', nth: 'try.number', done: 'transfer row stored' },
] as const; // biome-ignore format: a table

/** What was done, in part, in the end or behind the answer's back. */
export const AFTERWARDS: readonly Kind[] = [
  {
    name: 'batch-done-in-part',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, good, bad, row, status } = random.pick(BATCHES);
      const id = scene.newId();
      const failed = random.int(2, 4);
      const done = random.int(40, 400);
      for (let nth = 1; nth <= failed; nth++) {
        scene.explain('stock', 20 + nth * 6, 'warn', row, id, { index: nth * 9 + random.int(0, 8) });
      }
      scene.explain('stock', 90, 'info', words, id, { [good]: done, [bad]: failed });
      scene.exchange({ id, method: 'POST', path: '/v1/stock/bulk', status, ms: 104 });
      return {
        call: { request_id: id },
        facts: [
          says('why some were not taken', row),
          tells('how many were taken', `${good}|ok|applied|stored|rows|items|done|succeeded`, done),
          tells('how many were not', `${bad}|rejected|failed|refused|rows|items`, failed),
          shows(
            'it was done in part',
            'conclusion',
            /\bpart(?:s|ly|ial|ially)?\b|\bnot all\b(?! items)|\bsome (?:rows|items|entries|of|were)\b|\b\d+ of \d+\b|"carried_out":\s*"(?:partly|partial)"/i,
          ),
        ],
        never: neverCarried('no'),
      };
    },
  },
  {
    name: 'follow-up-failed-later',
    half: 'd',
    // What was asked for was made; what it set off failed minutes later, under another name.
    tell(scene) {
      const { random, workspace } = scene;
      const { key, prefix, began, words } = random.pick(FOLLOW_UPS);
      const id = scene.newId();
      const [name, person] = [scene.newName(prefix), scene.newName('ppl')];
      scene.explain('people', 30, 'info', 'person added', id, { person, [key]: name });
      scene.exchange({ id, method: 'POST', path: '/v1/people', status: 201, ms: 48 });
      const later = random.int(50_000, 200_000);
      scene.log('followups', 700, 'info', began, { fields: { [key]: name, tenant: workspace } });
      scene.log('followups', later, random.pick(['warn', 'error']), words, { fields: { [key]: name } });
      return {
        call: { request_id: id },
        facts: [
          tells('who was added', 'person\\w*|added|created|made', person),
          relates('the other name of the work', name),
          shows('what failed later', 'other', says('', words).pattern),
          carried('yes'),
        ],
        never: neverCarried('no'),
      };
    },
  },
  {
    name: 'done-with-a-warning',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, key, field } = random.pick(WARNINGS);
      const id = scene.newId();
      scene.explain('profiles', 12, random.pick(['info', 'warn']), words, id, { [key]: field });
      scene.explain('profiles', 20, 'info', 'profile saved', id, { version: random.int(3, 60) });
      scene.exchange({ id, method: 'PATCH', path: `/v1/profiles/${random.chars(7)}`, status: 200, ms: 33 });
      return {
        call: { request_id: id },
        facts: [
          says('what was not taken as it was sent', words),
          tells('which field', `${key}|field|property|ignored|left out`, field),
          says('that it was saved', 'profile saved'),
          carried('yes'),
        ],
        never: [FAILED, ...neverCarried('no', 'unknown')],
      };
    },
  },
  {
    name: 'serialization-retried-to-success',
    half: 'd',
    tell(scene) {
      const { random } = scene;
      const { words, nth, done } = random.pick(SERIALIZATION);
      const id = scene.newId();
      const transfer = scene.newName('trf');
      const tries = random.int(2, 4);
      for (let one = 1; one <= tries; one++) {
        scene.explain('transfers', one * 90, random.pick(['warn', 'error']), words, id, { [nth]: one });
      }
      const end = (tries + 1) * 90;
      scene.explain('transfers', end, 'info', done, id, { [nth]: tries + 1, transfer });
      scene.exchange({ id, method: 'POST', path: '/v1/transfers', status: 201, ms: end + 10 });
      return {
        call: { request_id: id },
        facts: [
          says('what went wrong on the way', words),
          says('how it ended', done),
          tells('what was made', 'transfer\\w*|made|created|committed', transfer),
          shows('the status', 'line', /\b201\b/),
          carried('yes'),
        ],
        never: [FAILED, ...neverCarried('no', 'unknown')],
      };
    },
  },
  {
    name: 'hung-up-before-a-quiet-commit',
    half: 'd',
    // The API never wrote its own line; only the service behind it says that the change stands.
    tell(scene) {
      const { random } = scene;
      const words = random.pick(RENAMED);
      const id = scene.newId();
      const site = scene.newName('site', 7);
      const patience = random.pick([2_000, 4_000, 8_000]);
      scene.explain('sites', patience - 900, 'info', 'waiting for the row lock', id, { site });
      scene.explain('sites', patience + random.int(300, 4_000), 'info', words, id, { site });
      scene.exchange({
        id,
        method: 'PATCH',
        path: `/v1/sites/${site}`,
        status: 499,
        ms: patience,
        api: false,
        edge: { ms: patience, flags: 'DC' },
      });
      return {
        call: { request_id: id },
        facts: [
          shows('the client hung up', 'line', /\b499\b/),
          says('what was done all the same', words),
          carried('yes'),
          NOT_AGAIN,
        ],
        never: [SEND_AGAIN, ...neverCarried('no')],
      };
    },
  },
  {
    name: 'same-key-in-flight',
    half: 'd',
    // Sent again too early: the first was still at work, and ended well.
    tell(scene) {
      const { random } = scene;
      const { words, key, by } = random.pick(RUNNING);
      const [first, id] = [scene.newId(), scene.newId()];
      const token = scene.newName('ik', 12);
      const payment = scene.newName('pmt');
      const send = { method: 'POST', path: '/v1/payments' };
      const begun = random.int(900, 2_500);
      const took = begun + random.int(1_500, 5_000);
      scene.explain('payments', -begun + took - 30, 'info', 'payment captured', first, {
        payment,
        [key]: token,
      });
      scene.exchange({ id: first, at: -begun, ...send, status: 201, ms: took });
      scene.explain('payments', 3, 'info', words, id, { [key]: token, [by]: first });
      scene.exchange({
        id,
        ...send,
        status: random.pick([409, 425]),
        ms: 6,
        code: random.pick(['state_conflict', 'idempotency_in_progress']),
        message: 'Wait for the first.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the first, which got 201', first, 201),
          NOT_AGAIN_OR_DONE,
        ],
        never: [SUCCEEDED],
      };
    },
  },
  {
    name: 'answer-replayed-from-a-store',
    half: 'd',
    // A 201 that made nothing new: the first call had made it.
    tell(scene) {
      const { random } = scene;
      const { words, key, first: origin } = random.pick(REPLAYED);
      const [first, id] = [scene.newId(), scene.newId()];
      const token = scene.newName('ik', 12);
      const grant = scene.newName('gr');
      const gap = random.int(20_000, 200_000);
      const send = { method: 'POST', path: '/v1/grants-of-credit' };
      scene.explain('credits', -gap + 40, 'info', 'credit granted', first, { grant, [key]: token });
      scene.exchange({
        id: first,
        at: -gap,
        ...send,
        status: 201,
        ms: 58,
        ...random.pick([{}, { edge: { status: 499, ms: 50, flags: 'DC' } }]),
      });
      scene.explain('credits', 2, random.pick(['debug', 'info']), words, id, {
        [key]: token,
        [origin]: first,
      });
      scene.exchange({ id, ...send, status: 201, ms: 5 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the call that it repeats', first),
          tells('the key', `${key}|key`, token),
          shows('the status', 'line', /\b201\b/),
        ],
        never: [FAILED],
      };
    },
  },
  {
    name: 'feature-flag-off',
    half: 'd',
    // The route worked until the flag was turned off; since then every call gets 404.
    tell(scene) {
      const { random } = scene;
      const { words, key, value } = random.pick(FLAGS_OFF);
      const flag = random.pick(['smart-digest', 'bulk_invites_v2', 'checkout.nextgen']);
      const others = random.int(4, 9);
      const step = random.int(3_000, 9_000);
      const get = { method: 'GET', path: '/v1/digests/today' };
      scene.exchange({ id: scene.newId(), at: -others * step - 50_000, ...get, status: 200 });
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        id = scene.newId();
        const at = (nth - others) * step;
        scene.explain('digests', at + 2, random.pick(['debug', 'info']), words, id, {
          [key]: flag,
          [value]: false,
        });
        scene.exchange({
          id,
          at,
          ...get,
          status: 404,
          ms: 5,
          code: 'not_found',
          message: 'No such resource.',
        });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('which flag', `${key}|flag|toggle|feature|gate|variation`, flag),
          counts('how many others got the same', others),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
];
