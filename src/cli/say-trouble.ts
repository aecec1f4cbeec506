import { visible } from '../requests/visible.ts';
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

/** Text on stderr for a person, which cannot steer the terminal. */
export function sayTrouble({ err, errColumns }: Pick<Terminal, 'err' | 'errColumns'>, text: string): void {
  for (const line of text.split('\n')) {
    const paragraph = { spans: [{ text: visible(line), style: null }], hang: 2 };
    err(`${wrap(paragraph, errColumns, painter(false))}\n`);
  }
}
