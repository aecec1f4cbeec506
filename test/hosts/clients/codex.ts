import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostKind, textOf, WHOLE_REFUSAL } from '../host.ts';
import type { Launch } from '../launch.ts';
import { CodexAppServer } from './codex-app-server.ts';

interface Status {
  name: string;
  tools: Record<string, unknown>;
  resources: { uri: string }[];
}

interface Result {
  content: { text: string }[];
  structuredContent?: unknown;
  isError?: boolean;
}

/** The settings, with a model that is nowhere, so that Codex asks nobody. */
function configToml({ name, command, args, env }: Launch): string {
  const table = Object.entries(env).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return `
model = "none"
model_provider = "nowhere"
check_for_update_on_startup = false
[model_providers.nowhere]
name = "nowhere"
base_url = "http://127.0.0.1:9"
[analytics]
enabled = false
[features]
apps = false
plugins = false
[mcp_servers.${name}]
command = ${JSON.stringify(command)}
args = ${JSON.stringify(args)}
env = { ${table.join(', ')} }
`;
}

export const codex: HostKind = {
  package: '@openai/codex',
  shows: ['text', 'structured'],
  refusal: WHOLE_REFUSAL,
  async open(launch) {
    const { folder, env, name: server } = launch;
    const home = join(folder, 'codex');
    mkdirSync(home);
    writeFileSync(join(home, 'config.toml'), configToml(launch));
    const app = new CodexAppServer(folder, { ...env, CODEX_HOME: home });
    await app.request('initialize', { clientInfo: { name: 'test', title: null, version: '1' } });
    app.notify('initialized');
    const start = { cwd: folder, ephemeral: true };
    const { thread } = await app.request<{ thread: { id: string } }>('thread/start', start);
    const threadId = thread.id;

    const status = async (): Promise<Status> => {
      const { data } = await app.request<{ data: Status[] }>('mcpServerStatus/list', { threadId });
      const ours = data.find(({ name }) => name === server);
      if (!ours) throw new Error(`Codex lists no server '${server}', only ${JSON.stringify(data)}.`);
      return ours;
    };
    return {
      tools: async () => Object.keys((await status()).tools),
      call: async (tool, args) => {
        const call = { threadId, server, tool, arguments: args };
        const result = await app.request<Result>('mcpServer/tool/call', call);
        const { content, structuredContent, isError } = result;
        return { text: textOf(content), structured: structuredContent, failed: isError === true };
      },
      resources: async () => (await status()).resources.map(({ uri }) => uri),
      read: async (uri) => {
        const resource = { threadId, server, uri };
        type Contents = { contents: { text: string }[] };
        return (await app.request<Contents>('mcpServer/resource/read', resource)).contents[0]?.text ?? '';
      },
      close: () => app.close(),
    };
  },
};
