import { resolve } from 'node:path';
import { loadLibrary, type Session } from '../../test/clickhouse/engine/library.ts';

/** What a query cost the engine, and its rows. */
export interface Answer {
  rows: Record<string, unknown>[];
  rowsRead: number;
  bytesRead: number;
  ms: number;
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
    const { Session } = loadLibrary(resolve('test/clickhouse'));
    this.#session = new Session(folder, { connectionArgs: [`--config-file=${configFile}`] });
  }

  /** Runs a statement; rejects with the engine's own words. What reads nothing answers no rows. */
  async ask(sql: string, params: Record<string, unknown> = {}): Promise<Answer> {
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
}
