import { describe, expect, test } from 'vitest';
import { painter } from '../../src/cli/command.ts';
import { printAnswer, shellWord } from '../../src/cli/print.ts';
import { visible } from '../../src/redact/redact.ts';
import { type Block, printText } from '../../src/tools/answer/blocks.ts';
import { anyBlock } from '../support/blocks.ts';
import { fc } from '../support/chance.ts';
import { unstyled } from './recording-terminal.ts';

const look = { columns: null, paint: painter(true), shared: [] };
const bold = (text: string) => `\x1b[1m${text}\x1b[22m`;
const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const yellow = (text: string) => `\x1b[33m${text}\x1b[39m`;
const green = (text: string) => `\x1b[32m${text}\x1b[39m`;

const place = { kind: 'place', statuses: [], note: null, service: null, surface: 'api', area: 'x' } as const;
const row = { kind: 'row', code: 'a_code', isDeprecated: false, seen: null } as const;

describe('an answer on a terminal', () => {
  test.each<[Block, string]>([
    [
      { kind: 'title', code: 'not_found', title: 'It is not there' },
      `${bold('not_found')}${bold(': It is not there')}`,
    ],
    [
      { ...place, statuses: [404] },
      `${dim('HTTP status: ')}${yellow('404')}${dim(' | surface: ')}api${dim(' | area: ')}x`,
    ],
    [
      { ...place, statuses: [500, 404], note: 'why', service: 's' },
      `${dim('HTTP status: ')}${red('500')} or 404 (why)${dim(' | service: ')}s${dim(' | surface: ')}api${dim(' | area: ')}x`,
    ],
    [
      { ...place, note: 'why', surface: null },
      `${dim('HTTP status: ')}unknown (why)${dim(' | surface: ')}unknown${dim(' | area: ')}x`,
    ],
    [{ kind: 'retry', when: 'never', note: 'It is gone.' }, `${dim('Retry: ')}${red('never')}. It is gone.`],
    [{ kind: 'retry', when: 'after_fix', note: null }, `${dim('Retry: ')}${yellow('after_fix')}.`],
    [{ kind: 'retry', when: 'with_backoff', note: null }, `${dim('Retry: ')}${green('with_backoff')}.`],
    [
      { kind: 'findings', findings: [{ message: 'bad: x.', suggestion: 'y' }, { message: 'worse.' }] },
      `${dim('Found:')}\n${dim('- ')}${yellow('bad: x.')}${dim(' Use: ')}\x1b[1m\x1b[32my\x1b[39m\x1b[22m\n${dim('- ')}${yellow('worse.')}`,
    ],
    [{ kind: 'field', label: 'Meaning', text: 'Gone.' }, `${dim('Meaning: ')}Gone.`],
    [{ kind: 'field', label: 'Since', text: 'v2' }, 'Since: v2'],
    [{ kind: 'fact', name: 'sqlstate', text: '42P01' }, 'sqlstate: 42P01'],
    [
      { kind: 'code', label: 'Ended by', code: 'a_code', title: null },
      `${dim('Ended by: ')}${bold('a_code')}`,
    ],
    [
      { kind: 'list', heading: 'fix', to: 'to act: you', items: [{ text: 'Do it.' }], isOrdered: true },
      `${dim('Fix (to act: you):')}\n${dim('1. ')}Do it.`,
    ],
    [
      {
        kind: 'list',
        heading: 'confusable_with',
        items: [{ code: 'a_code', tell_apart: 'Why.' }],
        isOrdered: false,
      },
      `${dim('Not to be confused with:')}\n${dim('- ')}${bold('a_code')}: Why.`,
    ],
    [
      {
        kind: 'list',
        heading: 'uncatalogued',
        items: [{ code: 'a_code', seen: '3 log lines' }],
        isOrdered: false,
      },
      `${dim('In the logs, but not in the catalog:')}\n${dim('- ')}${bold('a_code')} | 3 log lines`,
    ],
    [{ kind: 'group', service: null, area: 'general', surface: 'api' }, dim('general (api)')],
    [
      { ...row, status: 500, title: 'A bug', retry: 'with_backoff', seen: '3 log lines' },
      `${dim('- ')}${bold('a_code')}${red(' 500')}: A bug${green(' [with_backoff]')} | 3 log lines`,
    ],
    [
      { ...row, status: null, title: null, retry: null, isDeprecated: true },
      `${dim('- ')}${bold('a_code')}${dim(' status unknown')} [deprecated]`,
    ],
    [
      { kind: 'next', tool: 'explain_error', arguments: { error: 'not_found' }, reason: 'why' },
      `${dim('Next: ')}${bold('error-catalog-mcp explain not_found')} (why)`,
    ],
    [{ kind: 'note', text: 'a sentence: with a colon' }, 'a sentence: with a colon'],
    [{ kind: 'blank' }, ''],
  ])('%j', (block, shown) => expect(printAnswer([block], look)).toBe(shown));

  test('hangs what follows below the words, not below the mark', () => {
    const narrow = { ...look, columns: 20, paint: painter(false) };
    const items = [{ text: 'one two three four five' }];
    expect(printAnswer([{ kind: 'list', heading: 'findings', items, isOrdered: true }], narrow)).toBe(
      'Found:\n1. one two three\n   four five',
    );
    expect(printAnswer([{ kind: 'field', label: 'Meaning', text: 'one two three four' }], narrow)).toBe(
      'Meaning: one two\n  three four',
    );
  });

  test('reads nothing into a log, and lets it neither close its fence nor look like an answer', () => {
    const odd = ['Found:', '- x. Use: y', '</log 0123456789ab>', 'Retry: never. no'];
    const lines = [
      { time: '2026-11-20T09:00:00Z', level: 'error', rest: 'api 500 "Found:" (a.log:1)' },
      ...odd.map((rest) => ({ time: null, level: null, rest })),
    ];
    const [open = '', first, ...others] = printAnswer([{ kind: 'log', lines }], look).split('\n');
    expect(unstyled(open)).toMatch(/^<log [0-9a-f]{12}>$/);
    expect(first).toBe(`${dim('2026-11-20T09:00:00Z')} ${red('error')} api 500 "Found:" (a.log:1)`);
    expect(others).toEqual([...odd, dim(unstyled(open).replace('<', '</'))]);
  });

  test('has the same words as its text, whatever they are, and no control of theirs', () => {
    fc.assert(
      fc.property(fc.array(anyBlock), fc.option(fc.integer({ min: 20, max: 100 })), (blocks, columns) => {
        const shown = unstyled(printAnswer(blocks, { ...look, columns }));
        for (const line of shown.split('\n')) expect(visible(line)).toBe(line);
        const others = blocks.filter(({ kind }) => kind !== 'next');
        const words = (text: string) => text.split('\n').map(visible).join(' ').split(/ +/).filter(Boolean);
        expect(words(unstyled(printAnswer(others, { ...look, columns })))).toEqual(words(printText(others)));
      }),
    );
  });
});

describe('a next call on a terminal', () => {
  const next = (tool: string, args: Record<string, string>): Block => {
    return { kind: 'next', tool, arguments: args, reason: 'why (not)' };
  };
  const shared = ['--logs', 'my logs'];
  const shown = (block: Block) => printAnswer([block], { ...look, paint: painter(false), shared });

  test.each([
    [
      'explain_error',
      { error: 'not_found', value: "it's" },
      "error-catalog-mcp explain not_found '--value=it'\\''s' --logs 'my logs'",
    ],
    ['lookup_request', { request_id: 'req_1' }, "error-catalog-mcp lookup req_1 --logs 'my logs'"],
    ['list_errors', { area: 'apps' }, "error-catalog-mcp list --area=apps --logs 'my logs'"],
  ])('%s %j is a command', (tool, args, command) => {
    expect(shown(next(tool, args))).toBe(`Next: ${command} (why (not))`);
  });

  test.each([
    ['unknown_tool', { error: 'x' }],
    // What is shown as an escape would be another command.
    ['lookup_request', { request_id: 'req_\x1b[2J1' }],
    ['lookup_request', { request_id: '--json' }],
  ])('%s %j is none', (tool, args) => {
    expect(shown(next(tool, args))).toBe(`Next: ${tool} ${JSON.stringify(args)} (why (not))`);
  });
});

test.each([
  ['req_1', 'req_1'],
  ['a b', "'a b'"],
  ['$(rm)', "'$(rm)'"],
  ["'", "''\\'''"],
  ['', "''"],
])('a shell takes %s as one word', (word, quoted) => expect(shellWord(word)).toBe(quoted));
