import type { FailureCode, WireError } from '../base/failure.ts';
import { indented, safeLines } from '../redact/redact.ts';
import type { Log } from '../services.ts';
import { jsonText, wrap } from './print.ts';
import { painter, type Terminal } from './terminal.ts';

/** How a command ends. */
export const EXIT = {
  /** An answer was found; everything is well. */
  ok: 0,
  /** There is no answer; the doctor found something wrong; not all could be indexed. */
  notFound: 1,
  /** Wrong arguments. */
  usage: 2,
  /** Anything else. */
  failed: 3,
} as const;

const BY_FAILURE: Readonly<Record<FailureCode, number>> = {
  not_found: EXIT.notFound,
  validation_failed: EXIT.usage,
  invalid_request: EXIT.usage,
  internal_error: EXIT.failed,
  unauthorized: EXIT.failed,
  forbidden_by_scope: EXIT.failed,
  state_conflict: EXIT.failed,
  rate_limited: EXIT.failed,
  upstream_error: EXIT.failed,
  service_unavailable: EXIT.failed,
};

/** The exit code for a failure. */
function exitCodeOf(code: FailureCode): number {
  return BY_FAILURE[code];
}

/** Tells a person of a trouble that did not keep the answer from coming. */
export function troubleLog(terminal: Terminal): Log {
  return (level, message, { cause } = {}) => {
    const why = typeof cause === 'string' ? ` ${cause}` : '';
    printTrouble(terminal, `${level === 'error' ? 'Error' : 'Warning'}: ${message}${why}`);
  };
}

/** In characters. */
const LONGEST = 20_000;

/** Text on stderr for a person, without secrets; it cannot steer the terminal. */
export function printTrouble({ err, errColumns }: Pick<Terminal, 'err' | 'errColumns'>, text: string): void {
  for (const line of safeLines(text, LONGEST).split('\n')) {
    const paragraph = { spans: [{ text: line, style: null }], hang: 2 };
    err(`${wrap(paragraph, errColumns, painter(false))}\n`);
  }
}

/** Shows why there is no answer: to a program on stdout, to a person on stderr. Gives the exit code. */
export async function showFailure(wire: WireError, json: boolean, terminal: Terminal): Promise<number> {
  const { code, message, request_id } = wire.error;
  if (json) await terminal.out(`${jsonText(wire, terminal.columns !== null)}\n`);
  else printTrouble(terminal, `${indented(message)}\n(${code}, noted as ${request_id})`);
  return exitCodeOf(code);
}
