import { claims, FAILED, relates, SUCCEEDED, says, shows } from '../judge.ts';
import type { Kind, Scene } from '../scene.ts';

/** There are matches. */
export const NOTHING = claims(
  'says that nothing matches',
  /\b(?:no (?:request|line|match)\w*|nothing) (?:matches|matched|was found|found)|\{"error":\s*\{"code":\s*"not_found"/i,
);

function time(scene: Scene, at: number): string {
  return new Date(scene.start + at).toISOString();
}

export const WITHOUT_ID: readonly Kind[] = [
  {
    name: 'latest-5xx',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const failures = [
        { path: '/v1/apps', status: 502, code: 'upstream_error' },
        { path: '/v1/groups', status: 500, code: 'internal_error' },
        { path: '/v1/roles', status: 503, code: 'service_unavailable' },
      ].map((one, nth) => ({ ...one, id: scene.newId(), at: (nth - 2) * random.int(60_000, 200_000) }));
      for (const failure of failures) scene.exchange({ ...failure, method: 'POST', message: 'It failed.' });
      return {
        call: { status: '5xx' },
        grep: ' 50',
        facts: failures.map(({ id, status }) => relates(`the request that got ${status}`, id, status)),
        never: [NOTHING],
      };
    },
  },
  {
    name: 'by-path-and-status',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const path = `/v1/domains/${random.chars(6)}.example/verify`;
      const words = random.pick(['TXT record not found', 'CNAME points elsewhere', 'zone answers SERVFAIL']);
      scene.explain('domains', 300, 'warn', words, id);
      scene.exchange({
        id,
        method: 'POST',
        path,
        status: 409,
        ms: 340,
        code: 'state_conflict',
        message: 'Not verified.',
      });
      scene.exchange({
        id: scene.newId(),
        at: -60_000,
        method: 'POST',
        path: `/v1/domains/${random.chars(6)}.example/verify`,
        status: 200,
      });
      return {
        call: {
          method: 'POST',
          path: random.pick([path, '/v1/domains/*']),
          status: '409',
          since: time(scene, -600_000),
          until: time(scene, 600_000),
        },
        grep: '/v1/domains/',
        facts: [relates('the request', id), says('the deciding words', words), says('its path', path)],
        never: [NOTHING, SUCCEEDED],
      };
    },
  },
  {
    name: 'by-code-and-workspace',
    half: 'a',
    tell(scene) {
      const { random, others, workspace } = scene;
      const mine = Array.from({ length: random.int(2, 4) }, (_, nth) => ({
        id: scene.newId(),
        at: -nth * 90_000,
      }));
      const theirs = scene.newId();
      const failure = {
        method: 'POST',
        path: '/v1/webhooks',
        status: 400,
        code: 'webhook_url_invalid',
        message: 'The URL cannot be used.',
      };
      for (const one of mine) scene.exchange({ ...failure, ...one });
      scene.exchange({ ...failure, id: theirs, at: -30_000, workspace: others[0] ?? '' });
      return {
        call: { code: 'webhook_url_invalid', workspace },
        grep: 'webhook_url_invalid',
        facts: mine.map(({ id }, nth) => relates(`match ${nth + 1}`, id)),
        never: [NOTHING, claims("names another workspace's request", new RegExp(theirs))],
      };
    },
  },
  {
    name: 'by-words',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const words = random.pick([
        'tenant directory is frozen by legal hold',
        'ledger entry 9041 does not balance',
        'mailbox quota of postmaster is used up',
      ]);
      scene.explain('ledger', 20, 'error', words, id);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/ledger',
        status: 409,
        code: 'state_conflict',
        message: 'Not possible now.',
      });
      return {
        call: { text: words.split(' ').slice(0, 4).join(' ') },
        grep: words.split(' ').slice(0, 4).join(' '),
        facts: [
          relates('the request', id),
          says('the deciding words', words),
          shows('its status', 'other', /\b409\b/),
        ],
        never: [NOTHING, SUCCEEDED],
      };
    },
  },
  {
    name: 'latest-failure-without-arguments',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      scene.noFailuresInNoise = true;
      const id = scene.newId();
      const words = random.pick(['seat 51 of 50', 'license file is for another host']);
      scene.explain('licensing', 9, 'warn', words, id);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/seats',
        status: 422,
        code: 'pro_required',
        message: 'Not in your plan.',
      });
      return {
        call: {},
        grep: '422',
        facts: [relates('the request', id, 422), says('its code', 'pro_required')],
        never: [NOTHING, SUCCEEDED],
      };
    },
  },
  {
    name: 'within-a-window',
    half: 'a',
    tell(scene) {
      const failure = {
        method: 'GET',
        path: '/v1/exports/latest',
        status: 500,
        code: 'internal_error',
        message: 'Internal error.',
      };
      const before = scene.newId();
      const inside = [scene.newId(), scene.newId()];
      scene.exchange({ ...failure, id: before, at: -2 * 3_600_000 });
      inside.forEach((id, nth) => void scene.exchange({ ...failure, id, at: nth * 45_000 }));
      return {
        call: {
          path: '/v1/exports/',
          status: '500',
          since: time(scene, -300_000),
          until: time(scene, 300_000),
        },
        grep: '/v1/exports/',
        facts: inside.map((id, nth) => relates(`match ${nth + 1}`, id)),
        never: [NOTHING, claims('names one outside of the window', new RegExp(before))],
      };
    },
  },
  {
    name: 'by-method-and-class-of-status',
    half: 'c',
    tell(scene) {
      const { random, workspace } = scene;
      const folder = scene.newName('fld', 6);
      const path = `/v1/folders/${folder}`;
      const [status, code, words] = random.pick([
        [409, 'state_conflict', 'folder is not empty'],
        [403, 'forbidden_by_scope', 'folder belongs to the legal team'],
        [404, 'not_found', 'folder sits in the bin since Monday'],
        [423, 'resource_locked', 'folder is under retention until 2031'],
      ] as const);
      const failed = Array.from({ length: random.int(2, 3) }, (_, nth) => ({
        id: scene.newId(),
        at: -nth * 70_000,
      }));
      for (const { id, at } of failed) {
        scene.explain('folders', at + 8, random.pick(['info', 'warn']), words, id, { folder });
        scene.exchange({ id, at, method: 'DELETE', path, status, ms: 14, code, message: 'Not possible.' });
      }
      const renamed = scene.newId();
      const failure = { status: 400, code: 'validation_failed', message: 'Not valid.' };
      scene.exchange({ id: renamed, at: -30_000, method: 'PATCH', path, ...failure });
      const gone = scene.newId();
      scene.exchange({ id: gone, at: -45_000, method: 'DELETE', path: `${path}x`, status: 204 });
      return {
        call: {
          method: 'DELETE',
          status: '4xx',
          ...random.pick([{ workspace }, { path: '/v1/folders/*' }, {}]),
          since: time(scene, -900_000),
          until: time(scene, 900_000),
        },
        grep: folder,
        facts: failed.map(({ id }, nth) => relates(`match ${nth + 1}`, id, status)),
        never: [
          NOTHING,
          claims('names one of another method', new RegExp(renamed)),
          claims('names one that went well', new RegExp(gone)),
        ],
      };
    },
  },
  {
    name: 'newest-few',
    half: 'c',
    // More match than were asked for: the newest are told, and that there are more.
    tell(scene) {
      const { random } = scene;
      const all = random.int(5, 9);
      const limit = random.int(2, 3);
      const path = random.pick(['/v1/vouchers', '/v1/shifts', '/v1/parcels']);
      const [status, code] = random.pick([
        [502, 'upstream_error'],
        [500, 'internal_error'],
        [422, 'pro_required'],
      ] as const);
      const failures = Array.from({ length: all }, (_, nth) => ({ id: scene.newId(), at: -nth * 50_000 }));
      const failure = { method: 'POST', path, status, code, message: 'It did not work.' };
      for (const one of failures) scene.exchange({ ...failure, ...one });
      return {
        call: random.pick([
          { path, status: String(status), limit },
          { path, code, limit },
        ]),
        grep: path,
        facts: [
          ...failures.slice(0, limit).map(({ id }, nth) => relates(`match ${nth + 1}`, id, status)),
          shows(
            'that there are more',
            'conclusion',
            new RegExp(
              `next_cursor|\\bmore\\b|\\bolder\\b|\\bof ${all}\\b|\\b${all} (?:match|requests|in all)`,
              'i',
            ),
          ),
        ],
        never: [NOTHING],
      };
    },
  },
  {
    name: 'by-words-of-a-quiet-line',
    half: 'c',
    // The line that was meant is no error, and its request ended well.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const words = random.pick([
        'attachment moved to quarantine by the scanner',
        'address normalised from Strasse to Straße',
        'recipient is on the suppression list, mail skipped',
        'amount rounded to two places, 0.004 dropped',
      ]);
      scene.explain('letters', 33, 'info', words, id);
      scene.exchange({ id, method: 'POST', path: '/v1/letters', status: 201, ms: 61 });
      const asked = words.split(' ').slice(random.int(0, 1), 5).join(' ').replace(/,$/, '');
      return {
        call: { text: asked, ...random.pick([{}, { method: 'POST' }, { since: time(scene, -600_000) }]) },
        grep: asked,
        facts: [
          relates('the request', id),
          says('the words', words),
          shows('its status', 'other', /\b201\b/),
        ],
        never: [NOTHING, FAILED],
      };
    },
  },
];
