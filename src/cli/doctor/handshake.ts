import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { codeOf } from '../../base/failure.ts';
import { isObject, jsonIn } from '../../base/objects.ts';
import { redactText } from '../../redact/redact.ts';
import { type Check, check } from './checks.ts';

/** How a conversation with the server went. */
interface Handshake {
  /** How long the answers took from the start of the process on, in milliseconds; null if they did not come. */
  took: number | null;
  tools: number;
  /** Lines on stdout that are no protocol. */
  stray: readonly string[];
  stderr: string;
  /** Why the answers did not come, as in "it ended with …"; null if they came. */
  failure: string | null;
  /** Whether it was gone soon after its stdin had ended, even if what it has started is not. */
  isObedient: boolean;
}

/** What is started, as a host does. */
interface Started {
  /** The full path of Node.js. */
  node: string;
  entry: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
}

/** How long the answers, and the end, may take, in milliseconds: hosts are more patient. */
const PATIENCE = 15_000;
const GOODBYE = 3_000;
/** How long its last words are waited for once it is gone: what it has started may hold its pipes for ever. */
const LAST_WORDS = 500;
const MOST_STRAY = 20;
const MOST_STDERR = 8_192;

const INITIALIZE = {
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'error-catalog-mcp doctor', version: '1' },
  },
};
const INITIALIZED = { method: 'notifications/initialized' };
const LIST_TOOLS = { id: 2, method: 'tools/list' };

/** What came of a conversation with the server, where this process may start another. */
export async function examineHandshake(started: Started): Promise<Check> {
  try {
    return checkHandshake(await shakeHands(started));
  } catch (error) {
    // Node's permission model says so before there is a process.
    const summary = `not tried, as this process may start no other (${codeOf(error)})`;
    return check('handshake', 'warning', summary, { advice: ['Run doctor without the sandbox to try it.'] });
  }
}

/** Starts the server, greets it, asks for its tools, and lets it go. Resolves whatever happens to it; rejects where no process may be started. */
export async function shakeHands(
  { node, entry, args, env }: Started,
  { patience = PATIENCE, goodbye = GOODBYE } = {},
): Promise<Handshake> {
  const start = performance.now();
  const child = spawn(node, [entry, ...args], { env, stdio: 'pipe' });
  const found = { took: null as number | null, tools: 0, stderr: '', failure: null as string | null };
  const stray: string[] = [];
  const send = (message: object): void => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  let timer = setTimeout(() => {
    found.failure = `said nothing for ${patience / 1_000} seconds`;
    child.kill('SIGKILL');
  }, patience);
  let isObedient = true;
  let isGone = false;
  const leave = (): void => {
    if (isGone) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isObedient = false;
      child.kill('SIGKILL');
    }, goodbye);
    child.stdin.end();
  };

  child.stdin.on('error', () => {});
  child.stderr.on('data', (chunk: Buffer) => {
    found.stderr = (found.stderr + chunk.toString()).slice(0, MOST_STDERR);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = messageIn(line);
    if (message === null) {
      if (stray.length < MOST_STRAY) stray.push(line);
    } else if (message['error'] !== undefined) {
      found.failure = `answered with the error ${JSON.stringify(message['error'])}`;
      leave();
    } else if (message['id'] === INITIALIZE.id) {
      send(INITIALIZED);
      send(LIST_TOOLS);
    } else if (message['id'] === LIST_TOOLS.id) {
      const { result } = message;
      found.tools = isObject(result) && Array.isArray(result['tools']) ? result['tools'].length : 0;
      found.took = performance.now() - start;
      leave();
    }
  });
  send(INITIALIZE);

  return await new Promise((resolve) => {
    const end = (how: string): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      const failure = found.took === null ? (found.failure ?? how) : null;
      resolve({ ...found, failure, stray, isObedient });
    };
    child.on('error', ({ message }) => end(`could not be started (${message})`));
    child.on('exit', (code, signal) => {
      isGone = true;
      clearTimeout(timer);
      const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
      timer = setTimeout(end, LAST_WORDS, how);
      child.on('close', () => end(how));
    });
  });
}

/** A line as a message of the protocol; null if it is none. */
function messageIn(line: string): Record<string, unknown> | null {
  const message = jsonIn(line);
  return isObject(message) && message['jsonrpc'] === '2.0' ? message : null;
}

const LONGEST_LINE = 200;
const MOST_LINES = 10;

/** Whether the server answers as a host needs it. */
export function checkHandshake({ took, tools, stray, stderr, failure, isObedient }: Handshake): Check {
  const said = stray.slice(0, MOST_LINES).map((line) => `On stdout, but no protocol: ${shown(line)}`);
  const told = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = told.slice(0, MOST_LINES).map((line) => `On stderr: ${shown(line)}`);
  const advice: string[] = [];
  if (failure !== null)
    advice.push('Mend what stderr says; a host sees no more than that the server is gone.');
  if (stray.length > 0)
    advice.push(
      'Find what prints there (a NODE_OPTIONS preload, a wrapper script): many hosts give up on such a line.',
    );
  if (!isObedient) advice.push('It did not end when its stdin ended. Report this as a bug.');
  const summary =
    failure === null
      ? `the server answered initialize and tools/list in ${Math.round(took ?? 0)} ms, with ${tools} tools`
      : `the server ${failure} before it had answered`;
  const details = failure === null ? said : [...said, ...errors];
  return check('handshake', advice.length > 0 ? 'problem' : 'ok', summary, { details, advice });
}

/** What another program printed, without secrets and short. */
function shown(line: string): string {
  const text = redactText(line.slice(0, LONGEST_LINE));
  return line.length > LONGEST_LINE ? `${text}… (cut)` : text;
}
