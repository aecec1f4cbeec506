import { describe, expect, test } from 'vitest';
import { parseLine } from '../../src/logs/line/parse-line.ts';
import { safeLine } from '../../src/logs/line/safe-line.ts';
import { ownNames, redactText } from '../../src/redact/redact.ts';

const OWN = ownNames(['internalNote', 'shoe-size', 'detail']);

describe('a field that was named', () => {
  test.each([
    ...['internalNote', 'internal_note', 'internal-note', 'InternalNote', 'INTERNAL_NOTE'].map(
      (name) => `{"a":1,"${name}":"call bob"}`,
    ),
    '{"a":"{\\"internal_note\\":\\"call bob\\"}"}',
    'internal_note="call bob" n=1',
    'GET /x?a=1&internalNote=call%20bob&b=2',
    'GET /x?next=%2Fy%3Finternal-note%3Dcall%2520bob&b=2',
    'internal_note: call bob, status: 500',
    '{"internalNote":{"by":"x","text":["call bob"]}}',
    '[{"name":"internal_note","value":"call bob"}]',
    '<internalNote>call bob</internalNote>',
    // Words that say something about a secret are a value here.
    '{"internal_note":"is bob"}',
    '{"internal_note":"pending bob"}',
  ])('is redacted in %s', (text) => {
    const left = redactText(text, OWN);
    expect(left).toContain('[redacted]');
    expect(left).not.toContain('bob');
    expect(redactText(left, OWN)).toBe(left);
  });

  test.each([
    ['{"shoe_size":42,"n":1}', '{"shoe_size":[redacted],"n":1}'],
    ['shoeSize=42 n=1', 'shoeSize=[redacted] n=1'],
    ['{"internal_note":"pending"}', '{"internal_note":"[redacted]"}'],
    ['{"internal_note":""}', '{"internal_note":""}'],
    ['internal_note: call bob, status: 500', 'internal_note: [redacted], status: 500'],
  ])('is redacted whatever it holds: %s', (text, expected) => {
    expect(redactText(text, OWN)).toBe(expected);
  });

  test('is redacted in a line, also where its name is one of a common term', () => {
    const object = {
      msg: 'x',
      detail: 'bob',
      in: { shoe_size: 42, internalNote: true },
      list: [{ key: 'shoe-size', value: 'bob' }],
    };
    const [parsed] = parseLine(JSON.stringify({ ...object, error: { detail: 'bob' } }), {
      source: 'a:1',
      ownNames: OWN,
    });
    const shown = JSON.stringify(parsed && safeLine(parsed.line, OWN));
    expect(shown).not.toMatch(/bob|42|true/);
    const msg = ownNames(['msg']);
    const [other] = parseLine('{"msg":"bob","level":"info"}', { source: 'a:1', ownNames: msg });
    expect(other && safeLine(other.line, msg)).toEqual({
      time: null,
      level: 'info',
      source: 'a:1',
      rest: { msg: '[redacted]' },
    });
  });

  test('is none where it was not named', () => {
    expect(redactText('internal_note=bob')).toBe('internal_note=bob');
  });
});
