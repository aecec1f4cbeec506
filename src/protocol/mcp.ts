import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, Notification, Request, Result } from '@modelcontextprotocol/sdk/types.js';
import { Failure, toFailure } from '../base/failure.ts';
import { isObject } from '../base/objects.ts';
import { group } from '../base/text.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { named, safe, safeData } from '../redact/redact.ts';
import {
  asModern,
  capabilitiesOf,
  handshakeProblem,
  type Identity,
  instructionsFor,
  isModern,
  type LoadedServer,
  type Served,
  serverInfoOf,
} from './greeting.ts';
import { INVALID_PARAMS, METHOD_NOT_FOUND } from './json-rpc.ts';
import type { Handler, Services } from './methods.ts';
import { type Client, clientIn, type Origin, originOf } from './methods.ts';
import { Subscriptions } from './subscriptions.ts';

export { methodsOf } from './methods.ts';

interface McpOptions extends Identity {
  methods: ReadonlyMap<string, Handler>;
  fail: Services['fail'];
}

interface Mcp extends LoadedServer {
  /** Speaks over `transport` until it closes. */
  connect(transport: Transport): Promise<void>;
}

/** In characters, of the name of a catalog or a service. */
const LONGEST_NAME = 60;

/** What a catalog is called in the instructions, and which services it tells of. */
export function servedOf({ name, entries }: Catalog): Served {
  const services = new Set(entries.flatMap(({ service }) => service ?? []));
  return {
    catalog: safe(name, LONGEST_NAME),
    services: [...services].map((each) => safe(each, LONGEST_NAME)),
  };
}

/** What a cancelled request comes to: nothing is sent for it. Each has its own, so that none is held on to. */
const never = () => new Promise<never>(() => {});

/** The protocol over the methods. Every request passes one try/catch; every failure is journalled. */
export function createMcp({ methods, fail, ...whole }: McpOptions): Mcp {
  const { name, version, followsFiles = false } = whole;
  const identity = { name, version };
  const server = new Server<Request, Notification, Result>(serverInfoOf(whole), {
    capabilities: capabilitiesOf({ followsFiles }),
    instructions: instructionsFor(whole),
  });
  const subscriptions = new Subscriptions(followsFiles);
  const cancellations = new Cancellations();
  let greeted: Client | null = null;

  /** A failure as a JSON-RPC error: its message is the one that `data` holds, which has passed the door. */
  async function report(failure: Failure, during: string, origin?: Origin): Promise<RpcError> {
    const wire = await fail(failure, during, origin);
    const data = { ...safeData(failure.data), ...wire };
    return { code: failure.rpc, message: wire.error.message, data };
  }

  async function answer({ method, params }: Request, extra: Extra, signal: AbortSignal): Promise<Result> {
    const origin = originOf(params, greeted ?? clientIn(server.getClientVersion()));
    try {
      const modern = isModern(method, params);
      if (method === 'ping') return {};
      if (modern && method === 'subscriptions/listen') {
        const listening = { id: extra.requestId, signal, notify: extra.sendNotification };
        return asModern(method, await subscriptions.listen(params, listening), identity);
      }
      const handler = methods.get(method);
      if (handler === undefined) {
        const message = `There is no method ${named(method)}.`;
        throw new Failure('not_found', message, { rpc: METHOD_NOT_FOUND });
      }
      const onProgress = progressFor(extra._meta?.progressToken, signal, (progress) =>
        extra.sendNotification({ method: 'notifications/progress', params: progress }),
      );
      const result = await handler(params, { signal, origin, ...(onProgress && { onProgress }) });
      return modern ? asModern(method, result, identity) : (result as Result);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const failure = toFailure(thrown);
      const during = methods.has(method) ? method : 'protocol';
      throw await report(failure, during, origin);
    }
  }

  // The SDK's own registration parses params before us and answers with loose text; its fallback does not.
  server.fallbackRequestHandler = async (request, extra) => {
    const signal = cancellations.begin(extra.requestId);
    const answered = signal.aborted ? null : answer(request, extra, signal);
    await answered?.catch(() => {});
    cancellations.end(signal);
    return signal.aborted || answered === null ? await never() : await answered;
  };
  server.removeRequestHandler('ping');

  return {
    async connect(transport) {
      await server.connect(transport);
      refuseHandshakes(transport, report);
      takeCancellations(transport, cancellations);
    },
    greeted: (params) => {
      greeted = clientIn(params['clientInfo']);
    },
    refuse: async ({ rpc, problem }) =>
      (await report(new Failure('invalid_request', problem, { rpc }), 'stdin')).data,
    resourcesChanged: () => subscriptions.resourcesChanged(),
    end: () => subscriptions.end(),
  };
}

type Extra = Parameters<NonNullable<Server<Request, Notification, Result>['fallbackRequestHandler']>>[1];
type Report = (failure: Failure, during: string, origin?: Origin) => Promise<RpcError>;

interface RpcError {
  code: number;
  message: string;
  data: object;
}

/**
 * The SDK answers `initialize`, and what is wrong with one in words of its own: such are refused before, and so is one that
 * says of itself that it needs no handshake.
 */
function refuseHandshakes(transport: Transport, report: Report): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message, extra) => {
    if (!('method' in message) || !('id' in message) || message.method !== 'initialize') {
      deliver?.(message, extra);
      return;
    }
    try {
      isModern(message.method, message.params);
      const problem = handshakeProblem(message.params ?? {});
      if (problem !== null) throw new Failure('invalid_request', problem, { rpc: INVALID_PARAMS });
      deliver?.(message, extra);
    } catch (thrown) {
      const { id } = message;
      const failure = toFailure(thrown);
      void report(failure, message.method).then((error) => transport.send({ jsonrpc: '2.0', id, error }));
    }
  };
}

const TASK_KEY = 'io.modelcontextprotocol/related-task';

/**
 * Cancels at once what the SDK would cancel later, or not at all (for id 0), and takes out what the SDK understands of
 * tasks: a server without them has to pass over that (MCP 2025-11-25, "Tasks").
 */
function takeCancellations(transport: Transport, cancellations: Cancellations): void {
  const deliver = transport.onmessage;
  transport.onmessage = (message, extra) => {
    if (!('method' in message)) return;
    if (message.method === 'notifications/cancelled') {
      cancellations.cancel(message.params?.['requestId']);
      return;
    }
    // The SDK answers the handshake itself.
    if ('id' in message && message.method !== 'initialize') cancellations.expect(message.id);
    deliver?.(withoutTask(message), extra);
  };
}

function withoutTask(message: Extract<JSONRPCMessage, { method: string }>): JSONRPCMessage {
  const { params } = message;
  if (params === undefined || (params['task'] === undefined && params._meta?.[TASK_KEY] === undefined))
    return message;
  const { task, _meta, ...others } = params;
  const meta: Record<string, unknown> = { ...(isObject(_meta) && _meta) };
  delete meta[TASK_KEY];
  return { ...message, params: { ...others, _meta: meta } };
}

type Id = string | number;

/** The requests that are under way, so that a host can cancel them by their id, which it may use twice. */
class Cancellations {
  /** Requests that were received and have not begun yet, in their order. */
  readonly #expected = new Map<Id, AbortController[]>();
  readonly #begun = new Map<AbortSignal, { id: Id; controller: AbortController }>();

  /** A request with this id was received; it will begin. */
  expect(id: Id): void {
    const waiting = this.#expected.get(id) ?? [];
    waiting.push(new AbortController());
    this.#expected.set(id, waiting);
  }

  /** The request begins; the signal may be aborted already. */
  begin(id: Id): AbortSignal {
    const waiting = this.#expected.get(id) ?? [];
    const controller = waiting.shift() ?? new AbortController();
    if (waiting.length === 0) this.#expected.delete(id);
    this.#begun.set(controller.signal, { id, controller });
    return controller.signal;
  }

  end(signal: AbortSignal): void {
    this.#begun.delete(signal);
  }

  /** Cancels what was received under this id so far; an id that is none, or of nothing under way, is passed over. */
  cancel(id: unknown): void {
    for (const controller of this.#expected.get(id as Id) ?? []) controller.abort();
    for (const begun of this.#begun.values()) if (begun.id === id) begun.controller.abort();
  }
}

/** How often a host is told how far a call has come, and from when on, in milliseconds. */
const EVERY = 250;

interface ProgressParams {
  [key: string]: unknown;
  progressToken: string | number;
  progress: number;
  total: number;
  message: string;
}

/**
 * Tells a host how far a call has come (MCP, "Progress"), in bytes; undefined if it gave no token and so does not ask.
 *
 * A call that is quickly done tells nothing; nothing is told after a cancellation, and no figure twice.
 */
export function progressFor(
  token: string | number | undefined,
  signal: AbortSignal,
  send: (params: ProgressParams) => Promise<void>,
): ((done: number, total: number) => void) | undefined {
  if (token === undefined) return undefined;
  let toldAt = performance.now();
  let told = 0;
  return (done, total) => {
    const now = performance.now();
    if (signal.aborted || done <= told || now - toldAt < EVERY) return;
    toldAt = now;
    told = done;
    const message = `searched ${megabytes(done)} of ${megabytes(total)} MB of logs`;
    // A host that is gone needs no word of it.
    send({ progressToken: token, progress: done, total, message }).catch(() => {});
  };
}

function megabytes(bytes: number): string {
  return group(Math.round(bytes / 1_000_000));
}
