import { isPlainValue, quoted } from '../redact/redact.ts';
import { visible, withQuotes } from './read/show.ts';
import type { Finding } from './rule.ts';

const MOST = 6;
const LONGEST = 300;

/**
 * At most six findings, none twice, each on one visible line of at most 300 characters. A cut is announced.
 *
 * What whoever asks has given is quoted as it is. What stands `inLog` is in the hands of whoever sent the request, and
 * findings are our own words: there a quotation that is not plain becomes its length, and a suggestion that is not is left out.
 */
export function boundFindings(all: readonly Finding[], inLog = false): Finding[] {
  const findings = all.map((finding) => written(finding, inLog));
  const seen = new Set<string>();
  const distinct = findings.filter(({ message }) => !seen.has(message) && seen.add(message));
  const kept = distinct.length > MOST ? distinct.slice(0, MOST - 1) : distinct;
  const rest = distinct.length - kept.length;
  const note = rest > 0 ? [{ message: `${rest} more are not shown: correct these first.` }] : [];
  return [...kept.map((finding) => ({ ...finding, message: bound(finding.message) })), ...note];
}

function written({ message, suggestion }: Finding, inLog: boolean): Finding {
  const isKept = suggestion !== undefined && (!inLog || isPlainValue(suggestion));
  return {
    message: withQuotes(message, inLog ? quoted : (text) => `'${text}'`),
    ...(isKept && { suggestion }),
  };
}

function bound(message: string): string {
  const shown = visible(message);
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST - 7)}… (cut)`;
}
