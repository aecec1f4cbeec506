import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { nearest } from '../../base/edit-distance.ts';
import { Failure } from '../../base/failure.ts';
import { type CatalogData, entrySchema, writeYaml } from '../../catalog/catalog.ts';
import { readText } from '../../catalog/files/files.ts';
import type { CommandRequest, OptionShape } from '../../config/config.ts';
import {
  type CatalogHead,
  type Converted,
  FORMAT_NAMES,
  FORMATS,
  type FormatName,
  ImportError,
  type Imported,
  type ImportOptions,
  isFormat,
  toCatalog,
  type Unplaced,
} from '../../import/import.ts';
import { visibleLines } from '../../redact/redact.ts';
import { defineCommand, JSON_OPTION } from '../command.ts';
import { jsonText } from '../print.ts';
import type { CommandContext, Terminal } from '../terminal.ts';
import { EXIT, printTrouble } from '../trouble.ts';
import { isThere, SCHEMA_LINE, writeNewFile } from './new.ts';

const FIELDS = Object.keys(entrySchema.shape).filter((name) => name !== 'extra');

const OPTIONS = {
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
  service: { value: 'NAME', about: 'the service of every error that names none' },
  surface: { value: 'NAME', about: 'the surface, likewise' },
  area: { value: 'NAME', about: 'the area, likewise' },
  out: {
    value: 'FILE',
    about: 'write YAML, or JSON to a .json, instead of showing it; never overwrites',
  },
  json: {
    ...JSON_OPTION,
    about: 'catalog, unplaced, notes and counts as JSON; a failure too, as {"error":{...}}',
  },
} as const satisfies Readonly<Record<string, OptionShape>>;

type Request = CommandRequest<keyof typeof OPTIONS>;

/** `import`: reads the errors of a file of another format, writes them as a catalog, and says what it did not take. */
export const importCommand = defineCommand({
  about: 'make a catalog of OpenAPI, docs, JSON, a table, …',
  description:
    'Makes a catalog of the errors in a file of another format. What is in the file and cannot be placed is told on stderr; nothing is invented.',
  operands: [
    {
      word: 'FORMAT',
      about: '',
      rows: FORMAT_NAMES.map((name) => ({ label: name, about: FORMATS[name].about })),
    },
    { word: 'FILE', about: 'the file; - reads stdin' },
  ],
  takes: 'takes a format and a file',
  options: OPTIONS,
  examples: [
    'error-catalog-mcp import openapi openapi.yaml --out catalog.yaml',
    'error-catalog-mcp import csv errors.csv --map code=ID --map fix=Resolution',
    'curl -s https://api.example.com/errors | error-catalog-mcp import json -',
  ],
  exits: {
    0: 'imported',
    1: 'no error was found',
    2: 'wrong arguments or a file that is not of the format',
  },
  problems: ({ operands }) => operandProblems(operands),
  run: (request, _, commandContext) => importFile(request, commandContext),
});

const FORMATS_THERE_ARE = `The formats are ${FORMAT_NAMES.join(', ')}.`;

/** What is wrong with the words behind `import`, each in a sentence. */
function operandProblems([format, file]: readonly string[]): string[] {
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

/** @throws Failure for options or a file that it cannot do with, and where there is no error in the file */
async function importFile(command: Request, { terminal, readStdin }: CommandContext): Promise<number> {
  const [format = '', file = ''] = command.operands;
  if (!isFormat(format)) throw new Error(`There is no format ${format}.`);
  const out = given(command, 'out');
  if (out !== null && existsSync(out)) throw isThere(out);
  const options = optionsFor(command, format);
  const name = file === '-' ? 'stdin' : file;
  const text = await textOf(file, readStdin);
  const imported = await read(text, { format, name, options });
  const converted = toCatalog(withDamage(imported, text), headOf(command, file));
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
  return EXIT.ok;
}

function given({ values }: Request, option: keyof typeof OPTIONS): string | null {
  return values.get(option)?.[0] ?? null;
}

/** @throws Failure for a `--map` that names no field, and for an option that the format does not take */
function optionsFor(command: Request, format: FormatName): ImportOptions {
  const takes: readonly string[] = FORMATS[format].takes;
  for (const option of ['map', 'list'] as const) {
    if (!command.values.has(option) || takes.includes(option)) continue;
    const others = Object.entries(FORMATS).filter(([, each]) =>
      (each.takes as readonly string[]).includes(option),
    );
    const names = others.map(([other]) => other).join(', ');
    throw new Failure('validation_failed', `--${option} is an option of ${names}, not of ${format}.`);
  }
  return { map: mapOf(command.values.get('map') ?? []), list: given(command, 'list') };
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

async function textOf(file: string, readStdin: () => Promise<string>): Promise<string> {
  try {
    return file === '-' ? (await readStdin()).replace(/^\ufeff/, '') : readText(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure('validation_failed', `${file === '-' ? 'stdin' : file} cannot be read: ${why}.`);
  }
}

interface Reading {
  format: FormatName;
  name: string;
  options: ImportOptions;
}

async function read(text: string, { format, name, options }: Reading): Promise<Imported> {
  const importer = await FORMATS[format].load();
  try {
    return importer(text, options);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new Failure('validation_failed', `${name} cannot be imported as ${format}. ${error.message}`);
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

function headOf(command: Request, file: string): CatalogHead {
  const base = basename(file)
    .replace(/\.[^.]*$/, '')
    .trim();
  const head = (['service', 'surface', 'area'] as const).map(
    (option) => [option, given(command, option)] as const,
  );
  for (const [option, value] of [...head, ['name', given(command, 'name')] as const]) {
    if (value === null || (value.trim() !== '' && value.length <= 200)) continue;
    throw new Failure('validation_failed', `--${option} needs a name of at most 200 characters.`);
  }
  return {
    name: given(command, 'name') ?? (file === '-' || base === '' ? 'imported' : base.slice(0, 100)),
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
  const at = (line: number | null) => (line === null ? name : `${name}:${line}`);
  return [
    ...list(
      'Not placed',
      unplaced.map(({ line, text, reason }) => `${at(line)}: ${oneLine(text)} — ${reason}`),
    ),
    ...list(
      'Notes',
      notes.map(({ line, text }) => `${at(line)}: ${text}`),
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
