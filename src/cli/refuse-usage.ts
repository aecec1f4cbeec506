import type { Refused } from '../config.ts';
import { Failure } from '../errors.ts';
import { visible } from '../redact/redact.ts';
import { openJournal } from '../requests/journal.ts';
import { failuresInto } from '../services.ts';
import { EXIT } from './exit-code.ts';
import { sayTrouble } from './say-trouble.ts';
import { showFailure } from './show-failure.ts';
import type { Terminal } from './terminal.ts';

const ADVICE = 'error-catalog-mcp --help shows what there is.';

/** Says everything that is wrong with the arguments, to a program in the shape of every failure. Gives the exit code. */
export async function refuseUsage(
  { problems, json, stateFolder }: Refused,
  terminal: Terminal,
): Promise<number> {
  // A word of the command line begins no line of ours.
  const said = [...problems, ADVICE].map(visible);
  if (json) {
    const fail = failuresInto(
      openJournal(stateFolder, () => {}),
      () => {},
    );
    const failure = new Failure('validation_failed', said.join(' '));
    return await showFailure(await fail(failure, 'arguments'), true, terminal);
  }
  for (const problem of said) sayTrouble(terminal, problem);
  return EXIT.usage;
}
