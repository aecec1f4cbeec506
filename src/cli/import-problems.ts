import { FORMAT_NAMES, isFormat } from '../import/formats.ts';
import { nearest } from '../text/nearest.ts';

/** What is wrong with the words behind `import`, each in a sentence. */
export function importProblems([format, file]: readonly string[]): string[] {
  const problems: string[] = [];
  if (format === undefined) return [`import needs a format and a file. ${FORMATS_THERE_ARE}`];
  if (!isFormat(format)) {
    const meant = nearest(format, FORMAT_NAMES);
    const hint = meant === null ? FORMATS_THERE_ARE : `Did you mean ${meant}? ${FORMATS_THERE_ARE}`;
    problems.push(`There is no format '${format}'. ${hint}`);
  }
  if (file === undefined) problems.push('import needs a file behind the format; - reads stdin.');
  return problems;
}

const FORMATS_THERE_ARE = `The formats are ${FORMAT_NAMES.join(', ')}.`;
