import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { builtinCatalog, type Catalog } from '../../catalog/catalog.ts';
import { CatalogError } from '../../catalog/files/files.ts';
import { cacheFolderIn, distrustOf } from '../../code-cache.ts';
import type { CommandRequest, Config } from '../../config/config.ts';
import { openLogs, withoutLogins } from '../../logs/logs.ts';
import { findRequestId } from '../../pasted/pasted.ts';
import { safeData, visible, visibleLines } from '../../redact/redact.ts';
import type { CommandContext, Style, Terminal } from '../command.ts';
import { defineCommand } from '../command.ts';
import { EXIT, jsonText, type Span, wrap } from '../print.ts';
import {
  addLinesOf,
  type CatalogTrouble,
  type Check,
  checkCatalog,
  checkIndex,
  checkNode,
  checkProgram,
  checkSettings,
  checkStateFolder,
  checkWorkspace,
  type HostConfig,
  hostConfigOf,
  probeFolder,
  probeNested,
  sizeOfFolder,
  type Verdict,
} from './checks.ts';
import { examineHandshake } from './handshake.ts';
import { checkLogs, examineTable } from './logs.ts';

/** `doctor`: checks all that a host needs. It starts in spite of problems, as it is there to tell them. */
export const doctor = defineCommand({
  about: 'check everything, e.g. when a host does not connect',
  description:
    'Checks what a host needs, with the options and the environment that the host gives: Node.js, settings, catalog, logs, folders, index, tables, and a conversation with the server itself. Ends with what adds the server to a host: lines for a terminal and a configuration, ready to paste. Prints no secrets and no log lines. Takes every option of the server.',
  operands: [],
  options: { json: { value: null, about: 'the findings as JSON' } },
  examples: ['error-catalog-mcp doctor --logs /var/log/platform'],
  exits: { 0: 'all is well', 1: 'something is wrong' },
  startsWithProblems: true,
  run: (request, config, commandContext) => doctorCommand(config, request, commandContext),
});

/** Gives the exit code: 1 if something is wrong. */
async function doctorCommand(
  config: Config,
  command: CommandRequest,
  commandContext: CommandContext,
): Promise<number> {
  const { terminal, program } = commandContext;
  const checks: Check[] = [];
  for await (const raw of examine(config, command, commandContext)) {
    const check = safeData(raw);
    checks.push(check);
    if (!command.json) await terminal.out(`${renderCheck(check, terminal)}\n`);
  }
  const ok = checks.every(({ verdict }) => verdict !== 'problem');
  // With wrong settings it would be another server: perhaps one without the limit that was meant.
  const hostConfig = command.problems.length > 0 ? null : hostConfigOf(config, program);
  const found = { ok, version: program.version, checks, host_config: hostConfig };
  await terminal.out(
    command.json
      ? `${jsonText(found, terminal.columns !== null)}\n`
      : `\n${renderEnd(checks, hostConfig, terminal)}`,
  );
  return ok ? EXIT.ok : EXIT.notFound;
}

/** Checks one thing after the other, in the order in which they depend on each other. */
async function* examine(
  config: Config,
  { settings, problems, shared }: CommandRequest,
  { program, workerUrl, open }: CommandContext,
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
  const logs = openLogs(config, { workerUrl, onTrouble: () => {} });
  const { workspace } = config;
  const { paths, index } = await logs.survey({
    hasCode: (code) => catalog.get(code) !== undefined,
    hasRequestId: (text) => findRequestId(text) !== null,
  });
  if (paths.length > 0 || config.tables.length === 0) yield* checkLogs(paths);
  const samples = paths.map(({ sample }) => sample);
  if (workspace !== null && samples.some(({ lines }) => lines > 0)) yield checkWorkspace(workspace, samples);
  if (paths.length > 0 && index !== null) {
    const { base, root } = index;
    const trouble = probeNested([base, root]);
    yield checkIndex(index, sizeOfFolder(base), { trouble, isStateWell: stateProblem === null });
  }

  for (const [at, table] of logs.tables.entries()) {
    const source = config.tables[at];
    if (source !== undefined) yield await examineTable(source, table, config);
  }

  // What is wrong with an address is as wrong without its login, which lists of processes would show.
  const args = shared.map(withoutLogins);
  yield await examineHandshake({ node: node.path, entry, args, env });
}

async function loadCatalog(
  open: CommandContext['open'],
): Promise<{ loaded: Catalog | CatalogTrouble; note: string | null }> {
  try {
    const { context } = await open(() => {});
    return { loaded: context.catalog, note: context.catalogNote ?? null };
  } catch (error) {
    const problems = error instanceof CatalogError ? error.problems : [String(error)];
    return { loaded: { problems }, note: null };
  }
}

type Look = Pick<Terminal, 'columns' | 'paint'>;

const MARKS: Readonly<Record<Verdict, { mark: string; style: Style }>> = {
  ok: { mark: 'ok       ', style: 'good' },
  warning: { mark: '! note   ', style: 'caution' },
  problem: { mark: 'x problem', style: 'bad' },
};
const INDENT = 10;

/** A check as lines for a person. */
function renderCheck({ name, verdict, summary, details, advice }: Check, look: Look): string {
  const { mark, style } = MARKS[verdict];
  const head: Span[] = [
    { text: mark, style },
    { text: ' ', style: null },
    { text: name, style: 'title' },
    { text: `: ${visible(summary)}`, style: null },
  ];
  const more = (text: string, as: Style | null, lead: string): string =>
    wrap(
      {
        spans: [
          { text: ' '.repeat(INDENT) + lead, style: null },
          { text: visible(text), style: as },
        ],
        hang: INDENT + lead.length,
      },
      look.columns,
      look.paint,
    );
  return [
    wrap({ spans: head, hang: INDENT }, look.columns, look.paint),
    ...details.map((detail) => more(detail, 'quiet', '')),
    ...advice.map((each) => more(each, verdict === 'problem' ? 'finding' : null, '-> ')),
  ].join('\n');
}

/** How it all came out, and what to give a host. */
function renderEnd(checks: readonly Check[], hostConfig: HostConfig | null, look: Look): string {
  const problems = checks.filter(({ verdict }) => verdict === 'problem').length;
  const end =
    problems === 0
      ? 'All is well.'
      : `${problems} ${problems === 1 ? 'problem' : 'problems'}: see the lines marked x.`;
  const shown = look.paint(problems === 0 ? 'good' : 'bad', end);
  if (hostConfig === null) return `${shown}\n`;
  const block = visibleLines(JSON.stringify(hostConfig, null, 2));
  const lines = addLinesOf(hostConfig).map(visible).join('\n');
  return `${shown}\n\nTo add it to a host in a terminal, ready to paste:\n\n${lines}\n\nFor a host's configuration, with full paths:\n\n${block}\n`;
}
