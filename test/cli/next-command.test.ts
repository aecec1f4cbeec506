import { describe, expect, test } from 'vitest';
import { nextCommand, shellWord } from '../../src/cli/print.ts';

describe('nextCommand', () => {
  test.each([
    [
      'Next: explain_error {"error":"not_found","value":"it\'s"} (why)',
      "error-catalog-mcp explain not_found '--value=it'\\''s' --logs 'my logs'",
    ],
    [
      'Next: lookup_request {"request_id":"req_1"} (why (not))',
      "error-catalog-mcp lookup req_1 --logs 'my logs'",
    ],
    ['Next: list_errors {"area":"apps"} (why)', "error-catalog-mcp list --area=apps --logs 'my logs'"],
  ])('%s', (line, command) => {
    expect(nextCommand(line, ['--logs', 'my logs'])?.command).toBe(command);
  });

  test.each([
    'Next: unknown_tool {"error":"x"} (why)',
    'Next: explain_error {"error":} (why)',
    'Next: explain_error ["x"] (why)',
    'Nextly: explain_error {"error":"x"} (why)',
    // What JSON holds as an escape would steer the terminal.
    'Next: lookup_request {"request_id":"req_\\u001b[2J1"} (why)',
    'Next: lookup_request {"request_id":"--json"} (why)',
  ])('leaves %s as it is', (line) => expect(nextCommand(line, [])).toBeNull());
});

test.each([
  ['req_1', 'req_1'],
  ['a b', "'a b'"],
  ['$(rm)', "'$(rm)'"],
  ["'", "''\\'''"],
  ['', "''"],
])('a shell takes %s as one word', (word, quoted) => expect(shellWord(word)).toBe(quoted));
