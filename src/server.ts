import { homedir } from 'node:os';
import process from 'node:process';
import { name, version } from '../package.json';
import { builtinCatalog } from './catalog/builtin.ts';
import { indexCommand } from './cli/index-command.ts';
import { readConfig, USAGE } from './config.ts';
import { createMcp } from './mcp.ts';
import { atMost } from './requests/at-most.ts';
import { openLogs } from './requests/files/open-logs.ts';
import { holdBack } from './requests/hold-back.ts';
import { openJournal } from './requests/journal.ts';
import { setIdNames } from './requests/parse/id-names.ts';
import { setOwnNames } from './requests/redaction/own-names.ts';
import { withinWorkspace } from './requests/within-workspace.ts';
import { StdioTransport } from './stdio.ts';
import { TOOLS } from './tools/index.ts';

const USAGE_ERROR = 2;
const SEARCHES_AT_ONCE = 4;
/** The thread that indexes, beside this file once it is built. */
const WORKER = new URL('./index-worker.js', import.meta.url);

/** One JSON line on stderr, the only place for anything that is not protocol. */
function log(level: 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}

// Whoever started us may have closed stderr; what cannot be logged is no reason to stop.
process.stderr.on('error', () => {});

/** The user's home, or null where the system knows none, as in some containers. */
function homeFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

const surroundings = {
  args: process.argv.slice(2),
  env: process.env,
  platform: process.platform,
  home: homeFolder(),
};
const read = readConfig(surroundings);

if ('problems' in read) {
  process.stderr.write(`${read.problems.join('\n')}\n\n${USAGE}`);
  process.exit(USAGE_ERROR);
}
const { config } = read;

if (config.show !== null) process.stdout.write(config.show === 'help' ? USAGE : `${version}\n`);
else if (config.command === 'index') process.exitCode = await index();
else await serve();

async function index(): Promise<number> {
  const { logs: paths, stateFolder } = config;
  const terminal = {
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
    isTty: process.stderr.isTTY,
  };
  return await indexCommand({ paths, stateFolder, workerUrl: WORKER }, terminal);
}

async function serve(): Promise<void> {
  const { workspace } = config;
  setOwnNames(config.redact);
  setIdNames(config.idKeys);
  const onTrouble = (error: unknown) =>
    log('warn', 'The journal cannot be written; failures are kept in memory.', { cause: String(error) });
  const journal = openJournal(config.stateFolder, onTrouble, workspace);
  const opened =
    config.logs.length === 0
      ? null
      : openLogs({
          paths: config.logs,
          stateFolder: config.stateFolder,
          workspace,
          workerUrl: WORKER,
          onTrouble: (problem) =>
            log('warn', 'The index cannot be kept; lookups read the logs instead.', { cause: problem }),
        });
  const files = opened && atMost(SEARCHES_AT_ONCE, opened.log);
  const { connect, refuse } = createMcp({
    name,
    version,
    tools: TOOLS,
    catalog: builtinCatalog(),
    logs: files && workspace !== null ? withinWorkspace(files, workspace) : files,
    seen: opened?.seen ?? null,
    journal: workspace === null ? journal : { ...journal, ...holdBack(journal) },
    workspace,
    now: Date.now,
    onBug: (cause, requestId) => {
      log('error', 'Unexpected exception', { request_id: requestId, cause });
    },
  });

  const transport = new StdioTransport({ input: process.stdin, output: process.stdout, onRefusal: refuse });
  transport.onclose = () => process.exit(0);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
  await connect(transport);
}
