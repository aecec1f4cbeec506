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

export const WEBHOOKS: readonly Kind[] = [
  {
    name: 'webhook-head-405',
    half: 'a',
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const url = `https://hooks.${workspace}.example/${random.pick(['inbound', 'events', 'hook/v2'])}`;
      const status = random.pick([405, 404, 501]);
      scene.explain(
        'hooks',
        130,
        'warn',
        random.pick(['probe failed', 'endpoint check failed', 'url verification failed']),
        id,
        {
          probe: 'HEAD',
          url,
          probe_status: status,
          allow: 'POST',
        },
      );
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/webhooks',
        status: 400,
        ms: 144,
        code: 'webhook_url_invalid',
        message: 'The URL cannot be used.',
      });
      return {
        call: { request_id: id },
        facts: [
          shows(
            'HEAD and what it was answered',
            'line',
            new RegExp(`HEAD[\\s\\S]{0,140}\\b${status}\\b|\\b${status}\\b[\\s\\S]{0,140}HEAD`),
          ),
          says('the URL', url),
          acts('caller'),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that the URL is not https',
            /(?:^- |\bthe )URL (?:is|was) not https|uses http:|scheme is http\b/im,
          ),
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'webhook-secret-missing',
    half: 'b',
    // An endpoint that a migration left without its secret.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const endpoint = scene.newName('we');
      const migration = `2026_${random.int(10, 99)}_split_endpoints`;
      scene.log('hooks', -7_200_000, 'warn', 'migration left endpoints without secret', {
        fields: { migration, endpoint },
      });
      const words = random.pick([
        'signing secret is null',
        'endpoint has no signing secret',
        'cannot sign: secret column is empty',
      ]);
      scene.explain('hooks', 16, 'error', words, id, { endpoint, created_by_migration: migration });
      scene.exchange({
        id,
        method: 'POST',
        path: `/v1/webhooks/${endpoint}/test`,
        status: 500,
        code: 'webhook_secret_required',
        message: 'The endpoint has no secret.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the endpoint', endpoint),
          says('the migration', migration),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller')],
      };
    },
  },
  {
    name: 'delivery-gave-up',
    half: 'a',
    // The call was fine; the receiver refused what it started.
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const delivery = scene.newName('dlv');
      const host = `hooks.${workspace}.example`;
      const tries = random.int(3, 6);
      const status = random.pick([500, 502, 410]);
      scene.explain('api-events', 20, 'info', 'event accepted', id, { delivery });
      scene.exchange({ id, method: 'POST', path: '/v1/events', status: 202, fields: { delivery } });
      for (let nth = 1; nth <= tries; nth++) {
        scene.log('hooks', nth * 4_000, 'warn', 'delivery refused by the receiver', {
          fields: { delivery, host, attempt: nth, receiver_status: status },
        });
      }
      scene.log('hooks', tries * 4_000 + 60, 'error', `gave up after ${tries} attempts`, {
        fields: { delivery, host, workspace },
      });
      return {
        call: { request_id: id },
        facts: [
          relates('the delivery', delivery),
          shows('that it gave up', 'other', new RegExp(`gave up after ${tries} attempts`)),
          tells("the receiver's status", 'receiver\\w*|answered|status|refused', status, 'other'),
          shows(
            'the receiver must be mended',
            'conclusion',
            /(?:receiver|endpoint|hooks\.|delivery)[^\n]{0,80}(?:refus|fail|gave up|given up|answered)/i,
          ),
        ],
        never: [
          claims(
            'says that all went well',
            /"ended":\s*"succeeded"[^}]{0,80}"carried_out":\s*"yes"|\bdelivered successfully/,
          ),
        ],
      };
    },
  },
  {
    name: 'queue-redelivery',
    half: 'b',
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const job = scene.newName('job');
      const took = random.int(35, 80);
      scene.explain('queue', 20, 'info', 'job enqueued', id, { job_id: job });
      scene.exchange({ id, method: 'POST', path: '/v1/invoices/send', status: 202, fields: { job_id: job } });
      scene.log('mailer', 400, 'info', 'job received', { fields: { job_id: job, delivery_count: 1 } });
      scene.log('queue', 30_400, 'warn', 'visibility timeout of 30s exceeded, message redelivered', {
        fields: { job_id: job, delivery_count: 2 },
      });
      scene.log('mailer', 31_000, 'info', 'job received', { fields: { job_id: job, delivery_count: 2 } });
      scene.log('mailer', took * 1_000, 'info', 'invoice mail sent', {
        fields: { job_id: job, workspace, delivery_count: 1 },
      });
      scene.log('mailer', took * 1_000 + 29_000, 'info', 'invoice mail sent', {
        fields: { job_id: job, workspace, delivery_count: 2 },
      });
      return {
        call: { request_id: id },
        facts: [
          relates('the job', job),
          shows('why it came twice', 'other', /visibility timeout of 30s exceeded/i),
          shows(
            'that it was done twice',
            'conclusion',
            /twice|two times|duplicate|redeliver\w*|delivery_count\W{0,4}"?2/i,
          ),
          carried('yes'),
        ],
        never: neverCarried('no'),
      };
    },
  },
];
