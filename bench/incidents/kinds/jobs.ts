import {
  carried,
  claims,
  counts,
  NOT_AGAIN_OR_DONE,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

export const JOBS: readonly Kind[] = [
  {
    name: 'job-failed-after-202',
    half: 'a',
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const job = scene.newName('job');
      const after = random.int(4_000, 90_000);
      const words = random.pick([
        'row 4117 has no e-mail column',
        'no space left on device',
        'archive is truncated: unexpected end of central directory',
        'quota of 5000 rows exceeded at row 5001',
      ]);
      scene.exchange({
        id,
        method: 'POST',
        path: random.pick(['/v1/imports', '/v1/exports', '/v1/backups']),
        status: 202,
        fields: { job_id: job },
      });
      scene.log('worker', 900, 'info', 'job started', { fields: { job_id: job, workspace } });
      scene.log('worker', after, 'error', `job failed: ${words}`, { fields: { job_id: job, workspace } });
      scene.log('worker', after + 20, 'info', 'changes rolled back', { fields: { job_id: job } });
      return {
        call: { request_id: id },
        facts: [
          relates('the job', job),
          shows("the job's failure", 'other', says('', words).pattern),
          shows('that it was rolled back', 'other', /changes rolled back/i),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'job-done-after-504',
    half: 'a',
    // The edge gave up, the work went on and ended well.
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const job = scene.newName('task');
      const limit = random.pick([15_000, 30_000, 60_000]);
      const done = limit + random.int(3_000, 40_000);
      scene.explain('exporter', 80, 'info', 'export started', id, { task: job });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/exports',
        status: 504,
        ms: limit,
        api: false,
        edge: { ms: limit, flags: 'UT' },
      });
      scene.log('exporter', done, 'info', 'export finished', {
        fields: { task: job, workspace, rows: random.int(1_000, 90_000) },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the task', job),
          shows('that it finished', 'other', /export finished/i),
          shows('what the caller saw', 'line', /\b504\b/),
          carried('yes'),
          NOT_AGAIN_OR_DONE,
        ],
        never: neverCarried('no'),
      };
    },
  },
  {
    name: 'refused-elsewhere',
    half: 'a',
    // One row of a batch was refused; the batch answered 207 as a whole.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const parts = random.int(4, 9);
      const bad = random.int(2, parts);
      const words = random.pick([
        'e-mail domain is blocked',
        'user limit of the plan reached',
        'duplicate external id',
      ]);
      for (let nth = 1; nth <= parts; nth++) {
        scene.explain(
          'users',
          nth * 20,
          nth === bad ? 'warn' : 'info',
          nth === bad ? `item refused: ${words}` : 'item stored',
          id,
          { item: nth },
        );
      }
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/users/batch',
        status: 207,
        ms: parts * 20 + 30,
        fields: { stored: parts - 1, refused: 1 },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('which item', 'item', bad),
          tells('how many were stored', 'stored', parts - 1),
          shows(
            'carried out in part',
            'conclusion',
            /\bpart(?:s|ly|ial(?:ly)?)?\b|all but (?:one|1)|"carried_out":\s*"(?:yes|unknown)"/i,
          ),
        ],
        never: neverCarried('no'),
      };
    },
  },
  {
    name: 'cancelled-by-newer-job',
    half: 'b',
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const newer = scene.newId();
      const [job, next] = [scene.newName('job'), scene.newName('job')];
      const gap = random.int(3_000, 20_000);
      scene.exchange({ id, method: 'POST', path: '/v1/sync', status: 202, fields: { job_id: job } });
      scene.exchange({
        id: newer,
        at: gap,
        method: 'POST',
        path: '/v1/sync',
        status: 202,
        fields: { job_id: next },
      });
      scene.log('worker', gap + 40, 'warn', `job cancelled: superseded by ${next}`, {
        fields: { job_id: job, workspace },
      });
      scene.log('worker', gap + 9_000, 'info', 'job finished', { fields: { job_id: next, workspace } });
      return {
        call: { request_id: id },
        facts: [
          relates('its job', job),
          shows('that it was superseded', 'other', new RegExp(`superseded by ${next}`)),
          relates('the newer request', newer),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'many-waiting-jobs',
    half: 'a',
    // Failures of a nightly job have no request at all: they are told as lines.
    tell(scene) {
      const { random, workspace } = scene;
      scene.noFailuresInNoise = true;
      const words = random.pick([
        'snapshot upload refused: bucket policy denies PutObject',
        'backup aborted: replica lag above 600 s',
      ]);
      const others = random.int(2, 5);
      for (let nth = 0; nth <= others; nth++) {
        scene.log('nightly', (nth - others) * 600_000, 'error', words, {
          fields: { workspace, shard: nth + 20 },
        });
      }
      return {
        call: { text: words.slice(0, random.int(15, 24)).trimEnd() },
        grep: words.slice(0, 15),
        facts: [
          says('the words of the line', words),
          tells('the newest shard', 'shard', others + 20),
          tells('the oldest shard', 'shard', 20),
          counts('how many there are', others),
        ],
        never: [
          claims(
            'says that nothing matches',
            /\b(?:no (?:request|line|match)\w*|nothing) (?:matches|matched|was found|found)|\{"error":\s*\{"code":\s*"not_found"/i,
          ),
        ],
      };
    },
  },
];
