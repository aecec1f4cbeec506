import { describe, expect, test } from 'vitest';
import { painter, wantsColor } from '../../src/cli/command.ts';

describe('colors', () => {
  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [true, { TERM: 'xterm-256color' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: 'yes' }, true],
    [false, { FORCE_COLOR: '' }, false],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: 'false' }, false],
    [false, { FORCE_COLOR: '3', NO_COLOR: '1', TERM: 'dumb' }, true],
  ])('on a terminal: %s, with %o: %s', (isTerminal, env, wanted) => {
    expect(wantsColor(isTerminal, env)).toBe(wanted);
  });

  test('are written whatever this process thinks of its own stdout, and only where they are wanted', () => {
    expect(painter(true)('bad', 'no')).toBe('\x1b[31mno\x1b[39m');
    expect(painter(true)(null, 'no')).toBe('no');
    expect(painter(true)('bad', '')).toBe('');
    expect(painter(false)('bad', 'no')).toBe('no');
  });
});
