import { homedir } from 'node:os';
import process from 'node:process';
import { name, version } from '../package.json';
import { readConfig, USAGE } from './config.ts';
import { type Backend, createMcp } from './mcp.ts';
import type { Log } from './services.ts';
import { StdioTransport } from './stdio.ts';

const USAGE_ERROR = 2;
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
};
const read = readConfig(surroundings);

if ('problems' in read) {
  process.stderr.write(`${read.problems.join('\n')}\n\n${USAGE}`);
  process.exit(USAGE_ERROR);
}
const { config } = read;

if (config.show !== null) process.stdout.write(config.show === 'help' ? USAGE : `${version}\n`);
else if (config.command === 'index') void index();
else void serve();

async function index(): Promise<void> {
  const { logs: paths, stateFolder } = config;
  const terminal = {
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
    isTty: process.stderr.isTTY,
  };
  const { indexCommand } = await import('./cli/index-command.ts');
  process.exitCode = await indexCommand({ paths, stateFolder, workerUrl: WORKER }, terminal);
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

async function serve(): Promise<void> {
  const { connect, refuse, end } = createMcp({ name, version, load });
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
