import { describe, expect, test } from 'vitest';
import type { Report } from '../../../../src/check/check.ts';
import { findingOf } from '../../../../src/check/rules.ts';
import { renderGithub, renderJson, renderText } from '../../../../src/cli/commands/check/check.ts';
import { recordingTerminal, unstyled } from '../../recording-terminal.ts';

const report: Report = {
  catalog: { name: 'demo', version: '2', errors: 34 },
  paths: ['errors.yaml'],
  compared: [
    {
      ...{ kind: 'source', name: 'src/ (412 files)', codes: 30, files: 412 },
      recognized: [
        { construct: 'the members of the enum ErrorCode', codes: 29, files: 1 },
        { construct: 'argument 1 of fail()', codes: 3, files: 12 },
      ],
    },
    { kind: 'docs', name: 'docs.md', codes: 31, files: 1 },
  ],
  findings: [
    findingOf('uncatalogued', {
      code: 'seat_taken',
      message: 'It is emitted in 2 places.',
      suggestion: 'Add an entry for it.',
      at: { file: 'src/a.ts', line: 12, column: 5 },
    }),
    findingOf('removed', {
      code: 'a_b',
      message: 'It is gone.',
      suggestion: 'Keep its entry:\n- code: a_b\n  deprecated: true',
      at: { file: 'old.yaml', line: 3 },
    }),
    findingOf('removed', { code: 'c_d', message: 'It is gone too.', suggestion: 'Keep that one as well.' }),
    findingOf('no_fix', { code: 'a_b', message: 'It does not say what to do.' }),
  ],
  accepted: [{ rule: 'no_who', code: 'a_b' }],
  stale: [{ rule: 'placeholder', code: 'x_y', about: 'fix' }],
  notes: ['src/big.bin was not read: it is binary'],
};
const clean: Report = { ...report, findings: [], accepted: [], stale: [], notes: [] };
const unreadable: Report = {
  ...clean,
  catalog: null,
  compared: [],
  findings: [
    findingOf('invalid', {
      code: '',
      message: 'It is no YAML.',
      at: { file: 'errors.yaml', line: 2, column: 1 },
    }),
  ],
};
const look = recordingTerminal();

describe('a report for a person', () => {
  test('shows the findings by their rules, what to do about them, and a line that sums it up', () => {
    expect(renderText(report, look)).toMatchInlineSnapshot(`
      "Codes that the catalog lacks (1) uncatalogued
        src/a.ts:12:5 seat_taken: It is emitted in 2 places.
        -> Add an entry for it.

      Codes that are gone since the older version (2) removed
        old.yaml:3 a_b: It is gone.
          -> Keep its entry:
             - code: a_b
               deprecated: true
        c_d: It is gone too.
          -> Keep that one as well.

      Entries that do not say what to do (1) no_fix
        a_b (--quality shows them)

      30 codes recognized in the source src/ (412 files): 29 by the members of the enum ErrorCode (1 file); 3 by argument 1 of fail() (12 files).
      Note: src/big.bin was not read: it is binary
      Note: The baseline accepts placeholder of x_y (fix), which does not occur any more: --write-baseline takes it out.

      3 findings (3 errors, 0 warnings) in 34 errors of demo 2; compared with src/ (412 files), docs.md; 1 accepted finding not counted; 1 finding about the catalog itself, for --quality.
      "
    `);
  });

  test('says that there is nothing to say', () => {
    expect(renderText({ ...clean, compared: [] }, look)).toBe('No findings in 34 errors of demo 2.\n');
  });

  test('says that the catalog cannot be read', () => {
    expect(renderText(unreadable, look)).toMatchInlineSnapshot(`
      "The catalog cannot be read (1) invalid
        errors.yaml:2:1: It is no YAML.

      1 finding (1 error, 0 warnings): the catalog errors.yaml cannot be read.
      "
    `);
  });

  test('shows ten findings of a rule, the codes of fifty more, and advice that is the same once', () => {
    const findings = Array.from({ length: 5_800 }, (_, at) =>
      findingOf('placeholder', { code: `e_${at}`, message: 'So.', suggestion: 'Give it a fix.' }),
    );
    const shown = renderText({ ...clean, findings }, look, true);
    expect(shown).toContain('(5,800) placeholder\n  e_0: So.\n');
    expect(shown).toMatch(
      / {2}e_9: So\.\n {2}and 5,790 more \(--json shows all\): e_10, e_11, .*, e_59, …\n {2}-> Give it a fix\.\n/,
    );
    expect(shown).not.toContain('e_60');
    expect(shown).toContain('5,800 findings (5,800 errors, 0 warnings) in');
  });

  test('shows three findings of a rule that holds of every entry', () => {
    const findings = (['no_fix', 'uncatalogued'] as const).flatMap((rule) =>
      Array.from({ length: 34 }, (_, at) => findingOf(rule, { code: `e_${at}`, message: 'So.' })),
    );
    expect(renderText({ ...clean, findings }, look)).toContain(
      '(34) no_fix\n  e_0, e_1, e_2, … (--quality shows them)\n\n',
    );
    const shown = renderText({ ...clean, findings }, look, true);
    expect(shown).toContain(
      '(34) no_fix\n  e_0: So.\n  e_1: So.\n  e_2: So.\n  and 31 more: all entries (--json shows them)\n',
    );
    expect(shown).toMatch(/ {2}e_9: So\.\n {2}and 24 more \(--json shows all\): e_10, .*, e_33\n/);
  });

  test('names each code once of those that it does not show', () => {
    const codes = [...Array(10).fill('first'), 'a_b', 'a_b', 'c_d'];
    const findings = codes.map((code) => findingOf('no_fix', { code, message: 'So.' }));
    expect(renderText({ ...clean, findings }, look, true)).toContain(
      '\n  and 3 more (--json shows all): a_b, c_d\n',
    );
  });

  test('is dressed and broken for a terminal, with the same words', () => {
    const dressed = renderText(report, recordingTerminal({ columns: 40, colors: true }));
    const words = (text: string) => unstyled(text).split(/\s+/).join(' ');
    expect(words(dressed)).toBe(words(renderText(report, look)));
    expect(dressed).toContain('\x1b[31mCodes that the catalog lacks (1)\x1b[39m');
    expect(dressed).toContain('\x1b[33mEntries that do not say what to do (1)\x1b[39m');
  });

  test('cannot steer the terminal', () => {
    const findings = [
      findingOf('no_fix', { code: 'a\x1b[2J', message: 'b\x1b[2J', at: { file: 'c\x1b[2J' } }),
    ];
    const stale = [{ rule: 'no_fix', code: 'd\x1b[2J' } as const];
    expect(renderText({ ...report, findings, stale, notes: ['e\x1b[2J'] }, look)).not.toContain('\x1b');
  });
});

describe('annotations for GitHub', () => {
  test('are one for each finding, followed by what else is to be said', () => {
    expect(renderGithub(report, '/repo', '/repo', true)).toMatchInlineSnapshot(`
      "::error file=src/a.ts,line=12,col=5,title=uncatalogued%3A seat_taken::It is emitted in 2 places.%0AAdd an entry for it.
      ::error file=old.yaml,line=3,title=removed%3A a_b::It is gone.%0AKeep its entry:%0A- code: a_b%0A  deprecated: true
      ::error title=removed%3A c_d::It is gone too.%0AKeep that one as well.
      ::warning title=no_fix%3A a_b::It does not say what to do.
      30 codes recognized in the source src/ (412 files): 29 by the members of the enum ErrorCode (1 file); 3 by argument 1 of fail() (12 files).
      Note: src/big.bin was not read: it is binary
      Note: The baseline accepts placeholder of x_y (fix), which does not occur any more: --write-baseline takes it out.
      4 findings (3 errors, 1 warning) in 34 errors of demo 2; compared with src/ (412 files), docs.md; 1 accepted finding not counted.
      "
    `);
  });

  test('escape what ends a property or a message', () => {
    const findings = [
      findingOf('never_emitted', {
        code: '100%,a:b',
        message: '50% done\n::error::forged',
        at: { file: 'a,b:c%.yaml', line: 1 },
      }),
    ];
    expect(renderGithub({ ...clean, findings }, '/repo', '/repo').split('\n')[0]).toBe(
      '::warning file=a%2Cb%3Ac%25.yaml,line=1,title=never_emitted%3A 100%25%2Ca%3Ab::50%25 done%0A::error::forged',
    );
  });

  test.each([
    ['errors.yaml', '/repo/api', '/repo', 'api/errors.yaml'],
    ['/repo/errors.yaml', '/repo', '/repo', 'errors.yaml'],
    ['../errors.yaml', '/repo/api', '/repo', 'errors.yaml'],
    ['/elsewhere/errors.yaml', '/repo', '/repo', '/elsewhere/errors.yaml'],
    ['..errors.yaml', '/repo', '/repo', '..errors.yaml'],
  ])('name %s in %s from the root %s as %s', (file, folder, root, expected) => {
    const findings = [findingOf('never_emitted', { code: 'a_b', message: 'So.', at: { file } })];
    expect(renderGithub({ ...clean, findings }, folder, root)).toContain(`::warning file=${expected},title`);
  });

  test('cannot be forged by what else is said', () => {
    const text = renderGithub({ ...clean, notes: ['x\n::error::y', '##[error]z'] }, '/repo', '/repo');
    expect(text.split('\n').filter((line) => line.startsWith('::') || line.includes('##['))).toEqual([]);
  });

  test('say that the catalog cannot be read', () => {
    expect(renderGithub(unreadable, '/repo', '/repo')).toContain(
      '::error file=errors.yaml,line=2,col=1,title=invalid::It is no YAML.\n1 finding',
    );
  });
});

test('JSON holds everything, on one line for programs', () => {
  const text = renderJson(report, false);
  expect(text.split('\n')).toHaveLength(2);
  const { catalog, ...rest } = JSON.parse(text);
  expect(catalog).toEqual({ name: 'demo', version: '2', errors: 34, paths: ['errors.yaml'] });
  const { catalog: _, paths: __, ...expected } = report;
  expect(rest).toEqual(expected);
  expect(Object.keys(JSON.parse(text))).toEqual([
    'catalog',
    'compared',
    'findings',
    'accepted',
    'stale',
    'notes',
  ]);
  expect(JSON.parse(renderJson(unreadable, true)).catalog).toEqual({
    ...{ name: null, version: null, errors: null },
    paths: ['errors.yaml'],
  });
});
