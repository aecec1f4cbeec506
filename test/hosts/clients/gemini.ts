import { expect } from 'vitest';
import { type Output, runCommand } from '../command.ts';
import { type Answer, type HostKind, textOf } from '../host.ts';
import { type Launch, writeMcpServers } from '../launch.ts';
import { ScriptedModel, type ToolResponse, type Turn } from './scripted-model.ts';

const PACKAGE = '@google/gemini-cli';

const SETTINGS = {
  general: { enableAutoUpdate: false },
  privacy: { usageStatisticsEnabled: false },
  security: { auth: { selectedType: 'gemini-api-key' } },
};

/** Runs Gemini CLI in the launch's folder, which is its home too. Without `trusted` it starts no MCP server. */
export function runGemini(args: string[], launch: Launch, trusted: boolean, url = ''): Promise<Output> {
  writeMcpServers(launch, '.gemini/settings.json', SETTINGS);
  const api = { GEMINI_API_KEY: 'none', GOOGLE_GEMINI_BASE_URL: url };
  const env = { ...launch.env, ...api, GEMINI_CLI_TRUST_WORKSPACE: String(trusted) };
  return runCommand([PACKAGE, 'gemini'], args, { ...launch, env });
}

/** What the model is told. Of a failure that is the whole result as JSON, after words of Gemini CLI's own. */
function answerOf({ output, error = '' }: ToolResponse): Answer {
  if (output !== undefined) return { text: output, failed: false };
  const [, json] = error.split(' with response: ');
  if (json === undefined) throw new Error(error);
  const [{ functionResponse }] = JSON.parse(json);
  const { content, ...others } = functionResponse.response;
  return { text: content ? textOf(content) : JSON.stringify(others), failed: true };
}

export const gemini: HostKind = {
  package: PACKAGE,
  shows: ['text'],
  // It knows the tools, and does not ask the server.
  refusal: { message: expect.stringMatching(/^Tool "mcp_error-catalog_nope" not found/) },
  async open(launch) {
    const model = new ScriptedModel();
    const args = ['--prompt', 'Why?', '--model', 'gemini-2.5-flash', '--approval-mode', 'yolo'];
    const ended = runGemini(args, launch, true, await model.start());
    const failed = ended.then(({ code, stderr }): never => {
      throw new Error(`Gemini CLI ended with code ${code}. ${stderr}`);
    });
    failed.catch(() => {});
    const next = (): Promise<Turn> => Promise.race([model.nextTurn(), failed]);
    const prefix = `mcp_${launch.name}_`;
    let turn = await next();

    const callAny = async (name: string, input: object): Promise<Answer> => {
      turn.say({ functionCall: { name, args: input } });
      turn = await next();
      return answerOf(turn.response ?? {});
    };
    return {
      tools: async () =>
        turn.tools.filter((tool) => tool.startsWith(prefix)).map((tool) => tool.slice(prefix.length)),
      call: (tool, input) => callAny(prefix + tool, input),
      resources: async () =>
        ((await callAny('list_mcp_resources', {})).text ?? '').match(/\w+:\/\/\S+/g) ?? [],
      read: async (uri) => (await callAny('read_mcp_resource', { uri })).text ?? '',
      close: async () => {
        turn.say({ text: 'Because.' });
        await ended;
        model.stop();
      },
    };
  },
};
