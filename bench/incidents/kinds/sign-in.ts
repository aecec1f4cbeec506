import {
  acts,
  carried,
  counts,
  moment,
  neverActs,
  neverCarried,
  relates,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

const TOKEN = { method: 'POST', path: '/oauth/token' } as const;

export const SIGN_IN: readonly Kind[] = [
  {
    name: 'code-exchanged-twice',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const first = scene.newId();
      const id = scene.newId();
      const grant = scene.newName('ac', 8);
      const gap = random.int(800, 9_000);
      scene.explain('oauth', -gap + 30, 'info', 'code exchanged', first, { code_id: grant });
      scene.exchange({ id: first, at: -gap, ...TOKEN, status: 200 });
      const words = random.pick([
        'authorization code was redeemed before',
        'code replayed',
        'grant already consumed',
      ]);
      // Some servers name the first request, others only the code.
      const named = random.chance(0.5) ? { first_request: first } : {};
      scene.explain('oauth', 12, 'warn', words, id, { code_id: grant, ...named });
      scene.exchange({
        id,
        ...TOKEN,
        status: 400,
        code: 'invalid_grant',
        message: 'The grant is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the request that had exchanged it', first, 200),
          acts('caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'redirect-mismatch',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const registered = `https://app.${scene.workspace}.example/callback`;
      const sent = random.pick([
        `${registered}/`,
        registered.replace('https', 'http'),
        registered.replace('app.', 'www.'),
      ]);
      scene.explain('oauth', 9, 'warn', 'redirect_uri differs from the registered one', id, {
        sent,
        registered,
      });
      scene.exchange({
        id,
        ...TOKEN,
        status: 400,
        code: 'invalid_grant',
        message: 'The grant is not valid.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', 'redirect_uri differs'),
          tells('what was sent', 'sent|got|received|redirect_uri', sent),
          tells('what is registered', 'registered|expected', registered),
          acts('caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'login-loop',
    half: 'b',
    // The browser drops the state cookie, so that every callback begins again.
    tell(scene) {
      const { random } = scene;
      const rounds = random.int(5, 11);
      const step = random.int(1_100, 2_400);
      const words = random.pick([
        'state cookie is missing',
        'no login state for this session, starting over',
      ]);
      let id = '';
      for (let round = 0; round <= rounds; round++) {
        id = scene.newId();
        const at = (round - rounds) * step;
        scene.explain('oauth', at + 6, 'warn', words, id, { same_site: 'strict', user_session: 'us_81' });
        scene.exchange({
          id,
          at,
          method: 'GET',
          path: '/oauth/callback',
          status: 302,
          ms: 11,
          client: scene.browser,
          fields: { location: '/oauth/authorize' },
        });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          counts('how often it went round', rounds),
          shows('since when', 'other', moment(scene.start - rounds * step + 11)),
          shows(
            'it is a loop',
            'conclusion',
            /\bloops?\b|again and again|(?:same|this) (?:request|path|call)[^\n]{0,40}(?:repeated|times)|repeat(?:s|ed|edly)\b/i,
          ),
        ],
        never: [],
      };
    },
  },
  {
    name: 'person-declined',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const app = scene.newName('app');
      const words = random.pick(['user pressed cancel on the consent page', 'consent declined by the user']);
      scene.explain('oauth', 21, 'info', words, id, { client_id: app, scopes: 'profile email' });
      scene.exchange({
        id,
        method: 'GET',
        path: '/oauth/consent',
        status: 302,
        client: scene.browser,
        code: 'access_denied',
        message: 'access_denied',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the code', 'access_denied'),
          tells('the app', 'client_id|client|app', app),
          acts('end_user', 'caller'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
];
