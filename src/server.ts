import { homedir } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { description, mcpName, name, version } from '../package.json';
import { type Config, readConfig } from './config/config.ts';
import { type Identity, LazyServer, type LoadedServer, StdioTransport } from './protocol/protocol.ts';
import type { Log } from './services.ts';

const WAITING =
  'error-catalog-mcp waits for an MCP host on stdin. To ask it here: error-catalog-mcp --help. Ctrl-C ends it.\n';
/** The thread that indexes, beside this file once it is built. */
const WORKER = new URL('./index-worker.cjs', import.meta.url);

/**
 * One JSON line on stderr, the only place for anything that is not protocol. Whoever started us may have closed it:
 * what cannot be logged is no reason to stop.
 */
const log: Log = (level, message, fields = {}) => {
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {});
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
};

/** The user's home, or null where the system knows none, as in some containers. */
function homeFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

const input = {
  args: process.argv.slice(2),
  env: process.env,
  platform: process.platform,
  home: homeFolder(),
  stdinIsTerminal: process.stdin.isTTY === true,
};
/** A host names no command: what the commands take is known to the terminal's part, which is loaded only for them. */
const read = readConfig(input);

/** See `Program` of `code-cache.ts`. */
export let hasWorked = false;

if ('config' in read && read.config.command.name === 'serve') void serve(read.config);
else void run();

/** Carries out a command, or says what is wrong. Threads that still index when the answer is out are not waited for. */
async function run(): Promise<void> {
  hasWorked = true;
  const { readArguments, refuseUsage, runCommand, commandContextOf, terminalOf } = await import(
    './cli/cli.ts'
  );
  const asked = readArguments(input);
  if ('problems' in asked)
    process.exit(await refuseUsage(asked, terminalOf(process.stdout, process.stderr, process.env)));
  const { config } = asked;
  const command = commandContextOf(process, {
    version,
    entry: fileURLToPath(new URL('./entry.cjs', import.meta.url)),
    home: input.home,
    workerUrl: WORKER,
    open: async (tell) =>
      (await import('./services.ts')).openServices(config, { workerUrl: WORKER, log: tell }),
  });
  process.exit(await runCommand(config, command));
}

/** `io.github.OWNER/NAME`: where its source is, and its pages are. */
const websiteUrl = mcpName.replace(/^io\.github\.([^/]+)\//, 'https://github.com/$1/');

/** What a host is told that it speaks to. */
function identityOf({ catalogs, logs, tables }: Config): Identity {
  return {
    name,
    version,
    title: 'Error Catalog',
    description,
    websiteUrl,
    followsFiles: catalogs.length > 0,
    hasLogs: logs.length + tables.length > 0,
  };
}

/** All that speaks and answers is loaded apart, so that a host need not wait for it to be greeted. */
async function load(config: Config, onCatalogChange: () => void): Promise<Loaded> {
  const [{ createMcp, methodsOf, servedOf }, { openServices }] = await Promise.all([
    import('./protocol/mcp.ts'),
    import('./services.ts'),
  ]);
  setTimeout(keepYoungSmall, AFTER_LOADING).unref();
  const services = await openServices(config, { workerUrl: WORKER, log });
  services.onCatalogChange(onCatalogChange);
  const identity = { ...identityOf(config), served: servedOf(services.context.catalog) };
  const server = createMcp({ ...identity, methods: methodsOf(services), fail: services.fail });
  return { server, identity, idle: services.audit?.idle };
}

/** In ms: by then, all is loaded that most servers ever load; `SOON` of `services.ts` comes before. */
const AFTER_LOADING = 150;

/**
 * Bounds V8's young space, which would grow to 32 MB within a hundred calls and never shrink; to collect it more often
 * costs little time. The code cache is valid only under the flags with which it was written, so they are set back before
 * that.
 */
async function keepYoungSmall(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
  process.prependListener('exit', () => setFlagsFromString('--semi-space-growth-factor=2'));
}

interface Loaded {
  server: LoadedServer;
  identity: Identity;
  /** Resolves when every call is written down; left out where none is. */
  idle: (() => Promise<void>) | undefined;
}

/** A server that cannot be loaded answers nobody, so it says why and ends. */
async function loadOrEnd(config: Config, onCatalogChange: () => void): Promise<Loaded> {
  try {
    return await load(config, onCatalogChange);
  } catch (error) {
    // By its name: its module would bring zod along into every start.
    const isCatalog = error instanceof Error && error.name === 'CatalogError';
    const problem = isCatalog ? error.message : `The server cannot be loaded. ${error}`;
    process.stderr.write(`${problem}\nerror-catalog-mcp doctor checks everything.\n`);
    process.exit(isCatalog ? (await import('./cli/cli.ts')).EXIT.usage : 1);
  }
}

/** How long the last calls may take to be written down, in ms. */
const LONGEST_LAST_WRITE = 1_000;

async function serve(config: Config): Promise<void> {
  const { stdin: input, stdout: output } = process;
  if (input.isTTY) process.stderr.write(WAITING);
  // A catalog file is read before anyone is greeted: what cannot be served is said at once.
  const onCatalogChange = () => server.resourcesChanged();
  let isIdle: Loaded['idle'];
  const loaded = config.catalogs.length === 0 ? null : await loadOrEnd(config, onCatalogChange);
  const transport = new StdioTransport({
    input,
    output,
    onRefusal: (refusal) => server.refuse(refusal),
    onEnd: () => server.end(),
  });
  const server = new LazyServer(transport, loaded?.identity ?? identityOf(config), async () => {
    const { server: answering, idle } = loaded ?? (await loadOrEnd(config, onCatalogChange));
    isIdle = idle;
    return answering;
  });
  transport.onmessage = (message) => {
    hasWorked ||= 'method' in message && message.method === 'tools/call';
    server.receive(message);
  };
  const end = () => {
    if (isIdle === undefined) process.exit(0);
    setTimeout(() => process.exit(0), LONGEST_LAST_WRITE);
    void isIdle().then(() => process.exit(0));
  };
  transport.onclose = end;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  await transport.start();
}
