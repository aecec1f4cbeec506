import { builtinCatalog } from '../../../catalog/catalog.ts';
import { CatalogError, type LoadedCatalog, loadCatalog } from '../../../catalog/files/files.ts';
import {
  applyBaseline,
  checkDrift,
  checkQuality,
  checkStability,
  type Finding,
  findingOf,
  hasRun,
  type Rule,
  writeBaseline,
} from '../../../check/check.ts';
import type { CatalogCommand, Config } from '../../../config/config.ts';
import { safeData } from '../../../redact/redact.ts';
import type { CommandSurroundings } from '../../terminal.ts';
import { EXIT } from '../../trouble.ts';
import { type Read, readBaseline, readLogs, readReferences, readSource, saveBaseline } from './compared.ts';
import { type Compared, type Report, renderGithub, renderJson, renderText } from './report.ts';
import { type CheckRequest, readRequest } from './request.ts';

/** `error-catalog-mcp check`: says where a catalog is wrong or behind. Gives the exit code: 1 if it is anywhere. */
export async function checkCommand(
  config: Config,
  command: CatalogCommand,
  surroundings: CommandSurroundings,
): Promise<number> {
  const { terminal, program } = surroundings;
  const request = readRequest(command, program.env);
  const report = safeData(await reportOf(config, request, surroundings));
  const root = program.env['GITHUB_WORKSPACE'] ?? program.folder;
  const shown = {
    text: () => renderText(report, terminal),
    json: () => renderJson(report, terminal.columns !== null),
    github: () => renderGithub(report, program.folder, root),
  };
  await terminal.out(shown[request.form]());
  return report.findings.length === 0 ? EXIT.ok : EXIT.notFound;
}

async function reportOf(
  config: Config,
  request: CheckRequest,
  surroundings: CommandSurroundings,
): Promise<Report> {
  const baseline = readBaseline(request);
  const paths = config.catalogs;
  const now = opened(paths);
  if (now instanceof CatalogError) return invalid(now, paths);
  const old = request.against === null ? null : loadCatalog([request.against]);
  const { reads, notes } = await compare(config, request, now, surroundings);
  const truths = reads.map(({ truth }) => truth);
  const wanted = (rule: Rule) => !request.skipped.has(rule);
  const findings = [
    ...checkDrift(now.catalog, now.locate, truths, wanted),
    ...(old === null ? [] : checkStability(now, old, wanted)),
    ...checkQuality(now.catalog, now.locate, wanted),
  ].filter(({ rule }) => wanted(rule));
  const against = old === null ? [] : [comparedWith(request.against ?? '', old)];
  const { name, version, entries } = now.catalog;
  const report = {
    catalog: { name, version, errors: entries.length },
    paths,
    compared: [...reads.map(comparedBy), ...against],
    notes,
  };
  const kinds = truths.map(({ kind }) => kind);
  const ran = (rule: Rule) => wanted(rule) && hasRun(rule, kinds, old !== null);
  if (!request.writesBaseline || request.baseline === null)
    return { ...report, ...applyBaseline(findings, baseline, ran) };
  saveBaseline(request.baseline, writeBaseline(findings, baseline, ran));
  const accepted = applyBaseline(findings, findings, ran);
  const written = `What is found now is accepted from now on: it is written to ${request.baseline}.`;
  return { ...report, ...accepted, notes: [...notes, written] };
}

/** A catalog, and where its entries stand. */
type Opened = Pick<LoadedCatalog, 'catalog' | 'locate'>;

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

/** A catalog that cannot be read is nothing that could be compared or accepted. */
function invalid({ located }: CatalogError, paths: readonly string[]): Report {
  const findings: Finding[] = located.map(({ file, place, message }) =>
    findingOf('invalid', { code: '', message, at: { file, ...place } }),
  );
  return { catalog: null, paths, compared: [], findings, accepted: [], stale: [], notes: [] };
}

/** Everything that the catalog is compared with, in the order in which a report names it. */
async function compare(
  config: Config,
  request: CheckRequest,
  { catalog }: Opened,
  surroundings: CommandSurroundings,
): Promise<{ reads: Read[]; notes: string[] }> {
  const read = await Promise.all([
    readReferences('docs', request.docs),
    readReferences('openapi', request.openapi),
  ]);
  const references = read.filter((each) => each !== null);
  const source = await readSource('source', request, catalog, references);
  const client = await readSource(
    'client',
    request,
    catalog,
    source === null ? references : [source, ...references],
  );
  const logs = await readLogs(config, surroundings);
  const code = [source, client].filter((each) => each !== null);
  const reads = [...code, ...references, ...(logs.truth === null ? [] : [logs])];
  return { reads, notes: [...code.flatMap(({ notes }) => notes), ...logs.notes] };
}

function comparedBy({ truth: { kind, names, sightings }, files }: Read): Compared {
  const codes = new Set(sightings.map(({ code }) => code)).size;
  return { kind, name: names.join(', '), codes, files };
}

function comparedWith(name: string, { catalog }: LoadedCatalog): Compared {
  const codes = new Set(catalog.entries.map(({ code }) => code)).size;
  return { kind: 'against', name, codes, files: 1 };
}
