import { on, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Part {
  text?: string;
  functionCall?: { name: string; args: object };
  functionResponse?: { response: ToolResponse };
}

/** What Gemini CLI tells the model that a tool answered: one of the two. */
export interface ToolResponse {
  output?: string;
  error?: string;
}

/** One turn of the model: what it was sent, and the way to answer. */
export interface Turn {
  /** The names of the tools that it may call. */
  tools: string[];
  /** The answer to the last function call. */
  response: ToolResponse | undefined;
  say(part: Part): void;
}

/** Reads a request of the Gemini API as a turn. */
async function turnOf(request: IncomingMessage, reply: ServerResponse): Promise<Turn> {
  type Prompt = {
    contents: { parts: Part[] }[];
    tools?: { functionDeclarations?: { name: string }[] }[];
  };
  const { contents, tools = [] } = (await json(request)) as Prompt;
  const answered = contents.at(-1)?.parts.find((part) => part.functionResponse);
  return {
    tools: tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name)),
    response: answered?.functionResponse?.response,
    say: (part) => {
      const candidate = { index: 0, finishReason: 'STOP', content: { role: 'model', parts: [part] } };
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.end(`data: ${JSON.stringify({ candidates: [candidate] })}\r\n\r\n`);
    },
  };
}

/** The model behind Gemini CLI, on this machine: the test says what it calls. */
export class ScriptedModel {
  readonly #server = createServer();
  readonly #requests = on(this.#server, 'request');

  /** Listens, and returns the address of its API. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next time that the host asks the model. */
  async nextTurn(): Promise<Turn> {
    const { value } = await this.#requests.next();
    return await turnOf(...(value as [IncomingMessage, ServerResponse]));
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
