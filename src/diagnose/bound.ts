import { visible } from './read/show.ts';
import type { Finding } from './rule.ts';

const MOST = 6;
const LONGEST = 300;

/** At most six findings, none twice, each on one visible line of at most 300 characters. A cut is announced. */
export function boundFindings(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const distinct = findings.filter(({ message }) => !seen.has(message) && seen.add(message));
  const kept = distinct.length > MOST ? distinct.slice(0, MOST - 1) : distinct;
  const rest = distinct.length - kept.length;
  const note = rest > 0 ? [{ message: `${rest} more are not shown: correct these first.` }] : [];
  return [...kept.map((finding) => ({ ...finding, message: bound(finding.message) })), ...note];
}

function bound(message: string): string {
  const shown = visible(message);
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST - 7)}… (cut)`;
}
