import { setTimeout } from 'node:timers/promises';
import type { Settings } from './contract.ts';
import { Exception } from './exception.ts';
import type { Result, Session } from './library.ts';
import { identifier, literal } from './quote.ts';

/** How a query is seen from outside of its session. */
interface Outside {
  begin(): void;
  end(): void;
  /** Kills it if the engine has it by now. */
  kill(): Promise<unknown>;
}

/** One query of a client, from its settings to its end. Its methods throw an `Exception`. */
export class Query {
  readonly #session: Session;
  readonly #outside: Outside;
  #settled = false;

  constructor(session: Session, outside: Outside) {
    this.#session = session;
    this.#outside = outside;
  }

  /** Makes database, parameters and settings hold, in ClickHouse's order; the engine judges each. */
  async prepare(
    database: string,
    params: Readonly<Record<string, string>>,
    settings: Settings,
  ): Promise<void> {
    await this.#statement(`USE ${identifier(database)}`);
    const values = Object.entries(params).map(([key, value]) => assignment(`param_${key}`, value));
    if (values.length > 0) await this.#statement(`SET ${values.join(', ')}`);
    // In one statement, so that `readonly` holds only for what comes after all of them.
    const changes = Object.entries(settings).map(([key, value]) => assignment(key, value));
    if (changes.length > 0) await this.#statement(`SET ${changes.join(', ')}`);
  }

  /** Whether ClickHouse ends this query when its client goes: it must be read-only, by setting, and it must be asked to. */
  async endsWithClient(): Promise<boolean> {
    const sql =
      "SELECT toUInt8(getSetting('readonly') > 0 AND getSetting('cancel_http_readonly_queries_on_client_close')) AS ends";
    return JSON.parse((await this.#statement(sql)).text()).ends === 1;
  }

  /** Runs the query, which may be one statement only, as over HTTP. */
  async run(sql: string, format: string): Promise<Result> {
    this.#outside.begin();
    try {
      await this.#refuseSeveral(sql);
      return await this.#statement(sql, format);
    } finally {
      this.#settled = true;
      this.#outside.end();
    }
  }

  /** Kills the query in the engine; one that is just about to begin as well. */
  async kill(): Promise<void> {
    while (!this.#settled) {
      await this.#outside.kill();
      await setTimeout(20);
    }
  }

  close(): void {
    this.#session.close();
  }

  /** chDB would run each of them. */
  async #refuseSeveral(sql: string): Promise<void> {
    if (!sql.includes(';') || /^\s*insert\b/i.test(sql)) return;
    try {
      await this.#statement(`SELECT formatQuery(${literal(sql)})`);
    } catch (thrown) {
      const { message } = Exception.of(thrown);
      const [, several] =
        /Syntax error (\(Multi-statements are not allowed\).*?): In scope/s.exec(message) ?? [];
      if (several !== undefined) throw new Exception(62, 'SYNTAX_ERROR', `Syntax error ${several}`);
    }
  }

  async #statement(sql: string, format = 'JSONEachRow'): Promise<Result> {
    try {
      return await this.#session.queryAsync(sql, { format });
    } catch (thrown) {
      throw Exception.of(thrown);
    }
  }
}

const assignment = (key: string, value: string | number): string =>
  `${identifier(key)} = ${literal(String(value))}`;
