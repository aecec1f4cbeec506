import { builtinCatalog } from '../../src/catalog/combine.ts';
import { openJournal } from '../../src/logs/journal.ts';
import type { RequestLog } from '../../src/logs/log.ts';
import { printText } from '../../src/tools/answer/blocks.ts';
import type { Tool, ToolContext } from '../../src/tools/tool.ts';
import { freshFolder } from './server.ts';

const catalog = builtinCatalog();

/** What a tool reaches, with the built-in catalog and an empty journal. */
export function toolContext(logs: RequestLog | null = null): ToolContext {
  const journal = openJournal(freshFolder(), (error) => {
    throw error;
  });
  return { catalog, logs, journal, now: Date.now, signal: new AbortController().signal };
}

/** What a tool answers, as data and as the text that a host gets. */
export async function callTool(tool: Tool, args: unknown, context: ToolContext) {
  const { data, blocks } = await tool.call(args, context);
  return { data, text: printText(blocks) };
}
