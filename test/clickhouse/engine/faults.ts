import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Answer, textAnswer, worded } from './answer.ts';
import type { Fault } from './contract.ts';
import { Exception } from './exception.ts';

/** What is still to go wrong, in order. */
export class Faults {
  #waiting: { fault: Fault; times: number }[] = [];

  add(fault: Fault, times: number): void {
    this.#waiting.push({ fault, times });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** What goes wrong with the next request, if anything. */
  next(): Fault | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    first.times -= 1;
    if (first.times <= 0) this.#waiting.shift();
    return first.fault;
  }
}

/** What a fault answers in place of the engine; null if nothing is to be sent; undefined if the query is to be run. */
export function answerInstead(
  fault: Fault | undefined,
  response: ServerResponse,
): Answer | Exception | null | undefined {
  switch (fault?.kind) {
    case 'reset':
      response.socket?.resetAndDestroy();
      return null;
    case 'silent':
      return null;
    case '502':
      return html(502, 'Bad Gateway');
    case '503':
      return html(503, 'Service Unavailable', { 'Retry-After': fault.retryAfter ?? '1' });
    case 'garbled':
      return textAnswer(200, '\u0000{"meta": <<<\n{"data"\n', { 'Content-Type': 'application/json' });
    case 'overloaded':
      return new Exception(
        202,
        'TOO_MANY_SIMULTANEOUS_QUERIES',
        'Too many simultaneous queries. Maximum: 100.',
      );
    default:
      return undefined;
  }
}

function html(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const text = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>\n`;
  return textAnswer(status, text, { 'Content-Type': 'text/html', ...headers });
}

/** Sends an answer, as the fault has it. Ends when all of it is written. */
export async function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  fault: Fault | undefined,
  version: string,
): Promise<void> {
  const length = { 'Content-Length': body.length };
  switch (fault?.kind) {
    case 'half':
      response.writeHead(status, fault.chunked === true ? headers : { ...headers, ...length });
      return breakOff(response, body.subarray(0, Math.floor(body.length / 2)));
    case 'exception-in-body': {
      const tag = 'qwertyuiopasdfgh';
      const tagged = fault.tag ? { 'X-ClickHouse-Exception-Tag': tag } : {};
      response.writeHead(status, { ...headers, ...tagged });
      const rows = Buffer.from(body.subarray(0, body.indexOf(0x0a, Math.floor(body.length / 2)) + 1));
      const text = worded(
        new Exception(241, 'MEMORY_LIMIT_EXCEEDED', 'Query memory limit exceeded.'),
        version,
      );
      return breakOff(
        response,
        Buffer.concat([rows, Buffer.from(inBody(text, fault.tag ? tag : undefined))]),
      );
    }
    case 'slow': {
      await setTimeout(fault.afterMs);
      response.writeHead(status, { ...headers, ...length });
      const { bytes, everyMs } = fault.drip ?? { bytes: body.length, everyMs: 0 };
      for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
        response.write(body.subarray(at, at + bytes));
        await setTimeout(everyMs);
      }
      response.end();
      return;
    }
    default:
      response.writeHead(status, { ...headers, ...length });
      response.end(body);
  }
}

/** An exception after some rows, as `WriteBufferFromHTTPServerResponse.cpp` and the official client have it. */
function inBody(text: string, tag: string | undefined): string {
  if (tag === undefined) return `__exception__\r\n${text}\n`;
  return `\r\n__exception__\r\n${tag}\r\n${text}\n${Buffer.byteLength(text) + 1} ${tag}\r\n__exception__\r\n`;
}

/** Writes what there is, and closes the connection without the end that HTTP asks for. */
function breakOff(response: ServerResponse, part: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(part, () => {
      response.socket?.destroySoon();
      resolve();
    });
  });
}
