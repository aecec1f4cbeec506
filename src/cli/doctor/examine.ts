import { existsSync } from 'node:fs';
import { builtinCatalog } from '../../catalog/builtin.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { CatalogError } from '../../catalog-file.ts';
import type { Config } from '../../config.ts';
import type { DoctorCommand } from '../commands.ts';
import { indexFolderOf, openIndex, sumOf } from '../coverage.ts';
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
import { checkStateFolder, probeFolder } from './state-folder.ts';

/** Checks one thing after the other, in the order in which they depend on each other. */
export async function* examine(
  config: Config,
  { settings, problems, shared }: DoctorCommand,
  { program, open }: CommandSurroundings,
): AsyncGenerator<Check> {
  const { version, entry, node, env } = program;
  const { stateFolder } = config;
  yield checkNode(node);
  yield checkProgram(version, entry, existsSync(entry));
  yield checkSettings(settings, problems);

  const loaded = await loadCatalog(open);
  yield checkCatalog(config.catalog, loaded);
  yield checkStateFolder(stateFolder, stateFolder === null ? null : probeFolder(stateFolder));

  const catalog = 'problems' in loaded ? builtinCatalog() : loaded;
  const means = { catalog, index: openIndex(config), counter: lineCounter() };
  const surveys: Survey[] = [];
  for (const path of config.logs) surveys.push(await surveyPath(path, means));
  yield* checkLogs(surveys);
  const folder = indexFolderOf(config);
  if (surveys.length > 0 && folder !== null) yield checkIndex(sumOf(surveys), sizeOfFolder(folder));

  yield checkHandshake(await shakeHands({ node: node.path, entry, args: shared, env }));
}

async function loadCatalog(open: CommandSurroundings['open']): Promise<Catalog | CatalogTrouble> {
  try {
    const { context } = await open(() => {});
    return context.catalog;
  } catch (error) {
    const problems = error instanceof CatalogError ? error.problems : [String(error)];
    return { problems };
  }
}
