import { greet, type Identity } from './greeting.ts';
import type { Message, Refusal } from './json-rpc.ts';

/** The side of a transport that a server speaks to. */
interface Output {
  send(message: Message): Promise<void>;
  close(): Promise<void>;
}

/** What a server is connected to: messages come in by `onmessage`, which the server sets. */
export interface Line extends Output {
  onmessage?: ((message: Message) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  start(): Promise<void>;
}

/** A server that speaks the whole protocol, but takes its time to load. */
export interface LoadedServer {
  connect(line: Line): Promise<void>;
  /** Notes a line that is no request at all, and gives the `data` of the JSON-RPC error for it. */
  refuse(refusal: Refusal): Promise<object>;
  /** Tells those who subscribed that the resources have changed. */
  resourcesChanged(): void;
  /** Ends what waits for the host to end it, as there will be no more input. */
  end(): void;
}

/**
 * Greets hosts at once, and hands every other message on to a server that is loaded meanwhile: a host waits for the
 * greeting, and its next message finds the server ready.
 */
export class LazyServer {
  readonly #output: Output;
  readonly #identity: Identity;
  readonly #load: () => Promise<LoadedServer>;
  #loading: Promise<LoadedServer> | undefined;
  #line: Line | undefined;
  #waiting: Message[] = [];
  /** Whether the host shook hands, as those do that want to be told of changes without subscribing. */
  #hasHandshake = false;

  /** `load` must not fail: whoever loads says so and ends the process, as there is nobody to answer. */
  constructor(output: Output, identity: Identity, load: () => Promise<LoadedServer>) {
    this.#output = output;
    this.#identity = identity;
    this.#load = load;
  }

  receive(message: Message): void {
    if (message.method === 'initialize') this.#hasHandshake = true;
    const greeting = greet(message, this.#identity);
    if (greeting !== null) {
      void this.#output.send({ jsonrpc: '2.0', id: message.id, result: greeting });
      setImmediate(() => this.#loaded());
    } else if (this.#line !== undefined) {
      this.#line.onmessage?.(message);
    } else {
      this.#waiting.push(message);
      void this.#loaded();
    }
  }

  async refuse(refusal: Refusal): Promise<object> {
    return await (await this.#loaded()).refuse(refusal);
  }

  /** Tells the host, in the way of the revision that it speaks, that the resources have changed. */
  resourcesChanged(): void {
    if (this.#hasHandshake)
      void this.#output.send({ jsonrpc: '2.0', method: 'notifications/resources/list_changed' });
    void this.#loading?.then((server) => server.resourcesChanged());
  }

  /** Ends what waits for the host to end it; without a loaded server nothing does. */
  end(): void {
    void this.#loading?.then((server) => server.end());
  }

  #loaded(): Promise<LoadedServer> {
    this.#loading ??= this.#connect();
    return this.#loading;
  }

  async #connect(): Promise<LoadedServer> {
    const server = await this.#load();
    const { send, close } = this.#output;
    const line: Line = {
      start: async () => {},
      send: send.bind(this.#output),
      close: close.bind(this.#output),
    };
    await server.connect(line);
    this.#line = line;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) line.onmessage?.(message);
    return server;
  }
}
