import { describe, expect, test } from 'vitest';
import { applyBaseline, parseBaseline, writeBaseline } from '../../src/check/baseline.ts';
import { findingOf, hasRun, RULES, type Rule } from '../../src/check/rules.ts';

const finding = (rule: Rule, code: string, about?: string) =>
  findingOf(rule, { code, message: 'So it is.', about });
const always = () => true;

describe('a baseline', () => {
  const findings = [
    finding('placeholder', 'a_b', 'title'),
    finding('placeholder', 'a_b', 'fix'),
    finding('no_fix', 'c_d'),
  ];

  test('takes out what it accepts, and nothing else of the same code', () => {
    const judged = applyBaseline(findings, [{ rule: 'placeholder', code: 'a_b', about: 'fix' }], always);
    expect(judged.findings).toEqual([findings[0], findings[2]]);
    expect(judged.accepted).toEqual([{ rule: 'placeholder', code: 'a_b', about: 'fix' }]);
    expect(judged.stale).toEqual([]);
  });

  test('is stale where it accepts what does not occur, of a rule that ran', () => {
    const accepted = [
      { rule: 'no_who', code: 'a_b' },
      { rule: 'removed', code: 'x' },
    ] as const;
    const { stale } = applyBaseline(findings, accepted, (rule) => rule !== 'removed');
    expect(stale).toEqual([{ rule: 'no_who', code: 'a_b' }]);
  });

  test('is written in one order, a finding a line, and read again', () => {
    const text = writeBaseline(findings, [], always);
    expect(text).toMatchInlineSnapshot(`
      "{
        "accepted": [
          {"rule":"placeholder","code":"a_b","about":"fix"},
          {"rule":"placeholder","code":"a_b","about":"title"},
          {"rule":"no_fix","code":"c_d"}
        ]
      }
      "
    `);
    expect(writeBaseline([...findings, ...findings].toReversed(), [], always)).toBe(text);
    const read = parseBaseline(text);
    expect('accepted' in read && applyBaseline(findings, read.accepted, always).findings).toEqual([]);
    expect(parseBaseline(writeBaseline([], [], always))).toEqual({ accepted: [] });
  });

  test('keeps nothing stale, but what is of rules that did not run', () => {
    const former = [
      { rule: 'no_who', code: 'old' },
      { rule: 'removed', code: 'x' },
    ] as const;
    const text = writeBaseline(findings, former, (rule) => rule !== 'removed');
    expect(text).toContain('{"rule":"removed","code":"x"}');
    expect(text).not.toContain('no_who');
  });
});

describe('a baseline that is wrong', () => {
  test.each([
    ['{\n"accepted": []', /^2:15: It is no JSON: close brace expected/],
    [
      '{\n  "accepted": [{"rule": "no_fixx", "code": "a"}]\n}',
      /^2:17: expected a rule, and there is no 'no_fixx'\. Did you mean 'no_fix'\?/,
    ],
    ['{"accepted": [{"rule": "invalid", "code": ""}]}', /there is no 'invalid'/],
    ['{"accepted": [{"rule": "no_fix"}]}', /^1:15: expected a code as text/],
    ['{"accepted": [{"rule": "no_fix", "code": 7}]}', /^1:34: expected a code as text/],
    ['{"accepted": {}}', /^1:2: expected a list of \{ rule, code, about\? \}/],
    ['[]', /^1:1: expected \{ "accepted": /],
    ['{"accepted": [], "more": 1}', /^1:1: expected .*there is no field 'more'/],
  ])('%j is told with its place', (text, says) => {
    const read = parseBaseline(text);
    expect('problems' in read && read.problems).toEqual([expect.stringMatching(says)]);
  });
});

describe('a rule has run', () => {
  test.each([
    ['no_fix', [], false, true],
    ['uncatalogued', [], false, false],
    ['uncatalogued', ['logs'], false, true],
    ['never_emitted', ['docs'], false, false],
    ['never_emitted', ['source'], false, true],
    ['undocumented', ['docs'], false, true],
    ['not_in_openapi', ['docs'], false, false],
    ['status_differs', ['source'], false, false],
    ['status_differs', ['openapi'], false, true],
    ['removed', ['docs'], false, false],
    ['removed', [], true, true],
    ['renamed', [], true, true],
    ['renamed', ['docs'], false, true],
    ['renamed', [], false, false],
  ] as const)('%s beside %j and an older version (%s): %s', (rule, truths, hasOld, expected) => {
    expect(hasRun(rule, truths, hasOld)).toBe(expected);
  });

  test('always, if it compares with nothing', () => {
    const quality = (Object.keys(RULES) as Rule[]).filter((rule) => RULES[rule].kind === 'quality');
    expect(quality.every((rule) => hasRun(rule, [], false))).toBe(true);
  });
});
