import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { count, group } from '../../../base/text.ts';
import type { Catalog } from '../../../catalog/catalog.ts';
import { readText } from '../../../catalog/files/files.ts';
import {
  type Accepted,
  languageOf,
  parseBaseline,
  type ReadTruth,
  type ReferenceKind,
  referenceCodes,
  type Sighting,
  type Stood,
} from '../../../check/check.ts';
import type { Config } from '../../../config/config.ts';
import { ImportError } from '../../../import/import.ts';
import type { Seen } from '../../../logs/logs.ts';
import { namesOf } from '../../../recognize/recognize.ts';
import { redactText } from '../../../redact/redact.ts';
import { formatSeen } from '../../../tools/tools.ts';
import type { CommandContext } from '../../command.ts';
import { isFound } from '../../command.ts';
import { troubleLog } from '../../print.ts';
import { bringCountsUpToDate } from '../index-logs.ts';
import type { CheckRequest } from './request.ts';
import { codesInSource } from './source-tree.ts';

/** A source with what has to be said about reading it. */
export interface Read extends ReadTruth {
  notes: string[];
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
 * looked for wherever they may stand. `workerUrl` is that of any built thread: that which searches files is beside it.
 *
 * @throws Failure `validation_failed` for a folder that cannot be read, or in which there are no files or no codes
 */
export async function readSource(
  kind: 'source' | 'client',
  { [kind]: sources, patterns, ignore }: Pick<CheckRequest, 'source' | 'client' | 'patterns' | 'ignore'>,
  catalog: Catalog,
  references: readonly Read[],
  workerUrl: URL,
): Promise<Read | null> {
  if (sources.length === 0) return null;
  for (const path of sources) mustExist(kind, path);
  const known = new Set([
    ...namesOf(catalog),
    ...references.flatMap(({ truth }) => truth.sightings.map(({ code }) => code)),
  ]);
  const found = await codesInSource(sources, {
    ...{ patterns, ignore, known },
    workerUrl: new URL('source-worker.cjs', workerUrl),
  });
  const { emitted, doubtful, mentioned, files, unread, skipped } = found;
  const where = `${sources.join(', ')} (${count(files, 'file')})`;
  const left = [
    ...skipped.slice(0, MOST_NAMED).map(({ file, reason }) => `${file} was not read: ${reason}`),
    ...formatUnread(kind, unread),
  ];
  if (emitted.length === 0 && mentioned.size === 0)
    throw new Failure(
      'validation_failed',
      `${[...left, `--${kind}: no error code was found in ${where}.`].join('\n')} Say with --pattern how a code stands there, e.g. --pattern "raise ApiError\\('(\\w+)'".`,
    );
  const sightings = emitted.map(
    ({ code, file, line, column, isName, found: by, constructs: [construct] }): Sighting => ({
      ...{ code, file, line, column, isName },
      ...{ statuses: [], text: null, note: null },
      construct: construct?.label ?? BY_RULE[by],
    }),
  );
  const more = skipped.length - MOST_NAMED;
  const notes = [
    ...left,
    ...(more > 0 ? [`And ${group(more)} more files were not read.`] : []),
    ...formatDoubtful(kind, doubtful),
  ];
  return {
    truth: { kind, names: [where], sightings, mentioned: new Set(mentioned.keys()) },
    notes,
    files,
  };
}

/** How the rules call what no construct of the team holds. */
const BY_RULE: Readonly<Record<Stood['found'], string>> = {
  constant: 'constants named for errors',
  enum: 'enums named for errors',
  field: 'fields such as code',
  call: 'calls that make errors',
  pattern: '--pattern',
  construct: 'constructs of the team',
};

/** What looked like codes and was not taken for such, where the team shows how it writes them. */
function formatDoubtful(kind: 'source' | 'client', doubtful: readonly Stood[]): string[] {
  const codes = new Map(doubtful.map((each) => [each.code, `${each.code} (${each.file}:${each.line})`]));
  if (codes.size === 0) return [];
  const named = [...codes.values()].slice(0, MOST_NAMED).join(', ');
  const more = codes.size > MOST_NAMED ? ', …' : '';
  return [
    `In the ${kind}, ${count(codes.size, 'text')} that may be codes were left out, as they stand where no code of the catalog does or are written otherwise: ${named}${more}. --pattern takes them in.`,
  ];
}

/** Files in languages that are not read are told, as their codes are not found. */
function formatUnread(kind: 'source' | 'client', unread: ReadonlyMap<string, number>): string[] {
  if (unread.size === 0) return [];
  const named = [...unread]
    .sort((a, b) => b[1] - a[1])
    .map(([ending, files]) => `${ending} (${group(files)})`);
  return [
    `In the ${kind} there are files in languages that are not read: ${named.slice(0, MOST_NAMED).join(', ')}${named.length > MOST_NAMED ? ', …' : ''}. Codes that stand only there are found by --pattern alone.`,
  ];
}

function mustExist(kind: 'source' | 'client', path: string): void {
  try {
    statSync(path);
  } catch (error) {
    throw new Failure('validation_failed', `--${kind} ${path} cannot be read: ${reasonOf(error)}.`);
  }
}

const NO_FOLDER =
  'The log files were not looked at: there is no folder for their index, set XDG_STATE_HOME or HOME.';
const NONE = 'The logs were not compared: no line that says an error and its time was found in them.';
const BEHIND = 'Some log lines are not counted yet: run it again in a moment.';

/** The codes that log files and tables show, of all times; null, with a note, where none can be told. */
export async function readLogs(
  config: Config,
  commandContext: CommandContext,
): Promise<Read | { truth: null; notes: string[] }> {
  const { logs: files, tables, stateFolder } = config;
  if (files.length === 0 && tables.length === 0) return { truth: null, notes: [] };
  const unread = files.length > 0 && stateFolder === null ? [NO_FOLDER] : [];
  if (tables.length === 0 && unread.length > 0) return { truth: null, notes: unread };
  await bringCountsUpToDate(config, commandContext);
  const { context } = await commandContext.open(troubleLog(commandContext.terminal));
  const seen = await context.seen?.since(0);
  if (seen === undefined) return { truth: null, notes: [NO_FOLDER] };
  const failed = seen.troubles.map(({ source, reason }) => `Not compared: ${source}. ${reason}`);
  const notes = [...unread, ...failed];
  if (seen.upTo === null) return { truth: null, notes: failed.length > 0 ? notes : [...notes, NONE] };
  const isRead = ({ name }: { name: string }) => !seen.troubles.some(({ source }) => source === name);
  const names = [...(unread.length > 0 ? [] : files), ...tables.filter(isRead).map(({ name }) => name)];
  const found = shownBy(seen, names);
  return { ...found, notes: [...notes, ...found.notes] };
}

/** A text in the logs that looks like a secret is none of our business. */
function shownBy({ codes, isBehind, logs }: Seen, names: readonly string[]): Read {
  const told = [...codes].filter(([code]) => redactText(code) === code);
  const kept = codes.size - told.length;
  const notes = [
    ...(isBehind ? [BEHIND] : []),
    ...(kept > 0 ? [`${kept} codes in the logs look like secrets and are not told.`] : []),
  ];
  const sightings = told.map(([code, { count, last }]) => ({
    ...{ code, isName: false, file: null, line: null, column: null, statuses: [], text: null },
    note: formatSeen({ count, last: new Date(last).toISOString() }),
  }));
  return { truth: { kind: 'logs', names, sightings, mentioned: new Set() }, notes, files: logs };
}

/**
 * The text of a file that an option names.
 *
 * @throws Failure `validation_failed` that says why it cannot be read
 */
function readFile(option: string, file: string): string {
  try {
    return readText(file);
  } catch (error) {
    throw new Failure('validation_failed', `--${option} ${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/** Why something failed, in the words of the system. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

/**
 * What the baseline of a request accepts; nothing where it names none, or one that is to be written first.
 *
 * @throws Failure `validation_failed` that names everything wrong with the file, with line and column
 */
export function readBaseline({
  baseline: file,
  writesBaseline,
}: Pick<CheckRequest, 'baseline' | 'writesBaseline'>): Accepted[] {
  if (file === null || (writesBaseline && !isFound(file))) return [];
  if (!isFound(file))
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
