import { type OwnNames, redactText } from '../../redact/redact.ts';
import { isErrorLevel, type LogLine, type SearchCriteria } from '../log.ts';
import { namedWorkspaces, sideOf } from '../workspace.ts';
import { pathTest } from './glob.ts';

/** What decides whether a line is one that is looked for. */
export interface Matcher {
  /** Whether all but the time and the words hold for a line. */
  fits(line: LogLine): boolean;
  /**
   * Whether all words stand in a line, by its raw text and its values: as they are shown, so that nobody learns of a
   * secret by asking for it. `isWhole` says whether the raw text is of this record alone.
   */
  holdsWords(raw: string, line: LogLine, isWhole: boolean): boolean;
}

/** Whether a line says that something failed: a status of 400 or above, a level of error or worse, or a code. */
function saysFailure(line: LogLine): boolean {
  return (line.status ?? 0) >= 400 || line.code !== undefined || isErrorLevel(line);
}

export function matcherOf(criteria: SearchCriteria, own: OwnNames): Matcher {
  const tests = testsOf(criteria);
  const words = wordsOf(criteria.text);
  return {
    fits: (line) => tests.every((test) => test(line)),
    holdsWords(raw, line, isWhole) {
      if (words.length === 0) return true;
      // An escape inside of a string of JSON does not make it another word.
      const text = isWhole ? redactText(raw, own).toLowerCase() : '';
      const plain = text.replaceAll('\\', '');
      const values = JSON.stringify(line).toLowerCase();
      return words.every((word) => text.includes(word) || plain.includes(word) || values.includes(word));
    },
  };
}

/** The words of `text`, in lower case; what stands between double quotes is one. */
export function wordsOf(text: string | undefined): string[] {
  const words = [...(text ?? '').matchAll(/"([^"]+)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  return words.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
}

function testsOf(criteria: SearchCriteria): ((line: LogLine) => boolean)[] {
  const { method, path, status, code, workspace, within, isFailure } = criteria;
  const tests: ((line: LogLine) => boolean)[] = [];
  if (within !== undefined) tests.push((line) => sideOf(line, within.toLowerCase()) === 'ours');
  if (status !== undefined)
    tests.push((line) => line.status !== undefined && line.status >= status.from && line.status <= status.to);
  if (method !== undefined) tests.push((line) => line.method?.toUpperCase() === method.toUpperCase());
  if (code !== undefined) tests.push((line) => line.code?.toLowerCase() === code.toLowerCase());
  if (workspace !== undefined) tests.push((line) => isOf(line, workspace.toLowerCase()));
  if (path !== undefined) {
    const test = pathTest(path);
    tests.push((line) => line.path !== undefined && test(line.path));
  }
  if (isFailure === true) tests.push(saysFailure);
  return tests;
}

function isOf(line: LogLine, workspace: string): boolean {
  if (line.workspace !== undefined) return line.workspace.toLowerCase() === workspace;
  return namedWorkspaces(line).some((name) => name.toLowerCase() === workspace);
}
