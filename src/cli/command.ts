import { existsSync } from 'node:fs';
import { attempt } from '../base/objects.ts';
import {
  type CommandRequest,
  type CommandShape,
  type Config,
  type OptionShape,
  SETTINGS,
  type SettingName,
} from '../config/config.ts';
import type { CommandContext } from './terminal.ts';

/** A command of the terminal: what it takes and what it does. Its parsing and its help come from here. */
interface TerminalCommand<Option extends string = string> extends CommandShape {
  options: Readonly<Record<Option, OptionShape>>;
  /**
   * Carries it out. Gives the exit code.
   *
   * @throws Failure that is shown to a person, or to a program where JSON is asked for
   */
  run(request: CommandRequest<Option>, config: Config, commandContext: CommandContext): Promise<number>;
}

/** A command whose `run` can only ask for options that it declares. */
export function defineCommand<Option extends string>(command: TerminalCommand<Option>): TerminalCommand {
  return command;
}

/** A setting as a row of a command's help, where it does something that is to be said there. */
export function settingOption(
  name: SettingName,
  about: string,
  more: Partial<Pick<OptionShape, 'inUsage' | 'rows'>> = {},
): OptionShape {
  const { value, separator } = SETTINGS[name];
  return { value, about, isRepeatable: separator !== null, ...more };
}

/** The option of every command that can answer a program. */
export const JSON_OPTION: OptionShape = {
  value: null,
  about: 'the answer as JSON; a failure too, as {"error":{...}}',
};

/** Whether something is at a path. What Node's permission model hides is not there; whoever opens it is told why. */
export function isFound(path: string): boolean {
  return attempt(() => existsSync(path)) ?? false;
}
