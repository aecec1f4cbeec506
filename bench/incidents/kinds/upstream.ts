import {
  acts,
  carried,
  counts,
  FAILED,
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

export const UPSTREAM: readonly Kind[] = [
  {
    name: 'upstream-timeout-inside',
    half: 'b',
    tell(scene) {
      const { random, region, workspace } = scene;
      const id = scene.newId();
      const host = `${random.pick(['ledger', 'directory', 'vault', 'keys'])}.${region}.internal`;
      const timeout = random.pick([2_000, 3_000, 5_000]);
      const tries = random.int(2, 4);
      for (let nth = 1; nth <= tries; nth++) {
        scene.log('accounts', nth * timeout, 'warn', 'upstream timed out', {
          id,
          fields: { workspace, upstream: host, attempt: nth, timeout_ms: timeout },
        });
      }
      const end = tries * timeout + 20;
      const words = random.pick([
        `giving up after ${tries} attempts`,
        `no answer from upstream in ${tries} attempts`,
      ]);
      scene.explain('accounts', end, 'error', words, id, { upstream: host });
      scene.exchange({
        id,
        method: 'GET',
        path: '/v1/accounts',
        status: 502,
        ms: end + 12,
        code: 'upstream_error',
        message: 'Something upstream failed.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the host', host),
          shows('how long it waited', 'line', new RegExp(`${timeout}\\b|\\b${timeout / 1_000} ?s`)),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'retry-that-succeeded',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const retry = scene.newId();
      const gap = random.int(2_000, 9_000);
      const create = { method: 'POST', path: '/v1/apps' };
      const words = random.pick([
        'connection reset by peer',
        'upstream connect error: connection refused',
        'broken pipe',
      ]);
      scene.explain('apps', 40, 'error', `write to app-store failed: ${words}`, id, {
        transaction: 'rolled back',
      });
      scene.exchange({
        id,
        ...create,
        status: 502,
        code: 'upstream_error',
        message: 'Something upstream failed.',
        ms: 55,
      });
      scene.explain('apps', gap + 30, 'info', 'app created', retry, { app: scene.newName('app') });
      scene.exchange({ id: retry, at: gap, ...create, status: 201, ms: 61 });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          relates('the retry, which got 201', retry, 201),
          carried('no'),
          acts('platform'),
          shows(
            'nothing is left to do',
            'conclusion',
            /(?:retry|later|next|again|repeat\w*)[^\n]{0,90}(?:succeeded|201|worked|carried out)/i,
          ),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'dns-failure',
    half: 'b',
    tell(scene) {
      const { random, region } = scene;
      const id = scene.newId();
      const host = `${random.pick(['mail', 'search', 'quota'])}.${region}.internal`;
      const words = random.pick([
        `dial tcp: lookup ${host}: no such host`,
        `getaddrinfo ENOTFOUND ${host}`,
        `java.net.UnknownHostException: ${host}`,
        `Name or service not known (${host}:443)`,
      ]);
      scene.explain('notifier', 33, 'error', words, id, { step: 'resolve' });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/notifications',
        status: 502,
        code: 'upstream_error',
        message: 'Something upstream failed.',
      });
      return {
        call: { request_id: id },
        facts: [says('the deciding words', words), acts('platform'), carried('no')],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'edge-only',
    half: 'a',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const address = `10.0.${random.int(0, 9)}.${random.int(2, 250)}:8080`;
      const words = random.pick([
        'connect() failed (111: Connection refused) while connecting to upstream',
        'upstream connect error or disconnect/reset before headers',
      ]);
      scene.log('edge', 3, 'error', words, { id, fields: { upstream: address } });
      scene.exchange({
        id,
        method: 'POST',
        path: '/v1/apps',
        status: 503,
        ms: 4,
        api: false,
        edge: { flags: 'UF' },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          says('the upstream', address),
          shows(
            'only the edge saw it',
            'conclusion',
            /only the (?:edge|proxy|gateway|access log)|never (?:reached|came|arrived)|did not (?:reach|come|arrive)|no (?:other )?service (?:logged|saw|has|wrote)|before it reached/i,
          ),
          carried('no'),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'deploy-between',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const version = `2026.${random.int(9, 12)}.${random.int(1, 28)}-${random.hex(7)}`;
      scene.log('deployer', -21_000, 'info', `rollout of accounts ${version} started`, {
        fields: { version },
      });
      scene.log('accounts', -2_000, 'warn', 'SIGTERM received, draining', { fields: { grace_s: 10 } });
      const words = random.pick([
        'server is shutting down, request refused',
        'not accepting requests: draining',
      ]);
      scene.explain('accounts', 4, 'warn', words, id);
      scene.exchange({
        id,
        method: 'PATCH',
        path: '/v1/accounts/me',
        status: 503,
        ms: 9,
        code: 'service_unavailable',
        message: 'Try again.',
      });
      scene.log('deployer', 38_000, 'info', `rollout of accounts ${version} finished`, {
        fields: { version },
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          shows('the rollout', 'other', new RegExp(version.replaceAll('.', '\\.'))),
          shows(
            'a deploy was under way',
            'conclusion',
            /\b(?:deploy(?:s|ed|ment)?|rollout|roll-out|release)\b/i,
          ),
          acts('platform', 'caller'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'partial-outage',
    half: 'a',
    tell(scene) {
      const { random, workspace } = scene;
      const others = random.int(12, 60);
      const step = random.int(700, 1_300);
      const mine = random.int(3, others - 3);
      const words = random.pick([
        'shard 7 is read-only: primary lost',
        'no leader for partition 7',
        'pool exhausted: 50 of 50 connections in use',
      ]);
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        const one = scene.newId();
        if (nth === mine) id = one;
        const at = (nth - mine) * step;
        scene.explain('directory', at + 5, 'error', words, one);
        scene.exchange({
          id: one,
          at,
          method: 'POST',
          path: '/v1/groups',
          status: 503,
          ms: 10,
          code: 'service_unavailable',
          message: 'Partial degradation.',
        });
      }
      scene.log('directory', (others - mine) * step + 4_000, 'info', 'recovered', { fields: { workspace } });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          counts('how many others failed alike', others),
          shows('from when', 'other', moment(scene.start - mine * step + 10)),
          shows('to when', 'other', moment(scene.start + (others - mine) * step + 10)),
          acts('platform'),
          carried('no'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'outage-of-many-workspaces',
    half: 'b',
    tell(scene) {
      const { random, others: rest } = scene;
      const others = random.int(12, 40);
      const step = random.int(400, 1_500);
      const mine = random.int(3, others - 3);
      const words = random.pick([
        'replica set has no primary',
        'etcdserver: leader changed',
        'too many open files',
      ]);
      let id = '';
      for (let nth = 0; nth <= others; nth++) {
        const one = scene.newId();
        const workspace = nth === mine ? scene.workspace : random.pick(rest);
        if (nth === mine) id = one;
        const at = (nth - mine) * step;
        scene.log('directory', at + 5, 'error', words, { id: one, fields: { workspace } });
        scene.exchange({
          id: one,
          at,
          method: 'POST',
          path: '/v1/groups',
          status: 500,
          ms: 10,
          code: 'internal_error',
          message: 'Internal error.',
          workspace,
        });
      }
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          counts('how many others failed alike', others),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'circuit-open',
    half: 'b',
    tell(scene) {
      const { random, workspace } = scene;
      const opening = scene.newId();
      const id = scene.newId();
      const since = random.int(4_000, 25_000);
      const fails = random.pick([5, 10, 20]);
      const test = { method: 'GET', path: '/v1/idps/status' };
      scene.log('idp-gateway', -since, 'error', `circuit opened after ${fails} failures`, {
        id: opening,
        fields: { upstream: 'saml-bridge.internal', workspace },
      });
      scene.exchange({ id: opening, at: -since - 20, ...test, status: 502, ms: 30, code: 'upstream_error' });
      scene.explain('idp-gateway', 2, 'warn', 'circuit is open, not calling upstream', id, {
        upstream: 'saml-bridge.internal',
        opened_by: opening,
      });
      scene.exchange({
        id,
        ...test,
        status: 502,
        ms: 4,
        code: 'upstream_error',
        message: 'Something upstream failed.',
      });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', 'circuit is open'),
          says('the host', 'saml-bridge.internal'),
          relates('the request that opened it', opening),
          shows('why it was opened', 'other', new RegExp(`opened after ${fails} failures`)),
          acts('platform'),
        ],
        never: [SUCCEEDED, ...neverActs('caller'), ...neverCarried('yes')],
      };
    },
  },
  {
    name: 'slow-success',
    half: 'b',
    tell(scene) {
      const { random } = scene;
      const id = scene.newId();
      const ms = random.int(14_000, 48_000);
      const query = ms - random.int(200, 900);
      const words = random.pick(['slow query', 'waited for row lock', 'lock wait on accounts']);
      scene.explain('accounts', query, 'warn', words, id, { statement: 'select_members', waited_ms: query });
      scene.exchange({ id, method: 'GET', path: '/v1/accounts', status: 200, ms });
      return {
        call: { request_id: id },
        facts: [
          says('the deciding words', words),
          tells('how long that took', 'waited\\w*|took|query|lock', query),
          shows(
            'that it succeeded',
            'conclusion',
            /"ended":\s*"succeeded"|\bsucceeded\b|\bno error\b|ended well/i,
          ),
          shows(
            'that it was slow',
            'conclusion',
            new RegExp(`\\bslow|\\b${Math.floor(ms / 1_000)}(?:\\.\\d+)? ?s`, 'i'),
          ),
        ],
        never: [FAILED, ...neverCarried('no')],
      };
    },
  },
];
