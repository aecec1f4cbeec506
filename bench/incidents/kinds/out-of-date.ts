import {
  acts,
  carried,
  claims,
  dated,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

const MINUTE_MS = 60_000;
const CONSOLE = { ip: '198.51.100.200', agent: 'admin-console/2.4' };

/** How services write that a change was based on an older version. */
const CONFLICTS = [
  { words: 'precondition failed: entity tag does not match', based: 'if_match', current: 'current_etag', status: 412, code: 'precondition_failed', by: 'last_write_in' },
  { words: 'optimistic lock lost, document moved on', based: 'expectedRevision', current: 'storedRevision', status: 409, code: 'state_conflict', by: 'lastWriteRequest' },
  { words: 'write rejected, base is behind head', based: 'doc.base', current: 'doc.head', status: 409, code: 'version_mismatch', by: 'doc.head_written_by' },
  { words: 'StaleObjectError: attempted to update a stale record', based: 'lock_version_given', current: 'lock_version_in_db', status: 409, code: 'state_conflict', by: 'updated_by_request' },
] as const; // biome-ignore format: a table

/** How storage writes that an upload was completed too late. */
const LAPSED = [
  { words: 'upload window closed', ended: 'expires_at', opened: 'opened_by_request', status: 410, code: 'upload_expired' },
  { words: 'multipart session has lapsed', ended: 'sessionExpiry', opened: 'initiatedBy', status: 404, code: 'not_found' },
  { words: 'pre-signed target is past its lifetime', ended: 'upload.valid_until', opened: 'upload.created_in', status: 409, code: 'state_conflict' },
] as const; // biome-ignore format: a table

/** How a service writes that another request is at work on the same thing. */
const LOCKED = [
  { words: 'advisory lock 7741 is busy', holder: 'lock_holder', held: 'held_for_ms', status: 423, code: 'resource_locked' },
  { words: 'could not take lease, another holder is alive', holder: 'leaseHolder', held: 'leaseAgeMs', status: 409, code: 'state_conflict' },
  { words: 'mutex restore is taken', holder: 'mutex.owner', held: 'mutex.age_ms', status: 409, code: 'operation_in_progress' },
] as const; // biome-ignore format: a table

const RETIRED = [
  { words: 'pinned API version is gone', asked: 'api_version', since: 'removed_on', next: 'oldest_supported', status: 410, code: 'version_retired' },
  { words: 'no router for the requested version', asked: 'requestedVersion', since: 'sunsetAt', next: 'minVersion', status: 400, code: 'invalid_request' },
  { words: 'version negotiation failed: past sunset', asked: 'api.version.asked', since: 'api.version.sunset', next: 'api.version.floor', status: 406, code: 'unsupported_version' },
] as const; // biome-ignore format: a table

const UNCONFIRMED = [
  { words: 'confirmed flag absent', would: 'would_delete_apps' },
  { words: 'refusing destructive call without confirmation', would: 'affectedApps' },
  { words: 'guard: body lacks confirmed=true', would: 'impact.apps' },
] as const;

export const OUT_OF_DATE: readonly Kind[] = [
  {
    name: 'stale-version',
    half: 'c',
    // Someone else saved the same document between this client's read and its write.
    tell(scene) {
      const { random } = scene;
      const { words, based, current, status, code, by } = random.pick(CONFLICTS);
      const id = scene.newId();
      const writer = scene.newId();
      const document = { method: 'PUT', path: `/v1/policies/${scene.newName('pol', 8)}` };
      const gap = random.int(2_000, 40_000);
      const [old, now] =
        based === 'if_match'
          ? [random.hex(10), random.hex(10)]
          : [random.int(11, 60), random.int(61, 99)].map(String);
      const saved = random.pick(['policy saved', 'document written', 'revision stored']);
      scene.explain('policies', -gap + 30, 'info', saved, writer, { [current]: now ?? '' });
      scene.exchange({ id: writer, at: -gap, ...document, status: 200, ms: 44, client: CONSOLE });
      const named = random.chance(0.5) ? { [by]: writer } : {};
      const fields = { [based]: old ?? '', [current]: now ?? '', ...named };
      scene.explain('policies', 8, random.pick(['info', 'warn']), words, id, fields);
      scene.exchange({ id, ...document, status, code, message: 'The policy was changed meanwhile.' });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the version that it was based on', `${based}|sent|based|base|expected|if.match`, old ?? ''),
          tells('the version that is current', `${current}|current|stored|head|latest|now`, now ?? ''),
          relates('the request that changed it, which got 200', writer, 200),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'upload-expired',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, ended, opened, status, code } = random.pick(LAPSED);
      const id = scene.newId();
      const opening = scene.newId();
      const upload = scene.newName('upl');
      const lifetime = random.pick([15, 30, 60]) * MINUTE_MS;
      const late = random.int(4, 35) * MINUTE_MS;
      const expiry = scene.stamp(-late);
      const began = -late - lifetime;
      scene.explain('blobs', began + 12, 'info', 'upload opened', opening, { upload, [ended]: expiry });
      scene.exchange({ id: opening, at: began, method: 'POST', path: '/v1/uploads', status: 201 });
      const parts = random.int(3, 40);
      scene.explain('blobs', 6, 'info', 'assembling parts', id, { upload, parts });
      scene.explain('blobs', 14, 'warn', words, id, { upload, [ended]: expiry, [opened]: opening });
      scene.exchange({
        id,
        method: 'POST',
        path: `/v1/uploads/${upload}/complete`,
        status,
        code,
        message: 'This upload cannot be completed.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          dated('when it expired', expiry),
          relates('the request that opened it, which got 201', opening, 201),
          carried('no'),
          acts('caller'),
        ],
        never: [
          SUCCEEDED,
          claims(
            'says that no such upload was opened',
            /\bupload\b[^\n.]{0,30}(?:never existed|was never (?:opened|created|started))/i,
          ),
          ...neverActs('platform'),
          ...neverCarried('yes'),
        ],
      };
    },
  },
  {
    name: 'lock-held-by-another-request',
    half: 'c',
    // A long restore is under way; it ends well after this request was refused.
    tell(scene) {
      const { random, workspace } = scene;
      const { words, holder, held, status, code } = random.pick(LOCKED);
      const id = scene.newId();
      const running = scene.newId();
      const restore = { method: 'POST', path: `/v1/workspaces/${workspace}/restore` };
      const since = random.int(8_000, 50_000);
      const ms = since + random.int(9_000, 40_000);
      scene.explain('restorer', -since + 25, 'info', 'restore began', running, { snapshot: random.hex(8) });
      scene.explain('restorer', 11, 'warn', words, id, { [holder]: running, [held]: since - 14 });
      scene.exchange({
        id,
        ...restore,
        status,
        ms: 17,
        code,
        message: 'Something else is under way here.',
      });
      scene.explain('restorer', ms - since - 40, 'info', 'restore complete', running);
      scene.exchange({ id: running, at: -since, ...restore, status: 200, ms });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the request that holds the lock, which got 200', running, 200),
          shows(
            'how long that had held it',
            'line',
            new RegExp(`\\b${since - 14}\\b|\\b${Math.floor((since - 14) / 1_000)}(?:\\.\\d+)? ?s`),
          ),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'api-version-retired',
    half: 'c',
    tell(scene) {
      const { random } = scene;
      const { words, asked, since, next, status, code } = random.pick(RETIRED);
      const id = scene.newId();
      const old = `202${random.int(3, 4)}-0${random.int(1, 9)}-15`;
      const floor = `2026-0${random.int(1, 6)}-01`;
      const gone = `2026-08-${random.int(10, 28)}`;
      const fields = { [asked]: old, [since]: gone, [next]: floor };
      scene.explain('router', 1, random.pick(['info', 'warn']), words, id, fields);
      scene.exchange({
        id,
        method: random.pick(['GET', 'POST']),
        path: '/v1/contacts',
        status,
        ms: 4,
        code,
        message: 'This cannot be served.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the version asked for', `${asked}|version|asked|requested`, old),
          tells('since when it is gone', `${since}|removed|sunset|gone|retired|since`, gone),
          tells('the oldest that is left', `${next}|oldest|min\\w*|floor|supported|at least`, floor),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'confirmed-at-the-second-try',
    half: 'c',
    tell(scene) {
      const { random, workspace } = scene;
      const { words, would } = random.pick(UNCONFIRMED);
      const id = scene.newId();
      const again = scene.newId();
      const apps = random.int(12, 90);
      const gap = random.int(5_000, 90_000);
      const remove = { method: 'DELETE', path: `/v1/workspaces/${workspace}-${random.chars(4)}` };
      scene.explain('workspaces', 7, 'info', words, id, { [would]: apps });
      scene.exchange({
        id,
        ...remove,
        status: 403,
        code: 'requires_confirmation',
        message: 'This needs a confirmation.',
      });
      scene.explain('workspaces', gap + 200, 'info', 'workspace removed', again, { apps });
      scene.exchange({ id: again, at: gap, ...remove, status: 204, ms: 240 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('what it would have deleted', `${would}|apps`, apps),
          relates('the second try, which got 204', again, 204),
          shows(
            'the second try did it',
            'conclusion',
            /\b(?:retry|later|next|again|second|repeat\w*|afterwards|then|since)\b[^\n]{0,90}\b(?:succeeded|204|worked|carried out|removed|deleted|went through)\b/i,
          ),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
];
