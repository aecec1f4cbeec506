import { Failure } from '../base/failure.ts';
import { CatalogError } from '../catalog/files/files.ts';
import {
  type Config,
  type ConfigResult,
  type ProcessInput,
  type Refused,
  readConfig,
} from '../config/config.ts';
import { openJournal } from '../logs/logs.ts';
import { ownNames, visible } from '../redact/redact.ts';
import { failuresInto } from '../services.ts';
import { type CommandContext, OutputError, type Terminal } from './command.ts';
import { COMMANDS, type CommandName, renderHelp } from './commands/commands.ts';
import { EXIT, printTrouble, showFailure, troubleLog } from './print.ts';

/** What the arguments and the environment say, for all commands that there are; see `readConfig`. */
export function readArguments(input: ProcessInput): ConfigResult {
  return readConfig(input, COMMANDS);
}

/**
 * Carries out every command but the server itself. Gives the exit code; never throws. All of the answer is written
 * when it resolves: threads that still index then may be ended.
 */
export async function runCommand(config: Config, context: CommandContext): Promise<number> {
  const { terminal } = context;
  try {
    return await carryOut(config, context);
  } catch (thrown) {
    if (thrown instanceof OutputError) return unwritten(thrown, terminal);
    const journal = openJournal(config.stateFolder, () => {}, config.workspace);
    // A catalog that cannot be served is a wrong argument, and no bug.
    const reason = thrown instanceof CatalogError ? new Failure('validation_failed', thrown.message) : thrown;
    const wire = await failuresInto(
      journal,
      troubleLog(terminal),
      ownNames(config.redact),
    )(reason, config.command.name);
    const json = 'json' in config.command && config.command.json;
    return await showFailure(wire, json, terminal).catch((error: unknown) => unwritten(error, terminal));
  }
}

function unwritten(error: unknown, terminal: Terminal): number {
  printTrouble(terminal, `The answer could not be written. ${error instanceof Error ? error.message : ''}`);
  return EXIT.failed;
}

async function carryOut(config: Config, context: CommandContext): Promise<number> {
  const { command } = config;
  const { terminal, program } = context;
  if ('values' in command) return await COMMANDS[command.name as CommandName].run(command, config, context);
  if (command.name === 'serve') throw new Error('The server is no command.');
  await terminal.out(command.name === 'help' ? renderHelp(command.of) : `${program.version}\n`);
  return EXIT.ok;
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
  for (const problem of said) printTrouble(terminal, problem);
  return EXIT.usage;
}

export { commandContextOf, terminalOf } from './command.ts';
export { EXIT } from './print.ts';
