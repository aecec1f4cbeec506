import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, compressed, exceptionAnswer, resultAnswer, textAnswer } from './answer.ts';
import { type Asked, read } from './asked.ts';
import type { Served } from './contract.ts';
import type { Engine } from './engine.ts';
import { Exception } from './exception.ts';
import { answerInstead, Faults } from './faults.ts';
import { send } from './send.ts';
import { credentialsOf, Users } from './users.ts';

/** ClickHouse's HTTP interface before the engine, as far as its official client uses it. */
export class Front {
  readonly users = new Users();
  readonly faults = new Faults();
  readonly served: Served[] = [];
  connections = 0;
  readonly #engine: Engine;
  readonly #version: string;
  readonly #server: Server;
  #port = 0;

  constructor(engine: Engine, version: string) {
    this.#engine = engine;
    this.#version = version;
    // ClickHouse's own bounds: `keep_alive_timeout`, and `http_max_uri_size`.
    this.#server = createServer({ keepAliveTimeout: 10_000, maxHeaderSize: 1_048_576 }, (request, response) =>
      this.#handle(request, response),
    );
    this.#server.on('connection', () => {
      this.connections += 1;
    });
  }

  /** Listens on a free port of this machine; later times on the same one. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve(this.#port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = request.socket.remotePort ?? 0;
    try {
      const asked = await read(request);
      const { name } = credentialsOf(request);
      const entry = this.#note(asked, { method: request.method ?? '', user: name, connection });
      response.on('close', () => {
        entry.abandoned = !response.writableFinished;
      });
      await this.#answer(request, response, asked, entry);
    } catch (thrown) {
      if (!response.destroyed && !request.destroyed) throw thrown;
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Asked,
    entry: Served,
  ): Promise<void> {
    const fault = this.faults.next();
    const instead = answerInstead(fault, response);
    if (instead !== undefined) {
      entry.outcome = 'fault';
      if (instead === null) return;
      const answer = instead instanceof Exception ? this.#failed(asked, entry, instead) : instead;
      return await send(response, answer, undefined, this.#version);
    }
    const answer = await this.#result(request, response, asked, entry);
    const wanted = compressed(answer, asked, request.headers['accept-encoding']);
    await send(response, wanted, answer.status === 200 ? fault : undefined, this.#version);
  }

  async #result(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Asked,
    entry: Served,
  ): Promise<Answer> {
    if (asked.path === '/ping' || (request.method === 'GET' && asked.sql === '')) {
      entry.outcome = 'done';
      return textAnswer(200, 'Ok.\n');
    }
    if (asked.path !== '/') {
      entry.outcome = 'failed';
      return textAnswer(404, `There is no handle ${asked.path}\n`);
    }
    try {
      return await this.#query(request, response, asked, entry);
    } catch (thrown) {
      const exception = Exception.of(thrown);
      entry.outcome = exception.code === 394 ? 'cancelled' : 'failed';
      return this.#failed(asked, entry, exception);
    }
  }

  async #query(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Asked,
    entry: Served,
  ): Promise<Answer> {
    const profile = this.users.profileOf(credentialsOf(request));
    // Whatever is asked by another method than POST is read-only.
    const query = this.#engine.open(request.method === 'POST' ? profile : { readonly: 2, ...profile });
    try {
      await query.prepare(asked.database, asked.params, asked.settings);
      const endsWithClient = await query.endsWithClient();
      const running = query.run(asked.sql, asked.format);
      if (endsWithClient) {
        if (response.destroyed) void query.kill();
        else response.on('close', () => query.kill());
      }
      const result = await running;
      entry.outcome = 'done';
      entry.rowsRead = result.rowsRead;
      entry.bytesRead = result.bytesRead;
      return resultAnswer(asked, result, /^\s*insert\b/i.test(asked.sql));
    } finally {
      query.close();
    }
  }

  #failed(asked: Asked, entry: Served, exception: Exception): Answer {
    entry.code = exception.code;
    return exceptionAnswer(asked.queryId, exception, this.#version);
  }

  #note(asked: Asked, who: Pick<Served, 'method' | 'user' | 'connection'>): Served {
    const { path, sql, database, settings, params, queryId } = asked;
    const entry: Served = {
      ...who,
      ...{ path, sql, database, settings, params, queryId },
      ...{ outcome: 'running', abandoned: false, code: null, rowsRead: 0, bytesRead: 0 },
    };
    this.served.push(entry);
    return entry;
  }
}
