import { describe, expect, test } from 'vitest';
import { printTrouble, troubleLog } from '../../src/cli/print.ts';
import { recordingTerminal } from './recording-terminal.ts';

describe('trouble', () => {
  test('is said in lines that fit the terminal and cannot steer it', () => {
    const terminal = recordingTerminal({ columns: 20 });
    printTrouble(terminal, 'one two three four\x1b[2J five\nsix\x9b\r');
    expect(terminal.stderr).toBe('one two three\n  four\\u001b[2J five\nsix\\u009b\\r\n');
  });

  test('that did not keep an answer from coming says how bad it is, and why', () => {
    const terminal = recordingTerminal();
    const log = troubleLog(terminal);
    log('warn', 'The index cannot be kept.', { cause: 'The disk is full.' });
    log('error', 'Unexpected exception', { request_id: 'req_1', cause: 'Error: no\n    at x.ts' });
    log('warn', 'No more.');
    expect(terminal.stderr).toBe(
      'Warning: The index cannot be kept. The disk is full.\nError: Unexpected exception Error: no\n    at x.ts\nWarning: No more.\n',
    );
  });
});
