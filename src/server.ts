import { homedir } from 'node:os';
import process from 'node:process';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { name, version } from '../package.json';
import { readConfig } from './config.ts';
import { type Backend, createMcp } from './mcp.ts';
import type { Log } from './services.ts';
import { StdioTransport } from './stdio.ts';

const USAGE_ERROR = 2;
const WAITING =
  'error-catalog-mcp waits for an MCP host on stdin. To ask it here: error-catalog-mcp --help. Ctrl-C ends it.\n';
/** The thread that indexes, beside this file once it is built. */
const WORKER = new URL('./index-worker.cjs', import.meta.url);

/** One JSON line on stderr, the only place for anything that is not protocol. */
const log: Log = (level, message, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
};

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
  stdinIsTerminal: isatty(0),
};
const read = readConfig(surroundings);

if ('problems' in read) {
  process.stderr.write(`${read.problems.join('\n')}\nerror-catalog-mcp --help shows what there is.\n`);
  process.exit(USAGE_ERROR);
}
const { config } = read;

if (config.command.name === 'serve') void serve();
else void run();

/** Threads may still index when the answer is out; nobody waits for them. */
async function run(): Promise<void> {
  const [{ runCommand }, { surroundingsOf }] = await Promise.all([
    import('./cli/run-command.ts'),
    import('./cli/surroundings.ts'),
  ]);
  const command = surroundingsOf(process, {
    version,
    entry: fileURLToPath(new URL('./entry.cjs', import.meta.url)),
    workerUrl: WORKER,
    open: async (tell) =>
      (await import('./services.ts')).openServices(config, { workerUrl: WORKER, log: tell }),
  });
  process.exit(await runCommand(config, command));
}

/** What answers is loaded apart, so that a host need not wait for it to be greeted. */
async function load(): Promise<Backend> {
  const [{ openServices }, { methodsOf }] = await Promise.all([
    import('./services.ts'),
    import('./methods.ts'),
  ]);
  const services = openServices(config, { workerUrl: WORKER, log });
  return { methods: methodsOf(services), fail: services.fail };
}

/** A catalog file is read before anyone is greeted: what cannot be served is said at once. */
async function loadNow(): Promise<Backend> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CatalogError') throw error;
    process.stderr.write(`${error.message}\nerror-catalog-mcp doctor checks everything.\n`);
    process.exit(USAGE_ERROR);
  }
}

async function serve(): Promise<void> {
  if (surroundings.stdinIsTerminal) process.stderr.write(WAITING);
  const loaded = config.catalog === null ? null : await loadNow();
  const { connect, refuse, end } = createMcp({ name, version, load: async () => loaded ?? (await load()) });
  const transport = new StdioTransport({
    input: process.stdin,
    output: process.stdout,
    onRefusal: refuse,
    onEnd: end,
  });
  transport.onclose = () => process.exit(0);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(0));
  await connect(transport);
}
