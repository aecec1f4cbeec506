import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** What a query cost the engine, and its rows. */
export interface Answer {
  rows: Record<string, unknown>[];
  rowsRead: number;
  bytesRead: number;
  ms: number;
}

export type Params = Record<string, unknown>;

interface Session {
  queryAsync(sql: string, options: { format: string }): Promise<{ text(): string }>;
  queryBindAsync(sql: string, params: Params, options: { format: string }): Promise<{ text(): string }>;
  close(): void;
}

interface JsonAnswer {
  data: Record<string, unknown>[];
  statistics: { elapsed: number; rows_read: number; bytes_read: number };
}

/** ClickHouse's own engine in this process, over a data directory of its own. */
export class Engine {
  readonly #session: Session;

  /** Throws if the engine is not installed under `test/clickhouse`, or there is none for this platform. */
  constructor(folder: string, configFile: string) {
    const load = createRequire(resolve('test/clickhouse/package.json'));
    const { Session } = load('chdb') as {
      Session: new (path: string, options: { connectionArgs: string[] }) => Session;
    };
    this.#session = new Session(folder, { connectionArgs: [`--config-file=${configFile}`] });
  }

  /** Runs a statement; rejects with the engine's own words. What reads nothing answers no rows. */
  async ask(sql: string, params: Params = {}): Promise<Answer> {
    const answer = await this.#session.queryBindAsync(sql, params, { format: 'JSON' });
    const text = answer.text();
    if (text.trim() === '') return { rows: [], rowsRead: 0, bytesRead: 0, ms: 0 };
    const { data, statistics } = JSON.parse(text) as JsonAnswer;
    return {
      rows: data,
      rowsRead: statistics.rows_read,
      bytesRead: statistics.bytes_read,
      ms: statistics.elapsed * 1_000,
    };
  }

  /** Runs a statement whose braces are not parameters. */
  async run(sql: string): Promise<void> {
    await this.#session.queryAsync(sql, { format: 'JSON' });
  }

  close(): void {
    this.#session.close();
  }
}
