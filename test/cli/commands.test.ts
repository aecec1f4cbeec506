import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { ASKED } from '../../src/cli/next-command.ts';
import { TOOLS } from '../../src/tools/index.ts';
import { jsonSchemaOf } from '../../src/tools/json-schema.ts';

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
