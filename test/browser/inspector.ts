import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ENTRY, environment, freshFolder, SAMPLE_LOGS } from '../support/server.ts';
import { HERE } from './browser.ts';

export interface Inspector {
  /** Where its page is, with the token that opens it. */
  address: string;
  end(): void;
}

const LAUNCHER = join(HERE, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
/** How often it is tried, as another program may take a port that was free. */
const MOST_TRIES = 5;

/** The Inspector's web client, with the built server on the sample logs. */
export async function startInspector(): Promise<Inspector> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}

function start(port: number): Promise<Inspector> {
  const folder = freshFolder();
  const env = {
    ...environment(folder),
    CLIENT_PORT: String(port),
    MCP_SANDBOX_PORT: '0',
    MCP_AUTO_OPEN_ENABLED: 'false',
    MCP_STORAGE_DIR: folder,
    MCP_INSPECTOR_SECRET_STORE: 'memory',
  };
  const server = [process.execPath, ENTRY, '--logs', SAMPLE_LOGS];
  const child = spawn(process.execPath, [LAUNCHER, '--web', ...server], { env });
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer): void => {
      said += chunk.toString();
      const [address] = /http:\/\/\S+MCP_INSPECTOR_API_TOKEN=\w+/.exec(said) ?? [];
      if (address !== undefined) resolve({ address, end: () => child.kill() });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => reject(new Error(`The Inspector ended: ${said}`)));
  });
}

/** A port that nothing listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
