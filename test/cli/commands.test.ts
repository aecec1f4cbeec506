import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/cli/cli.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../src/cli/commands/commands.ts';
import { ASKED } from '../../src/cli/print.ts';
import type { CommandShape } from '../../src/config/command-line.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { inputSchemaOf } from '../../src/tools/json-schema.ts';
import { TOOLS } from '../../src/tools/tools.ts';

const SETTING_OF = new Map(Object.values(SETTINGS).map((setting) => [setting.flag as string, setting]));
const shapeOf = (name: CommandName): CommandShape => COMMANDS[name];
const ofCommand = (name: CommandName) =>
  Object.entries(shapeOf(name).options).filter(([option]) => !SETTING_OF.has(option));
const DECLARED = COMMAND_NAMES.flatMap((name) =>
  ofCommand(name).map(([option, shape]) => ({ name, option, shape })),
);

/** What a command line is read as, apart from what else would have to be given. */
function read(...args: string[]) {
  const result = readArguments({ args, env: {}, platform: 'linux', home: '/home/ada' });
  const problems = 'problems' in result ? result.problems : [];
  const command = 'config' in result ? result.config.command : null;
  return { problems, request: command !== null && 'values' in command ? command : null };
}

describe('the commands that ask a tool', () => {
  test.each(['explain', 'list', 'lookup'] as const)('%s takes what its tool takes', (name) => {
    const { tool, operand } = ASKED[name];
    const input = TOOLS.find((each) => each.name === tool)?.input;
    const taken = input === undefined ? {} : inputSchemaOf(input).properties;
    const ofTerminal = ['json', 'html', 'plain'];
    const own = ofCommand(name).filter(([option]) => !ofTerminal.includes(option));
    // In a terminal, the workspace is a setting, which limits all that is answered.
    const settings = name === 'lookup' ? ['workspace'] : [];
    expect(
      [...own.map(([option]) => option), ...settings, ...(operand === null ? [] : [operand])].sort(),
    ).toEqual(Object.keys(taken).sort());
    for (const [option, { default: usual }] of own) {
      const [, told] = /^Default (.+)$/.exec(String(taken[option]?.description)) ?? [];
      expect([option, usual]).toEqual([option, told]);
    }
  });

  test('are as many as there are tools', () => expect(Object.keys(ASKED)).toHaveLength(TOOLS.length));
});

describe('an option that is declared', () => {
  test.each(DECLARED)('--$option of $name is read', ({ name, option, shape: { value } }) => {
    const operands = name === 'import' ? ['errors.csv'] : name === 'lookup' ? ['req_1'] : [];
    const { problems, request } = read(name, ...operands, value === null ? `--${option}` : `--${option}=a`);
    expect(problems).toEqual([]);
    if (value === null) expect(request?.flags).toContain(option);
    else expect(request?.values.get(option)).toEqual(['a']);
  });

  test.each(DECLARED.filter(({ shape }) => shape.value !== null))(
    '--$option of $name needs its value, and may be repeated only if it says so',
    ({ name, option, shape: { isRepeatable = false } }) => {
      const isMissing = expect.stringMatching(new RegExp(`^--${option} needs `));
      // The doctor would start, and tell it.
      expect(read(name, `--${option}`).problems).toContainEqual(isMissing);
      const twice = read(name, `--${option}=a`, `--${option}=b`).problems;
      expect(twice.includes(`--${option} may be given only once.`)).toBe(!isRepeatable);
    },
  );

  test('takes a value for all commands or for none, as it may stand before its command', () => {
    const isFlag = new Map<string, boolean>();
    for (const { option, shape } of DECLARED) {
      expect([option, shape.value === null]).toEqual([option, isFlag.get(option) ?? shape.value === null]);
      isFlag.set(option, shape.value === null);
    }
  });

  test('is refused by every command that does not declare it', () => {
    for (const { option, shape } of DECLARED) {
      const given = shape.value === null ? `--${option}` : `--${option}=a`;
      const owners = COMMAND_NAMES.filter((name) => Object.hasOwn(COMMANDS[name].options, option));
      for (const name of COMMAND_NAMES.filter((each) => !owners.includes(each) && each !== 'doctor'))
        expect(read(name, given).problems).toContain(
          `--${option} is an option of ${owners.join(', ')}, not of ${name}.`,
        );
    }
  });

  test.each(COMMAND_NAMES)('of %s by the name of a setting is that setting', (name) => {
    for (const [option, { value, isRepeatable = false }] of Object.entries(shapeOf(name).options)) {
      const setting = SETTING_OF.get(option);
      if (setting === undefined) continue;
      expect([option, value, isRepeatable]).toEqual([option, setting.value, setting.separator !== null]);
    }
  });
});
