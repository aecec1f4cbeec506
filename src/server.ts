import { homedir } from 'node:os';
import process from 'node:process';
import { name, version } from '../package.json';
import { builtinCatalog } from './catalog/builtin.ts';
import { readConfig, USAGE } from './config.ts';
import { createMcp } from './mcp.ts';
import { atMost } from './requests/at-most.ts';
import { fileLog } from './requests/files/file-log.ts';
import { openJournal } from './requests/journal.ts';
import { StdioTransport } from './stdio.ts';
import { TOOLS } from './tools/index.ts';

const USAGE_ERROR = 2;
const SEARCHES_AT_ONCE = 4;

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

if (config.show === null) {
  await serve();
} else {
  process.stdout.write(config.show === 'help' ? USAGE : `${version}\n`);
}

async function serve(): Promise<void> {
  const journal = openJournal(config.stateFolder, (error) => {
    log('warn', 'The journal cannot be written; failures are kept in memory.', { cause: String(error) });
  });
  const logs = config.logs.length === 0 ? null : atMost(SEARCHES_AT_ONCE, fileLog({ paths: config.logs }));
  const { connect, refuse } = createMcp({
    name,
    version,
    tools: TOOLS,
    catalog: builtinCatalog(),
    logs,
    journal,
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
