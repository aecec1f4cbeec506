import { type Answer, type HostKind, WHOLE_REFUSAL } from '../host.ts';
import { load } from '../installed.ts';

interface Tool {
  execute(input: object): Promise<unknown>;
}

interface Client {
  listTools(): Promise<Record<string, Tool>>;
  listToolDefinitions(): Promise<Record<string, Record<string, object>>>;
  toolFromDefinition(of: { serverName: string; definition: object }): Promise<Tool>;
  resources: {
    list(): Promise<Record<string, { uri: string }[]>>;
    read(server: string, uri: string): Promise<{ contents: { text: string }[] }>;
  };
  disconnect(): Promise<void>;
}

/** A success is only its structured half; a failure is an exception with the text. */
async function execute(tool: Tool, input: object): Promise<Answer> {
  try {
    return { structured: await tool.execute(input), failed: false };
  } catch (error) {
    if (error instanceof Error && 'details' in error) return { text: error.message, failed: true };
    throw error;
  }
}

export const mastra: HostKind = {
  package: '@mastra/mcp',
  shows: ['structured'],
  refusal: WHOLE_REFUSAL,
  async open({ name, command, args, env, folder }) {
    type Package = { MCPClient: new (config: object) => Client };
    const { MCPClient } = await load<Package>('@mastra/mcp');
    const client = new MCPClient({ id: folder, servers: { [name]: { command, args, env } } });
    const prefix = `${name}_`;
    const tools = await client.listTools();

    /** A tool that a cached list of tools still has, though the server has not. */
    const outdated = async (tool: string): Promise<Tool> => {
      const known = (await client.listToolDefinitions())[name]?.['list_errors'];
      return await client.toolFromDefinition({ serverName: name, definition: { ...known, name: tool } });
    };
    return {
      tools: async () => Object.keys(tools).map((tool) => tool.replace(prefix, '')),
      call: async (tool, input) => await execute(tools[prefix + tool] ?? (await outdated(tool)), input),
      resources: async () => ((await client.resources.list())[name] ?? []).map(({ uri }) => uri),
      read: async (uri) => (await client.resources.read(name, uri)).contents[0]?.text ?? '',
      close: () => client.disconnect(),
    };
  },
};
