import { isAbsolute, relative, resolve } from 'node:path';
import type { Finding } from '../../check/finding.ts';
import { visible, visibleLines } from '../../redact/redact.ts';
import { type Report, sayEnd, sayNotes } from './report.ts';

/**
 * A report as commands of a GitHub workflow, which shows each finding beside its line, and as what else is to be said.
 * Files that are under the `root` of the repository are told from there; `folder` is where relative paths begin.
 *
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub(report: Report, folder: string, root: string): string {
  const lines = [
    ...report.findings.map((finding) => annotation(finding, folder, root)),
    ...sayNotes(report).map((note) => plain(`Note: ${note}`)),
    plain(sayEnd(report)),
  ];
  return `${lines.join('\n')}\n`;
}

function annotation(finding: Finding, folder: string, root: string): string {
  const { severity, rule, code, file, line, column, message, suggestion } = finding;
  const properties = Object.entries({
    file: file === undefined ? undefined : fromRoot(file, folder, root),
    line,
    col: column,
    title: code === '' ? rule : `${rule}: ${code}`,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]));
  const text = suggestion === undefined ? message : `${message}\n${suggestion}`;
  const shown = visibleLines(text);
  return `::${severity} ${properties.join(',')}::${escapeData(shown)}`;
}

function fromRoot(file: string, folder: string, root: string): string {
  const path = relative(root, resolve(folder, file));
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path.replaceAll('\\', '/');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line that is no command, not even of the older form `##[command]`, which may stand anywhere in a line. */
function plain(text: string): string {
  return visible(text).replaceAll('##[', '## [');
}
