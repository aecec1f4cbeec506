import type { OpenTable, OpenTableOptions } from './open-table.ts';
import type { TableSource } from './source.ts';

/** A table whose client is loaded when it is first asked: a server that is never asked need not load it. */
export function lazyTable(source: TableSource, options: OpenTableOptions): OpenTable {
  let loading: Promise<OpenTable> | null = null;
  const opened = (): Promise<OpenTable> => {
    loading ??= import('./open-table.ts').then(({ openTable }) => openTable(source, options));
    return loading;
  };
  return {
    log: { find: async (id, find) => (await opened()).log.find(id, find) },
    seen: { since: async (since, how) => (await opened()).seen.since(since, how) },
    check: async (signal) => (await opened()).check(signal),
    facts: async (signal) => (await opened()).facts(signal),
  };
}
