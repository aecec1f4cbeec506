import { describe, expect, test } from 'vitest';
import { timeSpan } from '../../../src/logs/files/time-span.ts';

const ns = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;

function spanOf(head: string, tail: string, whole: boolean) {
  return timeSpan({ head: Buffer.from(head), tail: Buffer.from(tail), whole });
}

describe('timeSpan', () => {
  test('passes over lines without a time', () => {
    const text = 'banner\n2026-11-22T10:00:00Z a\n2026-11-22T11:00:00Z b\n  at c\n';
    expect(spanOf(text, text, true)).toEqual({
      from: ns('2026-11-22T10:00:00Z'),
      to: ns('2026-11-22T11:00:00Z'),
    });
    expect(spanOf('none\n', 'none\n', true)).toEqual({ from: null, to: null });
  });

  test.each([
    ['with the newest first', ['2026-11-22T10:00:03Z c', '2026-11-22T10:00:02Z b', '2026-11-22T10:00:01Z a']],
    [
      'of several writers',
      [
        '2026-11-22T10:00:02Z b',
        '2026-11-22T10:00:01Z a',
        '2026-11-22T10:00:03Z c',
        '2026-11-22T10:00:02Z d',
      ],
    ],
    ['in zones', ['2026-11-22T12:00:02+02:00 b', '2026-11-22T10:00:01Z a', '2026-11-22T09:00:03-01:00 c']],
    [
      'of web servers, with the newest first',
      [
        '1.2.3.4 - - [22/Nov/2026:10:00:03 +0000] "GET / HTTP/1.1" 200 1',
        '1.2.3.4 - - [22/Nov/2026:10:00:01 +0000] "GET / HTTP/1.1" 200 1',
      ],
    ],
  ])('is that of the earliest and the latest line: lines %s', (_, lines) => {
    const text = `${lines.join('\n')}\n`;
    const span = { from: ns('2026-11-22T10:00:01Z'), to: ns('2026-11-22T10:00:03Z') };
    expect(spanOf(text, text, true)).toEqual(span);
    expect(spanOf(`${text}2026-11-`, `x\n${text}`, false)).toEqual(span);
  });

  test('does not believe a line of which only the end is there', () => {
    const span = spanOf('2026-11-22T10:00:00Z a\n', '2020-01-01T00:00:00Z inside a line\nnone\n', false);
    expect(span).toEqual({ from: ns('2026-11-22T10:00:00Z'), to: ns('2026-11-22T10:00:00Z') });
  });

  test('reads the beginning of a first line that is very long', () => {
    const span = spanOf('{"time":"2026-11-22T10:00:00Z","blob":"xxxx', 'xxxx', false);
    expect(span.from).toBe(ns('2026-11-22T10:00:00Z'));
  });

  test('takes the first and last of many times in one line', () => {
    const record = (time: string) => ({ timeUnixNano: String(ns(time)), body: { stringValue: 'x' } });
    const logRecords = ['2026-11-22T10:00:02Z', '2026-11-22T10:00:01Z', '2026-11-22T10:00:03Z'].map(record);
    const text = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    expect(spanOf(text, text, true)).toEqual({
      from: ns('2026-11-22T10:00:01Z'),
      to: ns('2026-11-22T10:00:03Z'),
    });
  });
});
