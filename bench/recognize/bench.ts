import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import type { Entry } from '../../src/catalog/entries.ts';
import { recognize } from '../../src/recognize/recognize.ts';
import type { Case } from './cases/case.ts';
import { CASES } from './cases/index.ts';
import { TUNING } from './tuning/index.ts';

/** Ranked codes for an input; empty if nothing is recognised. */
type Recognizer = (input: string) => string[];

/** Answers by how sure they said they were, and how many of each must be right. */
const BANDS = [
  { least: 0.9, aim: 0.99 },
  { least: 0.7, aim: 0.9 },
  { least: 0.5, aim: 0.75 },
  { least: 0, aim: 1 },
];
const sure = BANDS.map(() => ({ answers: 0, right: 0 }));

const catalog = builtinCatalog();
const { entries } = catalog;

function ours(input: string): string[] {
  const found = recognize(input, catalog, Date.now());
  return found.code === null ? [] : [found.code, ...found.alternatives, ...found.also];
}

function plainMiniSearch(): Recognizer {
  const fields = ['code', 'title', 'meaning', 'causes', 'symptoms'];
  const index = new MiniSearch<Entry>({
    idField: 'code',
    fields,
    extractField: (entry, field) => String(entry[field as keyof Entry]),
    searchOptions: { prefix: true, fuzzy: 0.2 },
  });
  index.addAll([...entries]);
  return (input) => index.search(input.slice(0, 2_000)).map(({ id }) => String(id));
}

function plainFuse(): Recognizer {
  const index = new Fuse(entries, {
    keys: ['code', 'title', 'meaning', 'causes', 'symptoms'],
    ignoreLocation: true,
  });
  return (input) => index.search(input.slice(0, 500)).map(({ item }) => item.code);
}

const RECOGNIZERS: Record<string, Recognizer> = {
  ours,
  MiniSearch: plainMiniSearch(),
  'Fuse.js': plainFuse(),
};

const isRight = ({ expect, accept = [] }: Case, code: string | undefined) =>
  expect === null ? code === undefined : code !== undefined && [expect, ...accept].includes(code);
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

/** What was tuned on: a table of its own, and every second case of the other; only the rest is reported. */
const tuning = process.argv.includes('--tune');
const verbose = process.argv.includes('--verbose');

function chosen(kind: keyof typeof CASES): Case[] {
  const half = CASES[kind].filter((_, index) => index % 2 === (tuning ? 0 : 1));
  return tuning && kind !== 'dressed' && kind !== 'foreign' ? [...half, ...TUNING[kind]] : half;
}

const rows: Record<string, Record<string, string | number>> = {};
for (const kind of Object.keys(CASES) as (keyof typeof CASES)[]) {
  const held = chosen(kind);
  const row: Record<string, string | number> = { cases: held.length };
  for (const [name, run] of Object.entries(RECOGNIZERS)) {
    const answers = held.map((one) => ({ one, codes: run(one.input) }));
    const first = answers.filter(({ one, codes }) => isRight(one, codes[0]));
    row[`${name} hit@1`] = percent(first.length, held.length);
    if (kind !== 'nothing' && kind !== 'foreign') {
      const third = answers.filter(({ one, codes }) => {
        return isRight(one, codes[0]) || codes.slice(0, 3).some((code) => isRight(one, code));
      });
      row[`${name} hit@3`] = percent(third.length, held.length);
    }
    if (name !== 'ours') continue;
    const both = answers.filter(({ one, codes }) => (one.also ?? []).every((code) => codes.includes(code)));
    row['also named'] = percent(both.length, held.length);
    for (const { one } of answers) {
      const found = recognize(one.input, catalog, Date.now());
      if (found.code === null) continue;
      const band = sure[BANDS.findIndex(({ least }) => found.confidence >= least)];
      if (band === undefined) continue;
      band.answers += 1;
      if (isRight(one, found.code)) band.right += 1;
    }
    if (!verbose) continue;
    for (const { one, codes } of answers) {
      if (isRight(one, codes[0]) && (one.also ?? []).every((code) => codes.includes(code))) continue;
      console.log(
        `${kind}: ${JSON.stringify(one.input.slice(0, 300))}\n  wants ${one.expect} ${one.also ?? ''}, got ${codes.slice(0, 4)}`,
      );
    }
  }
  rows[kind] = row;
}
console.log(tuning ? 'what was tuned on' : 'held out: nothing was tuned on these');
console.table(rows);
console.log('how often an answer is right, by how sure it says it is');
console.table(
  BANDS.map(({ least, aim }, at) => ({
    confidence: `>= ${least}`,
    answers: sure[at]?.answers,
    right: percent(sure[at]?.right ?? 0, sure[at]?.answers ?? 0),
    aim: least === 0 ? 'none answered' : percent(aim, 1),
  })),
);

const paste = `${'2026-11-20T09:00:00Z info api GET /v1/things 200 ok\n'.repeat(20_000)}`.slice(0, 1_000_000);
const inputs = Object.values(CASES).flatMap((cases) => cases.map(({ input }) => input));
for (const input of inputs) recognize(input, catalog, Date.now());
const times = inputs.map((input) => timeOf(input)).sort((a, b) => a - b);
console.log(
  `one recognition: median ${times[times.length >> 1]?.toFixed(3)} ms, p99 ${times[Math.floor(times.length * 0.99)]?.toFixed(3)} ms`,
);
const large = Array.from({ length: 9 }, () => timeOf(`${paste}{"error":{"code":"state_conflict"}}`)).sort(
  (a, b) => a - b,
);
console.log(`1 MB paste: median ${large[4]?.toFixed(1)} ms`);

function timeOf(input: string): number {
  const start = performance.now();
  recognize(input, catalog, Date.now());
  return performance.now() - start;
}
