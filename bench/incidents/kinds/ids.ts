import { carried, clock, near, neverCarried, relates, SUCCEEDED, says, shows, tells } from '../judge.ts';
import type { Kind, Scene } from '../scene.ts';

const HOUR_MS = 3_600_000;

/** A plain failure under this id; returns its deciding words. */
function plainFailure(scene: Scene, id: string): string {
  const words = scene.random.pick([
    'group name is empty',
    'group has 2001 members, 2000 are allowed',
    'unknown member in list',
  ]);
  scene.explain('directory', 9, 'warn', words, id);
  scene.exchange({
    id,
    method: 'PUT',
    path: '/v1/groups/staff',
    status: 400,
    code: 'validation_failed',
    message: 'Not valid.',
  });
  return words;
}

export const IDS: readonly Kind[] = [
  {
    name: 'cut-id',
    half: 'a',
    tell(scene) {
      const id = scene.newId();
      const words = plainFailure(scene, id);
      const cut = id.slice(0, Math.max(11, id.length - scene.random.int(4, 8)));
      return {
        call: { request_id: cut },
        facts: [
          relates('the id that begins so', id),
          shows(
            'that the id is cut',
            'conclusion',
            near(id, '\\b(?:begins?|starts?|cut|prefix|longer|near|close|similar|meant?)\\b'),
          ),
          shows(
            'how that request ended',
            'other',
            new RegExp(`\\b400\\b|validation_failed|${says('', words).pattern.source}`),
          ),
        ],
        never: [SUCCEEDED],
      };
    },
  },
  {
    name: 'mistyped-id',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      plainFailure(scene, id);
      const at = random.int(6, id.length - 2);
      const letters = id === id.toLowerCase() ? ['a', 'b'] : ['A', 'B'];
      const other = letters.find((letter) => letter !== id[at]) ?? '';
      const mistyped =
        id[at] === '-'
          ? `${id.slice(0, at)}${id.slice(at + 1)}`
          : `${id.slice(0, at)}${other}${id.slice(at + 1)}`;
      return {
        call: { request_id: mistyped },
        facts: [
          relates('the id that differs by a character', id),
          shows(
            'that it is another id',
            'conclusion',
            near(id, '\\b(?:differs?|near|close|similar|mistyped|meant?|typo|one character)\\b'),
          ),
        ],
        never: [SUCCEEDED],
      };
    },
  },
  {
    name: 'id-used-twice',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const hours = random.int(3, 6);
      scene.explain('directory', -hours * HOUR_MS + 5, 'info', 'group listed', id);
      scene.exchange({
        id,
        at: -hours * HOUR_MS,
        method: 'GET',
        path: '/v1/groups',
        status: 200,
        ms: 12,
        client: { ip: '198.51.100.200', agent: 'cron/1.0' },
      });
      const words = plainFailure(scene, id);
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          shows(
            'that the id was used twice',
            'conclusion',
            /twice|two (?:requests|stories|times|uses)|again|hours? apart|earlier use|reused|another request/i,
          ),
          shows(
            'when the other was',
            'line',
            new RegExp(clock(scene.start - hours * HOUR_MS + 12).slice(0, 5)),
          ),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          {
            name: 'makes one story of both',
            pattern: new RegExp(`\\b(?:took|lasted|over|for|in) ${hours} ?h`, 'i'),
          },
        ],
      };
    },
  },
  {
    name: 'only-the-trace-goes-deep',
    half: 'b',
    // The deep service writes the trace id, not the request's.
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const trace = random.hex(32);
      const words = random.pick([
        'policy engine denied the change: rule 14',
        'write conflict on revision 88',
        'member list is locked by an import',
      ]);
      scene.log('policy', 12, 'warn', words, { trace, fields: { workspace } });
      scene.exchange({
        id,
        trace,
        method: 'PUT',
        path: '/v1/groups/staff',
        status: 409,
        code: 'state_conflict',
        message: 'Not possible now.',
      });
      return {
        call: { request_id: id },
        facts: [
          shows('the words of the deep service', 'other', says('', words).pattern),
          says('the code', 'state_conflict'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'clock-skew-between-services',
    half: 'a',
    // The deep service's clock is minutes ahead: by time its line seems to come after the end.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const ahead = random.int(150_000, 420_000);
      const words = random.pick(['role owner cannot be removed', 'last admin of the workspace']);
      scene.explain('roles', 6 + ahead, 'warn', words, id);
      scene.exchange({
        id,
        method: 'DELETE',
        path: '/v1/roles/owner',
        status: 409,
        ms: 21,
        code: 'state_conflict',
        message: 'Not possible.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          shows('the status', 'line', /\b409\b/),
          shows('that a clock differs', 'conclusion', /\bclocks?\b|\bskew\w*\b/i),
          carried('no'),
        ],
        never: [
          SUCCEEDED,
          {
            name: 'ends it by the wrong clock',
            pattern: new RegExp(
              `"outcome":\\s*\\{[^}]*"at":\\s*"[^"]*T${clock(scene.start + ahead).slice(0, 5)}`,
            ),
          },
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'id-with-a-slip',
    half: 'c',
    // Typed from a screenshot: a character twice, one left out, or one more at the end.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const words = plainFailure(scene, id);
      const at = random.int(7, id.length - 3);
      const wrong = random.pick([
        `${id.slice(0, at)}${id[at]}${id.slice(at)}`,
        `${id.slice(0, at)}${id.slice(at + 1)}`,
        `${id}${random.pick(['a', 'd', '7'])}`,
      ]);
      return {
        call: { request_id: wrong },
        facts: [
          relates('the id that was meant', id),
          shows(
            'that it is another id',
            'conclusion',
            near(
              id,
              '(?:\\b|_)(?:differs?|near|close|closest|similar|mistyped|meant?|typo|one character|resembles?|likely|probably|begins?|prefix)(?:\\b|_)',
            ),
          ),
          shows(
            'how that request ended',
            'other',
            new RegExp(`\\b400\\b|validation_failed|${says('', words).pattern.source}`),
          ),
        ],
        never: [SUCCEEDED],
      };
    },
  },
  {
    name: 'trace-given-for-the-id',
    half: 'c',
    // The integrator sends the trace of its own tracing system; the request's id stands beside it in one line.
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const trace = random.hex(32);
      const words = random.pick([
        'tag is longer than 64 characters',
        'parent folder is archived',
        'mime type application/x-msdownload is not taken',
        'owner left the workspace',
      ]);
      const begun = random.pick(['checking document', 'document handler entered', 'begin create']);
      scene.log('documents', 6, 'info', begun, { trace, fields: { tenant: workspace } });
      scene.log('documents', 19, random.pick(['info', 'warn']), words, {
        trace,
        fields: { tenant: workspace },
      });
      scene.exchange({
        id,
        trace,
        method: 'POST',
        path: '/v1/documents',
        status: 422,
        ms: 27,
        code: 'validation_failed',
        message: 'Not valid.',
      });
      return {
        call: { request_id: trace },
        facts: [
          relates("the request's own id", id),
          says('the deciding words', words),
          shows('the status', 'line', /\b422\b/),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'job-given-for-the-id',
    half: 'c',
    // What the client has is the job's id; the request that started it stands in one line of the API.
    tell(scene) {
      const { random, workspace } = scene;
      const id = scene.newId();
      const [key, job] = random.pick([
        ['job_id', scene.newName('job')],
        ['taskId', scene.newName('task')],
        ['batch.id', scene.newName('bat', 12)],
      ] as const);
      const words = random.pick([
        'line 88: unknown currency XBT',
        'target table is frozen until the close of books',
        'two rows share the key 2026-09/77',
        'file is encoded as UTF-16, UTF-8 is taken',
      ]);
      const end = random.pick(['job ended in error', 'run aborted', 'giving up on the batch']);
      const ms = random.int(3_000, 60_000);
      scene.exchange({ id, method: 'POST', path: '/v1/ledger-loads', status: 202, fields: { [key]: job } });
      scene.log('loader', 600, 'info', 'picked up', { fields: { [key]: job, tenant: workspace } });
      scene.log('loader', ms, 'error', words, { fields: { [key]: job, rows_kept: 0 } });
      scene.log('loader', ms + 30, 'warn', end, { fields: { [key]: job, tenant: workspace } });
      return {
        call: { request_id: job },
        facts: [
          relates('the request that started it', id, 202),
          says('why it failed', words),
          tells('what was kept', 'rows_kept|rows|kept', 0),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
];
