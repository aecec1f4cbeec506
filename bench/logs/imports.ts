import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Log } from './generator.ts';
import type { Peers } from './peers.ts';

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
  prepare(sql: string): {
    run(...values: unknown[]): unknown;
    get(...values: unknown[]): unknown;
    all(...values: unknown[]): unknown[];
  };
  close(): void;
};

/** A database into which logs were imported. */
export interface Imported {
  /** What the import took, without loading the database. */
  seconds: number;
  /** How many lines it holds. */
  rows: number;
  /** Bytes on disk. */
  bytes: number;
  /** How many lines have this request id. */
  find(id: string): number | Promise<number>;
  /** How many of the ten newest failures there are; null where the database holds ids alone. */
  newestFailures: (() => Promise<number>) | null;
  close(): void;
}

/** What a lookup shows. Named columns are imported nearly twice as fast as detected ones. */
const COLUMNS = [
  ...['hostname', 'request_id', 'trace_id', 'workspace', 'method', 'path', 'msg', 'module', 'user_agent'].map(
    (name) => `${name}: 'VARCHAR'`,
  ),
  "level: 'INTEGER', time: 'BIGINT', status: 'INTEGER', duration_ms: 'DOUBLE', error: 'JSON'",
].join(', ');

const NEWEST_FAILURES = 'SELECT * FROM log WHERE status BETWEEN 500 AND 599 ORDER BY time DESC LIMIT 10';

/** Imports logs, compressed or not, into a DuckDB file, with an index on the request id. */
export async function duckDbOf(peers: Peers, paths: readonly string[], database: string): Promise<Imported> {
  const { DuckDBInstance } = peers.load('@duckdb/node-api') as DuckDb;
  rmSync(database, { force: true });
  const begin = performance.now();
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const options = `format = 'newline_delimited', columns = {${COLUMNS}}`;
  const source = `read_json([${paths.map(quoted).join(', ')}], ${options})`;
  await connection.run(`CREATE TABLE log AS SELECT * FROM ${source}`);
  await connection.run('CREATE INDEX by_request ON log (request_id)');
  await connection.run('CHECKPOINT');
  const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const rows = Number((await rowsOf('SELECT count(*) FROM log'))[0]?.[0]);
  return {
    seconds: (performance.now() - begin) / 1_000,
    rows,
    bytes: statSync(database).size,
    find: async (id) => (await rowsOf(`SELECT * FROM log WHERE request_id = ${quoted(id)}`)).length,
    newestFailures: async () => (await rowsOf(NEWEST_FAILURES)).length,
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(database, { force: true });
    },
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** How far the places of one log lie from those of the next. */
const PLACES = 2 ** 36;

/**
 * Imports request id and place of every line into an SQLite file, in one transaction without a journal, and the
 * index last: the quickest way it has.
 */
export function sqliteOf(peers: Peers, paths: readonly string[], database: string): Imported {
  const Database = peers.load('better-sqlite3') as Sqlite;
  rmSync(database, { force: true });
  const begin = performance.now();
  const db = new Database(database);
  for (const each of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -500000', 'threads = 2']) {
    db.pragma(each);
  }
  db.exec('CREATE TABLE log (request_id TEXT, at INTEGER); BEGIN');
  const insert = db.prepare('INSERT INTO log VALUES (?, ?)');
  let rows = 0;
  for (const [index, path] of paths.entries()) {
    for (const { line, at } of path.endsWith('.gz') ? linesOfCompressed(path) : linesOf(path)) {
      insert.run((JSON.parse(line) as { request_id: string }).request_id, index * PLACES + at);
      rows++;
    }
  }
  db.exec('CREATE INDEX by_request ON log (request_id); COMMIT');
  const seconds = (performance.now() - begin) / 1_000;
  const find = db.prepare('SELECT at FROM log WHERE request_id = ?');
  return {
    seconds,
    rows,
    bytes: statSync(database).size,
    find: (id) => find.all(id).length,
    newestFailures: null,
    close() {
      db.close();
      rmSync(database, { force: true });
    },
  };
}

/** Imports logs into the database file of this path. */
type Importing = (peers: Peers, paths: readonly string[], database: string) => Imported | Promise<Imported>;

/** The seconds that an import of this log takes; the database is thrown away. */
export async function importSeconds(importing: Importing, peers: Peers, log: Log, database: string) {
  const imported = await importing(peers, [log.path], database);
  imported.close();
  if (imported.rows !== log.lines)
    throw new Error(`${imported.rows} of ${log.lines} lines were imported into ${database}`);
  return imported.seconds;
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
    const from = yield* linesIn(buffer.subarray(0, end), base);
    buffer.copyWithin(0, from, end);
    base += from;
    held = end - from;
  }
  closeSync(file);
}

function* linesOfCompressed(path: string): Generator<{ line: string; at: number }> {
  yield* linesIn(gunzipSync(readFileSync(path)), 0);
}

/** The whole lines in some bytes, which stand at `base`; gives where they end. */
function* linesIn(bytes: Buffer, base: number): Generator<{ line: string; at: number }, number> {
  let from = 0;
  for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
    yield { line: bytes.toString('utf8', from, to), at: base + from };
    from = to + 1;
  }
  return from;
}
