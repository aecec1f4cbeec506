import { type Answer, type HostKind, WHOLE_REFUSAL } from '../host.ts';
import { load } from '../installed.ts';

interface ToolMessage {
  content: string;
  artifact: { type: string; data: unknown }[];
}

interface Tool {
  name: string;
  invoke(call: object): Promise<ToolMessage>;
}

interface Client {
  getTools(): Promise<Tool[]>;
  getClient(server: string): Promise<{ callTool(call: object): Promise<never> }>;
  listResources(): Promise<Record<string, { uri: string }[]>>;
  readResource(server: string, uri: string): Promise<{ text?: string }[]>;
  close(): Promise<void>;
}

/** What an agent gets as the tool's message; a failure is an exception whose words the agent is shown. */
async function invoke(tool: Tool, args: Record<string, unknown>): Promise<Answer> {
  try {
    const { content, artifact } = await tool.invoke({ type: 'tool_call', id: '1', name: tool.name, args });
    const structured = artifact.find(({ type }) => type === 'mcp_structured_content')?.data;
    return { text: content, structured, failed: false };
  } catch (error) {
    if (error instanceof Error && error.name === 'ToolException')
      return { text: error.message, failed: true };
    throw error;
  }
}

export const langchain: HostKind = {
  package: '@langchain/mcp-adapters',
  shows: ['text', 'structured'],
  refusal: WHOLE_REFUSAL,
  async open({ name, command, args, env }) {
    type Package = { MultiServerMCPClient: new (config: object) => Client };
    const { MultiServerMCPClient } = await load<Package>('@langchain/mcp-adapters');
    const mcpServers = { [name]: { transport: 'stdio', command, args, env } };
    const client = new MultiServerMCPClient({ mcpServers });
    const tools = await client.getTools();
    return {
      tools: async () => tools.map((tool) => tool.name),
      call: async (called, input) => {
        const tool = tools.find((known) => known.name === called);
        if (tool) return await invoke(tool, input);
        return await (await client.getClient(name)).callTool({ name: called, arguments: input });
      },
      resources: async () => ((await client.listResources())[name] ?? []).map(({ uri }) => uri),
      read: async (uri) => (await client.readResource(name, uri))[0]?.text ?? '',
      close: () => client.close(),
    };
  },
};
