import { Failure } from '../base/failure.ts';
import { CatalogError } from '../catalog/files/files.ts';
import type { Config, Refused } from '../config/config.ts';
import { openJournal } from '../logs/logs.ts';
import { visible } from '../redact/redact.ts';
import { failuresInto } from '../services.ts';
import { askCommand } from './commands/ask.ts';
import { checkCommand } from './commands/check/check.ts';
import { indexCommand } from './commands/index-logs.ts';
import { doctorCommand } from './doctor/doctor.ts';
import { renderHelp } from './help.ts';
import { type CommandSurroundings, OutputError, type Terminal } from './terminal.ts';
import { EXIT, sayTrouble, showFailure, troubleLog } from './trouble.ts';

/**
 * Carries out every command but the server itself. Gives the exit code; never throws. All of the answer is written
 * when it resolves: threads that still index then may be ended.
 */
export async function runCommand(config: Config, surroundings: CommandSurroundings): Promise<number> {
  const { terminal } = surroundings;
  try {
    return await carryOut(config, surroundings);
  } catch (thrown) {
    if (thrown instanceof OutputError) return unwritten(thrown, terminal);
    const journal = openJournal(config.stateFolder, () => {}, config.workspace);
    // A catalog that cannot be served is a wrong argument, and no bug.
    const reason = thrown instanceof CatalogError ? new Failure('validation_failed', thrown.message) : thrown;
    const wire = await failuresInto(journal, troubleLog(terminal))(reason, config.command.name);
    const json = 'json' in config.command && config.command.json;
    return await showFailure(wire, json, terminal).catch((error: unknown) => unwritten(error, terminal));
  }
}

function unwritten(error: unknown, terminal: Terminal): number {
  sayTrouble(terminal, `The answer could not be written. ${error instanceof Error ? error.message : ''}`);
  return EXIT.failed;
}

async function carryOut(config: Config, surroundings: CommandSurroundings): Promise<number> {
  const { command } = config;
  const { terminal, program } = surroundings;
  switch (command.name) {
    case 'help':
      await terminal.out(renderHelp(command.of));
      return EXIT.ok;
    case 'version':
      await terminal.out(`${program.version}\n`);
      return EXIT.ok;
    case 'index':
      return await indexCommand(config, surroundings);
    case 'explain':
    case 'list':
    case 'lookup':
      return await askCommand(config, command, surroundings);
    case 'check':
      return await checkCommand(config, command, surroundings);
    case 'import':
      return await (await import('./commands/import.ts')).importCommand(command, surroundings);
    case 'new':
      return await (await import('./commands/new.ts')).newCommand(command, surroundings);
    case 'doctor':
      return await doctorCommand(config, command, surroundings);
    case 'serve':
      throw new Error('The server is no command.');
  }
}

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
