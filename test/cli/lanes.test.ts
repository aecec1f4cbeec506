import { describe, expect, test } from 'vitest';
import { painter } from '../../src/cli/command.ts';
import { displayWidth, drawLanes } from '../../src/cli/print.ts';
import type { LineData } from '../../src/view/answers.ts';
import { timelineOf } from '../../src/view/timeline.ts';
import { fc } from '../support/chance.ts';
import { SAMPLE_LOGS } from '../support/server.ts';
import { recordingTerminal, unstyled } from './recording-terminal.ts';
import { runHere } from './run-here.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, 0, ms)).toISOString();
const LINES: LineData[] = [
  { time: at(0), service: 'api', source: 'a.log:1' },
  { time: at(50), service: 'billing', level: 'error', source: 'b.log:1' },
  { time: at(100), service: 'api', status: 409, duration_ms: 100, source: 'a.log:2' },
];
const LOOK = { columns: 61, paint: painter(false), isAscii: false };

describe('lanes in a terminal', () => {
  const timeline = timelineOf({ lines: LINES, cause: { line: 'b.log:1', message: null, why: '' } });

  test('are a row for each service, with what the signs mean', () => {
    expect(drawLanes(timeline, LOOK)).toEqual([
      '         +0 ms     +20 ms    +40 ms    +60 ms    +80 ms',
      `api      │${'━'.repeat(49)}▲`,
      `billing  ${' '.repeat(25)}◉`,
      '│ line   ▲ warning   ◉ cause   ━ how long it took',
    ]);
  });

  test('have a form of ASCII alone', () => {
    const text = drawLanes(timeline, { ...LOOK, isAscii: true }).join('\n');
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toContain(`|${'='.repeat(49)}!`);
  });

  test('have colors that mean the level', () => {
    const [, api = '', billing = ''] = drawLanes(timeline, {
      ...LOOK,
      paint: (style, text) => `<${style}:${text}>`,
    });
    expect(api).toMatch(/<caution:━+▲>/);
    expect(billing).toContain('<bad:◉>');
  });

  test('are never wider than the terminal, whatever the services are called', () => {
    const line = fc.record({
      ms: fc.nat(100_000),
      service: fc.string({ unit: 'grapheme', maxLength: 60 }),
      took: fc.nat(5_000),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 60, max: 200 }),
        (all, columns) => {
          const lines = all.map(
            ({ ms, service, took }): LineData => ({
              time: at(ms),
              service,
              duration_ms: took,
              source: 'x:1',
            }),
          );
          const drawn = drawLanes(timelineOf({ lines }), { ...LOOK, columns });
          expect(Math.max(...drawn.map(displayWidth))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('lookup', () => {
  const lookup = async (columns: number | null, ...more: string[]) => {
    const terminal = recordingTerminal({ columns, colors: columns !== null });
    const { stdout } = await runHere(['lookup', 'req_xyz123', '--logs', SAMPLE_LOGS, ...more], { terminal });
    return unstyled(stdout);
  };

  test('draws them behind how it ended, where a terminal is wide enough', async () => {
    const lines = (await lookup(100)).split('\n');
    expect(lines[0]).toMatch(/^Failed with 409/);
    expect(lines.findIndex((line) => line.startsWith('edge.ndjson  '))).toBeGreaterThan(0);
    expect(lines.findIndex((line) => line.startsWith('4 log lines carry'))).toBeGreaterThan(5);
  });

  test.each([
    [59, []],
    [100, ['--plain']],
    [100, ['--json']],
    [null, []],
  ])('draws none in %s columns with %j', async (columns, more) => {
    expect(await lookup(columns, ...more)).not.toContain('how long it took');
  });
});
