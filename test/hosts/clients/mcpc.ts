import { join } from 'node:path';
import { expect } from 'vitest';
import { printed, runCommand } from '../command.ts';
import { type HostKind, textOf } from '../host.ts';
import { writeMcpServers } from '../launch.ts';

const SESSION = '@tried';

interface Result {
  content: { text: string }[];
  structuredContent?: unknown;
  isError?: boolean;
}

export const mcpc: HostKind = {
  package: '@apify/mcpc',
  shows: ['text', 'structured'],
  refusal: { code: 2, stderr: expect.stringContaining("-32602: There is no tool 'nope'. The tools are") },
  async open(launch) {
    const config = writeMcpServers(launch, 'mcpc.json');
    const own = { ...launch, env: { ...launch.env, MCPC_HOME_DIR: join(launch.folder, 'mcpc') } };
    const run = async <Printed>(...args: string[]): Promise<Printed> =>
      JSON.parse(printed(await runCommand(['@apify/mcpc', 'mcpc'], [...args, '--json'], own)));
    await run('connect', `${config}:${launch.name}`, SESSION);
    return {
      tools: async () => (await run<{ name: string }[]>(SESSION, 'tools-list')).map(({ name }) => name),
      call: async (tool, args) => {
        const result = await run<Result>(SESSION, 'tools-call', tool, JSON.stringify(args));
        const { content, structuredContent, isError } = result;
        return { text: textOf(content), structured: structuredContent, failed: isError === true };
      },
      resources: async () => (await run<{ uri: string }[]>(SESSION, 'resources-list')).map(({ uri }) => uri),
      read: async (uri) => {
        const { contents } = await run<{ contents: { text: string }[] }>(SESSION, 'resources-read', uri);
        return contents[0]?.text ?? '';
      },
      close: () => run('close', SESSION),
    };
  },
};
