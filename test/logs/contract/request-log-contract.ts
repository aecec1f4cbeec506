import { describe, expect, test } from 'vitest';
import type { RequestLog } from '../../../src/logs/log.ts';
import { withinWorkspace } from '../../../src/logs/workspace.ts';
import { fc } from '../../support/chance.ts';
import type { LogRecord } from './records.ts';

/** How one adapter is put to the test. */
export interface Adapter {
  name: string;
  /** A log that holds these records and no others. */
  open(records: readonly LogRecord[]): Promise<RequestLog>;
  /** Whether it finds an id that only the text of a message holds. */
  readsTexts: boolean;
  /** Whether it finds an id among attributes that are not its own columns. */
  readsAttributes: boolean;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const IMMEDIATE = { now: () => 0, sleep: () => Promise.resolve() };
const HEX = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What every adapter of the port `RequestLog` has to do, whatever holds the lines. */
export function testRequestLog({ name, open, readsTexts, readsAttributes }: Adapter): void {
  const linesOf = async (records: readonly LogRecord[], id: string) =>
    (await (await open(records)).find(id)).lines;
  const messages = async (records: readonly LogRecord[], id: string) =>
    (await linesOf(records, id)).map(({ message }) => message);

  describe(`a request log: ${name}`, () => {
    test('gives the lines of a request in common terms', async () => {
      const [line] = await linesOf(
        [
          {
            ...{ ago: 5 * SECOND, request_id: 'req_1', level: 'error', service: 'api', workspace: 'acme' },
            ...{
              method: 'POST',
              path: '/v1/apps',
              status: 409,
              code: 'state_conflict',
              message: 'still provisioning',
            },
          },
        ],
        'req_1',
      );
      expect(line).toMatchObject({
        ...{ level: 'error', service: 'api', workspace: 'acme', method: 'POST', path: '/v1/apps' },
        ...{ status: 409, code: 'state_conflict', message: 'still provisioning' },
      });
      expect(Math.abs(Date.parse(line?.time ?? '') - (Date.now() - 5 * SECOND))).toBeLessThan(5 * MINUTE);
      expect(line?.mentioned_in).toBeUndefined();
    });

    test('sorts by time to the microsecond, whatever the order of writing', async () => {
      const record = (ago: number, message: string): LogRecord => ({ ago, request_id: 'req_1', message });
      const records = [
        record(10.001, 'third'),
        record(10.003, 'first'),
        record(10.002, 'second'),
        record(9, 'last'),
      ];
      expect(await messages(records, 'req_1')).toEqual(['first', 'second', 'third', 'last']);
    });

    test('finds nothing of an id that is not there, and says what was searched', async () => {
      const log = await open([{ ago: SECOND, request_id: 'req_1', message: 'one' }]);
      const { lines, omitted, searched } = await log.find('req_2');
      expect({ lines, omitted }).toEqual({ lines: [], omitted: 0 });
      const said = searched.sources?.[0]?.searched ?? `${searched.lines} lines`;
      expect(said).toMatch(/1 lines|lines since .* older lines/);
    });

    test('takes an id for a whole token only', async () => {
      const records = ['req_1', 'req_12', 'xreq_1', 'req_1-retry', 'REQ_1'].map((request_id) => ({
        ...{ ago: SECOND, request_id, message: `of ${request_id}.` },
      }));
      expect(await messages(records, 'req_1')).toEqual(['of req_1.']);
    });

    test('finds hex ids and UUIDs in either case', async () => {
      const uuid = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';
      const records = [
        { ago: 3, trace_id: HEX, message: 'by trace' },
        { ago: 2, request_id: uuid, message: 'by uuid' },
      ];
      expect(await messages(records, HEX.toUpperCase())).toEqual(['by trace']);
      expect(await messages(records, uuid.toUpperCase())).toEqual(['by uuid']);
    });

    test('finds an id that is a bare number only where a name says that it is one', async () => {
      const records = [
        { ago: 3, request_id: '42', message: 'own' },
        { ago: 2, request_id: 'req_1', status: 422, message: 'took 42 ms', fields: { size: '42' } },
      ];
      expect(await messages(records, '42')).toEqual(['own']);
    });

    test.runIf(readsTexts)(
      'finds an id in a message, and says where the line is of another request',
      async () => {
        const records = [
          { ago: 3, message: 'retry of req_1 begins' },
          { ago: 2, request_id: 'req_2', message: 'caused by req_1' },
          { ago: 1, request_id: 'req_3', message: 'not of req_12' },
        ];
        const lines = await linesOf(records, 'req_1');
        expect(lines.map(({ message, mentioned_in }) => [message, mentioned_in])).toEqual([
          ['retry of req_1 begins', undefined],
          ['caused by req_1', expect.any(String)],
        ]);
      },
    );

    test.runIf(readsAttributes)('finds an id among attributes, once', async () => {
      const records = [
        { ago: 3, fields: { correlation_id: 'req_1', other: 'x' }, message: 'attributes' },
        { ago: 2, request_id: 'req_1', fields: { correlation_id: 'req_1' }, message: 'req_1 everywhere' },
      ];
      expect(await messages(records, 'req_1')).toEqual(['attributes', 'req_1 everywhere']);
    });

    test('finds lines of long ago', async () => {
      const records = [{ ago: 9 * DAY, request_id: 'req_1', message: 'old' }];
      expect(await messages(records, 'req_1')).toEqual(['old']);
    });

    test('finds all of a request that lies across the beginning of a day ago', async () => {
      const records = [DAY + MINUTE, DAY + SECOND, DAY - MINUTE].map((ago) => ({
        ago,
        request_id: 'req_1',
        message: 'x',
      }));
      expect(await messages(records, 'req_1')).toHaveLength(3);
    });

    test('keeps the first and last 500 lines of a long request and counts the others', async () => {
      const records = Array.from({ length: 1_200 }, (_, index) => ({
        ...{ ago: 10_000 - index, request_id: 'req_1', message: `line ${index}` },
      }));
      const { lines, omitted } = await (await open(records)).find('req_1');
      expect([lines.length, omitted]).toEqual([1_000, 200]);
      expect([lines[0]?.message, lines[499]?.message, lines[500]?.message, lines.at(-1)?.message]).toEqual([
        ...['line 0', 'line 499', 'line 700', 'line 1199'],
      ]);
    });

    test('redacts secrets and shows hidden characters', async () => {
      const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc';
      const records = [
        {
          ...{ ago: 1, request_id: 'req_1', message: `Authorization: Bearer ${secret} \u202e\u0007 hidden` },
          fields: { password: 'hunter2hunter2', note: 'plain' },
        },
      ];
      const [line] = await linesOf(records, 'req_1');
      const shown = JSON.stringify(line);
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain('hunter2hunter2');
      expect(line?.message).not.toMatch(/[\u202e\u0007]/);
      expect(shown).toContain('hidden');
      expect(shown).toContain('plain');
    });

    test('cuts values that are very long', async () => {
      const records = [{ ago: 1, request_id: 'req_1', message: `begin ${'x '.repeat(300_000)}` }];
      const [line] = await linesOf(records, 'req_1');
      expect(line?.message).toMatch(/^begin x x/);
      expect(line?.message?.length).toBeLessThan(2_200);
    });

    test('reads an error body in a message', async () => {
      const message = '409 {"error":{"code":"workspace_slug_taken","message":"taken","request_id":"req_1"}}';
      const [line] = await linesOf([{ ago: 1, request_id: 'req_1', message }], 'req_1');
      expect(line?.code).toBe('workspace_slug_taken');
    });

    test.each([
      `req'1`,
      `req"1`,
      String.raw`req\1`,
      `req_1') OR 1=1 --`.replaceAll(' ', '_'),
      '{id:String}',
      'req`1',
      'req%1',
      'req_1;DROP_TABLE_x',
      '$(id)',
    ])('takes %s for an id like any other', async (id) => {
      const records = [
        { ago: 2, request_id: id, message: 'odd' },
        { ago: 1, request_id: 'req_other', message: 'other' },
      ];
      expect(await messages(records, id)).toEqual(['odd']);
    });

    test('finds of any visible ASCII exactly the lines of that id', async () => {
      const ids = fc.uniqueArray(fc.stringMatching(/^[!-~]{6,40}$/), { minLength: 2, maxLength: 12 });
      const [sample = []] = fc.sample(ids, { numRuns: 1, seed: 7 });
      // Characters that end a token make one id a part of another line's text; such pairs are no matter here.
      const apart = sample.filter(
        (id) => /[A-Za-z]/.test(id) && !sample.some((other) => other !== id && other.includes(id)),
      );
      const log = await open(
        apart.map((request_id, index) => ({ ago: index + 1, request_id, message: `line ${index}` })),
      );
      for (const [index, id] of apart.entries()) {
        const { lines } = await log.find(id);
        expect(lines.map(({ message }) => message)).toEqual([`line ${index}`]);
      }
    });

    test('rejects with the reason of a signal that is set off', async () => {
      const log = await open([{ ago: 1, request_id: 'req_1', message: 'x' }]);
      const reason = new Error('no longer wanted');
      await expect(log.find('req_1', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const finding = log.find('req_1', { signal: controller.signal });
      controller.abort(reason);
      await expect(finding).rejects.toBe(reason);
    });

    test('within a workspace, shows a request of another as one that is not there', async () => {
      const log = withinWorkspace(
        await open([
          { ago: 4, request_id: 'req_1', workspace: 'acme', message: 'ours' },
          { ago: 3, request_id: 'req_1', message: 'unsaid' },
          { ago: 2, request_id: 'req_2', workspace: 'globex', message: 'theirs' },
          { ago: 1, request_id: 'req_2', message: 'unsaid of theirs' },
        ]),
        'acme',
        { clock: IMMEDIATE },
      );
      expect((await log.find('req_1')).lines.map(({ message }) => message)).toEqual(['ours', 'unsaid']);
      const theirs = await log.find('req_2');
      const missing = await log.find('req_9');
      expect(theirs.lines).toEqual([]);
      const without = (text: string) => text.replace(/since \S+/g, 'since …');
      expect(without(JSON.stringify(theirs))).toBe(without(JSON.stringify(missing)));
    });
  });
}
