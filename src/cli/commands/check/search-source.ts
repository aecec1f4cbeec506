import { readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { group } from '../../../base/text.ts';
import {
  codesByPattern,
  codesInEnums,
  codesInText,
  knownCodes,
  languageOf,
  searching,
  wordsInText,
} from '../../../check/check.ts';
import { FORMATS } from '../../../import/import.ts';

/** What is looked for in each file; it can be sent to a thread. */
export interface Wanted {
  /** The team's own patterns, beside what finds codes by itself. */
  patterns: readonly RegExp[];
  /** The codes and aliases of the catalog. */
  known: ReadonlySet<string>;
}

/** What a file names, or why it was not read. */
export type Searched = ReturnType<typeof codesInText> | { file: string; reason: string };

/** In MiB. */
const LARGEST = 16;

/** Definitions of data, whose enums may be of codes. */
export const SCHEMA = /\.(?:proto|graphqls?|gql)$/i;

/** Searches one file after the other for what is wanted. Never throws for what it finds. */
export async function searcherOf({ patterns, known: codes }: Wanted): Promise<(file: string) => Searched> {
  const known = knownCodes(codes);
  const searched = patterns.map(searching);
  const readEnums = await FORMATS.enums.load();
  return (file) => {
    const text = readText(file);
    if (typeof text !== 'string') return { file, ...text };
    const language = languageOf(file);
    const found =
      language !== null
        ? codesInText(text, { language, file, known })
        : SCHEMA.test(file)
          ? codesInEnums(text, { file, known, read: readEnums })
          : wordsInText(text, known);
    const byPattern = codesByPattern(text, searched, file);
    return { ...found, emitted: [...byPattern, ...found.emitted] };
  };
}

/** The text of a file, or why it has none: too large, or no text. */
function readText(file: string): string | { reason: string } {
  try {
    const { size } = statSync(file);
    if (size > LARGEST * 1024 * 1024)
      return { reason: `It has ${group(size)} bytes; at most ${LARGEST} MiB are read.` };
    const bytes = readFileSync(file);
    if (bytes.subarray(0, 8000).includes(0)) return { reason: 'It is no text.' };
    return bytes.toString('utf8').replace(/^\ufeff/, '');
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** Why something could not be read, in a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'It does not exist, or is a link that leads nowhere.';
  if (code === 'EACCES' || code === 'EPERM')
    return 'It must not be read; give yourself the right to, or ignore it.';
  if (code === 'ELOOP') return 'It is a link that leads to itself.';
  return `It cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}

/** So many files are worth threads. */
const WORTH_THREADS = 1_000;
const MOST_THREADS = 4;
/** Files that a thread is given at a time. */
const AT_ONCE = 100;

/**
 * What each of `files` names, in their order: searched in threads where there are many files, else here.
 *
 * @param workerUrl the built `source-worker.ts`; null to search here
 */
export async function searchFiles(
  files: readonly string[],
  wanted: Wanted,
  workerUrl: URL | null,
): Promise<Searched[]> {
  const searchHere = async () => files.map(await searcherOf(wanted));
  const threads = workerUrl === null || files.length < WORTH_THREADS ? [] : threadsOf(workerUrl, wanted);
  if (threads.length === 0) return await searchHere();
  const results: Searched[] = [];
  const starts = files.flatMap((_, at) => (at % AT_ONCE === 0 ? [at] : [])).values();
  try {
    const work = async (thread: Worker): Promise<void> => {
      for (const start of starts) {
        const part = files.slice(start, start + AT_ONCE);
        const found = await searchedBy(thread, part);
        for (const [at, each] of found.entries()) results[start + at] = each;
      }
    };
    await Promise.all(threads.map(work));
    return results;
  } catch {
    // A thread that breaks down leaves the work to this one.
    return await searchHere();
  } finally {
    for (const thread of threads) void thread.terminate();
  }
}

/** Threads that search; none where none may be started. */
function threadsOf(workerUrl: URL, wanted: Wanted): Worker[] {
  try {
    const count = Math.min(availableParallelism(), MOST_THREADS);
    return Array.from({ length: count }, () => new Worker(workerUrl, { workerData: wanted }));
  } catch {
    return [];
  }
}

function searchedBy(thread: Worker, files: readonly string[]): Promise<Searched[]> {
  return new Promise((resolve, reject) => {
    thread.removeAllListeners();
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The thread that searches has ended.')));
    thread.postMessage(files);
  });
}
