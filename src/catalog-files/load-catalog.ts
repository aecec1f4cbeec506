import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/catalog.ts';
import { combine } from '../catalog/combine.ts';
import type { Entry } from '../catalog/entry.ts';
import { type CatalogData, catalogSchema, entrySchema } from '../catalog/schema.ts';
import { CatalogError, type CatalogProblem } from './catalog-error.ts';
import { findFiles } from './find-files.ts';
import { parseJson } from './json.ts';
import type { Place, Readable } from './parsed.ts';
import { readText } from './read-text.ts';
import { sayIssue } from './say-issue.ts';
import { parseYaml } from './yaml.ts';

/** A catalog with where its entries stand. */
export interface LoadedCatalog {
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
  const sources = paths.flatMap((path) => {
    try {
      return findFiles(path).map((file) => ({ file, text: readText(file) }));
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
  const { catalog, origins, twice } = combine(data);
  const locate: LoadedCatalog['locate'] = (entry, field) => {
    const origin = origins.get(entry);
    const part = origin && whole[origin.part];
    if (origin === undefined || part === undefined) return null;
    const path = ['errors', origin.index, ...(field === undefined ? [] : [field])];
    return { file: part.file, ...part.locate(path) };
  };
  for (const { entry, first } of twice)
    problems.push(sayTwice(entry, locate(entry, 'code'), locate(first, 'code')));
  if (problems.length > 0) throw new CatalogError(paths, problems);
  return { catalog, parts: data, locate };
}

type Part = Readable & { file: string; data: CatalogData };

const FIELDS = [...Object.keys(catalogSchema.shape), ...Object.keys(entrySchema.shape)];

/** The data of a file; null, with its problems added, if it is no catalog. */
function checked({ file, text }: SourceText, problems: CatalogProblem[]): Part | null {
  const parsed = /\.json$/i.test(file) ? parseJson(text) : parseYaml(text);
  if ('problems' in parsed) {
    problems.push(
      ...parsed.problems.map(({ message, line, column }) => ({ file, place: { line, column }, message })),
    );
    return null;
  }
  const { data, locate } = parsed;
  const result = catalogSchema.safeParse(data);
  if (result.success) return { file, data: result.data, locate };
  const found = result.error.issues.flatMap((issue) => {
    return sayIssue(issue, data, FIELDS).map(({ path, message }) => ({ place: locate(path), message }));
  });
  found.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  problems.push(...found.map((problem) => ({ file, ...problem })));
  return null;
}

type Located = ({ file: string } & Place) | null;

function sayTwice({ code }: Entry, at: Located, first: Located): CatalogProblem {
  const before =
    first === null ? 'in the built-in catalog' : `at ${first.file}:${first.line}:${first.column}`;
  return {
    file: at?.file ?? '',
    place: at,
    message: `The code '${code}' stands twice, first ${before}. Give each its own service, surface, area or http_status, or make one of the two`,
  };
}
