import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { patientBar, progressBar } from '../../../src/cli/commands/index-logs.ts';
import { recordingTerminal } from '../recording-terminal.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

describe('a progress bar', () => {
  test('is one line of a terminal, no wider than that, and leaves nothing behind', () => {
    const terminal = recordingTerminal({ columns: 30 });
    const bar = progressBar(terminal);
    bar.show({ done: 1, total: 2 });
    expect(terminal.stderr).toMatch(/^\r\x1b\[K█+░*$/);
    expect(terminal.stderr.length).toBe('\r\x1b[K'.length + 29);
    bar.clear();
    expect(terminal.stderr.endsWith('\r\x1b[K')).toBe(true);
    expect(terminal.stdout).toBe('');
  });

  test('is not shown for what is quick', () => {
    const terminal = recordingTerminal({ columns: 80 });
    const bar = patientBar(terminal);
    bar.show({ done: 1, total: 2 });
    bar.clear();
    expect(terminal.stderr).toBe('');
    vi.advanceTimersByTime(400);
    bar.show({ done: 1, total: 2 });
    expect(terminal.stderr).toContain('50 %');
  });

  test('is nothing for a pipe where it is patient', () => {
    const terminal = recordingTerminal();
    const bar = patientBar(terminal);
    vi.advanceTimersByTime(400);
    bar.show({ done: 1, total: 2 });
    bar.clear();
    expect(terminal.stderr).toBe('');
  });
});
