import { join, resolve } from 'node:path';

/** A call of a tool. */
export interface ToolCall {
  name: string;
  args: Record<string, unknown>;
}

/** A server as the configuration of a host names it; Node.js runs it. */
export interface HostedServer {
  /** As the tables name it. */
  name: string;
  /** The arguments for Node.js: the script, then its own. */
  args: string[];
  /** What the server needs in its environment, given its home, an empty folder. */
  env?: (home: string) => Record<string, string>;
  /** A call that is representative of the server and needs nothing but the server. */
  call?: ToolCall;
  /** The call just before stdin is closed, if the server is not to be closed idle. */
  lastCall?: ToolCall;
}

/** A short, frequent question, which the catalog alone answers. */
export const EXPLAIN: ToolCall = { name: 'explain_error', args: { error: 'rate_limited' } };

/** Our server, from a built entry. */
export function ours(entry: string): HostedServer {
  return { name: 'error-catalog-mcp', args: [entry], call: EXPLAIN };
}

/** Our server with logs, closed just after a first lookup: that makes it begin to index them. */
export function oursWithLogs(entry: string, logs: string): HostedServer {
  const lookup = { name: 'lookup_request', args: { request_id: 'req_xyz123' } };
  return {
    name: 'error-catalog-mcp --logs',
    args: [entry, '--logs', logs],
    call: EXPLAIN,
    lastCall: lookup,
  };
}

/** The least server on the SDK. */
export const ECHO: HostedServer = {
  name: 'SDK echo',
  args: [resolve('bench/hosts/echo-server.mjs')],
  call: { name: 'echo', args: { text: 'rate_limited' } },
};

/** The same, answering as much as `EXPLAIN` does: what is left is the work, not the length. */
export const LONG_ECHO: HostedServer = {
  ...ECHO,
  name: 'SDK echo, as long a reply',
  call: { name: 'echo', args: { text: 'rate_limited ', times: 170 } },
};

/** A peer, by the name of its package. */
export interface Peer extends HostedServer {
  packageName: string;
}

/** The peers, installed under `nodeModules`; what they may read is the bench itself. */
export function peersIn(nodeModules: string): Peer[] {
  const script = (packageName: string) => join(nodeModules, packageName, 'dist/index.js');
  const filesystem = '@modelcontextprotocol/server-filesystem';
  const memory = '@modelcontextprotocol/server-memory';
  const context7 = '@upstash/context7-mcp';
  return [
    {
      name: 'server-filesystem',
      packageName: filesystem,
      args: [script(filesystem), resolve('bench/hosts')],
      call: { name: 'list_allowed_directories', args: {} },
    },
    {
      name: 'server-memory',
      packageName: memory,
      args: [script(memory)],
      env: (home) => ({ MEMORY_FILE_PATH: join(home, 'memory.jsonl') }),
      call: { name: 'read_graph', args: {} },
    },
    // Each of its calls asks a service on the network.
    { name: 'context7-mcp', packageName: context7, args: [script(context7)] },
  ];
}
