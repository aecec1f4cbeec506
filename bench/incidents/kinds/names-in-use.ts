import { acts, carried, claims, neverCarried, relates, SUCCEEDED, says, shows, tells } from '../judge.ts';
import type { Kind, Scene } from '../scene.ts';

/** A slug of this scene's own. */
function slugOf({ random, workspace }: Scene): string {
  return `${workspace}-${random.pick(['eu', 'prod', 'staging', 'labs', 'retail', 'shop'])}`;
}

const NOT_SENT_TWICE = shows(
  'what was asked for is done',
  'conclusion',
  /(?:earlier|first|previous|original request)\b[^\n]{0,90}(?:succeeded|201|carried out|done|created|worked)|"carried_out":\s*"yes"|already (?:done|performed|carried out|exists)/i,
);

const ANOTHER_SLUG = claims('proposes another slug', /Free-looking|\bUse: `?[a-z0-9-]+/);

export const NAMES_IN_USE: readonly Kind[] = [
  {
    name: 'own-earlier-attempt',
    half: 'a',
    // The first attempt made the workspace; its answer was lost, and the client asked again.
    tell(scene) {
      const { random, client } = scene;
      const slug = slugOf(scene);
      const earlier = scene.newId();
      const id = scene.newId();
      const gap = random.int(12_000, 80_000);
      const create = { method: 'POST', path: '/v1/workspaces' };
      scene.explain('workspaces', -gap + 40, 'info', 'workspace created', earlier, { slug });
      scene.exchange({ id: earlier, at: -gap, ...create, status: 201, ms: 310 });
      const words = random.pick([
        `slug '${slug}' is already in use`,
        `duplicate key value violates unique constraint on slug '${slug}'`,
        `slug ${slug} taken`,
      ]);
      scene.explain('workspaces', 22, 'warn', words, id, { slug, remote: client.ip });
      scene.exchange({
        id,
        ...create,
        status: 409,
        ms: 31,
        code: 'workspace_slug_taken',
        message: `The slug '${slug}' is already in use.`,
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the earlier attempt, which got 201', earlier, 201),
          carried('no'),
          shows(
            'the workspace is there already',
            'conclusion',
            /(?<!\bif\b[^\n]{0,60})(?:earlier|first|previous|your own|prior)[^\n]{0,80}(?:succeeded|201|created|worked|carried out)|already (?:exists|created|made)/i,
          ),
        ],
        never: [ANOTHER_SLUG, SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'slug-owned-by-caller',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const slug = slugOf(scene);
      const owner = scene.newName('org', 8);
      const id = scene.newId();
      const [held, asking] = random.pick([
        ['owner_org', 'caller_org'],
        ['slug_owner', 'requested_by_org'],
        ['existing_owner', 'actor_org'],
      ]);
      scene.explain('workspaces', 18, 'warn', 'slug conflict', id, {
        slug,
        [held ?? '']: owner,
        [asking ?? '']: owner,
      });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/workspaces',
        status: 409,
        code: 'workspace_slug_taken',
        message: `The slug '${slug}' is already in use. Pick another.`,
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', 'slug conflict'),
          tells('the owner', held ?? '', owner),
          tells('the caller', asking ?? '', owner),
          shows(
            'the caller owns it already',
            'conclusion',
            /(?:caller|you|your own|same (?:owner|org\w*|account)|itself)[^\n]{0,80}\b(?:own|owns|owned|have|has|holds?|belongs)\b|\bown(?:s|ed|er)?\b[^\n]{0,60}\b(?:is the (?:caller|same)|by the caller|are the same|yourself|same (?:org\w*|owner))/i,
          ),
          carried('no'),
        ],
        never: [ANOTHER_SLUG, SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'conflict-while-provisioning',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const slug = slugOf(scene);
      const creating = scene.newId();
      const id = scene.newId();
      const job = scene.newName('job');
      const since = random.int(20_000, 60_000);
      scene.exchange({
        id: creating,
        at: -since,
        method: 'POST',
        path: '/v1/workspaces',
        status: 202,
        fields: { job_id: job },
      });
      scene.explain('provisioner', -since + 300, 'info', 'job started', creating, { job_id: job, slug });
      const words = random.pick([
        'workspace is still provisioning',
        'refusing delete: state is provisioning',
      ]);
      scene.explain('workspaces', 14, 'warn', words, id, { slug, state: 'provisioning', pending_job: job });
      scene.exchange({
        id,
        method: 'DELETE',
        path: `/v1/workspaces/${slug}`,
        status: 409,
        code: 'state_conflict',
        message: `Workspace '${slug}' cannot be deleted in its present state.`,
      });
      scene.log('provisioner', 70_000, 'info', 'workspace ready', { fields: { job_id: job, slug } });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('its state', 'state', 'provisioning'),
          relates('the job', job),
          relates('the request that started the job', creating),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'deleted-by-another-request',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const app = scene.newName('app');
      const path = `/v1/apps/${app}`;
      const deleting = scene.newId();
      const id = scene.newId();
      const before = random.int(40_000, 200_000);
      const other = { ip: '198.51.100.200', agent: 'admin-console/2.4' };
      scene.explain('apps', -before + 30, 'info', 'app deleted', deleting, { app });
      scene.exchange({ id: deleting, at: -before, method: 'DELETE', path, status: 204, client: other });
      const words = random.pick([`app ${app} was deleted`, `tombstone found for ${app}`]);
      scene.explain('apps', 9, 'warn', words, id, { app });
      scene.exchange({
        id,
        method: 'PATCH',
        path,
        status: 404,
        code: 'not_found',
        message: `No app '${app}'.`,
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the request that deleted it', deleting, 'DELETE'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'idempotent-replay',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const first = scene.newId();
      const id = scene.newId();
      const key = scene.newName('idem', 12);
      const invite = scene.newName('inv');
      const gap = random.int(3_000, 20_000);
      const send = { method: 'POST', path: '/v1/invitations' };
      scene.explain('members', -gap + 25, 'info', 'invitation sent', first, {
        invitation: invite,
        idempotency_key: key,
      });
      scene.exchange({ id: first, at: -gap, ...send, status: 201 });
      const words = random.pick([
        'idempotency key was used before',
        'idempotency conflict: key already consumed',
      ]);
      scene.explain('members', 11, 'warn', words, id, {
        idempotency_key: key,
        original_request: first,
        original_status: 201,
      });
      scene.exchange({
        id,
        ...send,
        status: 409,
        code: 'state_conflict',
        message: 'This operation was performed before.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the first request, which got 201', first, 201),
          NOT_SENT_TWICE,
        ],
        never: [SUCCEEDED],
      };
    },
  },
  {
    name: 'field-refused',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const [field = '', value = '', words = ''] = random.pick([
        ['accent_color', '#12345Z', 'is not a hex color'],
        ['session_ttl', '99999999', 'must be at most 2592000'],
        ['logo_url', 'ftp://cdn.example.org/logo.png', 'scheme must be https'],
        ['display_name', 'x', 'must have at least 3 characters'],
      ]);
      scene.explain('apps', 8, 'warn', `validation failed: ${field} ${words}`, id, { field, value });
      scene.exchange({
        id,
        method: 'PATCH',
        path: `/v1/apps/${scene.newName('app')}`,
        status: 400,
        code: 'validation_failed',
        message: 'One field is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', `${field} ${words}`),
          tells('the value', field, value),
          carried('no'),
          acts('caller'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
];
