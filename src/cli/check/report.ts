import type { Accepted } from '../../check/baseline/baseline.ts';
import type { TruthKind } from '../../check/drift/truth.ts';
import type { Finding } from '../../check/finding.ts';
import { count } from '../count.ts';

/** What the catalog was compared with. */
export interface Compared {
  kind: TruthKind | 'against';
  name: string;
  /** How many codes were found there. */
  codes: number;
  files: number;
}

/** How a check came out. */
export interface Report {
  /** Null where it cannot be read, which is what the findings then say. */
  catalog: { name: string; version: string | null; errors: number } | null;
  /** Its files and folders; none for the built-in one. */
  paths: readonly string[];
  compared: readonly Compared[];
  findings: readonly Finding[];
  accepted: readonly Accepted[];
  stale: readonly Accepted[];
  /** What has to be said besides, each in a sentence. */
  notes: readonly string[];
}

/** Everything in a line: how much was found, in what, compared with what. */
export function sayEnd({ catalog, paths, compared, findings, accepted }: Report): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const many = `${count(findings.length, 'finding')} (${count(errors, 'error')}, ${count(warnings, 'warning')})`;
  if (catalog === null) return `${many}: the catalog ${paths.join(', ')} cannot be read.`;
  const { name, version } = catalog;
  const of = `${count(catalog.errors, 'error')} of ${name}${version === null ? '' : ` ${version}`}`;
  const beside =
    compared.length === 0 ? '' : `; compared with ${compared.map((each) => each.name).join(', ')}`;
  const known = accepted.length === 0 ? '' : `; ${count(accepted.length, 'accepted finding')} not counted`;
  return `${findings.length === 0 ? 'No findings' : many} in ${of}${beside}${known}.`;
}

/** What is told besides the findings: notes, and what the baseline accepts in vain. */
export function sayNotes({ notes, stale }: Report): string[] {
  return [
    ...notes,
    ...stale.map(({ rule, code, about }) => {
      const which = about === undefined ? code : `${code} (${about})`;
      return `The baseline accepts ${rule} of ${which}, which does not occur any more: --write-baseline takes it out.`;
    }),
  ];
}
