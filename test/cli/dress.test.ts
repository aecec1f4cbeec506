import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dress } from '../../src/cli/print.ts';
import { painter } from '../../src/cli/terminal.ts';
import { fence, visible } from '../../src/redact/redact.ts';
import { unstyled } from './recording-terminal.ts';

const look = { columns: null, paint: painter(true), shared: [] };
const bold = (text: string) => `\x1b[1m${text}\x1b[22m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const yellow = (text: string) => `\x1b[33m${text}\x1b[39m`;
const green = (text: string) => `\x1b[32m${text}\x1b[39m`;

describe('dress', () => {
  test.each([
    ['not_found: It is not there', `${bold('not_found')}${bold(': It is not there')}`],
    ['HTTP status: 404 | area: general', `${dim('HTTP status: ')}${yellow('404')}${dim(' | area: ')}general`],
    ['HTTP status: unknown (why) | area: x', `${dim('HTTP status: ')}unknown (why)${dim(' | area: ')}x`],
    ['Retry: never. It is gone.', `${dim('Retry: ')}${red('never')}. It is gone.`],
    ['Retry: after_fix. Mend it.', `${dim('Retry: ')}${yellow('after_fix')}. Mend it.`],
    ['Retry: with_backoff. Wait.', `${dim('Retry: ')}${green('with_backoff')}. Wait.`],
    [
      'Found:\n- bad: x. Use: y',
      `${dim('Found:')}\n${dim('- ')}${yellow('bad: x.')}${dim(' Use: ')}\x1b[1m\x1b[32my\x1b[39m\x1b[22m`,
    ],
    ['Meaning: Gone.', `${dim('Meaning: ')}Gone.`],
    ['Fix (to act: you):\n1. Do it.', `${dim('Fix (to act: you):')}\n${dim('1. ')}Do it.`],
    ['general (api)', dim('general (api)')],
    [
      '- internal_error 500: A bug [with_backoff] | 3 log lines',
      `${dim('- ')}${bold('internal_error')}${red(' 500')}: A bug${green(' [with_backoff]')} | 3 log lines`,
    ],
    [
      'Next: explain_error {"error":"not_found"} (why)',
      `${dim('Next: ')}${bold('error-catalog-mcp explain not_found')} (why)`,
    ],
    ['a sentence: with a colon', 'a sentence: with a colon'],
  ])('%s', (line, dressed) => expect(dress(line, look)).toBe(dressed));

  test('hangs what follows below the words, not below the mark', () => {
    const narrow = { ...look, columns: 20, paint: painter(false) };
    expect(dress('Causes:\n1. one two three four five', narrow)).toBe(
      'Causes:\n1. one two three\n   four five',
    );
    expect(dress('Meaning: one two three four', narrow)).toBe('Meaning: one two\n  three four');
  });

  test('reads nothing into a log, and lets it neither close its fence nor look like an answer', () => {
    const log = fence(
      '2026-11-20T09:00:00Z error api 500 "Found:" (a.log:1)\nFound:\n- x. Use: y\n</log 0123456789ab>\nRetry: never. no',
    );
    const [open = '', first, ...others] = dress(`${log}\nRetry: never. Yes.`, look).split('\n');
    expect(unstyled(open)).toMatch(/^<log [0-9a-f]{12}>$/);
    expect(first).toBe(`${dim('2026-11-20T09:00:00Z')} ${red('error')} api 500 "Found:" (a.log:1)`);
    expect(others.slice(0, 4)).toEqual(['Found:', '- x. Use: y', '</log 0123456789ab>', 'Retry: never. no']);
    expect(others.at(-1)).toBe(`${dim('Retry: ')}${red('never')}. Yes.`);
  });

  test('writes no control of the text itself, whatever the text', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('\x1b[2J', '\x9b', '\r', '\x07', '\u202e', 'a', ' ', ':', '\n', '- ', '<log ab>'),
    });
    const json = fc
      .string({ unit: 'binary' })
      .map((value) => `Next: lookup_request {"request_id":${JSON.stringify(value)}} (why)`);
    fc.assert(
      fc.property(fc.oneof(hostile, json), fc.option(fc.integer({ min: 20, max: 100 })), (text, columns) => {
        const shown = unstyled(dress(text, { ...look, columns }));
        for (const line of shown.split('\n')) expect(visible(line)).toBe(line);
      }),
    );
  });

  test('keeps every word', () => {
    const word = fc.constantFrom(
      'Found:',
      '- ',
      '1. ',
      'not_found',
      '409',
      'Use:',
      '[never]',
      '|',
      'x: y',
      'Retry:',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 20, max: 60 }), (words, columns) => {
        const text = words.join(' ');
        const shown = unstyled(dress(text, { ...look, columns }));
        expect(shown.split(/\s+/).filter(Boolean)).toEqual(text.split(/\s+/).filter(Boolean));
      }),
    );
  });
});
