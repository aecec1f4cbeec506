import { basename } from 'node:path';
import { canBeCode } from '../../base/code-shape.ts';
import { nearest } from '../../base/edit-distance.ts';
import { Failure } from '../../base/failure.ts';
import { type CatalogData, entrySchema, writeYaml } from '../../catalog/catalog.ts';
import { filesAt, readText } from '../../catalog/files/files.ts';
import { importSources, languageOf } from '../../check/check.ts';
import type { CommandRequest, OptionShape } from '../../config/config.ts';
import {
  type CatalogHead,
  type Converted,
  FORMAT_NAMES,
  FORMATS,
  type FormatName,
  guessFormat,
  ImportError,
  type Imported,
  type ImportOptions,
  mergeFiles,
  misnamed,
  onlyThose,
  toCatalog,
  type Unplaced,
} from '../../import/import.ts';
import { visibleLines } from '../../redact/redact.ts';
import type { CommandContext, Terminal } from '../command.ts';
import { defineCommand, isFound, JSON_OPTION } from '../command.ts';
import { EXIT, jsonText, printTrouble } from '../print.ts';
import { formatNext, isThere, SCHEMA_LINE, writeNewFile } from './new.ts';

const FIELDS = Object.keys(entrySchema.shape).filter((name) => name !== 'extra');

const OPTIONS = {
  format: {
    value: 'FORMAT',
    about: 'what the file is, where it does not show:',
    rows: [
      ...FORMAT_NAMES.map((name) => ({ label: name, about: FORMATS[name].about })),
      { label: 'source', about: 'source code: its codes, with the messages and statuses beside them' },
    ],
  },
  only: { value: 'REGEX', about: 'only codes that this matches' },
  section: { value: 'WORDS', about: 'of a page, only what stands below a heading with these words' },
  map: {
    value: 'FIELD=NAME',
    about: 'the column, or the member by a dotted path, that holds a field of an entry (code, title, fix, …)',
    isRepeatable: true,
  },
  list: {
    value: 'PATH',
    about: 'where the list stands in the file, as data.errors; a * in it takes every member',
  },
  name: { value: 'NAME', about: 'the name of the catalog', default: 'of the file' },
  service: {
    value: 'NAME',
    about: 'the service of every error that names none; - takes the name of each file',
  },
  surface: { value: 'NAME', about: 'the surface, likewise' },
  area: { value: 'NAME', about: 'the area, likewise' },
  out: {
    value: 'FILE',
    about: 'write YAML, or JSON to a .json, instead of showing it; never overwrites; -o for short',
  },
  json: {
    ...JSON_OPTION,
    about: 'catalog, unplaced, notes and counts as JSON; a failure too, as {"error":{...}}',
  },
} as const satisfies Readonly<Record<string, OptionShape>>;

type Request = CommandRequest<keyof typeof OPTIONS>;
/** A format of `import`, or source code, which is read as `check` reads it. */
type Format = FormatName | 'source';
const ALL_FORMATS: readonly string[] = [...FORMAT_NAMES, 'source'];

/** `import`: reads the errors of files of other formats, writes them as a catalog, and says what it did not take. */
export const importCommand = defineCommand({
  about: 'make a catalog of OpenAPI, docs, JSON, a table, …',
  description:
    'Makes a catalog of the errors in files of other formats, which show what they are. Of a folder, each page may be about one error. What is in a file and cannot be placed is told on stderr; nothing is invented.',
  operands: [{ word: 'FILE...', about: 'files, folders and globs; - reads stdin' }],
  options: OPTIONS,
  examples: [
    'error-catalog-mcp import openapi.yaml -o catalog.yaml',
    'error-catalog-mcp import errors.csv --map code=ID --map fix=Resolution',
    'error-catalog-mcp import docs/errors/ src/errors.go -o catalog.yaml',
    'curl -s https://api.example.com/errors | error-catalog-mcp import -',
  ],
  exits: {
    0: 'imported',
    1: 'no error was found',
    2: 'wrong arguments or a file that is not of the format',
  },
  problems: (request) => operandProblems(request),
  run: (request, _, commandContext) => importFiles(request, commandContext),
});

const FORMATS_THERE_ARE = `The formats are ${ALL_FORMATS.join(', ')}.`;

/** The format that a person names, as an option or as the first of several words, and the files. */
function asked({ operands, options }: Pick<CommandRequest, 'operands' | 'options'>): {
  format: string | null;
  paths: readonly string[];
} {
  const [first = '', ...rest] = operands;
  const format = options['format'] ?? null;
  const isFirst = format === null && rest.length > 0 && ALL_FORMATS.includes(first) && !isFound(first);
  return isFirst ? { format: first, paths: rest } : { format, paths: operands };
}

/** What is wrong with the words behind `import`, each in a sentence. */
function operandProblems(request: Pick<CommandRequest, 'operands' | 'options'>): string[] {
  const { paths } = asked(request);
  const problems: string[] = [];
  const [first, ...others] = paths;
  if (first === undefined || (others.length === 0 && ALL_FORMATS.includes(first) && !isFound(first)))
    problems.push('import needs a file, a folder or a glob; - reads stdin.');
  return problems;
}

function isFormat(word: string): word is Format {
  return ALL_FORMATS.includes(word);
}

function noFormat(word: string): Failure {
  const meant = nearest(word, ALL_FORMATS);
  const hint = meant === null ? FORMATS_THERE_ARE : `Did you mean ${meant}? ${FORMATS_THERE_ARE}`;
  return new Failure('validation_failed', `There is no format '${word}'. ${hint}`);
}

/** A text that is to be imported. */
interface Input {
  /** As it is told to a person. */
  name: string;
  text: string;
}

/** What one file gave. */
interface Gathered extends Omit<Imported, 'name'> {
  /** Of the file. */
  name: string;
  /** What it calls itself. */
  title: string | undefined;
}

/** @throws Failure for options or a file that it cannot do with, and where there is no error in the files */
async function importFiles(command: Request, { terminal, readStdin }: CommandContext): Promise<number> {
  const { format, paths } = asked(command);
  if (format !== null && !isFormat(format)) throw noFormat(format);
  const out = given(command, 'out');
  if (out !== null && isFound(out)) throw isThere(out);
  const inputs = await inputsOf(paths, readStdin);
  const gathered: Gathered[] = [];
  const chosenFor = (input: Input) => format ?? formatOf(input);
  // Files of source code are read together, as one may say what the constants of another mean.
  const sources = inputs.filter((input) => chosenFor(input) === 'source');
  const fromSource = new Map(importSources(sources).map((imported, at) => [sources[at], imported]));
  for (const input of inputs) {
    const chosen = chosenFor(input);
    const options = optionsFor(command, chosen);
    const isAlone = inputs.length === 1;
    const imported = withDamage(
      await readOne(
        input,
        { format: chosen, isChosen: format !== null, isAlone, options },
        fromSource.get(input),
      ),
      input.text,
    );
    const { name: title, ...rest } = withService(command, input.name, imported);
    gathered.push({ ...rest, title, name: input.name });
  }
  const [first, ...others] = gathered;
  const name = first !== undefined && others.length === 0 ? first.name : paths.join(', ');
  const converted = toCatalog(together(gathered), headOf(command, paths[0] ?? '-', gathered[0]?.title));
  const { catalog, unplaced, notes } = converted;
  if (catalog === null) throw none(converted, name, command.json, terminal);

  const counts = countsOf(catalog, unplaced);
  if (out !== null) writeNewFile(out, isJson(out) ? `${JSON.stringify(catalog, null, 2)}\n` : yaml(catalog));
  if (command.json) {
    await terminal.out(`${jsonText({ catalog, unplaced, notes, counts }, terminal.columns !== null)}\n`);
    return EXIT.ok;
  }
  if (out === null) await terminal.out(shown(yaml(catalog), terminal));
  printTrouble(terminal, formatImported(counts, name, out));
  for (const line of formatLeftOut(converted, name)) printTrouble(terminal, line);
  if (out !== null) for (const line of formatNext(out)) printTrouble(terminal, line);
  return EXIT.ok;
}

const READABLE =
  /\.(?:mdx?|markdown|html?|xhtml|rst|adoc|txt|json|jsonl|ndjson|ya?ml|toml|csv|tsv|properties|po|proto|graphqls?|gql)$/i;

/** The texts behind some paths: of a folder or a glob, every file that can be imported. */
async function inputsOf(paths: readonly string[], readStdin: () => Promise<string>): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    if (path === '-') inputs.push({ name: 'stdin', text: (await readStdin()).replace(/^\ufeff/, '') });
    else for (const file of filesOf(path)) inputs.push({ name: file, text: textOf(file) });
  }
  return inputs;
}

function filesOf(path: string): string[] {
  try {
    const files = filesAt(path, (name) => READABLE.test(name) || languageOf(name) !== null);
    if (files.length > 0) return files;
  } catch (error) {
    const meant = isFound(path) ? null : nearest(path, ALL_FORMATS);
    const hint = meant === null ? '' : ` If the format is meant, say --format ${meant}.`;
    throw new Failure('validation_failed', `${path} cannot be read: ${reasonOf(error)}.${hint}`);
  }
  throw new Failure('validation_failed', `${path}: there is no file that can be imported.`);
}

function formatOf({ name, text }: Input): Format {
  return languageOf(name) === null ? guessFormat(name, text) : 'source';
}

interface Reading {
  format: Format;
  /** Whether a person says that it is of this format. */
  isChosen: boolean;
  /** Whether it is the only file. */
  isAlone: boolean;
  options: ImportOptions;
}

/** What one text gives; a page without codes of its own, beside others, is about the error that its file is named for. */
async function readOne(
  { name, text }: Input,
  { format, isChosen, isAlone, options }: Reading,
  fromSource: Imported | undefined,
): Promise<Imported> {
  const seems =
    format === 'source' ? null : languageOf(name) === null ? misnamed(format, name, text) : 'source';
  if (isChosen && seems !== null)
    throw new Failure(
      'validation_failed',
      `${name} cannot be imported as ${format}. It looks like ${seems}; leave the format out, or say --format ${seems}.`,
    );
  try {
    const imported =
      format === 'source'
        ? (fromSource ?? { entries: [], unplaced: [] })
        : (await FORMATS[format].load())(text, { ...options, isGuess: !isChosen });
    const chosen = options.only ? onlyThose(options.only, imported) : imported;
    const isPage = format === 'markdown' || format === 'mdx';
    return !isAlone && isPage && chosen.entries.length === 0 ? pageOfOne(name, text, chosen) : chosen;
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const known = isChosen ? '' : ` (it looks like ${format}; --format says otherwise)`;
    throw new Failure(
      'validation_failed',
      `${name} cannot be imported as ${format}${known}. ${error.message}`,
    );
  }
}

/** A page that is about the one error whose code is the name of its file. */
function pageOfOne(name: string, text: string, imported: Imported): Imported {
  const code = basename(name).replace(/\.[^.]*$/, '');
  if (/^(?:readme|index|_index|overview|errors?|summary)$/i.test(code) || !canBeCode(code)) return imported;
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, '');
  const paragraphs = body
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const title = paragraphs.find((each) => /^#{1,6}\s/.test(each))?.replace(/^#+\s+/, '');
  const prose = paragraphs.filter((each) => !/^(?:#{1,6}\s|```|<|\||[-*]\s)/.test(each));
  const meaning = prose[0]?.replaceAll(/\s*\n\s*/g, ' ');
  if (meaning === undefined) return imported;
  const data = { code, ...(title !== undefined && title !== code && { title }), meaning };
  return { ...imported, entries: [{ data, line: 1 }] };
}

/** What some files gave as one, each with its file where there are several. */
function together(gathered: readonly Gathered[]): Imported {
  const isAlone = gathered.length === 1;
  const told = <T extends { line: number | null }>(list: readonly T[], name: string): T[] =>
    isAlone ? [...list] : list.map((each) => ({ ...each, file: name }));
  return {
    entries: isAlone
      ? gathered.flatMap(({ entries }) => entries)
      : mergeFiles(gathered.map(({ entries }) => entries)),
    unplaced: gathered.flatMap(({ unplaced, name }) => told(unplaced, name)),
    notes: gathered.flatMap(({ notes = [], name }) => told(notes, name)),
  };
}

/** `--service -`: each file is the service of its errors. */
function withService(command: Request, name: string, imported: Imported): Imported {
  if (given(command, 'service') !== '-') return imported;
  const service = basename(name).replace(/\.[^.]*$/, '');
  return {
    ...imported,
    entries: imported.entries.map(({ data, line }) => ({ data: { service, ...data }, line })),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}

function given({ values }: Request, option: keyof typeof OPTIONS): string | null {
  return values.get(option)?.[0] ?? null;
}

/** @throws Failure for a `--map` that names no field, and for an option that the format does not take */
function optionsFor(command: Request, format: Format): ImportOptions {
  const takes: readonly string[] = format === 'source' ? [] : FORMATS[format].takes;
  for (const option of ['map', 'list', 'section'] as const) {
    if (!command.values.has(option) || takes.includes(option)) continue;
    const others = Object.entries(FORMATS).filter(([, each]) =>
      (each.takes as readonly string[]).includes(option),
    );
    const names = others.map(([other]) => other).join(', ');
    throw new Failure('validation_failed', `--${option} is an option of ${names}, not of ${format}.`);
  }
  return {
    map: mapOf(command.values.get('map') ?? []),
    list: given(command, 'list'),
    section: given(command, 'section'),
    only: patternOf(given(command, 'only')),
  };
}

function patternOf(text: string | null): RegExp | null {
  if (text === null) return null;
  try {
    return new RegExp(text);
  } catch (error) {
    throw new Failure(
      'validation_failed',
      `--only needs a regular expression of JavaScript, and '${text}' is none. ${reasonOf(error)}.`,
    );
  }
}

function mapOf(pairs: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const each of pairs) {
    const [, field = '', column = ''] = /^([^=]*)=([\s\S]*)$/.exec(each) ?? [];
    if (column === '')
      throw new Failure(
        'validation_failed',
        `--map needs FIELD=COLUMN, such as code=error_id; found '${each}'.`,
      );
    if (!FIELDS.includes(field)) {
      const meant = nearest(field, FIELDS);
      const hint = meant === null ? `The fields are ${FIELDS.join(', ')}.` : `Did you mean '${meant}'?`;
      throw new Failure('validation_failed', `--map: an entry has no field '${field}'. ${hint}`);
    }
    if (map.has(field))
      throw new Failure('validation_failed', `--map: the field '${field}' may be given only once.`);
    map.set(field, column);
  }
  return map;
}

function textOf(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    throw new Failure('validation_failed', `${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/** Characters that were lost in decoding are told. */
function withDamage(imported: Imported, text: string): Imported {
  if (!text.includes('\ufffd')) return imported;
  const note = {
    line: null,
    text: 'The file is not all UTF-8: some characters are shown as \ufffd. Save it as UTF-8.',
  };
  return { ...imported, notes: [...(imported.notes ?? []), note] };
}

/** `title` is what the first file calls itself. */
function headOf(command: Request, file: string, title?: string): CatalogHead {
  const base = basename(file)
    .replace(/\.[^.]*$/, '')
    .trim();
  const head = (['service', 'surface', 'area'] as const).map((option) => {
    const value = given(command, option);
    return [option, option === 'service' && value === '-' ? null : value] as const;
  });
  for (const [option, value] of [...head, ['name', given(command, 'name')] as const]) {
    if (value === null || (value.trim() !== '' && value.length <= 200)) continue;
    throw new Failure('validation_failed', `--${option} needs a name of at most 200 characters.`);
  }
  return {
    name: given(command, 'name') ?? title ?? (file === '-' || base === '' ? 'imported' : base.slice(0, 100)),
    ...Object.fromEntries(head.filter(([, value]) => value !== null)),
  };
}

function isJson(file: string): boolean {
  return /\.json$/i.test(file);
}

function yaml(catalog: object): string {
  return `${SCHEMA_LINE}\n${writeYaml(catalog)}`;
}

/** A terminal shows nothing that could steer it. */
function shown(text: string, { columns }: Terminal): string {
  return columns === null ? text : visibleLines(text);
}

/** What is said where there is no error to write: with JSON all of it, as stderr then stays empty. */
function none(converted: Converted, name: string, json: boolean, terminal: Terminal): Failure {
  const left = formatLeftOut(converted, name);
  const found = `No error was found in ${name}.`;
  if (json) return new Failure('not_found', [found, ...left].join('\n'));
  for (const line of left) printTrouble(terminal, line);
  return new Failure('not_found', found);
}

/** How much an import gave. */
export interface ImportCounts {
  errors: number;
  with_http_status: number;
  with_meaning: number;
  with_fix: number;
  unplaced: number;
}

const MOST_SHOWN = 50;

/** Counts what a catalog says of its errors. */
function countsOf({ errors }: CatalogData, unplaced: readonly Unplaced[]): ImportCounts {
  const known = (field: 'http_status' | 'meaning' | 'fix') => {
    return errors.filter((entry) => entry[field] !== undefined && entry[field] !== null).length;
  };
  return {
    errors: errors.length,
    with_http_status: known('http_status'),
    with_meaning: known('meaning'),
    with_fix: known('fix'),
    unplaced: unplaced.length,
  };
}

/** The import in a sentence. */
function formatImported(counts: ImportCounts, name: string, out: string | null): string {
  const { errors, with_http_status: status, with_meaning: meaning, with_fix: fix } = counts;
  const number = errors === 1 ? '1 error' : `${errors} errors`;
  const into = out === null ? '' : ` into ${out}`;
  return `Imported ${number} from ${name}${into}: ${status} with an HTTP status, ${meaning} with a meaning, ${fix} with a fix.`;
}

/** What was not taken, and what is to be known about what was: a line each, as editors and terminals link it. */
function formatLeftOut({ unplaced, notes }: Omit<Converted, 'catalog'>, name: string): string[] {
  const at = ({ file = name, line }: { file?: string; line: number | null }) =>
    line === null ? file : `${file}:${line}`;
  return [
    ...list(
      'Not placed',
      unplaced.map((each) => `${at(each)}: ${oneLine(each.text)} — ${each.reason}`),
    ),
    ...list(
      'Notes',
      notes.map((each) => `${at(each)}: ${each.text}`),
    ),
  ];
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_SHOWN;
  return [
    `${title} (${lines.length}):`,
    ...lines.slice(0, MOST_SHOWN).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more; --json shows all.`] : []),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
