import { builtinCatalog } from '../../../catalog/catalog.ts';
import { CatalogError, loadCatalog } from '../../../catalog/files/files.ts';
import { type Opened, type Report, reportInvalid, runCheck } from '../../../check/check.ts';
import type { Config } from '../../../config/config.ts';
import { safeData } from '../../../redact/redact.ts';
import { defineCommand } from '../../command.ts';
import type { CommandContext } from '../../terminal.ts';
import { EXIT } from '../../trouble.ts';
import { type Read, readBaseline, readLogs, readReferences, readSource, saveBaseline } from './compared.ts';
import { renderGithub, renderJson, renderText } from './report.ts';
import { CHECK_OPTIONS, type CheckRequest, readRequest } from './request.ts';

/** `check`: says where a catalog is wrong or behind. */
export const check = defineCommand({
  about: 'compare a catalog with code, docs and logs',
  description:
    'Keeps a catalog true: codes that it lacks or that are gone, statuses that differ, changes that break who relies on it, entries that help nobody. Compares it with what is given, and always judges it by itself.',
  operands: [],
  options: CHECK_OPTIONS,
  notes:
    'Each finding begins with its place. --skip and the baseline know a rule by the name behind its heading, such as uncatalogued, removed or no_fix.',
  examples: [
    'error-catalog-mcp check --catalog errors/ --source src/ --docs docs/errors.md',
    'git show main:errors.yaml > old.yaml &&\n  error-catalog-mcp check --catalog errors.yaml --against old.yaml',
  ],
  exits: { 0: 'no findings', 1: 'findings', 2: 'wrong arguments or a file that cannot be read' },
  async run(command, config, commandContext) {
    const { terminal, program } = commandContext;
    const request = readRequest(command, program.env);
    const report = safeData(await reportOf(config, request, commandContext));
    const root = program.env['GITHUB_WORKSPACE'] ?? program.folder;
    const shown = {
      text: () => renderText(report, terminal),
      json: () => renderJson(report, terminal.columns !== null),
      github: () => renderGithub(report, program.folder, root),
    };
    await terminal.out(shown[request.form]());
    return report.findings.length === 0 ? EXIT.ok : EXIT.notFound;
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
  const inputs = { catalog, paths, old, truths: reads, baseline, notes };
  const { baseline: text, ...report } = runCheck(task, inputs);
  if (file === null || text === null) return report;
  saveBaseline(file, text);
  const written = `What is found now is accepted from now on: it is written to ${file}.`;
  return { ...report, notes: [...notes, written] };
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
  const source = await readSource('source', request, catalog, references);
  const client = await readSource(
    'client',
    request,
    catalog,
    source === null ? references : [source, ...references],
  );
  const logs = await readLogs(config, commandContext);
  const code = [source, client].filter((each) => each !== null);
  const reads = [...code, ...references, ...(logs.truth === null ? [] : [logs])];
  return { reads, notes: [...code.flatMap(({ notes }) => notes), ...logs.notes] };
}
