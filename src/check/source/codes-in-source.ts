import { open } from 'node:fs/promises';
import pLimit from 'p-limit';
import { settleNames } from './bare-names.ts';
import { codesByPattern, searching } from './codes-by-pattern.ts';
import { codesInText } from './codes-in-text.ts';
import { languageOf } from './languages/languages.ts';
import type { SourceCode } from './source-code.ts';
import { reasonOf, sourceFiles } from './source-files.ts';

/** What the files of some trees name. */
export interface SourceCodes {
  /** Every place that looks like the declaration or the emission of an error code. */
  emitted: SourceCode[];
  /** Every known code that a literal names, with its first place: proof that it is still used, wherever it stands. */
  mentioned: ReadonlyMap<string, { file: string; line: number }>;
  /** How many files were searched. */
  files: number;
  skipped: { file: string; reason: string }[];
}

/** What is looked for, and where not. */
export interface SourceOptions {
  /** The team's own patterns; where there are any, they replace what finds codes by itself. */
  patterns: readonly RegExp[];
  /** Globs of what to pass over besides tests, builds and what is installed. */
  ignore: readonly string[];
  /** The codes and aliases of the catalog. */
  known: ReadonlySet<string>;
}

/** In MiB. */
const LARGEST = 16;
const FILES_AT_ONCE = 8;

/**
 * The error codes that the source files below `paths` declare or emit. Files of languages that are not known are
 * passed over, unless there are patterns. Never throws for what it finds: a file that cannot be read is in `skipped`.
 */
export async function codesInSource(paths: readonly string[], options: SourceOptions): Promise<SourceCodes> {
  const { files, skipped } = await sourceFiles(paths, options.ignore);
  const search = searcher(options);
  const wanted = files.filter((file) => options.patterns.length > 0 || languageOf(file) !== null);
  const inTurn = pLimit(FILES_AT_ONCE);
  const results = await inTurn.map(wanted, async (file) => {
    const text = await readSource(file);
    return typeof text === 'string' ? search(text, file) : { file, ...text };
  });
  const emitted: SourceCode[] = [];
  const mapped = new Set<string>();
  const mentioned = new Map<string, { file: string; line: number }>();
  let searched = 0;
  for (const [index, result] of results.entries()) {
    if ('reason' in result) {
      skipped.push(result);
      continue;
    }
    searched += 1;
    emitted.push(...result.emitted);
    for (const name of result.mapped) mapped.add(name);
    for (const [code, line] of result.mentioned)
      if (!mentioned.has(code)) mentioned.set(code, { file: wanted[index] ?? '', line });
  }
  return { emitted: settleNames(emitted, mapped, options.known), mentioned, files: searched, skipped };
}

type Search = (text: string, file: string) => ReturnType<typeof codesInText>;

function searcher({ patterns, known }: SourceOptions): Search {
  const searched = patterns.map(searching);
  return (text, file) => {
    const language = languageOf(file);
    const found =
      language === null
        ? { emitted: [], mentioned: new Map<string, number>(), mapped: new Set<string>() }
        : codesInText(text, { language, file, known });
    return patterns.length === 0
      ? found
      : { ...found, emitted: codesByPattern(text, searched, file), mapped: new Set() };
  };
}

/** The text of a file, or why it has none: too large, or no text. */
async function readSource(file: string): Promise<string | { reason: string }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LARGEST * 1024 * 1024)
        return { reason: `It has ${size.toLocaleString('en-US')} bytes; at most ${LARGEST} MiB are read.` };
      const bytes = await handle.readFile();
      if (bytes.subarray(0, 8000).includes(0)) return { reason: 'It is no text.' };
      return bytes.toString('utf8').replace(/^\ufeff/, '');
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}
