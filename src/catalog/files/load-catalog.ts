import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type * as z from 'zod';
import { nearest } from '../../base/edit-distance.ts';
import { isObject, jsonIn } from '../../base/objects.ts';
import { combine } from '../combine.ts';
import { type Catalog, type Entry, indistinct } from '../entries.ts';
import {
  type Path,
  type Place,
  type Problem,
  parseJson,
  parseYaml,
  placesIn,
  type Readable,
  twiceNamed,
} from '../format.ts';
import { RULE_FIELDS } from '../rejects.ts';
import { type CatalogData, catalogSchema, entrySchema } from '../schema.ts';

/** A catalog with where its entries stand. */
interface LoadedCatalog {
  catalog: Catalog;
  /** The data of each file, from which the same catalog can be made again. */
  parts: readonly CatalogData[];
  /** Of an entry, or of one of its fields; null for an entry that is built in. */
  locate(entry: Entry, field?: string): ({ file: string } & Place) | null;
}

/** The text of a file of a catalog. */
export interface SourceText {
  file: string;
  text: string;
}

/**
 * The catalog of some files and folders (`catalog/schema.ts`), as YAML or JSON by their names.
 *
 * @throws CatalogError that names every problem, where it stands, and what was expected
 */
export function loadCatalog(paths: readonly string[]): LoadedCatalog {
  return catalogOfTexts(paths, readSources(paths));
}

/**
 * The texts of the files behind some paths.
 *
 * @throws CatalogError for those that cannot be read
 */
export function readSources(paths: readonly string[]): SourceText[] {
  const problems: CatalogProblem[] = [];
  const read = new Set<string>();
  const sources = paths.flatMap((path) => {
    try {
      const { files, isNamed } = findFiles(path);
      const found = files.map((file) => ({ file, real: realpathSync(file), text: readText(file) }));
      const catalogs = found.filter((each) => isNamed || !isOther(each));
      if (catalogs.length === 0)
        throw new Error('there is no catalog among its files, with a list of errors');
      return catalogs.flatMap(({ file, real, text }) => {
        // A file that is named twice, or lies in a folder that is named too, is one file.
        if (read.has(real)) return [];
        read.add(real);
        return [{ file, text }];
      });
    } catch (error) {
      const message = `It cannot be read: ${error instanceof Error ? error.message : error}`;
      problems.push({ file: path, place: null, message });
      return [];
    }
  });
  if (problems.length > 0) throw new CatalogError(paths, problems);
  return sources;
}

/** A digest of the names and contents of some files. */
export function digestOf(sources: readonly SourceText[]): string {
  const hash = createHash('sha256');
  for (const { file, text } of sources) hash.update(`${file}\0${text.length}\0`).update(text);
  return hash.digest('hex');
}

/**
 * The catalog of the texts of some files.
 *
 * @throws CatalogError, as `loadCatalog`
 */
export function catalogOfTexts(paths: readonly string[], sources: readonly SourceText[]): LoadedCatalog {
  const problems: CatalogProblem[] = [];
  const parts = sources.map((source) => checked(source, problems));
  const whole = parts.filter((part) => part !== null);
  const data = whole.map((part) => part.data);
  const { catalog, origins } = combine(data);
  const locate: LoadedCatalog['locate'] = (entry, field) => {
    const origin = origins.get(entry);
    const part = origin && whole[origin.part];
    if (origin === undefined || part === undefined) return null;
    const path = ['errors', origin.index, ...(field === undefined ? [] : [field])];
    return { file: part.file, ...part.locate(path) };
  };
  for (const { entry, first } of indistinct(catalog.entries))
    problems.push(formatTwice(entry, locate(entry, 'code'), locate(first, 'code')));
  if (problems.length > 0) throw new CatalogError(paths, problems);
  return { catalog, parts: data, locate };
}

type Part = Readable & { file: string; data: CatalogData };

const NO_UTF_8 = 'A character stands here that cannot be read; save the file as UTF-8';
const FIELDS = [...Object.keys(catalogSchema.shape), ...Object.keys(entrySchema.shape), ...RULE_FIELDS];

/** The data of a file; null, with its problems added, if it is no catalog. */
function checked({ file, text }: SourceText, problems: CatalogProblem[]): Part | null {
  const refuse = (found: readonly Problem[]) => {
    for (const { message, line, column } of found) problems.push({ file, place: { line, column }, message });
    return null;
  };
  const unreadable = text.indexOf('\ufffd');
  if (unreadable !== -1) return refuse([{ message: NO_UTF_8, ...placesIn(text)(unreadable) }]);
  const isJson = /\.json$/i.test(file);
  const parsed = isJson ? parseJson(text) : parseYaml(text);
  if ('problems' in parsed) return refuse(parsed.problems);
  const { data, locate } = parsed;
  const unfit = unfitIn(data, text);
  if (unfit !== null) return refuse([{ message: unfit.message, ...placeIn(parsed, unfit.path) }]);
  const twice = isJson ? twiceNamed(text, data) : [];
  if (twice.length > 0) return refuse(twice);
  const result = catalogSchema.safeParse(data);
  if (result.success) return { file, data: result.data, locate };
  const found = result.error.issues.flatMap((issue) => {
    return formatIssue(issue, data, FIELDS).map(({ path, message }) => ({ place: locate(path), message }));
  });
  found.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  problems.push(...found.map((problem) => ({ file, ...problem })));
  return null;
}

/** Where something stands, as near as can be told in a text that is nested too deeply. */
function placeIn({ locate }: Readable, path: Path): Place {
  try {
    return locate(path);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { line: 1, column: 1 };
  }
}

type Located = ({ file: string } & Place) | null;

function formatTwice({ code }: Entry, at: Located, first: Located): CatalogProblem {
  const before =
    first === null ? 'in the built-in catalog' : `at ${first.file}:${first.line}:${first.column}`;
  return {
    file: at?.file ?? '',
    place: at,
    message: `The code '${code}' stands twice, first ${before}. Give each its own service, surface, area or http_status, or make one of the two`,
  };
}

/** Something wrong with a catalog: where it is, in which words. The place is null for a whole file or folder. */
export interface CatalogProblem {
  file: string;
  place: Place | null;
  /** What was found and what was expected, without the place. */
  message: string;
}

/** A catalog that cannot be served, with everything that is wrong with it. */
export class CatalogError extends Error {
  readonly located: readonly CatalogProblem[];
  /** Each with its place, in a sentence. */
  readonly problems: readonly string[];

  readonly #paths: readonly string[];

  constructor(paths: readonly string[], located: readonly CatalogProblem[], hint = '') {
    const problems = located.map(formatProblem);
    super(
      [`The catalog ${paths.join(', ')} cannot be served:`, ...problems, ...(hint === '' ? [] : [hint])].join(
        '\n',
      ),
    );
    this.#paths = paths;
    this.name = 'CatalogError';
    this.located = located;
    this.problems = problems;
  }

  /** The same, with what else is to be known. */
  withHint(hint: string): CatalogError {
    return new CatalogError(this.#paths, this.located, hint);
  }
}

/** `file:line:column: message.`, as editors and terminals link it. */
function formatProblem({ file, place, message }: CatalogProblem): string {
  const at = place === null ? file : `${file}:${place.line}:${place.column}`;
  return `${at}: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}

const CATALOG = /\.(?:ya?ml|json)$/i;

/**
 * The catalog files behind a path, and whether it is a file itself.
 *
 * @throws Error in words, or what `node:fs` throws
 */
function findFiles(path: string): { files: string[]; isNamed: boolean } {
  const isNamed = existsSync(path) && !statSync(path).isDirectory();
  const files = filesAt(path, (name) => CATALOG.test(name));
  if (files.length > 0) return { files, isNamed };
  const what = existsSync(path)
    ? 'there is no .yaml, .yml or .json file in the folder'
    : 'it matches no .yaml, .yml or .json file';
  throw new Error(what);
}

/**
 * The files behind a path: itself, or those of a folder and its folders, or that a glob matches, whose names are
 * `wanted`, in the order of their names; hidden ones are passed over.
 *
 * @throws what `node:fs` throws
 */
export function filesAt(path: string, wanted: (name: string) => boolean): string[] {
  const { isGlob, base, glob } = picomatch.scan(path);
  if (isGlob && !existsSync(path)) {
    const folder = base === '' ? '.' : base;
    if (!existsSync(folder)) return [];
    const matches = picomatch(glob);
    return filesIn(folder, wanted).filter((file) => matches(relative(folder, file).split(sep).join('/')));
  }
  return statSync(path).isDirectory() ? filesIn(path, wanted) : [path];
}

function filesIn(folder: string, wanted: (name: string) => boolean): string[] {
  return inFolder(folder).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return filesIn(path, wanted);
    return wanted(each.name) ? [path] : [];
  });
}

/** What is watched of a path: of a glob the folder in which it begins. */
export function placeOf(path: string): string {
  const { isGlob, base } = picomatch.scan(path);
  return isGlob && !existsSync(path) ? base || '.' : path;
}

const TOP_LEVEL = /^["']?([\w-]{1,100})["']?[ \t]*:/gm;

/** Whether a file of a folder is none of its catalogs: it has names at its top, and none like that of the list of errors. */
function isOther({ file, text }: SourceText): boolean {
  const names = /\.json$/i.test(file)
    ? namesInJson(text)
    : [...text.matchAll(TOP_LEVEL)].map(([, name = '']) => name);
  return names.length > 0 && !names.some((name) => name === 'errors' || nearest(name, ['errors']) !== null);
}

function namesInJson(text: string): string[] {
  const data = jsonIn(text);
  return isObject(data) ? Object.keys(data) : Array.isArray(data) ? ['0'] : [];
}

/**
 * What of a folder may hold catalogs, in the order of the names: hidden things are passed over.
 *
 * @throws what `node:fs` throws
 */
export function inFolder(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Larger than any catalog: what is meant is another file. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The text of a file, which is UTF-8 unless its byte order mark says UTF-16; without this mark, without waiting for who
 * writes to a pipe, or reading a device without end.
 *
 * @throws Error in words, or what `node:fs` throws
 */
export function readText(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MOST_BYTES)
      throw new Error(`it has ${stats.size} bytes; at most ${MOST_BYTES} are read`);
    return decoded(readFileSync(file));
  } finally {
    closeSync(file);
  }
}

function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

const LONGEST_SHOWN = 60;

/** Something wrong with a value of a catalog file. */
interface Said {
  path: Path;
  message: string;
}

/** What is wrong, by an issue of the schema: the path, what was expected, and what stands there. */
function formatIssue(issue: z.core.$ZodIssue, data: unknown, fields: readonly string[]): Said[] {
  const path = issue.path as Path;
  const at = formatPath(path, data);
  if (issue.code === 'unrecognized_keys') {
    const place = path.length === 2 ? " What the format has no field for goes under 'extra'." : '';
    return issue.keys.map((key) => {
      const meant = nearest(key, fields);
      const hint = meant === null ? '' : ` Did you mean '${meant}'?`;
      return { path: [...path, key], message: `${at}: there is no field ${show(key)}.${hint}${place}` };
    });
  }
  const found = valueAt(data, path);
  if (found === undefined) return [{ path, message: `${at}: it is missing; expected ${issue.message}` }];
  const isWord = path.at(-1) === 'code' && (found === null || typeof found === 'boolean');
  const quote = isWord ? ' If that is the code, quote it' : '';
  return [{ path, message: `${at}: expected ${issue.message}, found ${show(found)}.${quote}` }];
}

/** `.errors[3].fix (rate_limited)` */
function formatPath(path: Path, data: unknown): string {
  const steps = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const code =
    path[0] === 'errors' && path.length > 1 ? valueAt(data, [...path.slice(0, 2), 'code']) : undefined;
  const named =
    typeof code === 'string' || typeof code === 'number' ? ` (${show(String(code)).slice(1, -1)})` : '';
  return `${steps === '' ? 'the file' : steps}${named}`;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }, data);
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** As deep as YAML may be nested by its parser; far deeper than anything that a catalog says. */
const DEEPEST = 100;
/** In characters. Below that, aliases may repeat what they like. */
const ALWAYS_ALLOWED = 16_000_000;

interface Unfit {
  path: Path;
  message: string;
}

/**
 * What keeps data from being worked with, or null: a list in itself, YAML whose aliases of aliases make millions of
 * values of a short text, or the one name that a field of JavaScript cannot have. Ends early, whatever there is.
 */
function unfitIn(data: unknown, text: string): Unfit | null {
  const most = Math.max(ALWAYS_ALLOWED, 2 * text.length);
  const path: (string | number)[] = [];
  let size = 0;
  const refuse = (message: string): Unfit => ({ path: path.slice(0, 4), message });
  const inside = (key: string | number, child: unknown): Unfit | null => {
    path.push(key);
    const found = visit(child);
    path.pop();
    return found;
  };
  const visit = (value: unknown): Unfit | null => {
    size += typeof value === 'string' ? 1 + value.length : 1;
    if (size > most) return refuse(`With all that its aliases stand for, it has over ${most} characters`);
    if (typeof value !== 'object' || value === null) return null;
    if (path.length > DEEPEST) return refuse(`It is nested more than ${DEEPEST} levels deep, or in itself`);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        const found = inside(index, value[index]);
        if (found !== null) return found;
      }
      return null;
    }
    for (const key of Object.keys(value)) {
      if (key === '__proto__')
        return { path: [...path, key], message: 'A field cannot have the name __proto__; give it another' };
      size += key.length;
      const found = inside(key, (value as Record<string, unknown>)[key]);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(data);
}
