import { isAbsolute, join, relative, resolve } from 'node:path';
import { count, group } from '../../../base/text.ts';
import { builtinCatalog } from '../../../catalog/catalog.ts';
import { CatalogError, loadCatalog } from '../../../catalog/files/files.ts';
import {
  type Finding,
  isOfQuality,
  isWrong,
  type Opened,
  type Report,
  RULES,
  type Rule,
  reportInvalid,
  runCheck,
} from '../../../check/check.ts';
import type { Config } from '../../../config/config.ts';
import { safeData, visible, visibleLines } from '../../../redact/redact.ts';
import type { CommandContext, Style, Terminal } from '../../command.ts';
import { defineCommand, isFound } from '../../command.ts';
import { EXIT, jsonText, type Span, wrap } from '../../print.ts';
import { type Read, readBaseline, readLogs, readReferences, readSource, saveBaseline } from './compared.ts';
import { CHECK_OPTIONS, type CheckRequest, readRequest } from './request.ts';

/** `check`: says where a catalog is wrong or behind. */
export const check = defineCommand({
  alsoCalled: ['validate'],
  about: 'compare a catalog with code, docs and logs',
  description:
    'Keeps a catalog true: codes that it lacks or that are gone, statuses that differ, changes that break who relies on it, entries that help nobody. Compares it with what is given, and always judges it by itself, which only --quality makes count.',
  operands: [],
  options: CHECK_OPTIONS,
  notes:
    'Each finding begins with its place. --skip and the baseline know a rule by the name behind its heading, such as uncatalogued, removed or no_fix.',
  examples: [
    'error-catalog-mcp check --catalog errors/ --source src/ --docs docs/errors.md',
    'git show main:errors.yaml > old.yaml &&\n  error-catalog-mcp check --catalog errors.yaml --against old.yaml',
  ],
  exits: { 0: 'nothing is wrong', 1: 'findings', 2: 'wrong arguments or a file that cannot be read' },
  async run(command, config, commandContext) {
    const { terminal, program } = commandContext;
    const request = readRequest(command, program.env);
    const report = safeData(await reportOf(config, request, commandContext));
    const root = program.env['GITHUB_WORKSPACE'] ?? program.folder;
    const shown = {
      text: () => renderText(report, terminal, request.quality),
      json: () => renderJson(report, terminal.columns !== null),
      github: () => renderGithub(report, program.folder, root, request.quality),
    };
    await terminal.out(shown[request.form]());
    const counted = request.quality ? report.findings : report.findings.filter(isWrong);
    return counted.length === 0 ? EXIT.ok : EXIT.notFound;
  },
});

/** Reads all that is compared, checks it, and writes the baseline if that is asked for. */
async function reportOf(
  config: Config,
  request: CheckRequest,
  commandContext: CommandContext,
): Promise<Report> {
  const baseline = readBaseline(request);
  const { catalogs: paths } = config;
  const catalog = opened(paths);
  if (catalog instanceof CatalogError) return reportInvalid(catalog.located, paths);
  const old = request.against === null ? null : { ...loadCatalog([request.against]), name: request.against };
  const { reads, notes } = await compare(config, request, catalog, commandContext);
  const file = request.writesBaseline ? request.baseline : null;
  const task = { skipped: request.skipped, acceptsAll: file !== null };
  const inputs = {
    catalog,
    paths,
    old,
    truths: reads,
    baseline,
    notes: [...chosen(paths, commandContext), ...notes],
  };
  const { baseline: text, ...report } = runCheck(task, inputs);
  if (file === null || text === null) return report;
  saveBaseline(file, text);
  const written = `What is found now is accepted from now on: it is written to ${file}.`;
  return { ...report, notes: [...report.notes, written] };
}

/** Names that a catalog of a team usually has. */
const USUAL_FILES = ['catalog.yaml', 'catalog.yml', 'errors.yaml', 'errors.yml', 'catalog.json', 'errors'];

/** That it is the built-in catalog which is checked, where none is named, and which one may be meant. */
function chosen(paths: readonly string[], { program }: Pick<CommandContext, 'program'>): string[] {
  if (paths.length > 0) return [];
  const file = USUAL_FILES.find((each) => isFound(join(program.folder, each)));
  const meant =
    file === undefined
      ? 'Name your own with --catalog FILE'
      : `For ${file}, which lies here, say --catalog ${file}`;
  return [`It is the built-in catalog that was checked. ${meant}.`];
}

function opened(paths: readonly string[]): Opened | CatalogError {
  if (paths.length === 0) return { catalog: builtinCatalog(), locate: () => null };
  try {
    return loadCatalog(paths);
  } catch (error) {
    // What stands nowhere in a file is a file that cannot be read: that is no finding.
    if (error instanceof CatalogError && error.located.some(({ place }) => place !== null)) return error;
    throw error;
  }
}

/** Everything that the catalog is compared with, in the order in which a report names it. */
async function compare(
  config: Config,
  request: CheckRequest,
  { catalog }: Opened,
  commandContext: CommandContext,
): Promise<{ reads: Read[]; notes: string[] }> {
  const read = await Promise.all([
    readReferences('docs', request.docs),
    readReferences('openapi', request.openapi),
  ]);
  const references = read.filter((each) => each !== null);
  const { workerUrl } = commandContext;
  const source = await readSource('source', request, catalog, references, workerUrl);
  const known = source === null ? references : [source, ...references];
  const client = await readSource('client', request, catalog, known, workerUrl);
  const logs = await readLogs(config, commandContext);
  const code = [source, client].filter((each) => each !== null);
  const reads = [...code, ...references, ...(logs.truth === null ? [] : [logs])];
  return { reads, notes: [...code.flatMap(({ notes }) => notes), ...logs.notes] };
}

/** Everything in a line: how much was found, in what, compared with what. */
function formatSummary(
  { catalog, paths, compared, findings: all, accepted }: Report,
  quality: boolean,
): string {
  const findings = quality ? all : all.filter((each) => !isOfQuality(each));
  const besides = all.length - findings.length;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const many = `${count(findings.length, 'finding')} (${count(errors, 'error')}, ${count(warnings, 'warning')})`;
  if (catalog === null) return `${many}: the catalog ${paths.join(', ')} cannot be read.`;
  const { name, version } = catalog;
  const of = `${count(catalog.errors, 'error')} of ${name}${version === null ? '' : ` ${version}`}`;
  const beside =
    compared.length === 0 ? '' : `; compared with ${compared.map((each) => each.name).join(', ')}`;
  const known = accepted.length === 0 ? '' : `; ${count(accepted.length, 'accepted finding')} not counted`;
  const own = besides === 0 ? '' : `; ${count(besides, 'finding')} about the catalog itself, for --quality`;
  return `${findings.length === 0 ? 'No findings' : many} in ${of}${beside}${known}${own}.`;
}

/** How many constructs are named. */
const MOST_CONSTRUCTS = 5;

/** What was recognized in source code, and by what: a sentence for each tree. */
function formatRecognized({ compared }: Report): string[] {
  return compared.flatMap(({ kind, name, codes, recognized }) => {
    if (recognized === undefined) return [];
    const of = recognized
      .slice(0, MOST_CONSTRUCTS)
      .map(({ construct, codes: held, files }) => `${group(held)} by ${construct} (${count(files, 'file')})`);
    const more = recognized.length - of.length;
    const by = [...of, ...(more > 0 ? [`${count(more, 'other construct')}`] : [])].join('; ');
    return [`${count(codes, 'code')} recognized in the ${kind} ${name}${by === '' ? '' : `: ${by}`}.`];
  });
}

/** What is told besides the findings: notes, and what the baseline accepts in vain. */
function formatNotes({ notes, stale }: Report): string[] {
  return [
    ...notes,
    ...stale.map(({ rule, code, about }) => {
      const which = about === undefined ? code : `${code} (${about})`;
      return `The baseline accepts ${rule} of ${which}, which does not occur any more: --write-baseline takes it out.`;
    }),
  ];
}

type Look = Pick<Terminal, 'columns' | 'paint'>;

/** How many findings of a rule are shown. */
const MOST_SHOWN = 10;
/** Rules that may hold of every entry, as after an import: that says more of the catalog than of any of them. */
const OF_ENTRIES: ReadonlySet<Rule> = new Set(['no_meaning', 'no_fix', 'no_retry', 'no_who']);
const MOST_SHOWN_OF_ALL = 3;
/** How many codes of further findings are named. */
const MOST_NAMED = 50;

/** A report for a person: the findings by their rules, what else is to be said, and a line that sums it up. */
export function renderText(report: Report, look: Look, quality = false): string {
  const rules = (Object.keys(RULES) as Rule[]).map((rule) =>
    report.findings.filter((finding) => finding.rule === rule),
  );
  const groups = rules
    .filter(({ length }) => length > 0)
    .map((found) =>
      !quality && found.some(isOfQuality)
        ? folded(found, look)
        : findingsOfRule(found, report.catalog?.errors ?? 0, look),
    );
  const recognized = formatRecognized(report).map((each) => line([span(each, 'quiet')], 2, look));
  const notes = formatNotes(report).map((note) => line([span(`Note: ${note}`, 'quiet')], 2, look));
  const end = look.paint(styleOf(report.findings), visible(formatSummary(report, quality)));
  const beside = [...recognized, ...notes];
  return `${[...groups, ...(beside.length > 0 ? [beside.join('\n')] : []), end].join('\n\n')}\n`;
}

function styleOf(findings: readonly Finding[]): Style {
  if (findings.length === 0) return 'good';
  return findings.some(({ severity }) => severity === 'error') ? 'bad' : 'caution';
}

/** Findings about the catalog by itself, in a line. */
function folded(found: readonly Finding[], look: Look): string {
  const [first] = found;
  if (first === undefined) return '';
  const codes = [...new Set(found.map(({ code }) => code))];
  const named = `${codes.slice(0, MOST_SHOWN_OF_ALL).join(', ')}${codes.length > MOST_SHOWN_OF_ALL ? ', …' : ''}`;
  const head = `${look.paint('caution', `${RULES[first.rule].title} (${group(found.length)})`)}${look.paint('quiet', ` ${first.rule}`)}`;
  return `${head}\n${line([span(`  ${named} (--quality shows them)`, null)], 4, look)}`;
}

function findingsOfRule(found: readonly Finding[], entries: number, look: Look): string {
  const [first] = found;
  const isAll =
    first !== undefined && OF_ENTRIES.has(first.rule) && found.length > MOST_SHOWN && found.length >= entries;
  const shown = found.slice(0, isAll ? MOST_SHOWN_OF_ALL : MOST_SHOWN);
  const title = first === undefined ? '' : RULES[first.rule].title;
  const advice = new Set(shown.map(({ suggestion }) => suggestion));
  const ofRule = first === undefined ? '' : ` ${first.rule}`;
  return [
    `${look.paint(styleOf(found), `${title} (${group(found.length)})`)}${look.paint('quiet', ofRule)}`,
    ...shown.flatMap((finding) => [
      row(finding, look),
      ...(advice.size > 1 ? advised(finding.suggestion, 4, look) : []),
    ]),
    ...formatRest(found.slice(shown.length), isAll, look),
    ...(advice.size > 1 ? [] : advised(first?.suggestion, 2, look)),
  ].join('\n');
}

/** Of the findings that are not shown, how many they are and which codes they are about. */
function formatRest(rest: readonly Finding[], isAll: boolean, look: Look): string[] {
  if (rest.length === 0) return [];
  if (isAll) return [`  and ${group(rest.length)} more: all entries (--json shows them)`];
  const codes = [...new Set(rest.map(({ code }) => code))].filter((code) => code !== '');
  const named = codes.length > MOST_NAMED ? [...codes.slice(0, MOST_NAMED), '…'] : codes;
  const many = `  and ${group(rest.length)} more (--json shows all)`;
  return [
    line([span(many, null), ...(named.length > 0 ? [span(`: ${named.join(', ')}`, null)] : [])], 4, look),
  ];
}

function row({ file, line: at, column, code, message }: Finding, look: Look): string {
  const place = [file, at, column].filter((part) => part !== undefined).join(':');
  return line(
    [
      span('  ', null),
      ...(place === '' ? [] : [span(code === '' ? `${place}: ` : `${place} `, 'quiet')]),
      ...(code === '' ? [] : [span(code, 'code'), span(': ', null)]),
      span(message, null),
    ],
    4,
    look,
  );
}

/** What to do; what is to be pasted keeps its lines. */
function advised(suggestion: string | undefined, indent: number, look: Look): string[] {
  const [words, ...pasted] = suggestion?.split('\n') ?? [];
  if (words === undefined) return [];
  const lead = ' '.repeat(indent);
  return [
    line([span(`${lead}-> `, null), span(words, 'finding')], indent + 3, look),
    ...pasted.map((each) => `${lead}   ${visible(each)}`),
  ];
}

function span(text: string, style: Style | null): Span {
  return { text: visible(text), style };
}

function line(spans: Span[], hang: number, { columns, paint }: Look): string {
  return wrap({ spans, hang }, columns, paint);
}

/**
 * A report as commands of a GitHub workflow, which shows each finding beside its line, and as what else is to be said.
 * Files that are under the `root` of the repository are told from there; `folder` is where relative paths begin.
 *
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithub(report: Report, folder: string, root: string, quality = false): string {
  const lines = [
    ...report.findings
      .filter((finding) => quality || !isOfQuality(finding))
      .map((finding) => annotation(finding, folder, root)),
    ...formatRecognized(report).map(plain),
    ...formatNotes(report).map((note) => plain(`Note: ${note}`)),
    plain(formatSummary(report, quality)),
  ];
  return `${lines.join('\n')}\n`;
}

function annotation(finding: Finding, folder: string, root: string): string {
  const { severity, rule, code, file, line, column, message, suggestion } = finding;
  const properties = Object.entries({
    file: file === undefined ? undefined : fromRoot(file, folder, root),
    line,
    col: column,
    title: code === '' ? rule : `${rule}: ${code}`,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]));
  const text = suggestion === undefined ? message : `${message}\n${suggestion}`;
  const shown = visibleLines(text);
  return `::${severity} ${properties.join(',')}::${escapeData(shown)}`;
}

function fromRoot(file: string, folder: string, root: string): string {
  const path = relative(root, resolve(folder, file));
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path.replaceAll('\\', '/');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line that is no command, not even of the older form `##[command]`, which may stand anywhere in a line. */
function plain(text: string): string {
  return visible(text).replaceAll('##[', '## [');
}

/** A report for a program: all findings, in a shape that stays. */
export function renderJson(report: Report, isForPerson: boolean): string {
  const { catalog, paths, compared, findings, accepted, stale, notes } = report;
  const { name = null, version = null, errors = null } = catalog ?? {};
  const data = { catalog: { name, version, errors, paths }, compared, findings, accepted, stale, notes };
  return `${jsonText(data, isForPerson)}\n`;
}
