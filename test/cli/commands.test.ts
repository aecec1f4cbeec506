import { describe, expect, test } from 'vitest';
import { ASKED } from '../../src/cli/print.ts';
import { COMMANDS } from '../../src/config/commands.ts';
import { jsonSchemaOf } from '../../src/tools/input.ts';
import { TOOLS } from '../../src/tools/tools.ts';

describe('the commands that ask a tool', () => {
  test.each(['explain', 'list', 'lookup'] as const)('%s takes what its tool takes', (name) => {
    const { tool, operand } = ASKED[name];
    const input = TOOLS.find((each) => each.name === tool)?.input;
    const options = COMMANDS[name].options.filter((option) => option !== 'json');
    expect([...options, ...(operand === null ? [] : [operand])].sort()).toEqual(
      Object.keys(input === undefined ? {} : jsonSchemaOf(input).properties).sort(),
    );
  });

  test('are as many as there are tools', () => expect(Object.keys(ASKED)).toHaveLength(TOOLS.length));
});
