import { safeLines } from '../redact/redact.ts';
import type { Log } from '../services.ts';
import { painter } from './colour.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Tells a person of a trouble that did not keep the answer from coming. */
export function troubleLog(terminal: Terminal): Log {
  return (level, message, { cause } = {}) => {
    const why = typeof cause === 'string' ? ` ${cause}` : '';
    sayTrouble(terminal, `${level === 'error' ? 'Error' : 'Warning'}: ${message}${why}`);
  };
}

/** In characters. */
const LONGEST = 20_000;

/** Text on stderr for a person, without secrets; it cannot steer the terminal. */
export function sayTrouble({ err, errColumns }: Pick<Terminal, 'err' | 'errColumns'>, text: string): void {
  for (const line of safeLines(text, LONGEST).split('\n')) {
    const paragraph = { spans: [{ text: line, style: null }], hang: 2 };
    err(`${wrap(paragraph, errColumns, painter(false))}\n`);
  }
}
