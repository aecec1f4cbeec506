import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import type { Log } from './generator.ts';
import type { Peers } from './peers.ts';
import { secondsOf } from './stats.ts';

/** The little of DuckDB's API that is used here. */
interface DuckDb {
  DuckDBInstance: {
    create(path: string): Promise<{
      connect(): Promise<{
        run(sql: string): Promise<unknown>;
        runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
        closeSync(): void;
      }>;
      closeSync(): void;
    }>;
  };
}

/** The little of better-sqlite3's API that is used here. */
type Sqlite = new (
  path: string,
) => {
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): { run(...values: unknown[]): unknown; get(): unknown };
  close(): void;
};

/** What a lookup shows. Named columns are imported nearly twice as fast as detected ones. */
const COLUMNS = [
  ...['hostname', 'request_id', 'trace_id', 'workspace', 'method', 'path', 'msg', 'module', 'user_agent'].map(
    (name) => `${name}: 'VARCHAR'`,
  ),
  "level: 'INTEGER', time: 'BIGINT', status: 'INTEGER', duration_ms: 'DOUBLE', error: 'JSON'",
].join(', ');

/**
 * Imports the log into a DuckDB file, with an index on the request id.
 * @returns the seconds it took, without loading DuckDB
 */
export async function importIntoDuckDb(peers: Peers, log: Log, database: string): Promise<number> {
  const { DuckDBInstance } = peers.load('@duckdb/node-api') as DuckDb;
  rmSync(database, { force: true });
  let rows = 0;
  const seconds = await secondsOf(async () => {
    const instance = await DuckDBInstance.create(database);
    const connection = await instance.connect();
    const options = `format = 'newline_delimited', columns = {${COLUMNS}}`;
    const source = `read_json('${log.path.replaceAll("'", "''")}', ${options})`;
    await connection.run(`CREATE TABLE log AS SELECT * FROM ${source}`);
    await connection.run('CREATE INDEX by_request ON log (request_id)');
    await connection.run('CHECKPOINT');
    rows = Number((await connection.runAndReadAll('SELECT count(*) FROM log')).getRows()[0]?.[0]);
    connection.closeSync();
    instance.closeSync();
  });
  rmSync(database, { force: true });
  if (rows !== log.lines) throw new Error(`DuckDB imported ${rows} of ${log.lines} lines`);
  return seconds;
}

/**
 * Imports request id and place of every line into an SQLite file, in one transaction without a journal, and the
 * index last: the quickest way it has.
 * @returns the seconds it took, without loading SQLite
 */
export async function importIntoSqlite(peers: Peers, log: Log, database: string): Promise<number> {
  const Database = peers.load('better-sqlite3') as Sqlite;
  rmSync(database, { force: true });
  let rows = 0;
  const seconds = await secondsOf(() => {
    const db = new Database(database);
    for (const each of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -500000', 'threads = 2']) {
      db.pragma(each);
    }
    db.exec('CREATE TABLE log (request_id TEXT, at INTEGER); BEGIN');
    const insert = db.prepare('INSERT INTO log VALUES (?, ?)');
    for (const { line, at } of linesOf(log.path)) {
      insert.run((JSON.parse(line) as { request_id: string }).request_id, at);
      rows++;
    }
    db.exec('CREATE INDEX by_request ON log (request_id); COMMIT');
    db.close();
  });
  rmSync(database, { force: true });
  if (rows !== log.lines) throw new Error(`SQLite imported ${rows} of ${log.lines} lines`);
  return seconds;
}

/** The lines of a file with where each begins; a generator of chunks, as that is what reads fastest. */
function* linesOf(path: string): Generator<{ line: string; at: number }> {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(1_048_576);
  let held = 0;
  let base = 0;
  for (;;) {
    const read = readSync(file, buffer, held, buffer.length - held, null);
    if (read === 0) break;
    const end = held + read;
    let from = 0;
    for (let to = buffer.indexOf(10); to !== -1 && to < end; to = buffer.indexOf(10, from)) {
      yield { line: buffer.toString('utf8', from, to), at: base + from };
      from = to + 1;
    }
    buffer.copyWithin(0, from, end);
    base += from;
    held = end - from;
  }
  closeSync(file);
}
