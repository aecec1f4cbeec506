import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/logs/logs.ts';
import { reasonText } from '../../../src/tools/story/named-error.ts';
import { outcomeOf } from '../../../src/tools/story/outcome.ts';
import { causeOf } from '../../../src/tools/story/story.ts';

/** Lines a second apart; `source` is the service's file. */
function linesOf(lines: readonly Partial<LogLine>[]): LogLine[] {
  return lines.map((line, at) => ({
    time: `2026-11-20T09:00:${String(at).padStart(2, '0')}.000Z`,
    source: `${line.service ?? 'app'}.log:${at + 1}`,
    ...line,
  }));
}

const post = { method: 'POST', path: '/v1/orders' };
const edge = { service: 'edge', level: 'info', ...post };

const STORIES: [string, Partial<LogLine>[], { outcome: object; evidence: RegExp; cause: string | null }][] = [
  [
    'a write that a database refused, as it takes none',
    [
      { service: 'shop', level: 'error', message: 'cannot execute INSERT in a read-only transaction' },
      { ...edge, status: 500 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'no' },
      evidence: /refused it or could not be reached \(shop\.log:1\)/,
      cause: 'shop.log:1',
    },
  ],
  ...[
    'INSERT discarded, disk is full',
    'temp file deleted',
    'cart left untouched',
    'no changes were made',
  ].map((message): (typeof STORIES)[number] => [
    `a write of which nothing was kept: ${message}`,
    [
      { service: 'store', level: 'error', message: 'cannot extend segment 4' },
      { service: 'store', level: 'info', message },
      { ...edge, status: 500 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'no' },
      evidence: /^nothing of it was kept \(store\.log:2\)$/,
      cause: 'store.log:1',
    },
  ]),
  [
    'a write of which a part was kept',
    [
      { service: 'store', level: 'info', message: 'card charged' },
      { service: 'store', level: 'error', message: 'cannot extend segment 4' },
      { service: 'store', level: 'info', message: 'cart left untouched' },
      { ...edge, status: 500 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /part of the work was done \(store\.log:1\)/,
      cause: 'store.log:2',
    },
  ],
  [
    'a service whose peer it does not trust, as others hand on',
    [
      { service: 'payer', level: 'error', message: 'unable to verify the first certificate' },
      { service: 'flow', level: 'error', message: 'step pay failed' },
      { ...edge, status: 502 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'no' },
      evidence: /refused it or could not be reached \(payer\.log:1\)/,
      cause: 'payer.log:1',
    },
  ],
  [
    'the same, where another call got no answer',
    [
      { service: 'payer', level: 'error', message: 'unable to verify the first certificate' },
      { service: 'flow', level: 'error', message: 'ledger timed out' },
      { ...edge, status: 502 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /no line says whether it took effect/,
      cause: 'payer.log:1',
    },
  ],
  ...(
    [
      ['a change behind a caller that had left', 1, 'yes', /the last line of the service .*\(site\.log:3\)/],
      ['a change before the caller left', 2, 'unknown', /no line says/],
    ] as const
  ).map(([title, at, carried_out, evidence]): (typeof STORIES)[number] => {
    const lines: Partial<LogLine>[] = [
      { service: 'site', level: 'info', message: 'waiting for the row lock' },
      { service: 'site', level: 'info', message: 'domain attached' },
    ];
    return [
      title,
      lines.toSpliced(at, 0, { ...edge, status: 499, duration_ms: 900 }),
      { outcome: { ended: 'failed', carried_out }, evidence, cause: `edge.log:${at + 1}` },
    ];
  }),
  [
    'a call that only reads',
    [{ ...edge, method: 'GET', status: 500 }],
    {
      outcome: { ended: 'failed', carried_out: 'no' },
      evidence: /only the edge saw it .*; it only reads, so nothing is done twice/,
      cause: 'edge.log:1',
    },
  ],
  [
    'a link that does something, though HTTP says that it only reads',
    [{ ...edge, method: 'GET', path: '/oauth/callback', status: 500 }],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /only the edge saw it/,
      cause: 'edge.log:1',
    },
  ],
  [
    'a success whose line shows when the request began',
    [{ ...edge, status: 201, duration_ms: 2_500, rest: { upstream_service_time: '2498' } }],
    { outcome: { at: '2026-11-20T09:00:02.500Z', carried_out: 'yes' }, evidence: /./, cause: null },
  ],
  [
    'an answer whose line shows when the request began',
    [{ ...edge, status: 503, duration_ms: 2_500, rest: { response_flags: 'UF' } }],
    {
      outcome: { at: '2026-11-20T09:00:02.500Z', carried_out: 'no' },
      evidence: /./,
      cause: 'edge.log:1',
    },
  ],
  [
    'a crash below a line that is no error',
    [
      {
        service: 'shop',
        level: 'info',
        message: 'request started',
        rest: { stack: ["thread 'main' panicked at src/a.rs:1:2:", 'no more'] },
      },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /says that something failed \(shop\.log:1\)/,
      cause: 'shop.log:1',
    },
  ],
  ...[
    'moved to dead-letter queue orders.dlq',
    'sent to the billing DLQ',
    'max deliveries reached, dropping',
    'parked after 5 attempts',
  ].map((message): (typeof STORIES)[number] => [
    `accepted work that was put aside: ${message}`,
    [
      { service: 'api', level: 'info', ...post, status: 202, message: 'accepted' },
      { service: 'worker', level: 'warn', message: 'handler raised: no price for SKU 9' },
      { service: 'worker', level: 'info', message },
    ],
    {
      outcome: { ended: 'failed', status: 202, carried_out: 'no' },
      evidence: /only accepted \(202\), and the work failed afterwards \(worker\.log:3\)/,
      cause: 'worker.log:2',
    },
  ]),
  [
    'accepted work that is done from what was put aside',
    [
      { service: 'api', level: 'info', ...post, status: 202, message: 'accepted' },
      { service: 'worker', level: 'info', message: 'moved from dead-letter queue, order completed' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'yes' }, evidence: /then completed/, cause: null },
  ],
  ...[
    { message: 'plan computed', rest: { dry_run: true } },
    { message: 'validated', rest: { 'options.validateOnly': 'true' } },
    { message: 'preview: nothing was written', rest: { preview: true } },
    { message: 'dry-run, changes discarded' },
    { method: 'GET', path: '/internal/orders?dryRun=true' },
  ].map((line): (typeof STORIES)[number] => [
    `a call that only asked what it would do: ${JSON.stringify(line)}`,
    [
      { service: 'shop', level: 'info', ...line },
      { ...edge, status: 200 },
    ],
    {
      outcome: { ended: 'succeeded', status: 200, carried_out: 'no' },
      evidence: /as a trial that is to change nothing \(shop\.log:1\)/,
      cause: null,
    },
  ]),
  [
    'a trial after which all was done',
    [
      { service: 'shop', level: 'info', message: 'dry run passed, applying', rest: { preview: true } },
      { ...edge, status: 200 },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'yes' }, evidence: /answered 200/, cause: null },
  ],
  ...['could not serialize the response', 'after-commit hook raised: bus closed'].map(
    (message): (typeof STORIES)[number] => [
      `an error after the work was stored: ${message}`,
      [
        { service: 'shop', level: 'info', message: 'order row committed' },
        { service: 'shop', level: 'error', message },
        { ...edge, status: 500 },
      ],
      {
        outcome: { ended: 'failed', status: 500, carried_out: 'yes' },
        evidence: /the work was done \(shop\.log:1\) before .* \(shop\.log:2\): do not send it again/,
        cause: 'shop.log:2',
      },
    ],
  ),
  [
    'an answer that could not be made, of a service that did only a part',
    [
      { service: 'shop', level: 'info', message: 'placing order' },
      { service: 'stock', level: 'info', message: 'stock updated' },
      { service: 'stock', level: 'error', message: 'could not serialize the response' },
      { ...edge, status: 500 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /part of the work/,
      cause: 'stock.log:3',
    },
  ],
  [
    'a panic that was recovered',
    [{ service: 'shop', level: 'error', message: '[Recovery] panic recovered: index out of range' }],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /is an error/,
      cause: 'shop.log:1',
    },
  ],
  [
    'what is handed to a queue under the name of what was done, and never taken in',
    [
      { service: 'shop', level: 'info', message: 'published basket.created to the queue billing' },
      { service: 'broker', level: 'info', message: 'delivered to consumer billing-2' },
      { service: 'broker', level: 'warn', message: 'no ack in 30 s, re-delivered to consumer billing-1' },
    ],
    {
      outcome: { ended: 'unknown', carried_out: 'unknown' },
      evidence: /no line shows a response or how it ended/,
      cause: 'broker.log:3',
    },
  ],
  [
    'work that fails well after the answer',
    [
      { service: 'api', level: 'info', method: 'POST', path: '/v1/sync', status: 200 },
      {
        time: '2026-11-20T09:00:05.000Z',
        service: 'api',
        level: 'error',
        message: 'sync failed: no space left on device',
      },
    ],
    {
      outcome: { ended: 'succeeded', status: 200, carried_out: 'unknown' },
      evidence: /answered 200 \(api\.log:1\), but an error was logged afterwards \(api\.log:2\)/,
      cause: null,
    },
  ],
  [
    'a note to others that fails well after the answer',
    [
      { service: 'api', level: 'info', method: 'POST', path: '/v1/sync', status: 200 },
      {
        time: '2026-11-20T09:00:05.000Z',
        service: 'api',
        level: 'error',
        message: 'the audit entry could not be written',
      },
    ],
    {
      outcome: { ended: 'succeeded', status: 200, carried_out: 'yes' },
      evidence: /; an error was logged afterwards \(api\.log:2\)/,
      cause: null,
    },
  ],
  [
    'a transaction that the database chose in a deadlock',
    [
      { service: 'api', level: 'error', message: 'update failed: deadlock detected' },
      { service: 'api', level: 'info', method: 'PUT', path: '/v1/rows/7', status: 500 },
    ],
    {
      outcome: { ended: 'failed', status: 500, carried_out: 'no' },
      evidence: /rolled back \(api\.log:1\)/,
      cause: 'api.log:1',
    },
  ],
  [
    'tries that are given up, whose reason only they have',
    [
      { service: 'api', level: 'warn', message: 'store: attempt 1 of 2: connection refused' },
      { service: 'api', level: 'error', message: 'store: giving up after 2 attempts' },
      { service: 'api', level: 'info', method: 'PUT', path: '/v1/rows/7', status: 503 },
    ],
    {
      outcome: { ended: 'failed', status: 503, carried_out: 'no' },
      evidence: /could not be reached|refused/,
      cause: 'api.log:1',
    },
  ],
  [
    'many of which some were refused, with the line that counts them',
    [
      { service: 'api', level: 'warn', message: 'row 4 rejected: no such plan' },
      { service: 'api', level: 'info', message: 'import finished', rest: { imported: 8, rejected: 1 } },
      { service: 'api', level: 'info', method: 'POST', path: '/v1/users/bulk', status: 200 },
    ],
    {
      outcome: { ended: 'succeeded', status: 200, carried_out: 'unknown' },
      evidence: /but only in part \(api\.log:2\)/,
      cause: null,
    },
  ],
  [
    'a transaction that was rolled back, and done on a second try',
    [
      { service: 'orders', level: 'warn', message: 'deadlock detected, transaction rolled back, retrying' },
      { ...edge, status: 504 },
      { service: 'orders', level: 'info', message: 'order ord_9 created' },
    ],
    {
      outcome: { ended: 'failed', status: 504, carried_out: 'yes' },
      evidence: /orders\.log:3/,
      cause: 'orders.log:1',
    },
  ],
  [
    'a route that is called rollback',
    [
      { service: 'api', level: 'info', message: 'starting rollback of release 41' },
      {
        service: 'api',
        level: 'error',
        message: 'POST /v1/releases/41/rollback failed: agent lost',
        ...post,
        status: 500,
      },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /no line says whether/,
      cause: 'api.log:2',
    },
  ],
  [
    'a call that was sent on and got no answer',
    [
      { service: 'api', level: 'info', message: 'charge request sent to acquirer' },
      { ...edge, status: 504 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /no line says whether/,
      cause: 'edge.log:2',
    },
  ],
  [
    'an error before the request was accepted',
    [
      { service: 'api', level: 'error', message: 'geoip lookup failed: timeout' },
      { service: 'api', level: 'info', ...post, status: 202, message: 'accepted' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'unknown' }, evidence: /only accepted/, cause: null },
  ],
  [
    'accepted work that is tried again',
    [
      { service: 'api', level: 'info', ...post, status: 202, message: 'accepted' },
      { service: 'worker', level: 'error', message: 'attempt 1 of 5 failed: mailbox busy, will retry' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'unknown' }, evidence: /tried again/, cause: null },
  ],
  [
    'a refusal after the card was charged',
    [
      { service: 'shop', level: 'info', message: 'card charged 40.00 EUR' },
      { service: 'shop', level: 'warn', message: 'unknown postcode 99999' },
      { service: 'shop', level: 'info', ...post, status: 422, message: 'done' },
    ],
    { outcome: { ended: 'failed', carried_out: 'unknown' }, evidence: /shop\.log:1/, cause: 'shop.log:2' },
  ],
  [
    'a store that was gone around, before what ended it',
    [
      { service: 'api', level: 'error', message: 'redis ECONNREFUSED, falling back to database' },
      { service: 'api', level: 'error', message: 'assignment to entry in nil map' },
      { service: 'api', level: 'error', ...post, status: 500, message: 'request failed' },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /no line says whether/,
      cause: 'api.log:2',
    },
  ],
  [
    'a retry that was mended, before what was refused',
    [
      { service: 'api', level: 'warn', message: 'connection reset, retrying (attempt 1 of 3)' },
      { service: 'api', level: 'warn', message: 'coupon SPRING is not valid for SKU 12' },
      { service: 'api', level: 'info', ...post, status: 400, message: 'done' },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /refused with 400/, cause: 'api.log:2' },
  ],
  [
    'a service that logs at one level',
    [
      { service: 'api', level: 'info', message: 'invite rejected: role "ownr" is not one of owner, admin' },
      {
        service: 'api',
        level: 'info',
        ...post,
        status: 422,
        message: 'Completed 422 Unprocessable Content in 21ms',
      },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /refused with 422/, cause: 'api.log:1' },
  ],
  [
    'lines without a level, of which one gives up',
    [
      { service: 'fn', level: 'warn', message: 'ImageMagick still running' },
      { service: 'fn', message: 'Task timed out after 30.03 seconds' },
    ],
    { outcome: { ended: 'failed', status: null }, evidence: /fn\.log:2/, cause: 'fn.log:2' },
  ],
  [
    'a redirect that hands an error on in its location',
    [
      { service: 'oauth', level: 'warn', message: "scope 'offline' is not allowed" },
      {
        ...{ service: 'oauth', level: 'info', method: 'GET', path: '/authorize', status: 302 },
        rest: { location: 'https://app.example/cb?error=invalid_scope&state=x' },
      },
    ],
    {
      outcome: { ended: 'failed', status: 302, carried_out: 'no' },
      evidence: /redirect/,
      cause: 'oauth.log:1',
    },
  ],
  [
    'an everyday warning beside what a service says at one level',
    [
      { service: 'api', level: 'warn', message: "parameter 'expand' is deprecated" },
      { service: 'api', level: 'info', message: 'member m_7 has no role in project p_2' },
      { service: 'api', level: 'info', ...post, status: 403, message: 'request completed' },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /refused with 403/, cause: 'api.log:2' },
  ],
  [
    'an answer that broke off',
    [
      { ...edge, status: 200 },
      {
        service: 'nginx',
        level: 'error',
        message: 'upstream prematurely closed connection while reading upstream',
      },
    ],
    {
      outcome: { ended: 'failed', status: 200, carried_out: 'unknown' },
      evidence: /broke off/,
      cause: 'nginx.log:2',
    },
  ],
  [
    'an answer whose parts have answers of their own',
    [
      { service: 'api', level: 'error', message: 'resolver failed: order already shipped' },
      { service: 'api', level: 'info', method: 'POST', path: '/graphql', status: 200, message: 'done' },
    ],
    { outcome: { ended: 'unknown', carried_out: 'unknown' }, evidence: /each part/, cause: 'api.log:1' },
  ],
  [
    'an answer of gRPC, which fails behind status 200',
    [
      {
        service: 'docs',
        level: 'error',
        message: 'finished call',
        rest: { 'grpc.error': 'message is too large' },
      },
      { service: 'edge', method: 'POST', path: '/docs.Upload/Put', status: 200, rest: { grpc_status: '3' } },
    ],
    {
      outcome: { ended: 'failed', status: 200, carried_out: 'no' },
      evidence: /INVALID_ARGUMENT/,
      cause: 'docs.log:1',
    },
  ],
  [
    'a call of gRPC without an answer of HTTP, which may have taken effect',
    [
      {
        service: 'docs',
        level: 'info',
        message: 'finished call',
        rest: { grpc: 1, 'grpc.code': 'DeadlineExceeded' },
      },
    ],
    {
      outcome: { ended: 'failed', status: null, carried_out: 'unknown' },
      evidence: /DEADLINE_EXCEEDED/,
      cause: 'docs.log:1',
    },
  ],
  [
    'an import that left out some rows',
    [
      { service: 'crm', level: 'warn', message: 'row 17 rejected: no e-mail address' },
      { service: 'crm', level: 'info', message: 'import finished' },
      { service: 'crm', level: 'info', ...post, status: 200, message: 'done' },
    ],
    {
      outcome: { ended: 'succeeded', carried_out: 'unknown' },
      evidence: /only in part \(crm\.log:1\)/,
      cause: null,
    },
  ],
  [
    'an import that counts what it left out',
    [
      { service: 'crm', level: 'info', message: 'import finished imported=48 rejected=2' },
      { service: 'crm', level: 'info', ...post, status: 200, message: 'done' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'unknown' }, evidence: /only in part/, cause: null },
  ],
  [
    'steps that follow each other, and an import that left out none',
    [
      { service: 'crm', level: 'info', message: 'step 1 of 2 completed' },
      { service: 'crm', level: 'info', message: 'import finished imported=48 rejected=0' },
      { service: 'crm', level: 'info', ...post, status: 200, message: 'done' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'yes' }, evidence: /answered 200/, cause: null },
  ],
  [
    'a job that ran to its end and left out a part',
    [
      { service: 'cron', level: 'warn', message: 'skipped table audit: permission denied' },
      { service: 'cron', level: 'info', message: 'backup finished: 118 of 120 tables saved' },
    ],
    { outcome: { ended: 'unknown', carried_out: 'unknown' }, evidence: /only in part/, cause: 'cron.log:1' },
  ],
  [
    'a service that says 503 after a call of its own got no answer',
    [
      { service: 'pay', level: 'error', message: 'acquirer did not answer within 20 s' },
      { service: 'pay', level: 'info', ...post, status: 503, message: 'done' },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /no line says whether/,
      cause: 'pay.log:1',
    },
  ],
  [
    'a service that says 503 as it waited for a connection in vain',
    [
      { service: 'pay', level: 'error', message: 'no connection in the pool, timed out after 3 s' },
      { service: 'pay', level: 'info', ...post, status: 503, message: 'done' },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /could not be reached/, cause: 'pay.log:1' },
  ],
  [
    'a service that could not tell others, which undoes nothing',
    [
      { service: 'shop', level: 'error', message: 'could not publish OrderPlaced: connection refused' },
      { service: 'shop', level: 'info', ...post, status: 500, message: 'done' },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /no line says whether/,
      cause: 'shop.log:1',
    },
  ],
  [
    'a transaction that was rolled back after a payment elsewhere',
    [
      { service: 'pay', level: 'info', message: 'charge captured at the acquirer' },
      { service: 'shop', level: 'error', message: 'order not stored, transaction rolled back' },
      { service: 'shop', level: 'info', ...post, status: 500, message: 'done' },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /done elsewhere \(pay\.log:1\)/,
      cause: 'shop.log:2',
    },
  ],
  [
    'the same with a refund',
    [
      { service: 'pay', level: 'info', message: 'charge captured at the acquirer' },
      { service: 'shop', level: 'error', message: 'order not stored, transaction rolled back' },
      { service: 'pay', level: 'info', message: 'charge refunded' },
      { service: 'shop', level: 'info', ...post, status: 500, message: 'done' },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /rolled back/, cause: 'shop.log:2' },
  ],
  [
    'a service that answered well, and an edge that could not hand it on',
    [
      { service: 'shop', level: 'info', ...post, status: 201, message: 'done' },
      { ...edge, level: 'error', message: 'response filter crashed', status: 500 },
    ],
    {
      outcome: { ended: 'failed', status: 500, carried_out: 'yes' },
      evidence: /'shop' answered 201/,
      cause: 'edge.log:2',
    },
  ],
  [
    'a second try that met what the first may have made',
    [
      { service: 'shop', level: 'warn', message: 'no answer from the store, retrying' },
      { service: 'shop', level: 'warn', message: 'order 7 exists' },
      { service: 'shop', level: 'info', ...post, status: 409, message: 'done' },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /may have taken effect \(shop\.log:1\)/,
      cause: 'shop.log:2',
    },
  ],
  [
    'a redirect after the work was done',
    [
      { service: 'web', level: 'info', message: 'comment saved' },
      { service: 'web', level: 'info', ...post, status: 303, message: 'done' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'yes' }, evidence: /after the work was done/, cause: null },
  ],
  [
    'a redirect to the page of signing in',
    [
      { service: 'web', level: 'warn', message: 'session is 40 min old, limit is 30' },
      { service: 'web', level: 'info', ...post, status: 302, message: 'done' },
    ],
    { outcome: { ended: 'unknown', carried_out: 'unknown' }, evidence: /after trouble/, cause: 'web.log:1' },
  ],
  [
    'what has not changed since it was read',
    [{ service: 'web', level: 'info', method: 'GET', path: '/logo', status: 304, message: 'done' }],
    { outcome: { ended: 'succeeded', carried_out: 'yes' }, evidence: /answered 304/, cause: null },
  ],
  [
    'tries that were given up, told by the last of them',
    [
      { service: 'stock', level: 'warn', message: 'version conflict, attempt 1 of 2' },
      { service: 'stock', level: 'warn', message: 'version conflict, attempt 2 of 2' },
      { service: 'stock', level: 'error', message: 'giving up' },
      { service: 'stock', level: 'info', ...post, status: 409, message: 'done' },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /refused with 409/, cause: 'stock.log:2' },
  ],
  [
    'an error without a reason, which the warning before it gives',
    [
      { service: 'shop', level: 'warn', message: 'tax provider answered 429 Too Many Requests' },
      { service: 'shop', level: 'error', message: 'could not compute the tax' },
      {
        service: 'shop',
        level: 'info',
        ...post,
        status: 503,
        message: 'shop [a-1] POST /v1/orders 503 44ms',
      },
    ],
    { outcome: { ended: 'failed', carried_out: 'no' }, evidence: /503|refused/, cause: 'shop.log:1' },
  ],
  [
    'a call under an id that was answered well before',
    [
      { service: 'shop', level: 'info', ...post, status: 201, message: 'done' },
      { service: 'shop', level: 'warn', message: 'order 5 exists' },
      { service: 'shop', level: 'info', ...post, status: 409, message: 'done' },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'yes' },
      evidence: /earlier answer to the same id was 201/,
      cause: 'shop.log:2',
    },
  ],
  [
    'work of which one of several services did its part',
    [
      { service: 'shop', level: 'info', message: 'placing the order' },
      { service: 'pay', level: 'info', message: 'charge captured' },
      { ...edge, status: 504 },
    ],
    {
      outcome: { ended: 'failed', carried_out: 'unknown' },
      evidence: /part of the work.*pay\.log:2/,
      cause: 'edge.log:3',
    },
  ],
  [
    'a bulk of which some failed',
    [
      { service: 'find', level: 'warn', message: '37 of 500 failed: queue is full' },
      { service: 'find', level: 'info', ...post, status: 200, message: 'done' },
    ],
    { outcome: { ended: 'succeeded', carried_out: 'unknown' }, evidence: /only in part/, cause: null },
  ],
  [
    'nothing but an error that was gone around',
    [
      { service: 'api', level: 'error', message: 'metrics push failed (non-fatal), continuing' },
      { service: 'api', level: 'info', message: 'listing 40 members' },
    ],
    { outcome: { ended: 'unknown', carried_out: 'unknown' }, evidence: /gone around/, cause: null },
  ],
  [
    'an answer of success',
    [
      { service: 'api', level: 'info', message: 'order created' },
      { ...edge, status: 201 },
    ],
    {
      outcome: { ended: 'succeeded', status: 201, carried_out: 'yes' },
      evidence: /edge\.log:2/,
      cause: null,
    },
  ],
  [
    'a success whose caller had gone',
    [
      { ...edge, status: 499, time: '2026-11-20T09:00:00.000Z' },
      { service: 'api', level: 'info', ...post, status: 201, message: 'request completed' },
    ],
    {
      outcome: { ended: 'failed', status: 499, carried_out: 'yes' },
      evidence: /'api' answered 201.*do not send it again/,
      cause: 'edge.log:1',
    },
  ],
  [
    'a gateway that waited no longer than the work took',
    [
      { service: 'orders', level: 'info', message: 'payment captured' },
      { ...edge, status: 504 },
      { service: 'orders', level: 'info', message: 'order_created' },
    ],
    {
      outcome: { ended: 'failed', status: 504, carried_out: 'yes' },
      evidence: /orders\.log:3/,
      cause: 'edge.log:2',
    },
  ],
  [
    'a refusal',
    [
      { service: 'api', level: 'warn', message: 'scope missing', code: 'forbidden_by_scope', status: 403 },
      { ...edge, status: 403 },
    ],
    {
      outcome: { ended: 'failed', status: 403, carried_out: 'no' },
      evidence: /refused with 403/,
      cause: 'api.log:1',
    },
  ],
  [
    'a failure that was rolled back, told by the service that met it',
    [
      { service: 'api', level: 'info', message: 'forwarding' },
      { service: 'billing', level: 'warn', message: 'attempt 1 timed out' },
      { service: 'billing', level: 'error', message: 'giving up', rest: { err: 'i/o timeout' } },
      { service: 'api', level: 'error', message: 'request errored', code: 'internal_error', status: 500 },
      { ...edge, status: 500 },
      { service: 'billing', level: 'info', message: 'charge rolled back' },
    ],
    {
      outcome: { ended: 'failed', status: 500, carried_out: 'no' },
      evidence: /rolled back \(billing\.log:6\)/,
      cause: 'billing.log:3',
    },
  ],
  [
    'a retry behind the edge that succeeded',
    [
      { service: 'api', level: 'error', ...post, status: 503, message: 'no connection to the database' },
      { service: 'api', level: 'info', ...post, status: 201, message: 'request completed' },
      { ...edge, status: 201 },
    ],
    { outcome: { ended: 'succeeded', status: 201, carried_out: 'yes' }, evidence: /201/, cause: null },
  ],
  [
    'an answer to a call on the way, which is not the answer',
    [
      {
        service: 'api',
        level: 'info',
        method: 'HEAD',
        path: 'https://hooks.example/in',
        status: 405,
        message: 'probe',
      },
      {
        service: 'api',
        level: 'warn',
        ...post,
        status: 400,
        code: 'webhook_url_invalid',
        message: 'refused',
      },
      { ...edge, status: 400 },
    ],
    { outcome: { ended: 'failed', status: 400, carried_out: 'no' }, evidence: /400/, cause: 'api.log:1' },
  ],
  [
    'a job that failed after it was accepted',
    [
      { ...edge, status: 202 },
      { service: 'worker', level: 'error', message: 'export failed: disk full' },
    ],
    {
      outcome: { ended: 'failed', status: 202, carried_out: 'no' },
      evidence: /afterwards \(worker/,
      cause: 'worker.log:2',
    },
  ],
  [
    'a job of which nothing is heard after it was accepted',
    [{ ...edge, status: 202 }],
    {
      outcome: { ended: 'succeeded', status: 202, carried_out: 'unknown' },
      evidence: /only accepted/,
      cause: null,
    },
  ],
  [
    'a request that never reached a service',
    [
      {
        service: 'edge',
        level: 'error',
        message: 'connect() failed (111: Connection refused) while connecting to upstream',
      },
      { ...edge, status: 502 },
    ],
    {
      outcome: { ended: 'failed', status: 502, carried_out: 'no' },
      evidence: /never reached a service/,
      cause: 'edge.log:1',
    },
  ],
  [
    'a failure of which only the edge knows',
    [{ ...edge, status: 503 }],
    {
      outcome: { ended: 'failed', status: 503, carried_out: 'unknown' },
      evidence: /only the edge/,
      cause: 'edge.log:1',
    },
  ],
  [
    'a job without any status',
    [
      { level: 'info', message: 'started' },
      { level: 'error', message: 'could not parse row 7' },
    ],
    {
      outcome: { ended: 'failed', status: null, carried_out: 'unknown' },
      evidence: /app\.log:2/,
      cause: 'app.log:2',
    },
  ],
  [
    'lines that say nothing of an end',
    [{ message: 'cache warm' }],
    {
      outcome: { ended: 'unknown', status: null, carried_out: 'unknown' },
      evidence: /could be read/,
      cause: null,
    },
  ],
  [
    'a request that a proxy sent nowhere',
    [{ ...post, status: 503, rest: { response_flags: 'UH' } }],
    {
      outcome: { ended: 'failed', status: 503, carried_out: 'no' },
      evidence: /never reached a service/,
      cause: 'app.log:1',
    },
  ],
  [
    'a request that a proxy sent on',
    [{ ...post, status: 503, rest: { response_flags: 'UC' } }],
    {
      outcome: { ended: 'failed', status: 503, carried_out: 'unknown' },
      evidence: /only the edge saw it/,
      cause: 'app.log:1',
    },
  ],
  [
    'an error after which something else was served, without an answer',
    [
      { service: 'ads', level: 'error', message: 'bidder unreachable: i/o timeout' },
      { service: 'web', level: 'warn', message: 'no ads, using fallback list' },
    ],
    {
      outcome: { ended: 'unknown', carried_out: 'unknown' },
      evidence: /errors were gone around/,
      cause: 'ads.log:1',
    },
  ],
  [
    'accepted work that someone cancelled',
    [
      { service: 'api', ...post, path: '/v1/imports', status: 202 },
      { service: 'worker', level: 'warn', message: 'import cancelled by usr_7' },
    ],
    {
      outcome: { ended: 'failed', status: 202, carried_out: 'unknown' },
      evidence: /was cancelled afterwards \(worker\.log:2\)/,
      cause: 'worker.log:2',
    },
  ],
  [
    'a request to cancel work',
    [
      { service: 'api', method: 'DELETE', path: '/v1/imports/9', status: 202 },
      { service: 'worker', level: 'info', message: 'import cancelled by usr_7' },
    ],
    {
      outcome: { ended: 'succeeded', status: 202, carried_out: 'unknown' },
      evidence: /only accepted/,
      cause: null,
    },
  ],
  [
    'a refund that was taken in before the crash',
    [
      { service: 'pay', level: 'info', message: 'acquirer accepted refund rf_8' },
      { service: 'pay', level: 'error', message: 'Object reference not set', ...post, status: 500 },
    ],
    {
      outcome: { ended: 'failed', status: 500, carried_out: 'unknown' },
      evidence: /after part of the work was done \(pay\.log:1\)/,
      cause: 'pay.log:2',
    },
  ],
  [
    'a feature that is switched off, behind a summary that only says that it is done',
    [
      { service: 'api', level: 'debug', message: 'feature exports is disabled for this plan' },
      { service: 'api', level: 'warn', message: 'done', code: 'not_found', ...post, status: 404 },
    ],
    {
      outcome: { ended: 'failed', status: 404, carried_out: 'no' },
      evidence: /refused with 404/,
      cause: 'api.log:1',
    },
  ],
  [
    'a person who declined, which another service only repeats as a code',
    [
      { service: 'auth', level: 'info', message: 'consent declined by the user' },
      { ...post, service: 'api', level: 'info', code: 'access_denied', message: 'done', status: 403 },
    ],
    {
      outcome: { ended: 'failed', status: 403, carried_out: 'no' },
      evidence: /refused with 403/,
      cause: 'auth.log:1',
    },
  ],
  [
    'an error that gives its own reason, after a line that sounds like one',
    [
      { service: 'auth', level: 'info', message: 'session was not cached' },
      {
        service: 'api',
        level: 'error',
        message: 'failed',
        code: 'x_y',
        rest: { error: 'disk of db2 is full' },
      },
      { ...post, service: 'api', level: 'info', status: 500 },
    ],
    {
      outcome: { ended: 'failed', status: 500, carried_out: 'unknown' },
      evidence: /500/,
      cause: 'api.log:2',
    },
  ],
  [
    'a redirect that hands an error on',
    [
      {
        service: 'auth',
        level: 'info',
        method: 'GET',
        path: '/authorize?client_id=a',
        status: 302,
        message: 'redirect to https://app.example/cb?error=access_denied',
      },
    ],
    { outcome: { ended: 'failed', status: 302, carried_out: 'no' }, evidence: /redirect/, cause: null },
  ],
  [
    'a host that has no address, where to tell others was what was asked for',
    [
      { service: 'notifier', level: 'error', message: 'getaddrinfo EAI_AGAIN mail.internal' },
      { service: 'api', level: 'error', method: 'POST', path: '/v1/notifications', status: 502 },
    ],
    {
      outcome: { ended: 'failed', status: 502, carried_out: 'no' },
      evidence: /could not be reached \(notifier\.log:1\)/,
      cause: 'notifier.log:1',
    },
  ],
  [
    'an error that is handed on, behind a gateway to one thing, which is a service and said why',
    [
      { service: 'payment-gateway', level: 'warn', message: 'circuit is open, not calling the bank' },
      {
        ...{ service: 'api', level: 'error', ...post, status: 502, message: 'request errored' },
        rest: { error: 'Something upstream failed.' },
      },
    ],
    {
      outcome: { ended: 'failed', status: 502, carried_out: 'no' },
      evidence: /could not be reached \(payment-gateway\.log:1\)/,
      cause: 'payment-gateway.log:1',
    },
  ],
  [
    'a miss in a copy of the data, which is nothing that was gone around',
    [
      { service: 'apps', level: 'warn', message: 'lookup on read replica returned 0 rows' },
      { service: 'api', level: 'info', method: 'GET', path: '/v1/apps/a_1', status: 404 },
    ],
    {
      outcome: { ended: 'failed', status: 404, carried_out: 'no' },
      evidence: /refused with 404/,
      cause: 'apps.log:1',
    },
  ],
  ...(['superseded by a newer run', 'cancelled by an operator'] as const).map(
    (how): (typeof STORIES)[number] => [
      `accepted work that is ${how}`,
      [
        { service: 'api', level: 'info', ...post, status: 202 },
        { service: 'worker', level: 'warn', message: `job cancelled: ${how}` },
      ],
      {
        outcome: { ended: 'failed', status: 202, carried_out: how.startsWith('super') ? 'no' : 'unknown' },
        evidence: /was cancelled (?:before any line says that it began|afterwards) \(worker\.log:2\)/,
        cause: 'worker.log:2',
      },
    ],
  ),
  [
    'accepted work that was begun when a newer one took its place',
    [
      { service: 'api', level: 'info', ...post, status: 202 },
      { service: 'worker', level: 'info', message: 'job started' },
      { service: 'worker', level: 'warn', message: 'job cancelled: superseded' },
    ],
    {
      outcome: { ended: 'failed', status: 202, carried_out: 'unknown' },
      evidence: /check what was done/,
      cause: 'worker.log:3',
    },
  ],
];

describe('the story of a request', () => {
  it.each(STORIES)('of %s', (_, given, { outcome, evidence, cause }) => {
    const lines = linesOf(given);
    const told = outcomeOf(lines);
    expect(told).toMatchObject(outcome);
    expect(told.evidence).toMatch(evidence);
    expect(causeOf(lines, told)?.line.source ?? null).toBe(cause);
  });
});

describe('the reason that a line gives', () => {
  const java = ['java.io.IOException: gone', '\tat shop.Store.read(Store.java:7)'];
  it.each<[string, Partial<LogLine>, string | null]>([
    ['nothing beside its message', { message: 'boom' }, 'boom'],
    ['an error beside its message', { message: 'boom', rest: { error: 'no route' } }, 'boom: no route'],
    ["MongoDB's error", { message: 'Write failed', rest: { 'attr.error.errmsg': 'conflict' } }, 'conflict'],
    ['a field of AWS Lambda', { message: 'Invoke Error', rest: { errorMessage: 'no' } }, 'Invoke Error: no'],
    ['a trace', { message: 'boom', rest: { stack: java } }, 'boom: java.io.IOException: gone'],
    ['a trace without a message', { rest: { stack: java } }, 'java.io.IOException: gone'],
    [
      'a trace in which one exception comes from others',
      {
        message: 'boom',
        rest: {
          stack_trace: [...java, 'Caused by: a.B: b', 'Caused by: a.C: c', '\t... 3 more'].join('\\n'),
        },
      },
      'boom: java.io.IOException: gone, caused by a.C: c',
    ],
    [
      'a traceback, which ends with any name',
      {
        message: 'boom',
        rest: {
          exception:
            'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    raise Gone(id)\nshop.Gone: no more',
        },
      },
      'boom: shop.Gone: no more',
    ],
    [
      'an exception behind tags, with its message in brackets',
      {
        rest: { stack: ["[req_1a2b3c] NoMethodError (undefined method `a' for nil):", "app/a.rb:1:in `b'"] },
      },
      "NoMethodError (undefined method `a' for nil):",
    ],
    [
      'an exception whose message is its own',
      { message: 'gone', rest: { stack: ['Error: gone', '    at read (/srv/a.js:1:2)'] } },
      'gone',
    ],
    [
      'a trace of frames alone',
      { message: 'boom', rest: { stack: ['#0 /srv/a.php(1): b()', '#1 {main}'] } },
      'boom',
    ],
  ])('is read from %s', (_, line, reason) => {
    const [given] = linesOf([{ level: 'error', ...line }]);
    expect(given && reasonText(given)).toBe(reason);
  });
});

describe('the frame of a stack', () => {
  it.each([
    [
      'Error: x\n    at read (node:internal/fs:1:2)\n    at total (/app/dist/invoice.js:88:31)',
      'at total (/app/dist/invoice.js:88:31)',
    ],
    [
      'Traceback (most recent call last):\n  File "/srv/app/views.py", line 3, in get\n    load()\n  File "/usr/local/lib/python3.12/site-packages/x.py", line 9, in load\nKeyError: 1',
      'File "/srv/app/views.py", line 3, in get',
    ],
    [
      'java.lang.IllegalStateException: no\n\tat org.springframework.web.X.run(X.java:1)\n\tat com.acme.billing.Invoice.total(Invoice.java:88)',
      'at com.acme.billing.Invoice.total(Invoice.java:88)',
    ],
    ['no stack at all', null],
  ])('is the first that is no library: %j', (stack, frame) => {
    const lines = linesOf([{ level: 'error', message: 'boom', rest: { stack } }]);
    expect(causeOf(lines, outcomeOf(lines))?.frame ?? null).toBe(frame);
  });
});
