import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/**
 * What a server offers, as a bundle's manifest lists it. The server itself is asked, so that the list is never
 * another one.
 *
 * @param {string} entry path of the built server
 * @param {string} stateFolder where it may keep its state
 * @throws {Error} if it does not start
 */
export async function offersOf(entry, stateFolder) {
  const client = new Client({ name: 'pack-mcpb', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [entry],
      env: { HOME: stateFolder, XDG_STATE_HOME: stateFolder, LOCALAPPDATA: stateFolder },
    }),
  );
  try {
    const { tools } = await client.listTools();
    const { prompts } = client.getServerCapabilities()?.prompts
      ? await client.listPrompts()
      : { prompts: [] };
    return {
      tools: tools.map(({ name, description = '' }) => ({ name, description })),
      prompts: prompts.map(promptOf),
    };
  } finally {
    await client.close();
  }
}

/**
 * A prompt as a manifest has it. What the prompt itself says depends on what is asked; the text is for hosts that
 * do not ask the server for it, and leaves the rest to the tools.
 *
 * @param {{ name: string, title?: string | undefined, description?: string | undefined,
 *   arguments?: { name: string }[] | undefined }} prompt
 */
function promptOf({ name, title = name, description = '', arguments: given = [] }) {
  const names = given.map((argument) => argument.name);
  const placeholders = names.map((each) => `${each}: \${arguments.${each}}`);
  return {
    name,
    description,
    arguments: names,
    text: [`${title}. ${description}.`, ...placeholders].join('\n\n'),
  };
}
