import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/logs/line/parse-line.ts';
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

  test.each([
    ['a name and an arrow', 'ERROR connect.sid => "030b6040a3b1b7df" boom'],
    ['a name and a colon', 'ERROR api.session_token: 030b6040a3b1b7df boom'],
    ['a name and a dash', 'ERROR session.token - 030b6040a3b1b7df boom'],
    ['a header of cookies in a quote that was cut', 'ERROR a "> cookie: a=1; b=030b6040a3b1b7df'],
  ])('hides a secret behind %s, whatever the name was taken for', (_, text) => {
    const [parsed] = parseLine(`2026-11-20T09:00:00.000Z ${text}`, { source: 'app.log:1' });
    expect(JSON.stringify(parsed && safeLine(parsed.line))).not.toContain('030b6040a3b1b7df');
  });

  test.each([
    'com.acme.auth.TokenStore: Cannot load token for tenant 4711',
    'app.password: the password of ada has expired',
  ])('keeps the words behind a logger that is called after secrets: %s', (text) => {
    const [parsed] = parseLine(`2026-11-20T09:00:00.000Z ERROR ${text}`, { source: 'app.log:1' });
    const { service = '', message = '' } = parsed ? safeLine(parsed.line) : {};
    expect(`${service}: ${message}`).toBe(text);
  });
});
