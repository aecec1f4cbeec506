import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../cli/run-cli.ts';
import { freshFolder, SAMPLE_LOGS } from '../support/server.ts';

/** A log of JSON lines in a folder of its own. */
export function logOf(lines: readonly object[]): string {
  const folder = freshFolder();
  writeFileSync(join(folder, 'app.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return folder;
}

/** The address of the page that `lookup --html` of the built program writes about a request. */
export async function paperOf(id: string, logs = SAMPLE_LOGS): Promise<string> {
  const file = join(freshFolder(), 'paper.html');
  const { code, stderr } = await runCli(['lookup', id, '--logs', logs, '--html', file]);
  if (code !== 0) throw new Error(`lookup ended with ${code}: ${stderr}`);
  return `file://${file}`;
}

/** A request that several services worked on, with so many lines. */
export function longRequest(many: number): object[] {
  const services = ['edge', 'api', 'billing', 'ledger', 'mailer'];
  return Array.from({ length: many }, (_, index) => ({
    time: new Date(Date.UTC(2026, 10, 20, 9, 0, 0, index * 7)).toISOString(),
    level: index % 97 === 96 ? 'error' : index % 31 === 30 ? 'warn' : 'info',
    service: services[index % services.length],
    request_id: 'req_long0001',
    msg: `step ${index}: the ledger was asked for entry ${index * 17} of the account`,
    ...(index % 10 === 9 && { duration_ms: 40 }),
    attempt: index % 3,
    shard: `shard-${index % 8}`,
  }));
}
