import { expect } from 'vitest';
import { printed, runCommand } from '../command.ts';
import type { HostKind } from '../host.ts';
import { writeMcpServers } from '../launch.ts';

export const mcporter: HostKind = {
  package: 'mcporter',
  shows: ['text', 'structured'],
  refusal: { stderr: expect.stringMatching(/There is no tool 'nope'[\s\S]*request_id: 'req_[0-9a-f]+'/) },
  async open(launch) {
    const { name } = launch;
    // Without `imports` it also starts what it finds in the settings of other hosts.
    const config = writeMcpServers(launch, 'mcporter.json', { imports: [] });
    const run = (...args: string[]) =>
      runCommand(['mcporter', 'mcporter'], ['--config', config, ...args], launch);
    const listed: { tools?: { name: string }[] } = JSON.parse(printed(await run('list', name, '--json')));
    if (!listed.tools) throw new Error(`mcporter sees no tools: ${JSON.stringify(listed)}`);
    const tools = listed.tools.map((tool) => tool.name);
    return {
      tools: () => Promise.resolve(tools),
      call: async (tool, args) => {
        const call = ['call', `${name}.${tool}`, '--args', JSON.stringify(args), '--output'];
        const [text, json] = await Promise.all([run(...call, 'text'), run(...call, 'json')]);
        const failed = text.code !== 0;
        return { text: printed(text), structured: failed ? undefined : JSON.parse(printed(json)), failed };
      },
      resources: async () => {
        const { resources }: { resources: { uri: string }[] } = JSON.parse(
          printed(await run('resource', name, '--json')),
        );
        return resources.map(({ uri }) => uri);
      },
      read: async (uri) => printed(await run('resource', name, uri)),
      close: () => Promise.resolve(),
    };
  },
};
