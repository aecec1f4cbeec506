import * as z from 'zod';
import { nearest } from '../base/edit-distance.ts';
import { type Path, parseJson } from '../catalog/catalog.ts';
import { type Finding, isSkippable, RULES, type Rule, SKIPPABLE } from './rules.ts';

/** A finding that is known and accepted. */
export interface Accepted {
  rule: Rule;
  code: string;
  about?: string | undefined;
}

/** What is left of some findings beside a baseline. */
export interface Judged {
  findings: Finding[];
  accepted: Accepted[];
  /** What was accepted once and does not occur any more. */
  stale: Accepted[];
}

/**
 * Takes the accepted findings out. What is accepted of a rule that did not run is neither there nor stale.
 */
export function applyBaseline(
  findings: readonly Finding[],
  baseline: readonly Accepted[],
  ran: (rule: Rule) => boolean,
): Judged {
  const known = new Map(baseline.map((each) => [keyOf(each), each]));
  const present = new Set(findings.map(keyOf));
  return {
    findings: findings.filter((finding) => !known.has(keyOf(finding))),
    accepted: [...known.values()]
      .filter((each) => present.has(keyOf(each)))
      .map(bare)
      .sort(byRule),
    stale: [...known.values()]
      .filter((each) => !present.has(keyOf(each)) && ran(each.rule))
      .map(bare)
      .sort(byRule),
  };
}

/**
 * The text of a baseline that accepts some findings, one on a line in a fixed order; and of the `former` one what
 * belongs to rules that did not run.
 */
export function writeBaseline(
  findings: readonly Finding[],
  former: readonly Accepted[],
  ran: (rule: Rule) => boolean,
): string {
  const kept = former.filter(({ rule }) => !ran(rule));
  const all = new Map([...findings, ...kept].map((each) => [keyOf(each), bare(each)]));
  const lines = [...all.values()].sort(byRule).map((each) => `    ${JSON.stringify(each)}`);
  return lines.length === 0
    ? '{\n  "accepted": []\n}\n'
    : `{\n  "accepted": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

function keyOf({ rule, code, about = '' }: Accepted): string {
  return JSON.stringify([rule, code, about]);
}

function bare({ rule, code, about }: Accepted): Accepted {
  return { rule, code, ...(about !== undefined && about !== '' && { about }) };
}

const ORDER = Object.keys(RULES);

function byRule(one: Accepted, other: Accepted): number {
  const [a, b] = [one, other].map(({ rule, code, about = '' }) => [code, about, rule] as const);
  const difference = ORDER.indexOf(one.rule) - ORDER.indexOf(other.rule);
  if (difference !== 0 || a === undefined || b === undefined) return difference;
  return compare(a[0], b[0]) || compare(a[1], b[1]);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

const ACCEPTED = 'a list of { rule, code, about? }';

const baselineSchema = z.strictObject(
  {
    accepted: z.array(
      z.strictObject(
        {
          rule: z.string('the name of a rule').transform((name, context): Rule => {
            if (isSkippable(name)) return name;
            const meant = nearest(name, SKIPPABLE);
            const hint =
              meant === null ? `The rules are ${SKIPPABLE.join(', ')}` : `Did you mean '${meant}'?`;
            context.issues.push({
              code: 'custom',
              input: name,
              message: `a rule, and there is no '${name}'. ${hint}`,
            });
            return z.NEVER;
          }),
          code: z.string('a code as text'),
          about: z.string('text').optional(),
        },
        '{ rule, code, about? }',
      ),
      ACCEPTED,
    ),
  },
  `{ "accepted": ${ACCEPTED} }`,
);

/** A baseline of the text of its file, or everything that is wrong with it, as `line:column: …`. Never throws. */
export function parseBaseline(text: string): { accepted: Accepted[] } | { problems: string[] } {
  const parsed = parseJson(text);
  if ('problems' in parsed)
    return { problems: parsed.problems.map(({ message, line, column }) => `${line}:${column}: ${message}`) };
  const result = baselineSchema.safeParse(parsed.data);
  if (result.success) return result.data;
  return {
    problems: result.error.issues.map((issue) => {
      const { line, column } = parsed.locate(issue.path as Path);
      const unknown =
        issue.code === 'unrecognized_keys' ? `; there is no field '${issue.keys.join("', '")}'` : '';
      return `${line}:${column}: expected ${issue.message}${unknown}`;
    }),
  };
}
