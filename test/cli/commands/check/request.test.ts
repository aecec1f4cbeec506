import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../../src/cli/cli.ts';
import { type CheckOption, readRequest } from '../../../../src/cli/commands/check/request.ts';
import type { CommandRequest } from '../../../../src/config/command-line.ts';

function command(...args: string[]): CommandRequest<CheckOption> {
  const read = readArguments({ args: ['check', ...args], env: {}, platform: 'linux', home: null });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  if (!('values' in read.config.command)) throw new Error('It is another command.');
  return read.config.command as CommandRequest<CheckOption>;
}

describe('what check is asked for', () => {
  test('is nothing but the catalog by itself', () => {
    expect(readRequest(command(), {})).toEqual({
      ...{ against: null, docs: [], openapi: [], source: [], client: [], patterns: [], ignore: [] },
      ...{ skipped: new Set(), quality: false, baseline: null, writesBaseline: false, form: 'text' },
    });
  });

  test('is all that its options say', () => {
    const args =
      '--against old --docs a.md --docs b.md --openapi api --source src --client ts --pattern x(.) --ignore *.js';
    const more = '--quality --skip no_fix,no_who --skip removed --baseline b.json --write-baseline --json';
    expect(readRequest(command(...args.split(' '), ...more.split(' ')), {})).toEqual({
      ...{ against: 'old', docs: ['a.md', 'b.md'], openapi: ['api'], source: ['src'], patterns: [/x(.)/g] },
      ...{ client: ['ts'], ignore: ['*.js'], skipped: new Set(['no_fix', 'no_who', 'removed']) },
      ...{ quality: true, baseline: 'b.json', writesBaseline: true, form: 'json' },
    });
  });

  test.each([
    [['--github'], {}, 'github'],
    [[], { GITHUB_ACTIONS: 'true' }, 'github'],
    [['--json'], { GITHUB_ACTIONS: 'true' }, 'json'],
    [[], { GITHUB_ACTIONS: 'false' }, 'text'],
  ])('%j in %j is answered as %s', (args, env, form) => {
    expect(readRequest(command(...args), env).form).toBe(form);
  });

  test.each([
    [
      ['--skip', 'no_fx'],
      /there is no rule 'no_fx'\. Did you mean no_fix\? The rules are uncatalogued, .*no_who\./,
    ],
    [['--skip', 'invalid'], /there is no rule 'invalid'/],
    [['--skip', ''], /there is no rule ''/],
    [['--source', 'src', '--pattern', 'x('], /'x\(' is none\. /],
    [['--source', 'src', '--pattern='], /--pattern needs a value that is not empty/],
    [['--pattern', 'x'], /--pattern is about the source: give --source/],
    [['--ignore', 'x'], /--ignore is about the source/],
    [['--docs='], /--docs needs a value/],
    [['--write-baseline'], /--write-baseline needs --baseline FILE/],
    [['--json', '--github'], /cannot be had at once/],
    [['--write-baseline', '--skip', 'nope'], /'nope'.*\n--write-baseline/],
  ])('%j is refused', (args, says) => {
    expect(() => readRequest(command(...args), {})).toThrow(
      expect.objectContaining({ code: 'validation_failed', message: expect.stringMatching(says) }),
    );
  });
});
