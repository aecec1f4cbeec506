import { CatalogError } from '../catalog-files/catalog-error.ts';
import type { Config } from '../config.ts';
import { Failure } from '../errors.ts';
import { openJournal } from '../requests/journal.ts';
import { failuresInto } from '../services.ts';
import { askCommand } from './ask-command.ts';
import { checkCommand } from './check/check-command.ts';
import { doctorCommand } from './doctor/doctor-command.ts';
import { EXIT } from './exit-code.ts';
import { renderHelp } from './help.ts';
import { indexCommand } from './index-command.ts';
import { sayTrouble, troubleLog } from './say-trouble.ts';
import { showFailure } from './show-failure.ts';
import type { CommandSurroundings } from './surroundings.ts';
import { OutputError, type Terminal } from './terminal.ts';

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
      return await (await import('./import-command.ts')).importCommand(command, surroundings);
    case 'new':
      return await (await import('./new-command.ts')).newCommand(command, surroundings);
    case 'doctor':
      return await doctorCommand(config, command, surroundings);
    case 'serve':
      throw new Error('The server is no command.');
  }
}
