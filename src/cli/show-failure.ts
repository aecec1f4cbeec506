import type { WireError } from '../errors.ts';
import { withIndents } from '../redact/redact.ts';
import { exitCodeOf } from './exit-code.ts';
import { jsonText } from './json-text.ts';
import { sayTrouble } from './say-trouble.ts';
import type { Terminal } from './terminal.ts';

/** Shows why there is no answer: to a program on stdout, to a person on stderr. Gives the exit code. */
export async function showFailure(wire: WireError, json: boolean, terminal: Terminal): Promise<number> {
  const { code, message, request_id } = wire.error;
  if (json) await terminal.out(`${jsonText(wire, terminal.columns !== null)}\n`);
  else sayTrouble(terminal, `${withIndents(message)}\n(${code}, noted as ${request_id})`);
  return exitCodeOf(code);
}
