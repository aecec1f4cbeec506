import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Sighting, Truth } from '../../check/drift/truth.ts';
import { type ReferenceKind, referenceCodes } from '../../check/reference-codes.ts';
import { codesInSource } from '../../check/source/codes-in-source.ts';
import { languageOf } from '../../check/source/languages/languages.ts';
import { Failure } from '../../errors.ts';
import { ImportError } from '../../import/imported.ts';
import { namesOf } from '../../recognize/code-names.ts';
import { count } from '../count.ts';
import { readFile, reasonOf } from './read-file.ts';
import type { CheckRequest } from './request.ts';

/** A source with what has to be said about reading it. */
export interface Read {
  truth: Truth;
  notes: string[];
  /** How many files were read. */
  files: number;
}

const MOST_NAMED = 5;
const NOWHERE = { isName: false, column: null, note: null };

/**
 * The codes that some reference files list, each file once; null where there are none of that kind.
 *
 * @throws Failure `validation_failed` for a file that cannot be read, is no such reference, or lists no code
 */
export async function readReferences(kind: ReferenceKind, named: readonly string[]): Promise<Read | null> {
  if (named.length === 0) return null;
  const files = [...new Map(named.toReversed().map((file) => [resolve(file), file])).values()].toReversed();
  const read = files.map(async (file) => {
    const codes = await understood(kind, file);
    if (codes.length === 0)
      throw new Failure('validation_failed', `--${kind} ${file}: no error code was found in it.`);
    return codes.map((each) => ({ ...NOWHERE, ...each, file }));
  });
  const sightings = (await Promise.all(read)).flat();
  return { truth: { kind, names: files, sightings, mentioned: new Set() }, notes: [], files: files.length };
}

async function understood(kind: ReferenceKind, file: string) {
  if (languageOf(file) !== null)
    throw new Failure(
      'validation_failed',
      `--${kind} ${file}: it is source code. If it is of a client library, say --client ${file}; if it emits the codes, --source ${file}.`,
    );
  const text = readFile(kind, file);
  try {
    return await referenceCodes(kind, file, text);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new Failure('validation_failed', `--${kind} ${file}: ${reasonOf(error)}.`);
  }
}

/**
 * The codes that the source emits, or a client library knows; null where none is given. Codes of the catalog and of the references are
 * looked for wherever they may stand.
 *
 * @throws Failure `validation_failed` for a folder that cannot be read, or in which there are no files or no codes
 */
export async function readSource(
  kind: 'source' | 'client',
  { [kind]: sources, patterns, ignore }: Pick<CheckRequest, 'source' | 'client' | 'patterns' | 'ignore'>,
  catalog: Catalog,
  references: readonly Read[],
): Promise<Read | null> {
  if (sources.length === 0) return null;
  for (const path of sources) mustExist(kind, path);
  const known = new Set([
    ...namesOf(catalog),
    ...references.flatMap(({ truth }) => truth.sightings.map(({ code }) => code)),
  ]);
  const found = await codesInSource([...sources], { patterns: [...patterns], ignore: [...ignore], known });
  const { emitted, mentioned, files, skipped } = found;
  const where = `${sources.join(', ')} (${count(files, 'file')})`;
  const left = skipped.slice(0, MOST_NAMED).map(({ file, reason }) => `${file} was not read: ${reason}`);
  if (emitted.length === 0 && mentioned.size === 0)
    throw new Failure(
      'validation_failed',
      `${[...left, `--${kind}: no error code was found in ${where}.`].join('\n')} Say with --pattern how a code stands there, e.g. --pattern "raise ApiError\\('(\\w+)'".`,
    );
  const sightings = emitted.map(
    ({ code, file, line, column, isName }): Sighting => ({
      ...{ code, file, line, column, isName },
      ...{ statuses: [], text: null, note: null },
    }),
  );
  const more = skipped.length - left.length;
  const notes = more > 0 ? [...left, `And ${more.toLocaleString('en-US')} more files were not read.`] : left;
  return {
    truth: { kind, names: [where], sightings, mentioned: new Set(mentioned.keys()) },
    notes,
    files,
  };
}

function mustExist(kind: 'source' | 'client', path: string): void {
  try {
    statSync(path);
  } catch (error) {
    throw new Failure('validation_failed', `--${kind} ${path} cannot be read: ${reasonOf(error)}.`);
  }
}
