import { describe, expect, test } from 'vitest';
import { parseBaseline } from '../../src/check/baseline.ts';
import { type CheckInputs, type CheckTask, reportInvalid, runCheck } from '../../src/check/check.ts';
import type { Truth } from '../../src/check/rules.ts';
import { brief, catalogWith, located, whole } from './catalogs.ts';

const docs: Truth = {
  kind: 'docs',
  names: ['docs.md', 'more.md'],
  mentioned: new Set(),
  sightings: ['card_declined', 'seat_taken', 'seat_taken'].map((code, index) => ({
    ...{ code, isName: false, file: 'docs.md', line: index + 1, column: null },
    ...{ statuses: [], text: null, note: null },
  })),
};

const inputs: CheckInputs = {
  catalog: { catalog: catalogWith(whole('card_declined'), { code: 'plan_gone' }), locate: located },
  paths: ['errors.yaml'],
  old: {
    name: 'old.yaml',
    catalog: catalogWith(whole('card_declined'), whole('quota_spent')),
    locate: located,
  },
  truths: [{ truth: docs, files: 2 }],
  baseline: [],
  notes: ['big.bin was not read.'],
};

const run = (task: Partial<CheckTask> = {}, change: Partial<CheckInputs> = {}) =>
  runCheck({ skipped: new Set(), acceptsAll: false, ...task }, { ...inputs, ...change });

describe('a check', () => {
  test('compares with every truth and the older version, and judges the catalog by itself', () => {
    const { findings, ...report } = run();
    expect(findings.map(brief)).toEqual([
      'uncatalogued seat_taken',
      'undocumented plan_gone',
      'removed quota_spent',
      'no_meaning plan_gone',
      'no_fix plan_gone',
      'no_retry plan_gone',
      'no_who plan_gone',
    ]);
    expect(report).toEqual({
      catalog: { name: 'demo', version: '2', errors: 2 },
      paths: ['errors.yaml'],
      compared: [
        { kind: 'docs', name: 'docs.md, more.md', codes: 2, files: 2 },
        { kind: 'against', name: 'old.yaml', codes: 2, files: 1 },
      ],
      ...{ accepted: [], stale: [], notes: ['big.bin was not read.'], baseline: null },
    });
  });

  test('leaves out what is skipped and what is accepted, and names what is accepted in vain', () => {
    const skipped = new Set(['no_meaning', 'no_fix', 'no_retry', 'no_who'] as const);
    const baseline = [
      { rule: 'removed', code: 'quota_spent' },
      { rule: 'undocumented', code: 'card_declined' },
      { rule: 'no_fix', code: 'card_declined' },
    ] as const;
    const { findings, accepted, stale } = run({ skipped }, { baseline });
    expect(findings.map(brief)).toEqual(['uncatalogued seat_taken', 'undocumented plan_gone']);
    expect([accepted, stale]).toEqual([[baseline[0]], [baseline[1]]]);
  });

  test('that accepts all has no findings, and gives the baseline by which the next one has none', () => {
    const kept = [{ rule: 'never_emitted', code: 'plan_gone' }] as const;
    const { findings, accepted, stale, baseline } = run({ acceptsAll: true }, { baseline: kept });
    expect([findings, stale, accepted.length]).toEqual([[], [], 7]);
    const parsed = parseBaseline(baseline ?? '');
    const next = run({}, { baseline: 'accepted' in parsed ? parsed.accepted : [] });
    expect([next.findings, next.stale, next.accepted]).toEqual([[], [], accepted]);
    // What belongs to a truth that was not given stays accepted.
    expect(baseline).toContain('{"rule":"never_emitted","code":"plan_gone"}');
  });

  test('of a catalog that cannot be read compares nothing', () => {
    const place = { line: 2, column: 1 };
    const report = reportInvalid(
      [{ file: 'errors.yaml', place, message: 'It is no YAML.' }],
      ['errors.yaml'],
    );
    expect(report).toMatchObject({ catalog: null, compared: [], accepted: [], stale: [] });
    expect(report.findings).toEqual([
      {
        rule: 'invalid',
        severity: 'error',
        code: '',
        message: 'It is no YAML.',
        file: 'errors.yaml',
        ...place,
      },
    ]);
  });
});
