import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Output, runScript } from '../command.ts';
import type { Answer, HostKind } from '../host.ts';
import { pathIn } from '../installed.ts';
import { type Launch, writeMcpServers } from '../launch.ts';
import { MessagesModel, type MessagesTurn } from './messages-model.ts';

const PACKAGE = '@anthropic-ai/claude-code';

const ALONE = {
  ANTHROPIC_API_KEY: 'none',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  // Else tools of MCP servers are looked for by name before they can be called.
  ENABLE_TOOL_SEARCH: 'false',
  // Else the first turn does not wait for servers that take a second to start.
  MCP_CONNECTION_NONBLOCKING: 'false',
  MCP_CONNECT_TIMEOUT_MS: '60000',
  MCP_TIMEOUT: '60000',
};

/** Runs Claude Code in the launch's folder, which is its home too, with the model at `url`. */
export function runClaude(args: string[], launch: Launch, url = 'http://127.0.0.1:9'): Promise<Output> {
  const env = { ...launch.env, ...ALONE, ANTHROPIC_BASE_URL: url };
  // Its package is completed by a script at installation, which we do not run; this is its way without.
  return runScript(pathIn(PACKAGE, 'cli-wrapper.cjs'), args, { ...launch, env });
}

/** A conversation, in which the test plays the model. */
export interface Session {
  /** The tools that the model may call. */
  tools: string[];
  /** Calls a tool, and gives what the model is told of it and besides. */
  call(name: string, input: object): Promise<MessagesTurn['result'] & { besides: string }>;
  close(): Promise<void>;
}

export async function startClaude(launch: Launch, allowed: string[], ...args: string[]): Promise<Session> {
  const model = new MessagesModel();
  const all = ['--print', 'Why?', '--model', 'claude-opus-4-8', '--allowedTools', allowed.join(','), ...args];
  const ended = runClaude(all, launch, await model.start());
  const failed = ended.then(({ code, stdout, stderr }): never => {
    throw new Error(`Claude Code ended with code ${code}. ${stdout} ${stderr}`);
  });
  failed.catch(() => {});
  const next = () => Promise.race([model.nextTurn(), failed]);
  let turn = await next();
  return {
    tools: turn.tools,
    async call(name, input) {
      turn.do({ name, input });
      turn = await next();
      return { ...turn.result, besides: turn.besides };
    },
    async close() {
      turn.do('Because.');
      await ended;
      model.stop();
    },
  };
}

/** What a tool gave, without what Claude Code says besides; what is long it puts into a file, which the model may read. */
function bare(text: string): string {
  const [, file] = /^<persisted-output>\n[^\n]* saved to: (\S+)\n/.exec(text) ?? [];
  return file === undefined ? text.replace(/\s*<system-reminder>[\s\S]*$/, '') : readFileSync(file, 'utf8');
}

export const claudeCode: HostKind = {
  package: PACKAGE,
  shows: ['structured'],
  // It knows the tools, and does not ask the server.
  refusal: { message: expect.stringContaining('No such tool available: mcp__error-catalog__nope') },
  async open(launch) {
    const config = writeMcpServers(launch, 'mcp.json');
    const prefix = `mcp__${launch.name}__`;
    const allowed = [`mcp__${launch.name}`, 'ListMcpResourcesTool', 'ReadMcpResourceTool'];
    const session = await startClaude(launch, allowed, '--mcp-config', config, '--strict-mcp-config');
    const ask = async (tool: string, input: object): Promise<string> =>
      bare((await session.call(tool, input)).text);
    return {
      tools: () =>
        Promise.resolve(
          session.tools.filter((tool) => tool.startsWith(prefix)).map((tool) => tool.slice(prefix.length)),
        ),
      async call(tool, input): Promise<Answer> {
        const { text, failed } = await session.call(prefix + tool, input);
        if (!failed) return { structured: JSON.parse(bare(text)), failed };
        if (text.includes('No such tool available')) throw new Error(text);
        return { text: bare(text), failed };
      },
      resources: async () => {
        const resources: { uri: string }[] = JSON.parse(await ask('ListMcpResourcesTool', {}));
        return resources.map(({ uri }) => uri);
      },
      read: async (uri) => {
        const { contents } = JSON.parse(await ask('ReadMcpResourceTool', { server: launch.name, uri }));
        return contents[0]?.text ?? '';
      },
      close: () => session.close(),
    };
  },
};
