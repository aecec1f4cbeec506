import { expect, test } from 'vitest';
import { jsonText } from '../../src/cli/print.ts';

const data = { text: 'é \x1b[2J \u009b31m \u202e \u{e0041} 漢', list: [1, null] };

test('JSON is on one line for a program, and laid out without hidden characters for a person', () => {
  expect(jsonText(data, false)).toBe(JSON.stringify(data));
  const shown = jsonText(data, true);
  expect(JSON.parse(shown)).toEqual(data);
  expect(shown).toContain('"text": "é \\u001b[2J \\u009b31m \\u202e \\udb40\\udc41 漢"');
});
