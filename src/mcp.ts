import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, Notification, Request, Result } from '@modelcontextprotocol/sdk/types.js';
import { Cancellations } from './cancellations.ts';
import { Failure, toFailure } from './errors.ts';
import { capabilitiesOf, type Identity, INSTRUCTIONS } from './greeting.ts';
import { handshakeProblem } from './handshake.ts';
import { isObject } from './is-object.ts';
import { INVALID_PARAMS, METHOD_NOT_FOUND } from './json-rpc.ts';
import type { LoadedServer } from './late-server.ts';
import type { Handler } from './methods.ts';
import { asModern, isModern } from './modern-era.ts';
import { progressFor } from './progress.ts';
import { named, safeData } from './redact/redact.ts';
import type { Services } from './services.ts';
import { Subscriptions } from './subscriptions.ts';

interface McpOptions extends Identity {
  methods: ReadonlyMap<string, Handler>;
  fail: Services['fail'];
}

interface Mcp extends LoadedServer {
  /** Speaks over `transport` until it closes. */
  connect(transport: Transport): Promise<void>;
}

/** What a cancelled request comes to: nothing is sent for it. Each has its own, so that none is held on to. */
const never = () => new Promise<never>(() => {});

/** The protocol over the methods. Every request passes one try/catch; every failure is journalled. */
export function createMcp({ name, version, followsFiles = false, methods, fail }: McpOptions): Mcp {
  const identity = { name, version };
  const server = new Server<Request, Notification, Result>(identity, {
    capabilities: capabilitiesOf({ followsFiles }),
    instructions: INSTRUCTIONS,
  });
  const subscriptions = new Subscriptions(followsFiles);
  const cancellations = new Cancellations();

  /** A failure as a JSON-RPC error: its message is the one that `data` holds, which has passed the door. */
  async function report(failure: Failure, during: string): Promise<RpcError> {
    const wire = await fail(failure, during);
    const data = { ...safeData(failure.data), ...wire };
    return { code: failure.rpc, message: wire.error.message, data };
  }

  async function answer({ method, params }: Request, extra: Extra, signal: AbortSignal): Promise<Result> {
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
      const result = await handler(params, { signal, ...(onProgress && { onProgress }) });
      return modern ? asModern(method, result, identity) : (result as Result);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const failure = toFailure(thrown);
      const during = methods.has(method) ? method : 'protocol';
      throw await report(failure, during);
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
    refuse: async ({ rpc, problem }) =>
      (await report(new Failure('invalid_request', problem, { rpc }), 'stdin')).data,
    resourcesChanged: () => subscriptions.resourcesChanged(),
    end: () => subscriptions.end(),
  };
}

type Extra = Parameters<NonNullable<Server<Request, Notification, Result>['fallbackRequestHandler']>>[1];
type Report = (failure: Failure, during: string) => Promise<RpcError>;

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
