import { describe, expect, test } from 'vitest';
import type { RequestLog, SearchCriteria } from '../../../src/logs/log.ts';
import { withinWorkspace } from '../../../src/logs/workspace.ts';
import type { LogRecord } from './records.ts';
import type { Adapter } from './request-log-contract.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const IMMEDIATE = { now: () => 0, sleep: () => Promise.resolve() };

const access = (ago: number, id: string, more: Partial<LogRecord>): LogRecord => ({
  ...{ ago, request_id: id, service: 'edge', method: 'GET', path: '/v1/apps', status: 200, message: 'done' },
  ...more,
});

/** The newest last. */
const RECORDS: readonly LogRecord[] = [
  access(50 * MINUTE, 'req_a1', { method: 'POST', status: 502, level: 'error', workspace: 'acme' }),
  access(40 * MINUTE, 'req_a2', { path: '/v1/apps/app_7?expand=keys', status: 404, workspace: 'globex' }),
  access(30 * MINUTE, 'req_a3', { method: 'POST', workspace: 'acme', status: 201 }),
  access(20 * MINUTE, 'req_a4', { status: 409, code: 'state_conflict', workspace: 'acme' }),
  access(10 * MINUTE, 'req_a5', { path: '/v1/webhooks/wh_9/deliveries', status: 504, workspace: 'Globex' }),
  {
    ago: 9 * MINUTE,
    request_id: 'req_a5',
    level: 'error',
    message: 'The upstream billing-db timed out twice',
  },
  access(5 * MINUTE, 'req_a6', { path: '/v1/apps/', status: 200, workspace: 'acme' }),
];

/** What every adapter of the port `RequestLog` has to do with what is known of a request. */
export function testSearch({ name, open }: Adapter): void {
  const ids = async (criteria: SearchCriteria, records = RECORDS) => {
    const { lines } = await (await open(records)).search(criteria);
    return lines.map(({ id }) => id);
  };
  const minutesAgo = (minutes: number) => Date.now() - minutes * MINUTE;

  describe(`a search of a request log: ${name}`, () => {
    test.each<[string, SearchCriteria, string[]]>([
      ['by a class of statuses, the newest first', { status: { from: 500, to: 599 } }, ['req_a5', 'req_a1']],
      ['by one status', { status: { from: 404, to: 404 } }, ['req_a2']],
      ['by a method, in any case', { method: 'post' }, ['req_a3', 'req_a1']],
      ['by a path, whose query string and last slash do not count', { path: '/v1/apps/app_7' }, ['req_a2']],
      [
        'by a path alone, not by what is below it',
        { path: '/v1/apps' },
        ['req_a6', 'req_a4', 'req_a3', 'req_a1'],
      ],
      ['by what is below a path', { path: '/v1/apps/*' }, ['req_a2']],
      ['by a path with something open', { path: '/v1/*/wh_9/del*' }, ['req_a5']],
      ['by a path with a name for a segment', { path: '/v1/webhooks/{webhook}/deliveries' }, ['req_a5']],
      ['by a code', { code: 'STATE_CONFLICT' }, ['req_a4']],
      ['by a workspace, in any case', { workspace: 'globex' }, ['req_a5', 'req_a2']],
      ['by words', { text: 'UPSTREAM billing-db' }, ['req_a5']],
      ['by the id of a request', { id: 'req_a5' }, ['req_a5', 'req_a5']],
      ['by an id and a status', { id: 'req_a5', status: { from: 500, to: 599 } }, ['req_a5']],
      ['by the whole of an id alone', { id: 'req_a' }, []],
      ['by words that stand together', { text: '"timed out twice"' }, ['req_a5']],
      ['by words that do not stand together', { text: '"twice timed"' }, []],
      ['by texts of which one stands in it', { eachOf: ['upstream', 'req_a2'] }, ['req_a5', 'req_a2']],
      [
        'by texts, of each the newest in any case',
        { eachOf: ['REQ_A', 'billing-db'], limit: 1 },
        ['req_a6', 'req_a5'],
      ],
      [
        'by a text that may be written with escapes',
        { eachOf: ['out twice', '/v1/webhooks'] },
        ['req_a5', 'req_a5'],
      ],
      ['by what failed', { isFailure: true }, ['req_a5', 'req_a5', 'req_a4', 'req_a2', 'req_a1']],
      [
        'by several of these together',
        { method: 'POST', workspace: 'acme', status: { from: 200, to: 299 } },
        ['req_a3'],
      ],
      ['by what no line has', { code: 'no_such_code' }, []],
    ])('finds %s', async (_, criteria, found) => {
      expect(await ids(criteria)).toEqual(found);
    });

    test('finds the lines of a stretch of time, both ends included', async () => {
      expect(await ids({ since: minutesAgo(45), until: minutesAgo(15) })).toEqual([
        'req_a4',
        'req_a3',
        'req_a2',
      ]);
      expect(await ids({ since: minutesAgo(7) })).toEqual(['req_a6']);
      expect(await ids({ until: minutesAgo(45) })).toEqual(['req_a1']);
      expect(await ids({ since: minutesAgo(-60) })).toEqual([]);
    });

    test('finds lines of long ago, where none are newer', async () => {
      const old = [access(9 * DAY, 'req_old', { status: 418 }), access(2 * MINUTE, 'req_new', {})];
      expect(await ids({ status: { from: 418, to: 418 } }, old)).toEqual(['req_old']);
    });

    test('gives the lines in common terms, with their id and their time', async () => {
      const { lines } = await (await open(RECORDS)).search({ code: 'state_conflict' });
      const [{ line, id, ns } = { line: null, id: null, ns: null }] = lines;
      expect([lines.length, id]).toEqual([1, 'req_a4']);
      expect(line).toMatchObject({ status: 409, method: 'GET', path: '/v1/apps', workspace: 'acme' });
      expect(Math.abs(Number((ns ?? 0n) / 1_000_000n) - minutesAgo(20))).toBeLessThan(5 * MINUTE);
    });

    test('gives as many as are wanted, the newest, and says that there may be more', async () => {
      const log = await open(RECORDS);
      const { lines, searched } = await log.search({ status: { from: 100, to: 599 }, limit: 2 });
      expect(lines.map(({ id }) => id)).toEqual(['req_a6', 'req_a5']);
      expect(searched.stopped).toBe('enough');
    });

    test('gives lines that name no request, with null for their id', async () => {
      const records = [{ ago: MINUTE, level: 'error', message: 'worker out of memory' }];
      expect(await ids({ text: 'memory' }, records)).toEqual([null]);
    });

    test('shows no secret, and finds none by it', async () => {
      const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
      const records = [{ ago: MINUTE, request_id: 'req_s1', message: `refused Bearer ${secret}` }];
      const log = await open(records);
      const { lines } = await log.search({ text: 'refused' });
      expect(lines).toHaveLength(1);
      expect(JSON.stringify(lines.map(({ line }) => line))).not.toContain(secret);
      expect((await log.search({ text: secret })).lines).toEqual([]);
      expect((await log.search({ text: secret.slice(0, 20) })).lines).toEqual([]);
    });

    test.each([`x' OR 1=1 --`, '{given1:String}', '%', '_%_', 'a"b', String.raw`\x`, '`', ')'])(
      'takes %s for words like any others',
      async (text) => {
        expect(await ids({ text })).toEqual([]);
        expect(await ids({ path: `/${text}` })).toEqual([]);
        expect(await ids({ code: text, workspace: text, method: text })).toEqual([]);
      },
    );

    test('rejects with the reason of a signal that is set off', async () => {
      const log = await open(RECORDS);
      const reason = new Error('no longer wanted');
      await expect(log.search({ method: 'GET' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    });

    test('within a workspace, finds its own lines alone, and tells nothing of others', async () => {
      const within = async (records: readonly LogRecord[]): Promise<RequestLog> =>
        withinWorkspace(await open(records), 'Acme', { clock: IMMEDIATE });
      const log = await within(RECORDS);
      const found = await log.search({ isFailure: true });
      expect(found.lines.map(({ id }) => id)).toEqual(['req_a4', 'req_a1']);
      expect((await log.search({ workspace: 'globex' })).lines).toEqual([]);
      expect((await log.search({ path: '/v1/webhooks/*' })).lines).toEqual([]);

      const criteria: SearchCriteria = { status: { from: 500, to: 599 }, since: minutesAgo(15) };
      const others = await log.search(criteria);
      const withoutThem = await (
        await within(RECORDS.filter(({ workspace }) => workspace === 'acme'))
      ).search(criteria);
      const without = (text: string) => text.replace(/since \S+/g, 'since …').replace(/logs_\d+/g, 'logs');
      expect(without(JSON.stringify(others))).toBe(without(JSON.stringify(withoutThem)));
    });
  });
}
