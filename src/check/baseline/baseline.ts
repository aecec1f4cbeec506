import type { Finding } from '../finding.ts';
import { RULES, type Rule } from '../rules.ts';

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
