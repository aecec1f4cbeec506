import { describe, expect, test } from 'vitest';
import type { LineData } from '../../src/view/answers.ts';
import { timelineOf, toneOf } from '../../src/view/timeline.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, 0, ms)).toISOString();

function line(ms: number | null, more: Partial<LineData> = {}): LineData {
  return { time: ms === null ? null : at(ms), source: 'api.log:1', ...more };
}

describe('a timeline', () => {
  test('has a lane for each service, the one that began first on top', () => {
    const { lanes } = timelineOf({
      lines: [
        line(10, { service: 'api' }),
        line(20, { service: 'billing' }),
        line(30, { service: 'api' }),
        line(100, { service: 'edge', duration_ms: 100 }),
      ],
    });
    expect(lanes.map(({ name, marks }) => [name, marks.length])).toEqual([
      ['edge', 1],
      ['api', 2],
      ['billing', 1],
    ]);
    expect(lanes[1]?.marks.map((mark) => mark.at)).toEqual([0.1, 0.3]);
  });

  test('names a lane by the file where no line names the service', () => {
    const { lanes } = timelineOf({ lines: [line(0, { source: 'logs/edge/access.log:17' })] });
    expect(lanes).toMatchObject([{ name: 'access.log', isFile: true }]);
  });

  test('marks the cause, and nothing else', () => {
    const lines = [line(0, { source: 'a.log:1' }), line(1, { source: 'a.log:12' })];
    const { lanes } = timelineOf({ lines, cause: { line: 'a.log:12', message: null, why: '' } });
    expect(lanes[0]?.marks.map(({ isCause }) => isCause)).toEqual([false, true]);
  });

  test('draws how long something took up to the line that says it', () => {
    const { lanes, length } = timelineOf({ lines: [line(60), line(100, { duration_ms: 80 })] });
    expect(lanes[0]?.spans).toEqual([{ line: 1, from: 0, to: 1, tone: 'plain', length: '80 ms' }]);
    expect(length).toBe(80);
  });

  test('draws it from the line on where the log writes the time of the beginning', () => {
    const lines = [line(0, { duration_ms: 100, service: 'apache' }), line(50), line(90)];
    const { lanes, length } = timelineOf({ lines });
    expect(lanes[0]?.spans).toMatchObject([{ from: 0, to: 1 }]);
    expect(length).toBe(100);
  });

  test('counts lines without a time, which stand in no lane', () => {
    const { lanes, untimed, begin } = timelineOf({ lines: [line(null), line(5), line(null)] });
    expect(untimed).toBe(2);
    expect(begin).toBe(Date.parse(at(5)));
    expect(lanes.flatMap(({ marks }) => marks)).toHaveLength(1);
    expect(timelineOf({ lines: [line(null)] })).toMatchObject({ lanes: [], begin: null, length: 0 });
  });

  test('draws many services as a dozen lanes, without losing a line', () => {
    const lines = Array.from({ length: 40 }, (_, index) => line(index, { service: `s${index}` }));
    const { lanes } = timelineOf({ lines });
    expect(lanes).toHaveLength(12);
    expect(lanes.at(-1)?.name).toBe('29 more services');
    expect(lanes.flatMap(({ marks }) => marks)).toHaveLength(40);
  });
});

test.each<[Partial<LineData>, string]>([
  [{ level: 'fatal' }, 'bad'],
  [{ level: 'info', status: 503 }, 'bad'],
  [{ level: 'warn' }, 'caution'],
  [{ level: 'info', status: 404 }, 'caution'],
  [{ code: 'slug_taken' }, 'caution'],
  [{ level: 'debug' }, 'quiet'],
  [{ level: 'info', status: 201 }, 'plain'],
  [{}, 'plain'],
])('a line with %j looks %s', (more, tone) => {
  expect(toneOf(line(0, more))).toBe(tone);
});
