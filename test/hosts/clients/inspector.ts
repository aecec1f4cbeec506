import { expect } from 'vitest';
import { type Output, printed, runCommand } from '../command.ts';
import { type HostKind, textOf } from '../host.ts';
import { type Launch, writeMcpServers } from '../launch.ts';

const PACKAGE = '@modelcontextprotocol/inspector';

interface Result {
  content: { text: string }[];
  structuredContent?: unknown;
  isError?: boolean;
}

/** Runs one method of the Inspector's CLI, which starts the server for it. */
export function inspect(launch: Launch, method: string, ...flags: string[]): Promise<Output> {
  const config = writeMcpServers(launch, 'inspector.json');
  const server = ['--config', config, '--server', launch.name];
  return runCommand([PACKAGE, 'mcp-inspector'], ['--cli', ...server, '--method', method, ...flags], launch);
}

export const inspector: HostKind = {
  package: PACKAGE,
  shows: ['text', 'structured'],
  // It looks for the tool in the list, and does not ask the server.
  refusal: { code: 5, stderr: expect.stringContaining("Tool 'nope' not found on server") },
  async open(launch) {
    const ask = async <Printed>(method: string, ...flags: string[]): Promise<Printed> =>
      JSON.parse(printed(await inspect(launch, method, ...flags)));
    const { tools } = await ask<{ tools: { name: string }[] }>('tools/list');
    return {
      tools: async () => tools.map(({ name }) => name),
      call: async (tool, args) => {
        const flags = ['--tool-name', tool, '--tool-args-json', JSON.stringify(args)];
        const { content, structuredContent, isError } = await ask<Result>('tools/call', ...flags);
        return { text: textOf(content), structured: structuredContent, failed: isError === true };
      },
      resources: async () => {
        const { resources } = await ask<{ resources: { uri: string }[] }>('resources/list');
        return resources.map(({ uri }) => uri);
      },
      read: async (uri) => {
        const { contents } = await ask<{ contents: { text: string }[] }>('resources/read', '--uri', uri);
        return contents[0]?.text ?? '';
      },
      close: () => Promise.resolve(),
    };
  },
};
