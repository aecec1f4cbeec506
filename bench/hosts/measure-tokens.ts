import { encode } from 'gpt-tokenizer';
import { type Host, withHost } from './host.ts';
import type { HostedServer } from './servers.ts';

/** Tokens of the list of tools, as every conversation begins with it. */
export interface ToolTokens {
  all: number;
  /** Of what most hosts show to the model: no output schemas. */
  withoutOutput: number;
}

/** Tokens of a text, or of a value as JSON, by the o200k encoding. */
export function tokensOf(value: unknown): number {
  return encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
}

/** What a server's answer to `tools/list` costs. */
export async function measureToolTokens(server: HostedServer): Promise<ToolTokens> {
  return await withHost(server, toolTokens);
}

/** What the answer to `tools/list` costs, of a server that is running. */
export async function toolTokens(host: Host): Promise<ToolTokens> {
  const { replies } = await host.exchange([{ method: 'tools/list' }]);
  const { tools: listed } = (replies[0]?.result ?? {}) as { tools: Record<string, unknown>[] };
  // `_meta` is for the host itself (MCP, "General fields"), which shows it to no model.
  const tools = listed.map(({ _meta, ...tool }) => tool);
  return {
    all: tokensOf(tools),
    withoutOutput: tokensOf(tools.map(({ outputSchema: _, ...rest }) => rest)),
  };
}
