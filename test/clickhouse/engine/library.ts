import { createRequire } from 'node:module';

/** What the engine answers to one statement. */
export interface Result {
  readonly rowsRead: number;
  readonly bytesRead: number;
  /** In seconds. */
  readonly elapsed: number;
  bytes(): Uint8Array;
  text(): string;
}

/** A connection to the engine, with settings and parameters of its own. */
export interface Session {
  queryAsync(sql: string, options: { format: string }): Promise<Result>;
  /** With values for the parameters of the statement; one runs at a time. */
  queryBindAsync(sql: string, params: object, options: { format: string }): Promise<Result>;
  close(): void;
}

/** The part of the package `chdb` that we use, as we read it in its documentation. */
export interface Library {
  Session: new (folder: string, options: { connectionArgs: string[] }) => Session;
}

/** Loads chDB as it is installed in `folder`. */
export function loadLibrary(folder: string): Library {
  return createRequire(`${folder}/package.json`)('chdb') as Library;
}
