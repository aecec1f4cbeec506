import type { ServerResponse } from 'node:http';
import { type Answer, textAnswer } from './answer.ts';
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
    case 'exception':
      return new Exception(fault.code, fault.name, fault.text);
    default:
      return undefined;
  }
}

function html(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const text = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>\n`;
  return textAnswer(status, text, { 'Content-Type': 'text/html', ...headers });
}
