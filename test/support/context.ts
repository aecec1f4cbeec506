import { builtinCatalog } from '../../src/catalog/builtin.ts';
import { openJournal } from '../../src/logs/journal.ts';
import type { RequestLog } from '../../src/logs/log.ts';
import type { ToolContext } from '../../src/tools/tool.ts';
import { freshFolder } from './server.ts';

const catalog = builtinCatalog();

/** What a tool reaches, with the built-in catalog and an empty journal. */
export function toolContext(logs: RequestLog | null = null): ToolContext {
  const journal = openJournal(freshFolder(), (error) => {
    throw error;
  });
  return { catalog, logs, journal, now: Date.now, signal: new AbortController().signal };
}
