import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../src/base/time.ts';
import {
  addRows,
  decodeTally,
  type FailureLine,
  hourOf,
  nothingSeen,
  type Seen,
  tallyCounter,
} from '../../../src/logs/tally/tally.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const line = (changes: Partial<FailureLine> = {}): FailureLine => {
  return { time: NOON, code: 'not_found', status: 404, workspace: 'acme', id: 'req_1', ...changes };
};

function tallyOf(...lines: (FailureLine | null)[]) {
  const counter = tallyCounter();
  for (const each of lines) counter.add(each);
  return decodeTally(counter.bytes());
}

const noneSeen = (): Seen => ({ ...nothingSeen(), logs: 1 });

describe('a tally', () => {
  test('counts lines by hour, code, status and workspace, with the last ids', () => {
    const { rows, unplaced } = tallyOf(
      line(),
      line({ time: NOON + 1_000, id: 'req_2' }),
      line({ time: NOON + 2_000, id: 'req_1' }),
      line({ time: NOON + HOUR }),
      line({ workspace: 'other' }),
      line({ code: null }),
      null,
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toEqual({
      hour: NOON / HOUR,
      code: 'not_found',
      status: 404,
      workspace: 'acme',
      count: 3,
      last: NOON + 2_000,
      ids: ['req_1', 'req_2'],
    });
    expect(unplaced).toBe(1);
  });

  test('takes no more memory than for 20,000 rows, and says how many lines it left out', () => {
    const counter = tallyCounter();
    for (let index = 0; index < 25_000; index += 1) counter.add(line({ workspace: `w${index}` }));
    counter.add(line({ workspace: 'x'.repeat(5_000) }));
    const { rows, unplaced } = counter.tally();
    expect(rows).toHaveLength(20_000);
    expect(unplaced).toBe(5_001);
  });

  test('is not read if it is another thing', () => {
    expect(() => decodeTally(Buffer.from('{"rows":[],"unplaced":0}'))).toThrow();
    expect(() => decodeTally(deflateRawSync('{"rows":[["x"]],"unplaced":0}'))).toThrow();
  });
});

describe('what was seen', () => {
  test('adds up segments from an hour on, the newest ids first', () => {
    const seen = noneSeen();
    const older = tallyOf(
      line({ time: NOON - 2 * HOUR }),
      line({ time: NOON, id: 'req_9' }),
      line({ code: null, status: 502 }),
    );
    const newer = tallyOf(line({ time: NOON + HOUR, id: 'req_10' }));
    for (const { rows } of [newer, older]) addRows(seen, rows, hourOf(NOON + 59_000), null);
    expect(seen.codes.get('not_found')).toEqual({ count: 2, last: NOON + HOUR, ids: ['req_10', 'req_9'] });
    expect(seen.statuses.get(502)).toMatchObject({ count: 1 });
  });

  test('is of one workspace alone where that is asked, and of no line that names none', () => {
    const seen = noneSeen();
    const { rows } = tallyOf(line(), line({ workspace: 'Other' }), line({ workspace: null }));
    addRows(seen, rows, 0, 'other');
    expect(seen.codes.get('not_found')?.count).toBe(1);
  });
});
