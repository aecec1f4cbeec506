/**
 * The view's side of MCP Apps (SEP-1865, revision 2026-01-26): JSON-RPC with the host, over messages to the window above.
 * It is written here because the class of `@modelcontextprotocol/ext-apps` would be ten times as large as the view; the
 * tests speak to that package's side of the host.
 */

const REVISION = '2026-01-26';

/** What a tool answered. */
export interface ToolResult {
  content?: readonly { type: string; text?: string }[];
  structuredContent?: unknown;
  isError?: boolean;
}

/** What the host says of where the view is shown. */
export interface HostContext {
  theme?: 'light' | 'dark';
  styles?: { variables?: Readonly<Record<string, string | undefined>> };
}

interface Listeners {
  asked(args: Readonly<Record<string, unknown>>): void;
  answered(result: ToolResult): void;
  cancelled(): void;
  context(context: HostContext): void;
}

export interface Host {
  /** Calls a tool of the server that the view comes from; null if the host does not pass calls on. */
  call: ((name: string, args: Readonly<Record<string, string>>) => Promise<ToolResult>) | null;
  /** Tells how high the page is, in pixels. */
  resized(height: number): void;
}

interface Message {
  jsonrpc: '2.0';
  id?: string | number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message?: string };
}

interface Greeting {
  hostCapabilities?: { serverTools?: object };
  hostContext?: HostContext;
}

/** Greets the host, and listens to it from then on. */
export async function connect(listeners: Listeners, version: string): Promise<Host> {
  const above = window.parent;
  const waiting = new Map<string | number, (message: Message) => void>();
  let last = 0;
  // The view holds no secret, and cannot know the origin of its host.
  const send = (message: Omit<Message, 'jsonrpc'>) => above.postMessage({ jsonrpc: '2.0', ...message }, '*');

  function request<Result>(method: string, params: object): Promise<Result> {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result as Result);
        else reject(new Error(error.message ?? 'The host refused.'));
      });
      send({ id, method, params });
    });
  }

  const heard: Readonly<Record<string, (params: never) => void>> = {
    'ui/notifications/tool-input': ({ arguments: args }: { arguments?: Record<string, unknown> }) =>
      listeners.asked(args ?? {}),
    'ui/notifications/tool-result': listeners.answered,
    'ui/notifications/tool-cancelled': listeners.cancelled,
    'ui/notifications/host-context-changed': listeners.context,
  };

  window.addEventListener('message', ({ source, data }: MessageEvent<Message>) => {
    if (source !== above || data?.jsonrpc !== '2.0') return;
    const { id, method, params } = data;
    if (method === undefined) {
      const answer = id === undefined ? undefined : waiting.get(id);
      if (id !== undefined) waiting.delete(id);
      answer?.(data);
    } else if (id === undefined) {
      heard[method]?.((params ?? {}) as never);
    } else if (method === 'ping' || method === 'ui/resource-teardown') {
      send({ id, result: {} });
    } else {
      send({
        id,
        error: { code: -32601, message: `The view has no method ${method}.` } as { message: string },
      });
    }
  });

  const greeting = await request<Greeting>('ui/initialize', {
    appInfo: { name: 'error-catalog', version },
    appCapabilities: {},
    protocolVersion: REVISION,
  });
  listeners.context(greeting.hostContext ?? {});
  send({ method: 'ui/notifications/initialized' });
  return {
    call:
      greeting.hostCapabilities?.serverTools === undefined
        ? null
        : (name, args) => request('tools/call', { name, arguments: args }),
    resized: (height) => send({ method: 'ui/notifications/size-changed', params: { height } }),
  };
}
