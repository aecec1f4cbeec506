import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { type Answer, TAG_HEADER, worded } from './answer.ts';
import type { Fault } from './contract.ts';
import { Exception } from './exception.ts';

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
      const { [TAG_HEADER]: tag, ...untagged } = headers;
      response.writeHead(status, fault.tag ? headers : untagged);
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
