import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLog } from '../../../src/logs/file-log.ts';
import { lookupRequest } from '../../../src/tools/lookup-request.ts';
import { callTool, toolContext } from '../../support/context.ts';
import { FINDS_ONLY } from '../../support/finds-only.ts';
import { freshFolder } from '../../support/server.ts';

type Record = { [name: string]: unknown };

interface Answer {
  request_id: string;
  outcome: { ended: string; carried_out: string; evidence: string };
  who?: string;
  cause?: { line: string; message: string | null };
  findings?: { message: string; suggestion?: string }[];
  explanation?: { fix: string[]; retry: { when: string; note?: string }; who: string };
  related?: {
    request_id: string;
    relation: string;
    same?: string;
    time?: string;
    status: number | null;
    message?: string;
  }[];
  similar?: { count: number; from: string; to: string };
  note?: string;
}

/** A log of these records, `at` seconds after nine. */
function logOf(records: readonly Record[]): string {
  const file = join(freshFolder(), 'app.ndjson');
  const lines = records.map(({ at = 0, ...record }) => {
    const time = new Date(Date.UTC(2026, 10, 20, 9, 0, Number(at))).toISOString();
    return JSON.stringify({ time, level: 'info', ...record });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function lookup(records: readonly Record[], request_id = 'req_case11'): Promise<Answer> {
  const log = fileLog({ paths: [logOf(records)] });
  return (await callTool(lookupRequest, { request_id }, toolContext(log))).data as unknown as Answer;
}

const call = (request_id: string, at: number, status: number, more: Record = {}): Record => ({
  at,
  request_id,
  method: 'POST',
  path: '/v1/workspaces',
  status,
  client_id: 'app_1',
  msg: 'request completed',
  level: status < 400 ? 'info' : 'warn',
  ...more,
});
const taken = { code: 'workspace_slug_taken', slug: 'acme', workspace: 'acme' };

describe('what lies around a request', () => {
  it('is the earlier call that did what this one asks for; no other name is proposed then', async () => {
    const answer = await lookup([call('req_first1', 0, 201), call('req_case11', 60, 409, taken)]);
    expect(answer.related).toMatchObject([
      { request_id: 'req_first1', relation: 'earlier_call', same: 'caller' },
    ]);
    const said = (answer.findings ?? []).map(({ message }) => message).join('\n');
    expect(said).toMatch(/'req_first1', succeeded with 201/);
    expect(said).not.toMatch(/Free-looking/);
  });

  it.each<[string, Record, Record[], RegExp]>([
    [
      'an earlier call for the same thing',
      { status: 409, msg: 'slug taken', slug: 'acme' },
      [call('req_other1', -30, 201), { at: -31, request_id: 'req_other1', msg: 'creating', slug: 'acme' }],
      /'req_other1', succeeded with 201 at \S+, for the same slug, 'acme': .* is there since then\. Use that\./,
    ],
    [
      'a later call for the same thing',
      { status: 503, level: 'error', msg: 'db away', order_id: 'ord_81' },
      [call('req_other1', 30, 201, { orderId: 'ord_81' })],
      /'req_other1', succeeded with 201 at \S+, for the same order id, 'ord_81', so it was done by then: do not send it again\./,
    ],
    [
      'a later call for another thing',
      { status: 503, level: 'error', msg: 'db away', body: { slug: 'acme' } },
      [call('req_other1', 30, 201, { body: { slug: 'acme-corp' } })],
      /'req_other1', succeeded with 201 at \S+, for another slug, 'acme-corp'\.$/m,
    ],
  ])('is compared by what the lines name: %s', async (_, own, others, told) => {
    const { findings = [] } = await lookup([...others, call('req_case11', 0, 503, own)]);
    expect(findings.map(({ message }) => message).join('\n')).toMatch(told);
  });

  it.each<[string, Record[], RegExp | null]>([
    [
      'alone',
      [call('req_fine1', 10, 201)],
      /^No other request failed with 502 on POST '\/v1\/workspaces' within an hour\.$/m,
    ],
    ['one of two', [call('req_down1', 10, 502)], null],
    ['alone within an hour', [call('req_down1', 4_000, 502)], /No other request failed with 502/],
  ])('tells whether what the platform failed to do is %s', async (_, others, told) => {
    const { findings = [] } = await lookup([call('req_case11', 0, 502, { level: 'error' }), ...others]);
    const said = findings.map(({ message }) => message).join('\n');
    if (told === null) expect(said).not.toMatch(/No other request failed/);
    else expect(said).toMatch(told);
  });

  it('is no earlier call that was made for another thing', async () => {
    const { findings = [] } = await lookup([
      call('req_other1', 0, 201, { slug: 'acme-labs' }),
      call('req_case11', 30, 409, { ...taken, msg: 'slug taken' }),
    ]);
    expect(findings.map(({ message }) => message).join('\n')).not.toMatch(/may already exist|Use that/);
  });

  it('is the nearest of very many', async () => {
    const by = (client_id: string, workspace: string) => ({ client_id, workspace });
    const crowd = Array.from({ length: 1_200 }, (_, at) => [
      call(`req_crowd${at}`, at / 2, 200, by(`app_9${at}`, 'globex')),
      ...(at % 3 === 0 ? [call(`req_own${at}`, at / 2, 500, by('app_1', 'acme'))] : []),
    ]);
    const records = [
      ...crowd.flat(),
      call('req_near', 97, 201, by('app_1', 'acme')),
      call('req_case11', 100, 409, by('app_1', 'acme')),
    ];
    const answer = await lookup(records.toSorted((a, b) => Number(a['at']) - Number(b['at'])));
    const related = answer.related?.map(({ request_id }) => request_id);
    expect(related).toEqual(['req_near', 'req_own201', 'req_own198']);
  });

  it('is the later call that succeeded', async () => {
    const answer = await lookup([call('req_case11', 0, 503), call('req_later1', 30, 201)]);
    expect(answer.related).toMatchObject([{ request_id: 'req_later1', relation: 'later_call', status: 201 }]);
    expect(answer.findings?.[0]?.message).toMatch(/'req_later1', succeeded with 201/);
  });

  it.each<[string, Record, Record, string]>([
    ['a failure of the platform', { status: 503 }, {}, 'after_fix'],
    [
      'a failure of a call that only reads',
      { status: 503, method: 'GET' },
      { method: 'GET' },
      'with_backoff',
    ],
    ['a refusal, after which it may ask for something else', { status: 409, ...taken }, {}, 'after_fix'],
  ])('tells that a later call that succeeded may have done it, after %s', async (title, own, other, when) => {
    const code = own['code'] ?? 'service_unavailable';
    const failed = call('req_case11', 0, 503, { code, level: 'error', ...own });
    const answer = await lookup([failed, call('req_later1', 30, 201, other)]);
    expect(answer.explanation?.retry.when).toBe(when);
    const told = answer.findings?.map(({ message }) => message).join('\n');
    const mayBeDone = title === 'a failure of the platform';
    expect(/'req_later1', succeeded .*if it asked for the same, that is done/.test(told ?? '')).toBe(
      mayBeDone,
    );
    expect(/^Compare it with 'req_later1'/.test(answer.explanation?.fix[0] ?? '')).toBe(mayBeDone);
  });

  it.each<[string, Record, string]>([
    ['Retry-After', { retry_after: 45 }, 'Wait until 2026-11-20T09:00:45Z.'],
    ['the end of maintenance', { msg: 'maintenance', until: '10:30Z' }, "Wait until '10:30Z'."],
    [
      'the later of the two',
      { msg: 'maintenance', until: '09:05Z', retry_after: 400 },
      'Wait until 2026-11-20T09:06:40Z.',
    ],
    [
      'the later of the two, on the next day',
      { msg: 'maintenance', until: '01:00Z', retry_after: 400 },
      "Wait until '01:00Z'.",
    ],
  ])('waits for %s before it sends again', async (_, told, wait) => {
    const code = 'service_unavailable';
    const { explanation } = await lookup([call('req_case11', 0, 503, { code, level: 'error', ...told })]);
    expect(explanation?.retry).toMatchObject({ when: 'after_delay', note: expect.stringContaining(wait) });
  });

  it.each<[string, number, Record, string, string | null]>([
    ['a field that says so', 400, { pending_job: 'job_77' }, 'job done', 'succeeded'],
    ['a name that is no work by itself', 409, { held_by: 'task_77' }, 'task failed: disk full', 'failed'],
    ['a refusal', 423, { job_id: 'job_77' }, 'job started', null],
  ])('is work of another that it met, by %s', async (_, status, field, words, ended) => {
    const job = String(Object.values(field)[0]);
    const answer = await lookup([
      { at: 0, job_id: job, msg: 'queued' },
      call('req_case11', 5, status, field),
      { at: 60, job_id: job, msg: words, level: ended === 'failed' ? 'error' : 'info' },
    ]);
    expect(answer.related).toMatchObject([
      { request_id: job, relation: 'work_it_met', time: '2026-11-20T09:01:00.000Z', message: words },
    ]);
    const told = answer.findings?.map(({ message }) => message).join('\n') ?? '';
    if (ended === null) expect(told).not.toMatch(/since/);
    else
      expect(told).toMatch(
        new RegExp(`'${job}', has ${ended} since, at 2026-11-20T09:01:00.000Z \\(app\\.ndjson:3\\)`),
      );
  });

  it('says that what was carried out and sent again may have been done twice', async () => {
    const gone = [
      call('req_case11', 0, 499, { service: 'edge' }),
      call('req_case11', 1, 201, { service: 'api' }),
    ];
    const answer = await lookup([...gone, call('req_later1', 9, 201)]);
    expect(answer.outcome).toMatchObject({ carried_out: 'yes' });
    expect(answer.findings?.[0]?.message).toMatch(/done twice/);
    const code = { code: 'upstream_error', level: 'error' };
    const late = await lookup([gone[1] ?? {}, call('req_case11', 2, 504, { service: 'edge', ...code })]);
    expect(late.explanation).toMatchObject({ retry: { when: 'never' } });
    expect(late.explanation?.fix.join(' ')).toMatch(/do not send it again/);
  });

  it('counts the refusals in a row, and all that failed alike', async () => {
    const refused = Array.from({ length: 7 }, (_, at) =>
      call(`req_burst${at}`, at, 429, { code: 'rate_limited' }),
    );
    const answer = await lookup([...refused, call('req_case11', 9, 429, { code: 'rate_limited' })]);
    expect(answer.findings?.map(({ message }) => message).join('\n')).toMatch(
      /The 7 calls .* since 2026-11-20T09:00:00/,
    );
    expect(answer.similar).toEqual({
      count: 7,
      from: '2026-11-20T09:00:00.000Z',
      to: '2026-11-20T09:00:06.000Z',
    });
  });

  it.each([
    ['of another client', { client_id: 'app_2' }],
    ['behind the same proxy', { client_id: undefined, remote_ip: '10.0.0.4' }],
  ])('is not a call %s', async (_, other) => {
    const own = other.client_id === undefined ? other : {};
    const answer = await lookup([call('req_other1', 0, 201, other), call('req_case11', 60, 409, own)]);
    expect(answer.related).toBeUndefined();
  });

  it('is what tried the same work again, as its own lines call it', async () => {
    const answer = await lookup(
      [
        { at: 0, rid: 'a-1', event_id: 'evt_5501', msg: 'event received' },
        { at: 1, rid: 'a-1', event_id: 'evt_5501', level: 'error', msg: 'handler threw: no such customer' },
        { at: 1, rid: 'a-1', method: 'POST', path: '/hooks', status: 500 },
        { at: 60, rid: 'a-2', event_id: 'evt_5501', msg: 'event applied' },
        { at: 61, rid: 'a-2', method: 'POST', path: '/hooks', status: 200 },
      ],
      'a-1',
    );
    expect(answer.related).toMatchObject([{ request_id: 'a-2', relation: 'same_work', status: 200 }]);
    expect(answer.findings?.[0]?.message).toMatch(
      /later request for the same work, 'a-2', succeeded with 200 at .*, so it was done by then: do not send it again\./,
    );
  });

  it('is work that ended well after the edge had given up', async () => {
    const answer = await lookup([
      { at: 0, request_id: 'req_case11', service: 'backup', task_id: 'tsk_881', msg: 'backup queued' },
      { at: 30, request_id: 'req_case11', service: 'edge', method: 'POST', path: '/v1/backups', status: 504 },
      { at: 40, service: 'backup', task_id: 'tsk_881', msg: 'backup complete' },
    ]);
    expect(answer.outcome).toMatchObject({ ended: 'failed', carried_out: 'yes' });
    expect(answer.outcome.evidence).toMatch(/'tsk_881', was done .*do not send it again/);
  });

  it('are the refusals of its own workspace, with all that stands in front of a message', async () => {
    const line = (at: number, id: string, workspace: string): Record => ({
      ...{ at, level: 'warn', method: 'POST', path: '/v1/things/7', status: 422, workspace },
      msg: `[${id}] name is too long`,
    });
    const answer = await lookup(
      [
        line(0, '0HMV8K1', 'acme'),
        line(1, '0HMV8K2', 'globex'),
        line(2, '0HMV8K3', 'acme'),
        line(2, '0HMV8K4', 'acme'),
      ],
      '0HMV8K3',
    );
    expect(answer.similar?.count).toBe(2);
  });

  it('is known by its workspace or address where a logger names the code that called it', async () => {
    const by = (line: number) => ({
      client_id: undefined,
      caller: `api/server.go:${line}`,
      workspace: 'acme',
    });
    const answer = await lookup([call('req_case11', 0, 503, by(105)), call('req_later1', 9, 201, by(107))]);
    expect(answer.related).toMatchObject([{ request_id: 'req_later1', same: 'workspace', status: 201 }]);
    const from = { client_id: undefined, forwarded_for: '203.0.113.140' };
    const called = await lookup([call('req_case11', 0, 503, from), call('req_later1', 9, 201, from)]);
    expect(called.related).toMatchObject([{ request_id: 'req_later1', same: 'caller', status: 201 }]);
  });

  it('has no words for a cause that only names a code', async () => {
    const answer = await lookup([call('req_case11', 5, 404, { code: 'user_not_found', msg: 'done' })]);
    expect(answer.cause).toMatchObject({ message: null, why: 'the warning that names the code' });
  });

  it('gives way to what a bank says of a card that is there', async () => {
    const said = { at: 4, request_id: 'req_case11', level: 'warn', msg: 'charge declined' };
    const refused = call('req_case11', 5, 402, { code: 'payment_method_required' });
    const answer = await lookup([{ ...said, decline_code: 'do_not_honor' }, refused]);
    expect(answer.findings?.[0]?.message).toMatch(/declined by its bank, 'do_not_honor'/);
    expect(answer.explanation?.fix.join()).toMatch(/settle it with the bank/);
    const missing = await lookup([{ ...said, decline_code: 'expired_card' }, refused]);
    expect(missing.explanation?.fix.join()).toMatch(/Add a valid card/);
  });

  it.each<[string, Record, RegExp, RegExp]>([
    [
      'what to look for, where nothing was done',
      { status: 500, level: 'error', code: 'internal_error', msg: 'insert failed, transaction rolled back' },
      /carried out|took effect/,
      /^Open an issue/,
    ],
    [
      'where the rule is to be found, which the cause says',
      { status: 400, code: 'validation_failed', error: 'color must be a hex value' },
      /error\.message/,
      /^Give a value of the right form/,
    ],
  ])('has no step for %s', async (_, own, needless, first) => {
    const { explanation } = await lookup([call('req_case11', 0, 400, own)]);
    expect(explanation?.fix.join('\n')).not.toMatch(needless);
    expect(explanation?.fix[0]).toMatch(first);
  });

  const said = (at: number, level: string, msg: string, more: Record = {}): Record => ({
    ...{ at, request_id: 'req_case11', level, msg },
    ...more,
  });
  const internal = { code: 'internal_error', level: 'error' };
  const upstream = { code: 'upstream_error', level: 'error' };

  it.each<[string, Record[], RegExp[], RegExp]>([
    [
      'a field that is none of its examples',
      [
        said(0, 'warn', 'nickname must not be longer than 40 characters'),
        call('req_case11', 1, 400, { code: 'validation_failed', error: 'Some value is not valid.' }),
      ],
      [/right form; the field is 'nickname' \(app\.ndjson:1\)\./, /validation; the field is 'nickname'/],
      /slug|color|error\.message/,
    ],
    [
      'a field that is one of its examples',
      [
        said(0, 'warn', 'value refused', { field: 'brand_color' }),
        call('req_case11', 1, 400, { code: 'validation_failed' }),
      ],
      [/a color looks like/, /error\.message/],
      /the field is/,
    ],
    [
      'a message that names nothing',
      [call('req_case11', 1, 400, { code: 'validation_failed', error: 'Not valid.' })],
      [/Give a value/],
      /error\.message/,
    ],
    [
      'a message that proposes nothing',
      [call('req_case11', 1, 409, { ...taken, error: "The slug 'acme' is in use already." })],
      [/Otherwise take another slug\./],
      /proposes/,
    ],
    [
      'a message with a proposal',
      [call('req_case11', 1, 409, { ...taken, error: "The slug 'acme' is in use. Try 'acme-hq'." })],
      [/e\.g\. the one that `error\.message` proposes \(/],
      /never/,
    ],
    [
      'a call that only reads',
      [call('req_case11', 1, 502, { ...upstream, method: 'GET', error: 'bad gateway' })],
      [/Reads are safe to repeat\./],
      /a write|done twice/,
    ],
    [
      'a call that writes',
      [call('req_case11', 1, 502, { ...upstream, error: 'bad gateway' })],
      [/Usually passes\. Check the effect of a write first\./],
      /Reads are/,
    ],
    [
      'a table that is not there, whatever the input',
      [said(0, 'error', 'relation "invoices" does not exist'), call('req_case11', 1, 500, internal)],
      [/Open an issue/],
      /input/,
    ],
    [
      'a certificate that no retry renews',
      [said(0, 'error', 'certificate has expired'), call('req_case11', 1, 502, upstream)],
      [/"when":"after_fix","note":"It fails until the platform has mended that\."/],
      /backoff|[Pp]asses|effect/,
    ],
    [
      'a change that was taken back',
      [
        said(0, 'info', 'transaction rolled back'),
        call('req_case11', 1, 402, { code: 'payment_method_required' }),
      ],
      [/moved to Pro with no valid card\. Here that was not carried out\./],
      /^$/,
    ],
    [
      'who refused, which the lines say',
      [
        said(0, 'warn', 'consent refused by the resource owner'),
        call('req_case11', 1, 302, { code: 'access_denied', method: 'GET', level: 'warn' }),
      ],
      [/If the user refused/],
      /error_description|It may say/,
    ],
    [
      'work that is over by now',
      [
        said(0, 'warn', 'state is deleting', { pending_job: 'job_77aa1' }),
        call('req_case11', 1, 409, { code: 'state_conflict' }),
        { at: 50, job_id: 'job_77aa1', msg: 'workspace deleted, job completed' },
      ],
      [/the work that stood in the way is over/],
      /poll/,
    ],
    [
      'a key that the first call is still at work on',
      [
        call('req_first1', -9, 201, { client_id: 'app_2' }),
        call('req_other1', -8, 201),
        said(0, 'info', 'key locked, duplicate request', { held_by: 'req_first1' }),
        call('req_case11', 1, 425, { code: 'state_conflict' }),
      ],
      [/Use what 'req_first1' made; do not send this one again\./, /"never"/],
      /in transition/,
    ],
  ])('is explained by what its lines bear out: %s', async (_, records, holds, lacks) => {
    const { explanation } = await lookup(records);
    const text = JSON.stringify(explanation);
    for (const pattern of holds) expect(text).toMatch(pattern);
    expect(text).not.toMatch(lacks);
  });

  it('is the change of the rights of whom a refusal names', async () => {
    const admin = { method: 'PUT', path: '/v1/roles/usr_mo4k', client_id: 'app_9' };
    const refused = call('req_case11', 60, 403, { code: 'forbidden', path: '/v1/keys' });
    const warned = said(60, 'warn', 'role does not allow it', { member: 'usr_mo4k' });
    const { related, findings } = await lookup([call('req_admin1', 0, 200, admin), warned, refused]);
    expect(related).toMatchObject([{ request_id: 'req_admin1', relation: 'changed_it_before' }]);
    expect(findings?.[0]?.message).toMatch(/perhaps changed before by 'req_admin1' \(PUT 200/);
    const renamed = call('req_admin1', 0, 200, { ...admin, path: '/v1/profiles/usr_mo4k' });
    expect((await lookup([renamed, warned, refused])).related).toBeUndefined();
  });

  it('leaves it to the catalog who sets what is missing, where a line names the code', async () => {
    const missing = said(0, 'error', 'endpoint has no signing secret');
    const own = { level: 'error', code: 'webhook_secret_required' };
    const { explanation } = await lookup([missing, call('req_case11', 1, 400, own)]);
    expect(explanation).toMatchObject({ who: 'platform' });
  });

  it('was done twice, though it succeeded: someone must act', async () => {
    const delivered = { request_id: 'req_case11', level: 'info', msg: 'mail sent' };
    const { outcome, who } = await lookup([
      call('req_case11', 0, 202, { msg: 'accepted' }),
      { at: 5, ...delivered, delivery: 1 },
      { at: 40, ...delivered, level: 'warn', msg: 'message redelivered', delivery: 2 },
      { at: 41, ...delivered, delivery: 2 },
    ]);
    expect(outcome).toMatchObject({ carried_out: 'yes', evidence: expect.stringMatching(/more than once/) });
    expect(who).toBe('platform');
  });

  it('tells the status that it got, where the catalog has none', async () => {
    const own = { level: 'error', code: 'webhook_secret_required', msg: 'cannot sign' };
    const { explanation } = await lookup([call('req_case11', 0, 500, own)]);
    expect(explanation).toMatchObject({
      http_status: 500,
      http_status_note: expect.stringMatching(/^Of this/),
    });
  });

  it('succeeded when it was answered, not when it began', async () => {
    const answer = await lookup([
      call('req_first1', 0, 201, { status: undefined, msg: 'started', client_id: 'app_9' }),
      {
        at: 2,
        request_id: 'req_case11',
        level: 'warn',
        msg: 'the key is in use',
        original_request: 'req_first1',
      },
      call('req_case11', 3, 409),
      call('req_first1', 9, 201, { client_id: 'app_9' }),
    ]);
    expect(answer.findings?.[0]?.message).toMatch(/'req_first1', succeeded with 201 at 2026-11-20T09:00:09/);
  });

  it('is a request that its lines name', async () => {
    const named = { level: 'warn', msg: 'key was used before', original_request: 'req_first1' };
    const answer = await lookup([
      call('req_first1', 0, 201, { client_id: 'app_9' }),
      { at: 5, request_id: 'req_case11', ...named },
      call('req_case11', 5, 409),
    ]);
    expect(answer.related).toMatchObject([
      { request_id: 'req_first1', relation: 'named_in_its_lines', status: 201 },
    ]);
    expect(answer.findings?.map(({ message }) => message).join('\n')).toMatch(
      /what this one asks for is already done/,
    );
  });

  it('is the job that it started, which decides how it ended', async () => {
    const job = { job_id: 'job_4711' };
    const accepted = [call('req_case11', 0, 202, job)];
    const failed = { at: 40, level: 'error', msg: 'job failed: disk full', ...job };
    const answer = await lookup([...accepted, { at: 2, msg: 'job started', ...job }, failed]);
    expect(answer.outcome).toMatchObject({ ended: 'failed', carried_out: 'no' });
    expect(answer.outcome.evidence).toMatch(/'job_4711', failed afterwards/);
    expect(answer.cause?.message).toMatch(/disk full/);
    expect(answer.related).toMatchObject([{ request_id: 'job_4711', relation: 'work_it_started' }]);
    const stopped = await lookup([
      ...accepted,
      { at: 40, msg: 'job cancelled by user', progress: 40, ...job },
    ]);
    expect(stopped.outcome).toMatchObject({ ended: 'failed', carried_out: 'unknown' });
    expect(stopped.outcome.evidence).toMatch(/'job_4711', was cancelled afterwards .*check what was done/);
    const done = await lookup([...accepted, { at: 40, msg: 'job done', ...job }]);
    expect(done.outcome).toMatchObject({ ended: 'succeeded', carried_out: 'yes' });
  });

  it('is no work of its own, if it only reads; and work that fails after 201 takes nothing back', async () => {
    const job = { job_id: 'job_4711' };
    const failed = { at: 40, level: 'error', msg: 'job failed: disk full', ...job };
    const read = await lookup([failed, call('req_case11', 60, 200, { method: 'GET', ...job })]);
    expect(read.outcome).toMatchObject({ ended: 'succeeded', carried_out: 'yes' });
    expect(read.related).toMatchObject([{ request_id: 'job_4711', relation: 'same_work' }]);
    const made = await lookup([call('req_case11', 0, 201, job), failed]);
    expect(made.outcome).toMatchObject({ ended: 'succeeded', carried_out: 'yes' });
    expect(made.findings?.[0]?.message).toMatch(/'job_4711', failed afterwards/);
  });

  it('is what services say that know only its trace, which may hold the cause', async () => {
    const trace = { trace_id: '9d3f0c2b1a4e5f60718293a4b5c6d7e8' };
    const answer = await lookup([
      { at: 1, level: 'error', msg: "tax table has no entry for 'QC'", ...trace },
      call('req_case11', 2, 500, { level: 'error', msg: 'pricing call failed', ...trace }),
      call('req_other11', 3, 500, { level: 'error', msg: 'another request of this trace', ...trace }),
    ]);
    expect(answer.cause?.message).toBe("tax table has no entry for 'QC'");
    expect(answer.related).toContainEqual(
      expect.objectContaining({ request_id: trace.trace_id, relation: 'on_its_trace' }),
    );
    expect(JSON.stringify(answer)).not.toContain('another request of this trace');
  });

  it('is a trace under a name of Serilog, between ids of one form, and no line of its own', async () => {
    const [id, trace] = ['a62f8d1a174b6ef48b6d2cada22ae1c4', 'd6dd5b371eaca318d8bb73baee69c654'];
    const own = call(id, 2, 409, {
      '@tr': trace,
      msg: `request{id=${id}}: not possible now`,
      code: 'in_use',
    });
    const deep = { at: 1, level: 'warn', msg: 'members are locked by an import', trace_id: trace };
    const answer = await lookup([deep, own], id);
    expect(answer.related).toMatchObject([{ request_id: trace, relation: 'on_its_trace' }]);
    expect(answer.cause?.message).toBe('members are locked by an import');
    expect((await lookup([own], id)).related).toBeUndefined();
  });

  it('is a request that did something, by a name that says so', async () => {
    const [id, other] = ['a62f8d1a174b6ef48b6d2cada22ae1c4', 'd6dd5b371eaca318d8bb73baee69c654'];
    const records = (name: string) => [
      { at: 0, request_id: other, level: 'error', msg: 'circuit opened after 5 failures' },
      call(id, 60, 502, { level: 'error', msg: 'circuit is open', [name]: other }),
    ];
    const { related } = await lookup(records('opened_by'), id);
    expect(related).toMatchObject([{ request_id: other, message: 'circuit opened after 5 failures' }]);
    expect((await lookup(records('created_by'), id)).related).toBeUndefined();
  });

  it('is what made a thing that a replica does not have yet', async () => {
    const answer = await lookup([
      { at: 0, request_id: 'req_first1', msg: 'app created', app: 'app_kzuwtqbn' },
      call('req_first1', 0, 201, { path: '/v1/apps' }),
      {
        ...{ at: 1, request_id: 'req_case11', level: 'warn', msg: 'row not found on the replica' },
        app: 'app_kzuwtqbn',
      },
      call('req_case11', 1, 404, { method: 'GET', path: '/v1/apps/app_kzuwtqbn', code: 'not_found' }),
    ]);
    expect(answer.related).toMatchObject([
      { request_id: 'req_first1', relation: 'changed_it_before', status: 201 },
    ]);
    expect(answer.explanation).toMatchObject({ retry: { when: 'after_delay' }, who: 'platform' });
  });

  it.each([
    ['accounts', /^'accounts' was being deployed, by a line of \S+: that passes\.$/m],
    ['billing', null],
  ])('is a deploy of the service that refused as it was to go: %s', async (service, told) => {
    const { findings = [], related } = await lookup([
      { at: 0, service: 'deployer', msg: `rollout of ${service} 2026.9.4 started` },
      {
        at: 20,
        service: 'accounts',
        request_id: 'req_case11',
        level: 'warn',
        msg: 'draining, request refused',
      },
      call('req_case11', 20, 503, { service: 'api', level: 'error' }),
    ]);
    const said = findings.map(({ message }) => message).join('\n');
    if (told === null) expect(said).not.toMatch(/deployed/);
    else expect(said).toMatch(told);
    expect(related?.some(({ relation }) => relation === 'deployed_meanwhile') ?? false).toBe(told !== null);
  });

  it.each([
    ['one a second', 1, /^The 4 calls .* ended with 302 too: its redirects go round in a loop\.$/m],
    ['one in a minute', 60, null],
  ])('is a loop of redirects: %s', async (_, step, told) => {
    const callback = {
      method: 'GET',
      path: '/oauth/callback',
      level: 'warn',
      msg: 'state cookie is missing',
    };
    const ids = ['req_loop1', 'req_loop2', 'req_loop3', 'req_loop4', 'req_case11'];
    const { findings = [] } = await lookup(
      ids.flatMap((id, at) => [
        { at: at * step, request_id: id, level: 'warn', msg: callback.msg },
        call(id, at * step, 302, { ...callback, msg: 'request completed', level: 'info' }),
      ]),
    );
    const said = findings.map(({ message }) => message).join('\n');
    if (told === null) expect(said).toBe('');
    else expect(said).toMatch(told);
  });

  it.each([
    ['DELETE', 204, 404, /was removed before by 'req_first1'/],
    ['PUT', 200, 412, /was changed before by 'req_first1'/],
  ])('is the %s that did something to the same thing, by whomever', async (method, status, own, said) => {
    const thing = { path: '/v1/apps/app_91', workspace: 'acme' };
    const answer = await lookup([
      call('req_first1', 0, status, { method, client_id: 'app_9', ...thing }),
      call('req_case11', 60, own, { method: 'GET', ...thing }),
    ]);
    expect(answer.related).toMatchObject([{ request_id: 'req_first1', relation: 'changed_it_before' }]);
    expect(answer.findings?.[0]?.message).toMatch(said);
  });

  it('is not taken from another request with the same id, hours before', async () => {
    const answer = await lookup([
      call('req_case11', 0, 201, { path: '/v1/orders' }),
      call('req_case11', 4 * 3600, 500, { level: 'error', msg: 'ledger is read-only' }),
    ]);
    expect(answer.note).toMatch(/looks like that of 2 requests, hours apart: POST '\/v1\/orders', 201/);
    expect(answer.outcome).toMatchObject({ ended: 'failed', carried_out: 'unknown' });
    expect(answer.outcome.evidence).not.toMatch(/part of the work/);
  });

  it('is what happened to the machine when its own lines break off', async () => {
    const answer = await lookup([
      { at: 0, request_id: 'req_case11', msg: 'rendering', pod: 'reporter-7f2' },
      { at: 5, level: 'warn', msg: 'Container reporter was OOMKilled', pod: 'reporter-7f2', limit: '1Gi' },
      { at: 4, level: 'error', request_id: 'req_case11', service: 'edge', msg: 'upstream closed early' },
      call('req_case11', 4, 502, { service: 'edge' }),
    ]);
    expect(answer.cause).toMatchObject({
      line: 'app.ndjson:2',
      message: 'Container reporter was OOMKilled',
    });
    expect(answer.findings?.[0]?.message).toMatch(/\(app\.ndjson:2, limit '1Gi'\)/);
    expect(answer.explanation).toBeUndefined();
    expect(answer.who).toBe('platform');
    expect(answer.related).toMatchObject([
      {
        request_id: 'reporter-7f2',
        relation: 'on_the_same_machine',
        message: 'Container reporter was OOMKilled',
      },
    ]);
  });

  it('is a kill that no retry mends, though a line names a code that one does', async () => {
    const answer = await lookup([
      { at: 0, request_id: 'req_case11', msg: 'rendering', pod: 'reporter-7f2' },
      { at: 4, level: 'warn', msg: 'oom-kill of reporter', pod: 'reporter-7f2' },
      call('req_case11', 4, 502, { service: 'edge', code: 'upstream_error' }),
    ]);
    expect(answer.explanation).toMatchObject({ retry: { when: 'after_fix' } });
  });

  it.each<[string, Record, Record, object]>([
    [
      'the switch of a database that takes no writes any more',
      { service: 'operator', level: 'warn', msg: 'replica promoted, old primary demoted', pg_host: 'db-4-a' },
      { msg: 'server is not primary', pg_host: 'db-4-a' },
      {
        relation: 'on_the_same_machine',
        request_id: 'db-4-a',
        message: 'replica promoted, old primary demoted',
      },
    ],
    [
      'the roll-out of the version that failed, not of the form of its lines',
      { service: 'deployer', msg: 'canary takes 5 % of traffic', version: '4.51.0-rc.2' },
      { msg: 'plan.tiers is not iterable', 'ecs.version': '1.2.0', version: '4.51.0-rc.2' },
      { relation: 'deployed_meanwhile', request_id: '4.51.0-rc.2', message: 'canary takes 5 % of traffic' },
    ],
  ])('is %s', async (_, before, own, related) => {
    const answer = await lookup([
      { at: 0, ...before },
      { at: 9, request_id: 'req_case11', service: 'notes', level: 'error', ...own },
      call('req_case11', 9, 500, { service: 'api', level: 'error' }),
    ]);
    expect(answer.related).toMatchObject([related]);
    expect(JSON.stringify(answer.findings ?? [])).not.toMatch(/deployed|'1\.2\.0'/);
  });

  it.each(['longest_holder', 'authorizedIn', 'challenge_from'])(
    'is a request without a type that stands under %s',
    async (name) => {
      const [own, other] = ['95452ab663be180c9c5f44abdb0948c1', '4692e90fa5b930255aef2b7afa106e9c'];
      const { related } = await lookup(
        [
          call(other, 0, 302, { path: '/oauth/authorize', client_id: 'app_2' }),
          { at: 30, request_id: own, level: 'warn', msg: 'challenge mismatch', [name]: other },
          call(own, 30, 400),
        ],
        own,
      );
      expect(related).toMatchObject([{ request_id: other, relation: 'named_in_its_lines', status: 302 }]);
    },
  );

  it('is work that still waits, whatever a question for how it goes was answered', async () => {
    const job = { 'task.id': 'task_4711' };
    const answer = await lookup([
      call('req_case11', 0, 202, job),
      { at: 1, msg: 'left in the queue', ...job, queue_position: 31 },
      { at: 60, method: 'GET', path: '/v1/tasks/task_4711', status: 200, msg: 'request completed' },
    ]);
    expect(answer.outcome).toMatchObject({ ended: 'succeeded', carried_out: 'unknown' });
    expect(answer.related?.[0]?.message).toBe('left in the queue (queueposition=31)');
  });

  it('is a reason of several that a code has, and the only one that is told', async () => {
    const answer = await lookup([
      { at: 0, request_id: 'req_case11', level: 'warn', msg: 'PKCE check failed' },
      call('req_case11', 0, 400, { path: '/oauth/token', code: 'invalid_grant' }),
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/code (?:expired|was used)/i);
    expect(answer.explanation?.fix).toHaveLength(1);
  });

  it('is no cause, where the machine was killed before the request', async () => {
    const answer = await lookup([
      { at: 0, level: 'warn', msg: 'Container reporter was OOMKilled', pod: 'reporter-7f2' },
      { at: 9, request_id: 'req_case11', msg: 'rendering', pod: 'reporter-7f2' },
      { at: 12, level: 'error', request_id: 'req_case11', service: 'edge', msg: 'upstream closed early' },
      call('req_case11', 12, 502, { service: 'edge' }),
    ]);
    expect(answer.cause?.message).toBe('upstream closed early');
  });

  it('is how the machine was told to stop, where an answer broke off', async () => {
    const answer = await lookup([
      { at: 0, level: 'info', msg: 'received SIGTERM, draining', pod: 'invoices-1' },
      { at: 1, level: 'error', request_id: 'req_case11', msg: 'connection closed', pod: 'invoices-1' },
      { at: 2, level: 'warn', msg: 'drain period over', pod: 'invoices-1' },
      call('req_case11', 2, 503, { service: 'edge' }),
    ]);
    expect(answer.related).toMatchObject([
      { relation: 'on_the_same_machine', message: 'received SIGTERM, draining' },
    ]);
  });

  it('is read whole where the route and the status stand in lines of their own', async () => {
    const started = (request_id: string, at: number) => ({
      ...{ at, request_id, method: 'PATCH', path: '/products/55', msg: 'started', user: 'u2' },
    });
    const answer = await lookup([
      started('req_first1', 0),
      { at: 1, request_id: 'req_first1', status: 200, msg: 'completed' },
      started('req_case11', 2),
      { at: 3, level: 'error', request_id: 'req_case11', msg: 'stale object: product', status: 409 },
    ]);
    expect(answer.related?.[0]).toMatchObject({ relation: 'changed_it_before', status: 200 });
  });

  it.each<[string, number, RegExp | null]>([
    [
      'is the release since which all calls of the operation fail',
      201,
      /With version '2\.3\.0' .* succeeded; with '2\.3\.1', all 2 calls/,
    ],
    ['is no release, if the one before failed as well', 500, null],
  ])('%s', async (_, before, said) => {
    const failed = (id: string, at: number) => call(id, at, 500, { ver: '2.3.1', client_id: id });
    const answer = await lookup([
      call('req_first1', 0, before, { ver: '2.3.0' }),
      failed('req_other1', 60),
      failed('req_case11', 70),
    ]);
    const text = (answer.findings ?? []).map(({ message }) => message).join('\n');
    if (said === null) expect(text).not.toMatch(/With version/);
    else expect(text).toMatch(said);
  });

  it('is left out where it cannot be read, and the lines are told all the same', async () => {
    const { find } = fileLog({ paths: [logOf([call('req_case11', 0, 409, taken)])] });
    const { data } = await callTool(
      lookupRequest,
      { request_id: 'req_case11' },
      toolContext({ find, ...FINDS_ONLY }),
    );
    expect(data).toMatchObject({ total: 1, error: { code: 'workspace_slug_taken' } });
    expect(data).not.toHaveProperty('related');
  });
});

describe('work that a request was only accepted for', () => {
  const accepted = call('req_case11', 0, 202, { 'job.id': 'job_load7' });
  const work = (level: string, msg: string): Record => ({ at: 9, level, msg, 'job.id': 'job_load7' });

  it.each([
    ['no', work('warn', 'handler raised: no such table')],
    ['unknown', work('info', '40 of 90 rows inserted')],
  ])('is carried out, where it failed: %s', async (carried_out, before) => {
    const records = [accepted, before, work('error', 'load failed: target is frozen')];
    for (const id of ['req_case11', 'job_load7'])
      expect((await lookup(records, id)).outcome).toMatchObject({ ended: 'failed', carried_out });
  });

  it('is put aside, by a line that knows only its correlation id', async () => {
    const own = { correlation_id: 'cor_a1b2c3d4' };
    const { outcome, related } = await lookup([
      call('req_case11', 0, 202, own),
      { at: 3, level: 'warn', msg: 'handler raised: no such table', ...own },
      { at: 4, msg: 'moved to dead-letter queue', ...own },
    ]);
    expect(outcome).toMatchObject({ ended: 'failed', carried_out: 'no' });
    expect(related).toMatchObject([{ message: expect.stringMatching(/no such table.*dead-letter/) }]);
  });
});

describe('an id that no line carries', () => {
  const records = [call('req_case11aa99', 0, 409, taken), call('req_zz77other5', 5, 201)];

  it('is the one request that begins with it, if it is cut', async () => {
    const answer = await lookup(records, 'req_case11aa');
    expect(answer).toMatchObject({ request_id: 'req_case11aa99', note: expect.stringMatching(/cut/) });
  });

  it.each(['req_case11aaa99', 'req_case11a99', 'req_case11aa997'])(
    'is the one request whose id is as long but for a slip: %s',
    async (slip) => {
      const answer = await lookup(records, slip);
      expect(answer).toMatchObject({
        request_id: 'req_case11aa99',
        note: expect.stringMatching(/mistyped.*'req_case11aa99' has but one character more or less/),
      });
    },
  );

  it.each([
    ['req_case11ab99', 'req_case11aa99'],
    ['req_zz77other6', 'req_zz77other5'],
  ])('%s is told with the near one, %s', async (id, near) => {
    await expect(lookup(records, id)).rejects.toThrow(near);
  });

  it('is told with nothing where nothing is near', async () => {
    await expect(lookup(records, 'req_nothing5555')).rejects.toThrow(/Check whether the id/);
  });
});
