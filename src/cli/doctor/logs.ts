import { closeSync, fstatSync } from 'node:fs';
import { isObject } from '../../base/objects.ts';
import { count, group } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import {
  type Compression,
  type Coverage,
  countLineFeeds,
  decompress,
  expandSources,
  factsOf,
  findObject,
  type IdNames,
  idNames,
  isSystemError,
  type LogFacts,
  type OpenFile,
  type OpenIndex,
  openFile,
  ownId,
  parseJson,
  parseLine,
  readAccessLog,
  readAt,
  readPairs,
  reasonOf,
  sumOf,
} from '../../logs/logs.ts';
import { findRequestId } from '../../recognize/recognize.ts';
import { size } from '../commands/index-logs.ts';
import { type Check, check } from './check.ts';

/** How many problems and codes are named. */
const MOST_NAMED = 5;

/** What there is behind the configured paths, a check each. */
export function checkLogs(surveys: readonly Survey[]): Check[] {
  return surveys.length === 0 ? [NONE] : surveys.map(checkPath);
}

const NONE = check(
  'logs',
  'warning',
  'none are configured: errors are explained, but no request can be looked up',
  {
    advice: [
      'Start the server with --logs PATH (a file, a folder or a glob; repeatable), or set ERROR_CATALOG_LOGS.',
    ],
  },
);

function checkPath(survey: Survey): Check {
  const { path, files, again, skipped, sample } = survey;
  const details: string[] = [];
  const advice: string[] = [];
  for (const { source, reason } of skipped.slice(0, MOST_NAMED)) {
    const of = source === path ? '' : `${source}: `;
    (files === 0 ? advice : details).push(`${of}${reason}`);
  }
  if (skipped.length > MOST_NAMED) details.push(`${skipped.length - MOST_NAMED} more cannot be read either.`);
  if (again > 0 && files === 0 && skipped.length === 0) {
    const twice = ['Each file is read once, so this path may be left out.'];
    return check('logs', 'warning', `${path}: given twice, ${count(again, 'file')} counted above`, {
      advice: twice,
    });
  }
  if (again > 0) details.push(`${count(again, 'more file')} counted above: each is read once.`);
  if (files === 0) {
    if (skipped.length === 0) advice.push('Check the path: the folder holds no file.');
    return check('logs', 'problem', `${path}: there is nothing to read`, { details, advice });
  }
  if (sample.lines > 0) details.push(...formatRecognized(sample));
  const hasIds = sample.withRequestId > 0 || sample.lines === 0;
  if (!hasIds) advice.push('If requests have ids under a name of your own, add --id-key NAME.');
  return check('logs', skipped.length > 0 || !hasIds ? 'warning' : 'ok', `${path}: ${formatSurvey(survey)}`, {
    details,
    advice,
  });
}

function formatSurvey({ files, lines, isExact, uncounted, size: bytes }: Survey): string {
  const many = count(files, 'file');
  if (uncounted === files) return `${many}, ${size(bytes)}, lines not counted`;
  const more = uncounted === 0 ? '' : `, without the lines of ${count(uncounted, 'compressed file')}`;
  return `${many}, ${isExact ? count(lines, 'line') : `about ${count(rounded(lines), 'line')}`}, ${size(bytes)}${more}`;
}

function formatRecognized({
  lines,
  formats,
  withTime,
  withRequestId,
  codes,
  uncatalogued,
}: Recognized): string[] {
  const of = formats.map(([format, many]) => `${format} ${group(many)}`).join(', ');
  const named = codes.slice(0, MOST_NAMED).map(([code, many]) => `${code} ${group(many)}`);
  const more = codes.length > named.length ? [`${codes.length - named.length} more codes`] : [];
  const lacking = uncatalogued === 0 ? [] : [`codes that the catalog lacks ${group(uncatalogued)}`];
  const errors = [...named, ...more, ...lacking];
  return [
    `Of ${count(lines, 'line')} looked at: request ids in ${group(withRequestId)}, a time in ${group(withTime)}.`,
    `Formats: ${of}.`,
    errors.length === 0 ? 'No error code stands in these lines.' : `Errors: ${errors.join(', ')}.`,
  ];
}

/** To three digits: an estimate is no more exact. */
function rounded(many: number): number {
  return Number(many.toPrecision(3));
}

/** From how many files of a path lines are looked at. */
const MOST_SAMPLED = 50;

/** What there is behind one configured path. */
export interface Survey extends Coverage {
  path: string;
  /** Files that can be read, and were not met behind a path before. */
  files: number;
  /** Files that were met before. */
  again: number;
  /** In bytes on disk. */
  size: number;
  /** Lines, as far as they could be counted. */
  lines: number;
  isExact: boolean;
  /** Files whose lines were not counted: that would take decompressing them. */
  uncounted: number;
  /** What cannot be read, and why. */
  skipped: readonly { source: string; reason: string }[];
  sample: Recognized;
}

interface Means {
  catalog: Catalog;
  /** The one workspace that is served; null for all. */
  workspace: string | null;
  /** Further names that hold ids of requests; none if left out. */
  idNames?: IdNames;
  /** The real paths of the files that were met, to which those of this path are added. */
  met: Set<string>;
  index: OpenIndex | null;
  counter: LineCounter;
}

/** Looks at the files behind a path. Never throws for what cannot be read. */
export async function surveyPath(
  path: string,
  { catalog, workspace, idNames: names, met, index, counter }: Means,
): Promise<Survey> {
  const { files: all, skipped } = await expandSources([path]);
  const files = all.filter((file) => !met.has(file.path) && met.add(file.path));
  // Evenly, so that old files and new ones are seen.
  const every = Math.max(1, files.length / MOST_SAMPLED);
  const sampled = new Set(Array.from({ length: MOST_SAMPLED }, (_, at) => Math.floor(at * every)));
  const survey = {
    path,
    files: 0,
    again: all.length - files.length,
    size: 0,
    lines: 0,
    isExact: true,
    uncounted: 0,
  };
  const covers: Coverage[] = [];
  const lines: string[] = [];
  for (const [at, { path: real, name }] of files.entries()) {
    try {
      const file = openFile(real);
      try {
        if (!fstatSync(file.fd).isFile()) continue;
        const facts = factsOf(file.fd, index);
        const sample =
          sampled.has(at) || facts.form.kind === 'unreadable' ? await sampleOf(file, facts) : null;
        if (sample?.problem) skipped.push({ source: name, reason: sample.problem });
        if (facts.form.kind === 'unreadable') continue;
        const counted = counter.count(file.fd, facts, sample?.average ?? null);
        survey.files += 1;
        survey.size += facts.size;
        survey.lines += counted?.lines ?? 0;
        survey.isExact &&= counted?.isExact ?? true;
        if (counted === null) survey.uncounted += 1;
        covers.push(facts);
        lines.push(...(sample?.lines ?? []));
      } finally {
        closeSync(file.fd);
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      skipped.push({ source: name, reason: reasonOf(error) });
    }
  }
  return { ...survey, ...sumOf(covers), skipped, sample: recognized(lines, catalog, workspace, names) };
}

/** How many lines of a sample show what is looked for. */
export interface Recognized {
  lines: number;
  /** By format, the most frequent first. */
  formats: readonly (readonly [format: string, lines: number])[];
  withTime: number;
  withRequestId: number;
  /** Lines that name the workspace which is looked for; 0 where none is. */
  ofWorkspace: number;
  /** By code of the catalog, the most frequent first. */
  codes: readonly (readonly [code: string, lines: number])[];
  /** Lines with a code that the catalog lacks. */
  uncatalogued: number;
}

/** What is recognized in some raw lines; blank ones do not count. `workspace` is null where none is looked for. */
export function recognized(
  lines: readonly string[],
  catalog: Catalog,
  workspace: string | null = null,
  keys: IdNames = idNames([]),
): Recognized {
  const own = workspace?.toLowerCase();
  const formats = new Map<string, number>();
  const codes = new Map<string, number>();
  const found = { lines: 0, withTime: 0, withRequestId: 0, ofWorkspace: 0, uncatalogued: 0 };
  for (const text of lines) {
    const records = parseLine(text, { source: '' });
    if (records.length === 0) continue;
    found.lines += 1;
    add(formats, formatOf(text.trim()));
    if (records.some(({ ns }) => ns !== null)) found.withTime += 1;
    const hasId = records.some(({ line }) =>
      Object.keys(line.rest ?? {}).some((name) => ownId(name, keys) !== null),
    );
    if (hasId || findRequestId(text) !== null) found.withRequestId += 1;
    const names = records.flatMap(({ line }) => line.workspace?.toLowerCase() ?? []);
    if (own !== undefined && names.includes(own)) found.ofWorkspace += 1;
    const named = records.flatMap(({ line }) => line.code ?? []);
    for (const code of new Set(named)) if (catalog.get(code) !== undefined) add(codes, code);
    if (named.some((code) => catalog.get(code) === undefined)) found.uncatalogued += 1;
  }
  return { ...found, formats: sorted(formats), codes: sorted(codes) };
}

function formatOf(text: string): string {
  if (isObject(/^[{[]/.test(text) ? parseJson(text) : undefined)) return 'JSON';
  if (findObject(text) !== null) return 'JSON behind a prefix';
  if (readAccessLog(text) !== null) return 'access log';
  const { fields, lead } = readPairs(text);
  return fields.length > 1 && lead === '' ? 'logfmt' : 'text';
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** How much of a file's text is looked at, in bytes and in lines. */
const SAMPLE_BYTES = 1_048_576;
const SAMPLE_LINES = 1_000;

export interface Sample {
  lines: string[];
  /** How many bytes of text a line takes on average; null if the sample holds no whole line. */
  average: number | null;
  /** What is wrong with the file, in a sentence. */
  problem: string | null;
}

/** The first lines of an open log. Throws what `node:fs` throws. */
async function sampleOf(file: OpenFile, { size, form }: LogFacts): Promise<Sample> {
  if (form.kind === 'unreadable') return { lines: [], average: null, problem: form.reason };
  if (form.kind === 'compressed') {
    const { bytes, problem } = await beginningOf(file, size, form.compression);
    return { ...linesIn(bytes, bytes.toString(), false), problem };
  }
  const bytes = readAt(file.fd, 0, Math.min(size, SAMPLE_BYTES));
  const text = form.kind === 'utf16' ? new TextDecoder(form.encoding).decode(bytes) : bytes.toString();
  return { ...linesIn(bytes, text, bytes.length >= size), problem: null };
}

/** The last line counts only where the text is known to be whole: else it may be cut. */
function linesIn(bytes: Buffer, text: string, isWhole: boolean): Pick<Sample, 'lines' | 'average'> {
  const all = text.split('\n');
  const feeds = all.length - 1;
  const lines = isWhole ? all : all.slice(0, -1);
  const whole = bytes.lastIndexOf('\n') + 1;
  return { lines: lines.slice(0, SAMPLE_LINES), average: feeds === 0 ? null : whole / feeds };
}

/** The first bytes of what is compressed, and what is wrong with these. */
async function beginningOf(file: OpenFile, size: number, compression: Compression) {
  const chunks: Buffer[] = [];
  let length = 0;
  const enough = new AbortController();
  const feed = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= SAMPLE_BYTES) enough.abort();
  };
  let problem: string | null = null;
  try {
    const found = await decompress(file, size, compression, { feed }, enough.signal);
    problem = found && `${found.reason} ${found.extent ?? ''}`.trimEnd();
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  return { bytes: Buffer.concat(chunks), problem };
}

/** How many lines there are; `isExact` is false where it is an estimate. */
export interface LineCount {
  lines: number;
  isExact: boolean;
}

/** How many bytes are read to count lines that no index has counted: a moment's worth. */
const MOST_READ = 128 * 1_048_576;
const STEP = 1_048_576;
const LINE_FEED = 10;

/** Counts lines within one budget for all files. */
interface LineCounter {
  /** The lines of an open log; null where that would take decompressing it. `average` is in bytes a line. */
  count(file: number, facts: LogFacts, average: number | null): LineCount | null;
}

/** A counter that reads at most 128 MB; it estimates what lies behind. */
export function lineCounter(): LineCounter {
  let left = MOST_READ;
  return {
    count(file, { form, size, lines, linesUpTo }, average) {
      if (form.kind === 'compressed') return lines > 0 ? { lines, isExact: true } : null;
      const rest = size - linesUpTo;
      if (form.kind !== 'plain' || rest > left) {
        return average === null ? null : { lines: lines + Math.round(rest / average), isExact: false };
      }
      left -= rest;
      return { lines: lines + lineCountIn(file, linesUpTo, size), isExact: true };
    },
  };
}

/** A last line without a line feed is one too. */
function lineCountIn(file: number, start: number, end: number): number {
  let lines = 0;
  let last = LINE_FEED;
  for (let from = start; from < end; ) {
    const bytes = readAt(file, from, Math.min(STEP, end - from));
    if (bytes.length === 0) break;
    lines += countLineFeeds(bytes, 0, bytes.length);
    last = bytes.at(-1) ?? LINE_FEED;
    from += bytes.length;
  }
  return last === LINE_FEED ? lines : lines + 1;
}
