import { describe, expect, test } from 'vitest';
import { safeLine } from '../../../src/logs/line/safe-line.ts';
import { cut } from '../../../src/redact/redact.ts';

const base = { time: null, source: 'a.log:1' };

describe('safeLine', () => {
  test('announces each cut in the value itself', () => {
    const line = safeLine({
      ...base,
      message: 'm '.repeat(1_617),
      path: `/${'p '.repeat(600)}`,
      service: 's '.repeat(150),
      rest: { text: 'r '.repeat(300), list: Array.from({ length: 25 }, (_, index) => index) },
    });
    expect(line.message).toMatch(/^.{2000}… \[1,234 more characters\]$/);
    expect(line.path).toMatch(/^.{1000}… \[201 more characters\]$/);
    expect(line.service).toMatch(/^.{200}… \[100 more characters\]$/);
    expect(line.rest?.['text']).toMatch(/^.{500}… \[100 more characters\]$/);
    expect(line.rest?.['list']).toEqual([...Array.from({ length: 20 }, (_, index) => index), '… [5 more]']);
  });

  test('bounds a value after its hidden characters were written out', () => {
    const { message = '' } = safeLine({ ...base, message: '\u200b'.repeat(2_000) });
    expect(message.length).toBeLessThan(2_050);
    expect(message).toContain('[10,000 more characters]');
  });

  test('shows hidden characters in every field and name', () => {
    const hidden = 'a\u202eb';
    const line = { time: null, source: hidden, level: hidden, path: hidden, message: hidden, code: hidden };
    expect(JSON.stringify(safeLine({ ...line, rest: { [hidden]: hidden } }))).not.toContain('\u202e');
  });

  test('redacts before it cuts, so that no half of a secret is left', () => {
    const secret = 'AKIAIOSFODNN7EXAMPLE';
    const { message } = safeLine({ ...base, message: `${'x '.repeat(995)}${secret}` });
    expect(message).not.toContain('AKIA');
  });
});

describe('cut', () => {
  test('does not part a surrogate pair', () => {
    expect(cut('ab😀', 3)).toBe('ab… [2 more characters]');
    expect(cut('ab😀', 4)).toBe('ab😀');
  });
});
