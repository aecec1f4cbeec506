import { type HostKind, textOf, WHOLE_REFUSAL } from '../host.ts';
import { load } from '../installed.ts';

interface Result {
  structuredContent?: unknown;
  isError?: boolean;
}

interface Tool {
  execute(input: object, options: object): Promise<Result>;
  toModelOutput(call: object): Promise<{ value: { text: string }[] }>;
}

interface Client {
  tools(): Promise<Record<string, Tool>>;
  callTool(call: object): Promise<never>;
  listResources(): Promise<{ resources: { uri: string }[] }>;
  readResource(resource: { uri: string }): Promise<{ contents: { text: string }[] }>;
  close(): Promise<void>;
}

export const aiSdk: HostKind = {
  package: '@ai-sdk/mcp',
  shows: ['text', 'structured'],
  refusal: WHOLE_REFUSAL,
  async open({ command, args, env }) {
    type Package = { createMCPClient(config: object): Promise<Client> };
    type Stdio = { StdioMCPTransport: new (config: object) => object };
    const { createMCPClient } = await load<Package>('@ai-sdk/mcp');
    const { StdioMCPTransport } = await load<Stdio>('@ai-sdk/mcp/mcp-stdio');
    const client = await createMCPClient({ transport: new StdioMCPTransport({ command, args, env }) });
    const tools = await client.tools();
    return {
      tools: async () => Object.keys(tools),
      call: async (name, input) => {
        const tool = tools[name];
        if (!tool) return await client.callTool({ name, arguments: input });
        const output = await tool.execute(input, { toolCallId: '1', messages: [] });
        const { value } = await tool.toModelOutput({ toolCallId: '1', input, output });
        return { text: textOf(value), structured: output.structuredContent, failed: output.isError === true };
      },
      resources: async () => (await client.listResources()).resources.map(({ uri }) => uri),
      read: async (uri) => (await client.readResource({ uri })).contents[0]?.text ?? '',
      close: () => client.close(),
    };
  },
};
