import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { standsAlone } from '../../../src/logs/files/events.ts';
import { NO_ID_NAMES } from '../../../src/logs/line/ids.ts';
import { parseLine } from '../../../src/logs/line/parse-line.ts';
import { isErrorLevel } from '../../../src/logs/log.ts';
import {
  failureReader,
  failureScanner,
  failuresOf,
  quickFailures,
  quickRuling,
} from '../../../src/logs/tally/quick-failure.ts';
import { CONTEXT } from '../../../src/logs/wasm/id-scanner.ts';
import { fc } from '../../support/chance.ts';
import { SAMPLE_LOGS } from '../../support/server.ts';
import { SCANNERS } from '../wasm/scan-all.ts';

const { wasm } = SCANNERS;

const NAMES =
  'time ts timestamp date level severity msg message log stream error err code error_code status statusCode req res request_id trace_id id workspace tenant data attributes error.code body response name type'.split(
    ' ',
  );

const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    '2026-11-22T10:00:00.123Z',
    '2026-11-22 10:00:00',
    1_764_000_000,
    1_764_000_000_123,
    'yesterday',
    '',
  ),
  fc.constantFrom<unknown>(
    'state_conflict',
    'not_found',
    'invalid_grant',
    'Something broke',
    '{"error":{"code":"upstream_error"}}',
    'E_42',
  ),
  fc.constantFrom<unknown>(200, 404, '503', '409 Conflict', 999, null, true, 'error', 'warn', 30),
  fc.constantFrom<unknown>('req_a1b2c3d4', 'acme', '-', 12_345_678_901_234_567n.toString()),
);
const record = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: tie('object') },
    { weight: 1, arbitrary: fc.array(scalar, { maxLength: 2 }) },
  ),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 }),
})).object;

describe('failureScanner', () => {
  const scanned = (scan: ReturnType<typeof failureScanner>, text: string) => {
    const before = Buffer.from('{"a\n');
    const line = Buffer.from(text);
    wasm.memory.set(Buffer.concat([before, line, Buffer.from('\n}')]), CONTEXT);
    wasm.scan(CONTEXT, before.length + line.length + 1, 0);
    const read = scan.read(before.length + (line.length >> 1));
    expect(read?.isAlone, text).toBe(standsAlone(text));
    return read?.failures;
  };

  /** Lines of few shapes, as programs write them: each is read by a template of those before it. */
  const written = fc.tuple(
    fc.constantFrom(
      '2026-11-22T10:00:00.123Z',
      '2026-11-22 10:00:00',
      1_764_000_000,
      1_764_000_000_123,
      0,
      null,
    ),
    fc.constantFrom(200, 404, 503, '503', 999, -1, 12.5, true, null, 1_764_000_000.5, 1e21),
    fc.constantFrom(
      'state_conflict',
      'Something broke',
      '',
      'naïve_code',
      'a\tb',
      '{"code":"gone_again"}',
      7,
      null,
    ),
    fc.constantFrom('acme', '-', 'Zoë', 'a"b', ''),
    fc.constantFrom('done', 'failed with 409', 'code=gone_again', 'tab\there'),
    fc.constantFrom('req_1', 4711, null),
    fc.constantFrom('', ' ', '\t'),
  );

  test('reads lines of shapes that it knows as the whole parser does', () => {
    const scan = failureScanner(wasm);
    fc.assert(
      fc.property(written, fc.nat(3), ([time, status, code, workspace, msg, request_id, blank], shape) => {
        const object = {
          time,
          status,
          ...(shape > 0 && { error_code: code }),
          ...(shape > 1 && { http: { method: 'GET', bytes: 0, tags: [] } }),
          workspace,
          msg,
          request_id,
          ...(shape > 2 && { trace_id: 'trace_1' }),
        };
        const text = JSON.stringify(object, null, blank).replaceAll('\n', blank);
        expect(scanned(scan, text), text).toEqual(failuresOf(text));
      }),
      { numRuns: 800 },
    );
  });

  test('reads lines of which a byte is another as the whole parser does', () => {
    const scan = failureScanner(wasm);
    const line =
      '{"time":"2026-11-22T10:00:00Z","status":409,"code":"gone_again","a":{"b":-1.5,"c":null},"workspace":"acme"}';
    for (let time = 0; time < 5; time += 1) expect(scanned(scan, line)).toEqual(failuresOf(line));
    for (let at = 0; at < line.length; at += 1) {
      for (const byte of ['"', '9', '.', '\\', '{', '\t', 'é']) {
        const text = line.slice(0, at) + byte + line.slice(at + 1);
        expect(scanned(scan, text), text).toEqual(failuresOf(text));
      }
      const cut = line.slice(0, at);
      expect(scanned(scan, cut), cut).toEqual(failuresOf(cut));
    }
  });

  test('says of a line in the wrapping of a runtime that others may be parts of it', () => {
    const scan = failureScanner(wasm);
    for (const log of ['state_conflict', 'state_conflict\\n', 'state_conflict']) {
      for (let time = 0; time < 5; time += 1) {
        const line = `{"log":"${log}","stream":"stdout","time":"2026-11-22T10:00:0${time}Z","status":409}`;
        expect(scanned(scan, line)).toEqual(failuresOf(line));
      }
    }
  });

  test('reads any two lines in turn as the whole parser does', () => {
    fc.assert(
      fc.property(record, record, (one, other) => {
        const scan = failureScanner(wasm);
        for (const text of [one, one, one, one, other, one].map((each) => JSON.stringify(each)))
          expect(scanned(scan, text), text).toEqual(failuresOf(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('failureReader', () => {
  test('reads of any JSON line what the whole parser reads', () => {
    const read = failureReader();
    fc.assert(
      fc.property(record, (object) => {
        const text = JSON.stringify(object);
        expect(read(text), text).toEqual(failuresOf(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('reads lines of a shape that it knows with other values', () => {
    const read = failureReader();
    const values = [scalar, scalar, scalar, scalar, scalar] as const;
    fc.assert(
      fc.property(fc.tuple(...values), ([status, code, workspace, error, time]) => {
        const text = JSON.stringify({
          time,
          status,
          error_code: code,
          code,
          workspace,
          error,
          request_id: 'req_1',
        });
        expect(read(text), text).toEqual(failuresOf(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('reads the sample logs as the whole parser does, most of them quickly', () => {
    const read = failureReader();
    const quick = quickFailures();
    let lines = 0;
    let unsure = 0;
    for (const name of readdirSync(SAMPLE_LOGS).filter((each) => !each.endsWith('.gz'))) {
      for (const line of readFileSync(join(SAMPLE_LOGS, name), 'utf8').split('\n')) {
        expect(read(line), line).toEqual(failuresOf(line));
        if (!line.startsWith('{')) continue;
        lines += 1;
        if (quick(line) === 'unsure') unsure += 1;
      }
    }
    expect(unsure / lines).toBeLessThan(0.5);
  });

  test.each([
    ['a line without a time', '{"code":"not_found"}', [null]],
    ['a line that says no error', '{"time":"2026-11-22T10:00:00Z","status":200}', []],
    [
      'an access log',
      '203.0.113.9 - - [22/Nov/2026:10:00:00 +0000] "GET /v1/a HTTP/1.1" 404 12 "-" "curl"',
      [{ time: Date.UTC(2026, 10, 22, 10), code: null, status: 404, workspace: null, id: null }],
    ],
    [
      'a JSON line',
      '{"time":"2026-11-22T10:00:00Z","status":409,"code":"state_conflict","request_id":"req_1","workspace":"acme"}',
      [
        {
          time: Date.UTC(2026, 10, 22, 10),
          code: 'state_conflict',
          status: 409,
          workspace: 'acme',
          id: 'req_1',
        },
      ],
    ],
    [
      'a line whose first id is null',
      '{"time":"2026-11-22T10:00:00Z","status":409,"err":{"request_id":null},"request_id":"req_1"}',
      [{ time: Date.UTC(2026, 10, 22, 10), code: null, status: 409, workspace: null, id: 'req_1' }],
    ],
  ])('reads %s', (_, line, failures) => {
    expect(failuresOf(line)).toEqual(failures);
    expect(failureReader()(line)).toEqual(failures);
  });
});

describe('quickRuling', () => {
  const said = (text: string) =>
    parseLine(text, { source: '' }).map(({ line }) => ({
      names: line.code !== undefined || (line.status ?? 0) >= 400,
      isError: isErrorLevel(line),
    }));
  const hold = (
    text: string,
    rulings = [quickRuling(NO_ID_NAMES, false), quickRuling(NO_ID_NAMES, true)],
  ) => {
    const [byName, byLevel] = rulings.map((isRuledOut) => isRuledOut(text));
    if (byName) expect(said(text), text).not.toContainEqual(expect.objectContaining({ names: true }));
    if (byLevel) expect(said(text), text).not.toContainEqual(expect.objectContaining({ isError: true }));
    expect(byName || !byLevel, text).toBe(true);
    return { byName, byLevel };
  };

  test('rules out no line that shows a failure to the whole parser', () => {
    const rulings = [quickRuling(NO_ID_NAMES, false), quickRuling(NO_ID_NAMES, true)];
    const messages = ['done', 'ERROR: disk full', '[fatal] gone', 'panic: no memory', 'level=error x=1', ''];
    fc.assert(
      fc.property(record, fc.constantFrom(...messages), fc.boolean(), (object, msg, isSaid) => {
        hold(
          JSON.stringify(isSaid ? { time: '2026-11-22T10:00:00Z', level: 30, msg, ...object } : object),
          rulings,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('rules out most lines of programs that show none', () => {
    const time = 1_764_000_000_123;
    expect(hold(JSON.stringify({ time, level: 30, msg: 'query done' }))).toEqual({
      byName: true,
      byLevel: true,
    });
    expect(hold(JSON.stringify({ time, level: 50, msg: 'query done' }))).toEqual({
      byName: true,
      byLevel: false,
    });
    expect(hold(JSON.stringify({ time, level: 30, msg: 'FATAL: gone' })).byLevel).toBe(false);
    expect(hold(JSON.stringify({ time, level: 30, status: 404 })).byName).toBe(false);
  });
});

describe('a code', () => {
  const time = '2026-11-22T10:00:00Z';
  test.each<[string, object, number]>([
    ['of a coupon in a line that is no error', { time, level: 'info', code: 'promo_10', msg: 'applied' }, 0],
    ['of a coupon in an answer that succeeded', { time, level: 'info', code: 'promo_10', status: 200 }, 0],
    ['of an error, by the level', { time, level: 'error', code: 'slug_taken' }, 1],
    ['of a warning', { time, level: 'warn', code: 'slug_taken' }, 1],
    ['of an error, by its name', { time, level: 'info', error_code: 'slug_taken' }, 1],
    ['of an answer that failed', { time, level: 'info', code: 'slug_taken', status: 409 }, 1],
    ['beside which nothing is known', { time, code: 'slug_taken' }, 1],
  ])('%s', (_, line, count) => {
    const text = JSON.stringify(line);
    expect(failuresOf(text)).toHaveLength(count);
    expect(failureReader()(text)).toHaveLength(count);
  });
});
