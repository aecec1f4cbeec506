import { on, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Block {
  type: string;
  text?: string;
  content?: string | { text?: string }[];
  is_error?: boolean;
}

interface Prompt {
  model: string;
  tools?: { name: string }[];
  messages: { role: string; content: string | Block[] }[];
}

/** What the model does in a turn: it says something, or calls a tool. */
type Deed = string | { name: string; input: object };

/** One turn of the model: what it was sent, and the way to answer. */
export interface MessagesTurn {
  /** The names of the tools that it may call. */
  tools: string[];
  /** What the last tool gave, as the host tells it. */
  result: { text: string; failed: boolean };
  /** What the host says besides, since the model's last turn. */
  besides: string;
  do(deed: Deed): void;
}

/** The events of an answer that streams. */
function eventsOf(deed: Deed, model: string): object[] {
  const block =
    typeof deed === 'string'
      ? { type: 'text', text: '' }
      : { type: 'tool_use', id: `toolu_${Date.now()}`, name: deed.name, input: {} };
  const delta =
    typeof deed === 'string'
      ? { type: 'text_delta', text: deed }
      : { type: 'input_json_delta', partial_json: JSON.stringify(deed.input) };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], usage };
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: block },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: typeof deed === 'string' ? 'end_turn' : 'tool_use' },
      usage,
    },
    { type: 'message_stop' },
  ];
}

function turnOf({ tools = [], messages, model }: Prompt, reply: ServerResponse): MessagesTurn {
  // Behind it there may be more that the host says.
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  const result = blocks.findLast(({ type }) => type === 'tool_result');
  const said = result?.content ?? '';
  const since = messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1);
  return {
    tools: tools.map(({ name }) => name),
    result: {
      text: typeof said === 'string' ? said : said.map(({ text }) => text ?? '').join('\n'),
      failed: result?.is_error === true,
    },
    besides: since
      .flatMap(({ content }) =>
        typeof content === 'string' ? content : content.map(({ text }) => text ?? ''),
      )
      .join('\n'),
    do: (deed) => {
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of eventsOf(deed, model))
        reply.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
      reply.end();
    },
  };
}

/** The model behind Claude Code, on this machine: the test says what it does. */
export class MessagesModel {
  readonly #server = createServer();
  readonly #requests = on(this.#server, 'request');

  /** Listens, and returns the address of its API. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next time that the host asks the model, with tools; what it asks besides is not of the test. */
  async nextTurn(): Promise<MessagesTurn> {
    for (;;) {
      const { value } = await this.#requests.next();
      const [request, reply] = value as [IncomingMessage, ServerResponse];
      const prompt = request.method === 'POST' ? ((await json(request)) as Partial<Prompt>) : {};
      if (prompt.messages !== undefined && prompt.model !== undefined) {
        const turn = turnOf(prompt as Prompt, reply);
        if (turn.tools.length > 0) return turn;
        turn.do('Nothing.');
      } else {
        reply.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      }
    }
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
