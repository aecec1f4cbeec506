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
