import { execFile } from 'node:child_process';
import { ENTRY, environment, errorOf, type RawServer } from '../support/server.ts';

/** How many lines of a request the server finds; 0 if it says that there are none. Throws for any other answer. */
export async function linesFound(server: RawServer, id: string): Promise<number> {
  const reply = await server.call('lookup_request', { request_id: id });
  const found = reply.result?.['structuredContent'] as { total: number } | undefined;
  if (found) return found.total;
  if (errorOf(reply).code === 'not_found') return 0;
  throw new Error(JSON.stringify(reply));
}

/** Runs the index command; `killAfter` milliseconds it is killed, if it has not ended by then. */
export function runIndex(state: string, path: string, killAfter?: number): Promise<void> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [ENTRY, 'index', '--logs', path],
      { env: environment(state) },
      () => resolve(),
    );
    if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter);
  });
}
