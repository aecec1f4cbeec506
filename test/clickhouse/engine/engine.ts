import type { Settings } from './contract.ts';
import { Exception } from './exception.ts';
import type { Library, Session } from './library.ts';
import { Query } from './query.ts';
import { literal } from './quote.ts';

/**
 * chDB takes no query id, so a query is known by the value of a setting that nothing else uses (it is about engines of
 * tables that read from a queue).
 */
const MARK = 'stream_like_engine_insert_queue';

/** Opens sessions in one data directory. */
export class Engine {
  readonly #library: Library;
  readonly #folder: string;
  readonly #running = new Set<string>();
  #opened = 0;

  constructor(library: Library, folder: string) {
    this.#library = library;
    this.#folder = folder;
    // The engine lives as long as a session is open: this one stays so.
    this.#session({});
  }

  /** A query with a session of its own, in which the profile's settings hold already. Close it. */
  open(profile: Settings): Query {
    this.#opened += 1;
    const mark = `q${this.#opened}`;
    const session = this.#session({ ...profile, [MARK]: mark });
    return new Query(session, {
      begin: () => this.#running.add(mark),
      end: () => this.#running.delete(mark),
      kill: () => this.exec(`KILL QUERY WHERE Settings['${MARK}'] = '${mark}'`),
    });
  }

  /** Runs one statement with all rights. */
  async exec(sql: string): Promise<string> {
    const session = this.#session({});
    try {
      return (await session.queryAsync(sql, { format: 'JSONEachRow' })).text();
    } catch (thrown) {
      throw Exception.of(thrown);
    } finally {
      session.close();
    }
  }

  /** How many queries run that came in by `open`. */
  async running(): Promise<number> {
    // The engine lists a query that failed until its session is closed, which chDB puts off while others run.
    if (this.#running.size === 0) return 0;
    const marks = [...this.#running].map(literal).join(', ');
    const answer = await this.exec(
      `SELECT toUInt32(count()) AS queries FROM system.processes WHERE Settings['${MARK}'] IN (${marks})`,
    );
    return JSON.parse(answer).queries;
  }

  /** Settings given here hold from the beginning, whatever their order; unknown ones are ignored by chDB. */
  #session(settings: Settings): Session {
    // chDB takes `1` for `SELECT 1`; a server does not.
    const connectionArgs = Object.entries({ implicit_select: 0, ...settings }).map(
      ([name, value]) => `--${name}=${value}`,
    );
    return new this.#library.Session(this.#folder, { connectionArgs });
  }
}
