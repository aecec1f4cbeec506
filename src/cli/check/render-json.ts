import { jsonText } from '../json-text.ts';
import type { Report } from './report.ts';

/** A report for a program: all findings, in a shape that stays. */
export function renderJson(report: Report, isForPerson: boolean): string {
  const { catalog, paths, compared, findings, accepted, stale, notes } = report;
  const { name = null, version = null, errors = null } = catalog ?? {};
  const data = { catalog: { name, version, errors, paths }, compared, findings, accepted, stale, notes };
  return `${jsonText(data, isForPerson)}\n`;
}
