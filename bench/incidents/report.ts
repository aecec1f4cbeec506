import { median } from '../logs/stats.ts';
import { aligned } from '../logs/table.ts';
import { SORTS } from './judge.ts';
import type { Answer, Examined } from './run.ts';
import { HALVES, HELD_OUT } from './scene.ts';

type Side = 'ours' | 'grep';

const percent = (part: number, whole: number) => (whole === 0 ? '' : `${Math.round((100 * part) / whole)} %`);

const answersOf = (some: readonly Examined[], side: Side): Answer[] => some.map((one) => one[side]);
const complete = (answers: readonly Answer[]) =>
  answers.filter(({ verdict }) => verdict.missing.length === 0).length;
const untrue = (answers: readonly Answer[]) =>
  answers.filter(({ verdict }) => verdict.untrue.length > 0).length;

/** The share of the facts that the answers hold, of one sort or of all. */
function factsHeld(answers: readonly Answer[], sort?: string): string {
  const of = (which: 'held' | 'missing') =>
    answers.flatMap(({ verdict }) => verdict[which]).filter((fact) => (sort ?? fact.sort) === fact.sort)
      .length;
  return percent(of('held'), of('held') + of('missing'));
}

const HEADS = ['all facts', 'false', 'facts', ...SORTS.map((sort) => `of ${sort}`), 'tokens'];

function figures(answers: readonly Answer[]): string[] {
  return [
    percent(complete(answers), answers.length),
    percent(untrue(answers), answers.length),
    factsHeld(answers),
    ...SORTS.map((sort) => factsHeld(answers, sort)),
    String(Math.round(median(answers.map(({ tokens }) => tokens)))),
  ];
}

/** Every half and the whole, beside grep: shares of incidents with all facts and with a false statement. */
export function summary(examined: readonly Examined[]): string {
  const cells = [...HALVES, undefined].flatMap((half) => {
    const some = examined.filter(({ incident }) => (half ?? incident.half) === incident.half);
    if (some.length === 0 || (half === undefined && new Set(examined.map((e) => e.incident.half)).size < 2))
      return [];
    const name = half === undefined ? 'all' : `${half} (${half === HELD_OUT ? 'held out' : 'to tune on'})`;
    return (['ours', 'grep'] as const).map((side) => [
      `${name}: ${side === 'ours' ? 'one call' : 'grep -F'}`,
      String(some.length),
      ...figures(answersOf(some, side)),
    ]);
  });
  return aligned(['half', 'incidents', ...HEADS], cells, 'padStart');
}

/** The same by kind. */
export function byKind(examined: readonly Examined[]): string {
  const kinds = new Map<string, Examined[]>();
  for (const one of examined) {
    const kind = `${one.incident.half} ${one.incident.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const cells = [...kinds]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([kind, some]) => {
      const [ours, grep] = [answersOf(some, 'ours'), answersOf(some, 'grep')];
      const [all, wrong, facts, line, other, conclusion, tokens] = figures(ours);
      const [grepAll, , grepFacts, , , , grepTokens] = figures(grep);
      return [
        kind, String(some.length), all, wrong, facts, line, other, conclusion, tokens, grepAll, grepFacts, grepTokens,
      ].map((cell) => cell ?? ''); // biome-ignore format: a row of cells
    });
  return aligned(['kind', 'n', ...HEADS, 'grep: all', 'facts', 'tokens'], cells, 'padStart');
}

/** Facts that were missing and false statements, with how often; only of the halves to tune on. */
export function misses(examined: readonly Examined[]): string {
  const counted = new Map<string, number>();
  for (const { incident, ours } of examined) {
    if (incident.half === HELD_OUT) continue;
    const names = [
      ...ours.verdict.missing.map(({ sort, name }) => `lacks (${sort}) ${name}`),
      ...ours.verdict.untrue.map(({ name }) => `FALSE ${name}`),
    ];
    for (const name of names) {
      const key = `${incident.kind}: ${name}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  }
  return [...counted].map(([key, count]) => `${String(count).padStart(4)}  ${key}`).join('\n');
}

/** One incident as a person would go through it. */
export function shown({ incident, ours, grep }: Examined): string {
  const { held, missing, untrue: wrong } = ours.verdict;
  const byGrep = new Set(grep.verdict.held);
  const mark = (fact: (typeof held)[number]) =>
    `${fact.name} (${fact.sort}${byGrep.has(fact) ? ', grep has it' : ''})`;
  return [
    `#${incident.number} ${incident.kind} (half ${incident.half}): ${incident.files.map(({ file, dialect }) => `${file} ${dialect}`).join(', ')}`,
    '── the story in the logs',
    ...incident.story.map(({ file, text }) => `${file}: ${text}`),
    `── lookup_request ${JSON.stringify(incident.call)}: ${ours.tokens} tokens, grep ${grep.tokens}`,
    ours.text,
    '── judged',
    ...held.map((fact) => `holds   ${mark(fact)}`),
    ...missing.map((fact) => `lacks   ${mark(fact)}: ${fact.pattern}`),
    ...wrong.map(({ name, words }) => `FALSE   ${name}: ${JSON.stringify(words)}`),
  ].join('\n');
}
