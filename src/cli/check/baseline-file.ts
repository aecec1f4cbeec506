import { existsSync, writeFileSync } from 'node:fs';
import type { Accepted } from '../../check/baseline/baseline.ts';
import { parseBaseline } from '../../check/baseline/parse-baseline.ts';
import { Failure } from '../../errors.ts';
import { readFile, reasonOf } from './read-file.ts';
import type { CheckRequest } from './request.ts';

/**
 * What the baseline of a request accepts; nothing where it names none, or one that is to be written first.
 *
 * @throws Failure `validation_failed` that names everything wrong with the file, with line and column
 */
export function readBaseline({
  baseline: file,
  writesBaseline,
}: Pick<CheckRequest, 'baseline' | 'writesBaseline'>): Accepted[] {
  if (file === null || (writesBaseline && !existsSync(file))) return [];
  if (!existsSync(file))
    throw new Failure(
      'validation_failed',
      `--baseline ${file}: there is no such file. To make it of the present findings, add --write-baseline.`,
    );
  const parsed = parseBaseline(readFile('baseline', file));
  if ('accepted' in parsed) return parsed.accepted;
  const problems = parsed.problems.map((problem) => `${file}:${problem}${problem.endsWith('?') ? '' : '.'}`);
  throw new Failure('validation_failed', ['The baseline cannot be used:', ...problems].join('\n'));
}

/**
 * Writes the text of a baseline.
 *
 * @throws Failure `validation_failed` if the system refuses
 */
export function saveBaseline(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure('validation_failed', `--baseline ${file} cannot be written: ${reasonOf(error)}.`);
  }
}
