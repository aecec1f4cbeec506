/** The least that a server on the SDK is: one tool, as a person writes it. What ours costs is measured beside it. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import * as z from 'zod';

const server = new McpServer({ name: 'echo', version: '1.0.0' });

server.registerTool(
  'echo',
  {
    title: 'Echo',
    description: 'Says what it is told, once or more often.',
    inputSchema: { text: z.string(), times: z.number().default(1) },
  },
  ({ text, times }) => ({ content: [{ type: 'text', text: text.repeat(times) }] }),
);

await server.connect(new StdioServerTransport());
