import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { builtinCatalog } from '../../catalog/builtin.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { CatalogError } from '../../catalog-files/catalog-error.ts';
import { cacheFolderIn, distrustOf } from '../../code-cache.ts';
import type { Config } from '../../config.ts';
import { withoutLogins } from '../../requests/clickhouse/source.ts';
import type { DoctorCommand } from '../commands.ts';
import { openIndex, sumOf } from '../coverage.ts';
import type { CommandSurroundings } from '../surroundings.ts';
import { type CatalogTrouble, checkCatalog } from './catalog.ts';
import type { Check } from './check.ts';
import { checkHandshake } from './handshake/check-handshake.ts';
import { shakeHands } from './handshake/shake-hands.ts';
import { checkIndex, sizeOfFolder } from './index-share.ts';
import { checkLogs } from './logs/check-logs.ts';
import { lineCounter } from './logs/line-count.ts';
import { type Survey, surveyPath } from './logs/survey.ts';
import { checkNode } from './node.ts';
import { checkProgram } from './program.ts';
import { checkSettings } from './settings.ts';
import { checkStateFolder, probeFolder, probeNested } from './state-folder.ts';
import { examineTable } from './table/examine-table.ts';
import { checkWorkspace } from './workspace.ts';

/** Checks one thing after the other, in the order in which they depend on each other. */
export async function* examine(
  config: Config,
  { settings, problems, shared }: DoctorCommand,
  { program, open }: CommandSurroundings,
): AsyncGenerator<Check> {
  const { version, entry, node, env } = program;
  const { stateFolder } = config;
  yield checkNode(node);
  const cacheFolder = cacheFolderIn(dirname(entry));
  const cache = { folder: cacheFolder, distrust: distrustOf(cacheFolder) };
  yield checkProgram(version, { entry, isThere: existsSync(entry), cache });
  yield checkSettings(settings, problems);

  const { loaded, note } = await loadCatalog(open);
  yield checkCatalog(config.catalogs, loaded, note);
  const stateProblem = stateFolder === null ? null : probeFolder(stateFolder);
  yield checkStateFolder(stateFolder, stateProblem);

  const catalog = 'problems' in loaded ? builtinCatalog() : loaded;
  const index = openIndex(config);
  const { workspace } = config;
  const means = { catalog, workspace, met: new Set<string>(), index, counter: lineCounter() };
  const surveys: Survey[] = [];
  for (const path of config.logs) surveys.push(await surveyPath(path, means));
  if (surveys.length > 0 || config.tables.length === 0) yield* checkLogs(surveys);
  const samples = surveys.map(({ sample }) => sample);
  if (workspace !== null && samples.some(({ lines }) => lines > 0)) yield checkWorkspace(workspace, samples);
  if (surveys.length > 0 && index !== null) {
    const { base, root } = index.folder;
    const trouble = probeNested([base, root]);
    yield checkIndex(sumOf(surveys), sizeOfFolder(base), { trouble, isStateWell: stateProblem === null });
  }

  for (const source of config.tables) yield await examineTable(source, config);

  // What is wrong with an address is as wrong without its login, which lists of processes would show.
  const args = shared.map(withoutLogins);
  yield checkHandshake(await shakeHands({ node: node.path, entry, args, env }));
}

async function loadCatalog(
  open: CommandSurroundings['open'],
): Promise<{ loaded: Catalog | CatalogTrouble; note: string | null }> {
  try {
    const { context } = await open(() => {});
    return { loaded: context.catalog, note: context.catalogNote ?? null };
  } catch (error) {
    const problems = error instanceof CatalogError ? error.problems : [String(error)];
    return { loaded: { problems }, note: null };
  }
}
