import {
  acts,
  carried,
  clock,
  counts,
  moment,
  neverActs,
  neverCarried,
  SUCCEEDED,
  says,
  shows,
  tells,
} from '../judge.ts';
import type { Kind } from '../scene.ts';

export const LIMITS: readonly Kind[] = [
  {
    name: 'rate-limit-retry-after',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const [wait, limit, window] = [
        random.int(7, 59),
        random.pick([100, 300, 600, 1_200]),
        random.pick([60, 300, 900]),
      ];
      scene.explain(
        'limiter',
        2,
        'warn',
        random.pick(['over limit', 'bucket is empty', 'quota exceeded']),
        id,
        {
          limit,
          window_s: window,
          used: limit,
          retry_after: wait,
        },
      );
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/users',
        status: 429,
        ms: 5,
        code: 'rate_limited',
        message: 'Too many requests.',
        edge: { headers: { 'Retry-After': wait } },
      });
      return {
        call: { request_id: id },
        facts: [
          shows(
            'how long to wait',
            'line',
            new RegExp(
              `retry[-_ ]?after\\W{0,4}(?:was |is |of )?"?${wait}\\b|\\b${wait} ?s(?:ec\\w*)?\\b`,
              'i',
            ),
          ),
          tells('the limit', 'limit|requests|calls', limit),
          shows(
            'the window',
            'line',
            new RegExp(
              `window\\w*\\W{0,4}"?${window}\\b|${window} ?s(?:ec\\w*)?\\b|${window / 60} ?min`,
              'i',
            ),
          ),
          acts('caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'refused-in-a-row',
    half: 'a',
    // A job goes on with an expired token.
    tell(scene) {
      const { random } = scene;
      const others = random.int(5, 14);
      const step = random.int(1_500, 4_000);
      const expired = scene.start - random.int(100_000, 900_000);
      const words = `token expired at ${new Date(expired).toISOString().slice(0, 19)}Z`;
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        id = scene.newId();
        const at = (nth - others) * step;
        scene.explain('auth', at + 4, 'warn', words, id, { key: 'mk_7' });
        scene.exchange({
          id,
          at,
          method: 'POST',
          path: '/v1/users',
          status: 401,
          ms: 9,
          code: 'unauthorized',
          message: 'No token or expired token.',
        });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          counts('how many others were refused', others),
          shows('since when', 'other', moment(scene.start - others * step + 9)),
          acts('caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'plan-too-small',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const [code, needed] = random.pick([
        ['pro_required', 'pro'],
        ['enterprise_only', 'enterprise'],
      ] as const);
      const plan = code === 'pro_required' ? 'free' : random.pick(['free', 'pro']);
      const feature = random.pick(['custom_domains', 'audit_export', 'scim_sync', 'ip_allowlist']);
      const [held, wanted] = random.pick([
        ['plan', 'required_plan'],
        ['current_tier', 'needs_tier'],
        ['subscription', 'minimum_plan'],
      ] as const);
      scene.explain('billing', 7, 'warn', 'feature is not part of the plan', id, {
        feature,
        [held]: plan,
        [wanted]: needed,
      });
      scene.exchange({
        id,
        method: 'PUT',
        path: `/v1/settings/${feature}`,
        status: 422,
        code,
        message: 'Your plan does not include this.',
      });
      return {
        call: { request_id: id },
        facts: [
          tells('the feature', 'feature|not part of', feature),
          tells('the plan that it has', `${held}|plan|has|on`, plan),
          tells('the plan that it needs', `${wanted}|requir\\w+|needs?`, needed),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'spending-cap',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const cap = random.pick([50, 200, 750]);
      const words = random.pick(['spending cap reached, signups are blocked', 'signup refused: cap hit']);
      const resets = '2026-12-01';
      scene.explain('billing', 12, 'warn', words, id, { cap_usd: cap, spent_usd: cap, resets_on: resets });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/signups',
        status: 402,
        code: 'signups_blocked',
        message: 'Signups are blocked.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('the cap', 'cap\\w*', cap),
          tells('when it resets', 'reset\\w*|period|until', resets),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'card-declined',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const reason = random.pick(['expired_card', 'insufficient_funds', 'card_not_supported']);
      const invoice = scene.newName('inv', 8);
      scene.explain('billing', 640, 'warn', `charge declined by the processor: ${reason}`, id, {
        invoice,
        attempt: 1,
      });
      scene.explain('billing', 655, 'info', 'upgrade rolled back', id, { invoice });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/subscription',
        status: 402,
        ms: 702,
        code: 'payment_method_required',
        message: 'A valid card is required.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', `declined by the processor: ${reason}`),
          says('what became of it', 'upgrade rolled back'),
          acts('workspace_owner', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('platform'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'maintenance',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const minutes = random.int(20, 50);
      const end = clock(scene.start + minutes * 60_000).slice(0, 5);
      scene.log('api', -900_000, 'info', 'maintenance mode on', {
        fields: { until: `${end}Z`, component: 'user-store' },
      });
      scene.explain('users', 3, 'warn', 'user-store is read-only for maintenance', id, { until: `${end}Z` });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/users/import',
        status: 503,
        code: 'service_unavailable',
        message: 'Maintenance.',
        edge: { headers: { 'Retry-After': minutes * 60 } },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', 'read-only for maintenance'),
          shows('until when', 'line', new RegExp(end)),
          acts('platform', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
];
