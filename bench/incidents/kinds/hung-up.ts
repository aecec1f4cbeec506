import { carried, NOT_AGAIN, neverCarried, relates, SEND_AGAIN, says, shows, tells } from '../judge.ts';
import type { Kind } from '../scene.ts';

export const HUNG_UP: readonly Kind[] = [
  {
    name: 'client-hung-up-behind-201',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const app = scene.newName('app');
      const patience = random.pick([5_000, 10_000, 30_000]);
      const ms = patience + random.int(400, 6_000);
      scene.explain('apps', ms - 30, 'info', 'app created', id, { app });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/apps',
        status: 201,
        ms,
        edge: { status: 499, ms: patience, flags: 'DC' },
      });
      return {
        call: { request_id: id },
        facts: [
          shows('the client hung up', 'line', /\b499\b/),
          shows('the API answered 201', 'line', /\b201\b/),
          tells('what was made', 'app|created', app),
          carried('yes'),
          NOT_AGAIN,
        ],
        never: [...neverCarried('no'), SEND_AGAIN],
      };
    },
  },
  {
    name: 'gateway-timeout-behind-201',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const member = scene.newName('usr');
      const limit = random.pick([10_000, 15_000, 60_000]);
      const ms = limit + random.int(300, 9_000);
      scene.explain(
        'users',
        ms - 20,
        'info',
        random.pick(['user created', 'user stored', 'user row committed']),
        id,
        { user: member },
      );
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/users',
        status: 201,
        ms,
        edge: { status: 504, ms: limit, flags: 'UT' },
      });
      return {
        call: { request_id: id },
        facts: [
          shows('the edge answered 504', 'line', /\b504\b/),
          shows('the API answered 201', 'line', /\b201\b/),
          tells('what was made', 'user|created|stored', member),
          carried('yes'),
          NOT_AGAIN,
        ],
        never: [...neverCarried('no'), SEND_AGAIN],
      };
    },
  },
  {
    name: 'client-hung-up-then-rolled-back',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const patience = random.pick([5_000, 10_000, 30_000]);
      const words = random.pick(['context canceled, transaction rolled back', 'client is gone, rolled back']);
      scene.explain('apps', patience + 20, 'warn', words, id);
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/apps',
        status: 499,
        ms: patience,
        api: false,
        edge: { ms: patience, flags: 'DC' },
      });
      return {
        call: { request_id: id },
        facts: [
          shows('the client hung up', 'line', /\b499\b/),
          says('the deciding words', words),
          carried('no'),
        ],
        never: neverCarried('yes'),
      };
    },
  },
  {
    name: 'sent-again-after-hang-up',
    half: 'a',
    // The first was carried out behind the client's back, and so was the second: two of them exist.
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const again = scene.newId();
      const [one, two] = [scene.newName('ord'), scene.newName('ord')];
      const gap = random.int(6_000, 15_000);
      const send = { method: 'POST', path: '/v1/orders' };
      scene.explain('orders', 7_000, 'info', 'order placed', id, { order: one });
      scene.exchange({ id, ...send, status: 201, ms: 7_040, edge: { status: 499, ms: 5_000, flags: 'DC' } });
      scene.explain('orders', gap + 60, 'info', 'order placed', again, { order: two });
      scene.exchange({ id: again, at: gap, ...send, status: 201, ms: 90 });
      return {
        call: { request_id: id },
        facts: [
          tells('the first order', 'order\\w*|placed', one),
          relates('the request sent again, which got 201', again, 201),
          carried('yes'),
          shows('it may exist twice', 'conclusion', /twice|duplicate|two (?:of|orders)|both|second time/i),
        ],
        never: [...neverCarried('no'), SEND_AGAIN],
      };
    },
  },
];
