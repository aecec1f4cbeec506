import { type Dirent, realpathSync, type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import { wordSet } from '../../../base/text.ts';
import { knownCodes, languageOf, learn, type Stood, settle, settleNames } from '../../../check/check.ts';
import { reasonOf, SCHEMA, searchFiles, type Wanted } from './search-source.ts';

/** What the files of some trees name. */
export interface SourceCodes {
  /** Every place that looks like the declaration or the emission of an error code. */
  emitted: Stood[];
  /** What looked like codes and was left out, as this team writes its codes otherwise. */
  doubtful: Stood[];
  /** Every known code that a literal names, with its first place: proof that it is still used, wherever it stands. */
  mentioned: ReadonlyMap<string, { file: string; line: number }>;
  /** How many files were searched. */
  files: number;
  /** How many files of programs there are in languages that are not read, by the ending of their names. */
  unread: ReadonlyMap<string, number>;
  skipped: { file: string; reason: string }[];
}

/** What is looked for, and where not. */
export interface SourceOptions extends Wanted {
  /** Globs of what to pass over besides tests, builds and what is installed. */
  ignore: readonly string[];
  /** The built `source-worker.ts`, which searches many files; left out to search all here. */
  workerUrl?: URL;
}

/**
 * The error codes that the source files below `paths` declare or emit. Files of languages that are not known are
 * passed over, unless there are patterns. Never throws for what it finds: a file that cannot be read is in `skipped`.
 */
export async function codesInSource(paths: readonly string[], options: SourceOptions): Promise<SourceCodes> {
  const { patterns, workerUrl = null } = options;
  const { files, skipped } = await sourceFiles(paths, options.ignore);
  const known = knownCodes(options.known);
  const unread = new Map<string, number>();
  const wanted = files.filter((file) => {
    if (patterns.length > 0 || languageOf(file) !== null || SCHEMA.test(file)) return true;
    const ending = endingOf(file);
    if (ending !== '') unread.set(ending, (unread.get(ending) ?? 0) + 1);
    return ending !== '';
  });
  const results = await searchFiles(wanted, { patterns, known: options.known }, workerUrl);
  const found: Stood[] = [];
  const stood: Stood[] = [];
  const mapped = new Set<string>();
  const mentioned = new Map<string, { file: string; line: number }>();
  let searched = 0;
  for (const [index, result] of results.entries()) {
    if ('reason' in result) {
      skipped.push(result);
      continue;
    }
    if (!unread.has(endingOf(wanted[index] ?? ''))) searched += 1;
    for (const each of result.emitted) found.push(each);
    for (const each of result.stood) stood.push(each);
    for (const name of result.mapped) mapped.add(name);
    for (const [code, line] of result.mentioned)
      if (!mentioned.has(code)) mentioned.set(code, { file: wanted[index] ?? '', line });
  }
  const { emitted, doubtful } = settle(found, learn(stood, known), known);
  const places = new Map(wanted.map((file, index) => [file, index]));
  emitted.sort(
    (a, b) => (places.get(a.file) ?? 0) - (places.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  );
  const settled = settleNames(emitted, mapped, options.known);
  return { emitted: settled, doubtful, mentioned, files: searched, unread, skipped };
}

/** Programs in languages that are not read: only whether they name a known code is. */
const UNREAD =
  /\.(?:exs?|erl|dart|lua|clj[cs]?|hs|mli?|fs|vb|p[lm]|zig|nim|groovy|jl|mm?|sql|vue|svelte|sol|elm|gleam)$/i;

function endingOf(file: string): string {
  return UNREAD.exec(file)?.[0].toLowerCase() ?? '';
}

/** The files below some paths, and what could not be looked at. */
export interface SourceFiles {
  files: string[];
  skipped: { file: string; reason: string }[];
}

/**
 * The files below `paths`, each once, in the order of the paths and of their names. A path that is itself a file, or
 * a folder that would be passed over below another, is looked at all the same. Links are followed only to what lies
 * below the same path. Never throws: what cannot be read is in `skipped`.
 */
async function sourceFiles(paths: readonly string[], globs: readonly string[]): Promise<SourceFiles> {
  const found: SourceFiles = { files: [], skipped: [] };
  const seen = new Set<string>();
  for (const path of paths) {
    try {
      const real = realpathSync.native(path);
      const stats = statSync(path);
      const walk: Walk = { root: path, real, ignored: ignoring(globs), seen, found };
      if (stats.isDirectory()) await walkFolder(walk, path, real);
      else addFile(walk, path, real, stats);
    } catch (error) {
      found.skipped.push({ file: path, reason: reasonOf(error) });
    }
  }
  return found;
}

interface Walk {
  root: string;
  real: string;
  ignored: Ignored;
  /** Where the files and folders that were met really are. */
  seen: Set<string>;
  found: SourceFiles;
}

async function walkFolder(walk: Walk, folder: string, real: string): Promise<void> {
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    walk.found.skipped.push({ file: folder, reason: reasonOf(error) });
    return;
  }
  // Links last, so that a file goes by its own name.
  entries.sort(
    (a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || (a.name < b.name ? -1 : 1),
  );
  for (const entry of entries) {
    const path = join(folder, entry.name);
    try {
      const inner = takeEntry(walk, entry, path, join(real, entry.name));
      if (inner !== null) await walkFolder(walk, path, inner);
    } catch (error) {
      walk.found.skipped.push({ file: path, reason: reasonOf(error) });
    }
  }
}

/** Adds an entry that is a file; where one that is a folder really is. */
function takeEntry(walk: Walk, entry: Dirent, path: string, place: string): string | null {
  const name = relative(walk.root, path).split(sep).join('/');
  const { ignored } = walk;
  if (entry.isFile()) {
    if (!ignored.file(entry.name, name)) addFile(walk, path, place, null);
    return null;
  }
  if (ignored.folder(entry.name, name)) return null;
  if (entry.isDirectory()) return place;
  return entry.isSymbolicLink() ? followLink(walk, path) : null;
}

/** A link leads to what lies below the same path, and is not passed over there. */
function followLink(walk: Walk, path: string): string | null {
  const real = realpathSync.native(path);
  if (real === walk.real) return null;
  if (!real.startsWith(walk.real + sep)) {
    const reason = 'It is a link that leads out of the folder; name what it leads to.';
    walk.found.skipped.push({ file: path, reason });
    return null;
  }
  const steps = real.slice(walk.real.length + 1).split(sep);
  const isPassedOver = (kind: 'file' | 'folder', end: number) =>
    walk.ignored[kind](steps[end - 1] ?? '', steps.slice(0, end).join('/'));
  if (steps.some((_, index) => index > 0 && isPassedOver('folder', index))) return null;
  const stats = statSync(real);
  if (isPassedOver(stats.isDirectory() ? 'folder' : 'file', steps.length)) return null;
  if (stats.isDirectory()) return real;
  addFile(walk, path, real, stats);
  return null;
}

function addFile({ seen, found }: Walk, path: string, real: string, stats: Stats | null): void {
  if (seen.has(real)) return;
  seen.add(real);
  if (stats !== null && !stats.isFile()) found.skipped.push({ file: path, reason: 'It is no regular file.' });
  else found.files.push(path);
}

const FOLDERS = wordSet(`
  node_modules bower_components vendor third_party third-party external external-crates dist build out target
  __pycache__ venv coverage generated test tests __tests__ __mocks__ testdata spec specs fixtures __fixtures__`);
const FILES =
  /(?:\.pb\.go|_generated\.[^.]+|\.generated\.[^.]+|\.min\.[cm]?js|\.d\.[cm]?ts|_test\.(?:go|py|rb|rs|cc|cpp)|_spec\.rb|\.(?:test|spec)\.[^.]+|_pb2(?:_grpc)?\.py|[a-z]Tests?\.(?:java|kt|scala|cs|swift|php))$|^(?:test_.*\.py|conftest\.py)$/;

/** What of a tree is not read. */
interface Ignored {
  folder(name: string, path: string): boolean;
  file(name: string, path: string): boolean;
}

/**
 * What is passed over below a folder: what is hidden, installed, built, generated or a test, and what `globs` name. A
 * glob is matched with the path from that folder, and with `/` in front of none is matched with the name alone.
 */
function ignoring(globs: readonly string[]): Ignored {
  const matchers = globs.map((glob) => {
    const trimmed = glob.replace(/^\.?\//, '').replace(/\/$/, '');
    return { matches: picomatch([trimmed, `${trimmed}/**`], { dot: true }), isName: !trimmed.includes('/') };
  });
  const isNamed = (name: string, path: string) =>
    matchers.some(({ matches, isName }) => matches(path) || (isName && matches(name)));
  return {
    folder: (name, path) => name.startsWith('.') || FOLDERS.has(name) || isNamed(name, path),
    file: (name, path) => FILES.test(name) || isNamed(name, path),
  };
}
