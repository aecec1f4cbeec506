import { LINE_FEED } from '../base/text.ts';
/** What there is behind the configured paths, and how much of it the index covers: looked at, not searched. */

import { closeSync, fstatSync } from 'node:fs';
import { isObject } from '../base/objects.ts';
import { type Compression, decompress, formOf, type LogForm } from './files/decompress.ts';
import { continues, headerIn, writtenOf } from './files/events.ts';
import { countLineFeeds } from './files/line-search.ts';
import { isSystemError, type OpenFile, openFile, readAt, reasonOf, withOpen } from './files/open-file.ts';
import { expandSources } from './files/sources.ts';
import { endOfLines } from './index/catch-up.ts';
import { IDENTITY_SIZE, IndexFolder, identityOf, indexFolderOf } from './index/index-folder.ts';
import { chainOf, compressedIdentity, LogIndex, readNote } from './index/log-index.ts';
import { formatNameOf } from './line/formats/formats.ts';
import { type IdNames, ownId } from './line/ids.ts';
import { findObject, parseJson } from './line/json.ts';
import { readPairs } from './line/logfmt.ts';
import { parseLine } from './line/parse-line.ts';

/** An index, to be asked what it covers. */
export interface OpenIndex {
  folder: IndexFolder;
  index: LogIndex;
}

/** How much of some logs an index covers, in bytes on disk. Logs that no index is made of do not count. */
export interface Coverage {
  covered: number;
  total: number;
}

/** A log file, as its first bytes and the index tell. */
interface LogFacts extends Coverage {
  /** In bytes on disk. */
  size: number;
  form: LogForm;
  /** How many lines the index knows of, all of them before `linesUpTo` (bytes of a plain file). */
  lines: number;
  linesUpTo: number;
}

/** The index of a configuration; null where there can be none. */
export function openIndex(stateFolder: string | null): OpenIndex | null {
  if (stateFolder === null) return null;
  const folder = new IndexFolder(indexFolderOf(stateFolder));
  return { folder, index: new LogIndex(folder) };
}

/** How much of some logs the index covers. */
export async function coverageOf(paths: readonly string[], index: OpenIndex | null): Promise<Coverage> {
  const { files } = await expandSources(paths);
  return sumOf(files.flatMap(({ path }) => withOpen(path, (file) => factsOf(file, index)) ?? []));
}

/** Coverage of all, from that of each. */
function sumOf(all: readonly Coverage[]): Coverage {
  return {
    covered: all.reduce((sum, { covered }) => sum + covered, 0),
    total: all.reduce((sum, { total }) => sum + total, 0),
  };
}

/** What there is to be known of an open log without reading it. Throws what `node:fs` throws. */
function factsOf(file: number, opened: OpenIndex | null): LogFacts {
  const { size } = fstatSync(file);
  const first = readAt(file, 0, IDENTITY_SIZE);
  const form = formOf(first);
  const none = { size, form, covered: 0, total: 0, lines: 0, linesUpTo: 0 };
  if (size < IDENTITY_SIZE) return none;
  if (form.kind === 'plain') {
    const end = endOfLines(file, size);
    const log = { file, size: end, identity: identityOf(first) };
    const segments = opened === null ? [] : opened.index.readable(opened.index.chain(log));
    const covered = segments.at(-1)?.end ?? 0;
    const lines = segments.reduce((sum, each) => sum + (opened?.index.head(each)?.lines ?? 0), 0);
    return { ...none, covered: Math.min(covered, end), total: end, lines, linesUpTo: covered };
  }
  if (form.kind !== 'compressed') return none;
  const note = opened === null ? null : readNote(opened.folder, compressedIdentity(file, size));
  if (opened === null || note === null) return { ...none, total: size };
  if (note.hopeless) return none;
  const isWhole = chainOf(opened.folder, note).at(-1)?.end === note.size;
  return { ...none, covered: isWhole ? size : 0, total: size, lines: note.lines };
}

/** From how many files of a path lines are looked at. */
const MOST_SAMPLED = 50;

/** What there is behind one configured path. */
export interface PathSurvey extends Coverage {
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
  sample: SampledLines;
}

/** What only the caller can tell of lines. */
export interface LineJudge {
  /** Whether the catalog holds an error code. */
  hasCode(code: string): boolean;
  /** Whether a text names a request, in whatever form. */
  hasRequestId(text: string): boolean;
}

export interface SurveyOptions extends LineJudge {
  /** The one workspace that is served; null for all. */
  workspace: string | null;
  /** Further names that hold ids of requests. */
  idNames: IdNames;
}

/** Looks at the files behind each path; a file counts behind the first that leads to it. Never throws for what cannot be read. */
export async function surveyOf(
  paths: readonly string[],
  index: OpenIndex | null,
  options: SurveyOptions,
): Promise<{ paths: PathSurvey[]; index: (Coverage & Pick<IndexFolder, 'base' | 'root'>) | null }> {
  const means = { index, options, met: new Set<string>(), counter: lineCounter() };
  const surveys: PathSurvey[] = [];
  for (const path of paths) surveys.push(await surveyPath(path, means));
  if (index === null) return { paths: surveys, index };
  const { base, root } = index.folder;
  return { paths: surveys, index: { ...sumOf(surveys), base, root } };
}

interface Means {
  index: OpenIndex | null;
  options: SurveyOptions;
  /** The real paths of the files that were met, to which those of this path are added. */
  met: Set<string>;
  counter: LineCounter;
}

async function surveyPath(path: string, { index, options, met, counter }: Means): Promise<PathSurvey> {
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
  const lines: SampleLine[] = [];
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
        lines.push(...placed(sample?.lines ?? [], name));
      } finally {
        closeSync(file.fd);
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      skipped.push({ source: name, reason: reasonOf(error) });
    }
  }
  return { ...survey, ...sumOf(covers), skipped, sample: recognized(lines, options) };
}

/** A line of a sample. */
export interface SampleLine {
  text: string;
  /** Where it stands: `file:line`. */
  source: string;
  /** The line of its file that names the columns. */
  header?: string | undefined;
}

function placed(lines: readonly string[], name: string): SampleLine[] {
  const header = headerIn(lines.slice(0, MOST_ABOVE)) ?? undefined;
  return lines.map((text, at) => ({ text, source: `${name}:${at + 1}`, header }));
}

/** Among how many first lines of a file the names of its columns are looked for. */
const MOST_ABOVE = 50;

/** Lines that show no time, no level (nor the status of an answer), or no id of a request. */
export interface Lacking {
  what: 'time' | 'level or status' | 'request id';
  lines: number;
  /** Where the first of them stands. */
  first: string;
}

/** How many lines of a sample show what is looked for. */
export interface SampledLines {
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
  /** Lines that continue the event above. */
  continued: number;
  /** What other lines lack. */
  lacking: readonly Lacking[];
}

/** What is recognized in some raw lines; blank ones do not count. */
export function recognized(
  lines: readonly SampleLine[],
  { workspace, idNames, hasCode, hasRequestId }: SurveyOptions,
): SampledLines {
  const own = workspace?.toLowerCase();
  const formats = new Map<string, number>();
  const codes = new Map<string, number>();
  const found = { lines: 0, withTime: 0, withRequestId: 0, ofWorkspace: 0, uncatalogued: 0, continued: 0 };
  const lacking = new Map<Lacking['what'], Lacking>();
  for (const { text, source, header } of lines) {
    const records = parseLine(text, { source, header });
    if (records.length === 0) continue;
    found.lines += 1;
    add(formats, formatOf(text.trim()));
    const isContinued = continues(writtenOf(text).text) || text.startsWith('#');
    if (isContinued) found.continued += 1;
    const hasTime = records.some(({ ns }) => ns !== null);
    const note = (what: Lacking['what'], isThere: boolean): void => {
      if (isThere || isContinued) return;
      const known = lacking.get(what);
      lacking.set(what, { what, lines: (known?.lines ?? 0) + 1, first: known?.first ?? source });
    };
    note('time', hasTime);
    note(
      'level or status',
      records.some(({ line }) => line.level !== undefined || line.status !== undefined),
    );
    if (hasTime) found.withTime += 1;
    const hasId = records.some(({ line }) =>
      Object.keys(line.rest ?? {}).some((name) => ownId(name, idNames) !== null),
    );
    const namesRequest = hasId || hasRequestId(text);
    note('request id', namesRequest);
    if (namesRequest) found.withRequestId += 1;
    const names = records.flatMap(({ line }) => line.workspace?.toLowerCase() ?? []);
    if (own !== undefined && names.includes(own)) found.ofWorkspace += 1;
    const named = records.flatMap(({ line }) => line.code ?? []);
    for (const code of new Set(named)) if (hasCode(code)) add(codes, code);
    if (!named.every(hasCode)) found.uncatalogued += 1;
  }
  return { ...found, formats: sorted(formats), codes: sorted(codes), lacking: [...lacking.values()] };
}

function formatOf(text: string): string {
  if (isObject(/^[{[]/.test(text) ? parseJson(text) : undefined)) return 'JSON';
  if (findObject(text) !== null) return 'JSON behind a prefix';
  const known = formatNameOf(text);
  if (known !== null) return known;
  const { fields, words, mixed } = readPairs(text);
  return fields.length > 1 && words === '' && !mixed ? 'logfmt' : 'text';
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

interface Sample {
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
interface LineCount {
  lines: number;
  isExact: boolean;
}

/** How many bytes are read to count lines that no index has counted: a moment's worth. */
const MOST_READ = 128 * 1_048_576;
const STEP = 1_048_576;

/** Counts lines within one budget for all files. */
interface LineCounter {
  /** The lines of an open log; null where that would take decompressing it. `average` is in bytes a line. */
  count(file: number, facts: LogFacts, average: number | null): LineCount | null;
}

/** A counter that reads at most 128 MB; it estimates what lies behind. */
function lineCounter(): LineCounter {
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
