import { withoutLogins } from '../requests/clickhouse/source.ts';
import { nearest } from '../text/nearest.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from './commands.ts';
import { SETTINGS } from './settings.ts';
import { OPTION_NAMES, type Word } from './split-arguments.ts';

const SHARED: readonly string[] = [...Object.values(SETTINGS).map(({ flag }) => flag), 'help', 'version'];

/** An option that does not exist, with the one that was likely meant, or else those that there are. */
export function unknownOption(written: string, command: CommandName | null): string {
  const known = optionsOf(command);
  const name = written.replace(/^-+/, '');
  const meant = nearest(name, known) ?? nearest(name, OPTION_NAMES);
  const hint =
    meant === null
      ? `The options are ${known.map((each) => `--${each}`).join(', ')}.`
      : `Did you mean --${meant}?`;
  const text = command === 'explain' ? ' Put -- before an error that begins with a dash.' : '';
  return `Unknown option '${written}'. ${hint}${text}`;
}

/** A first word that is no command, unless it is likely the value of a misspelt option. */
export function unknownCommand([first]: readonly Word[]): string[] {
  if (first === undefined || first.isBehindMisspelt) return [];
  const meant = nearest(first.value, COMMAND_NAMES);
  const hint = meant === null ? COMMANDS_THERE_ARE : `Did you mean ${meant}?`;
  return [
    `Unknown command or argument '${withoutLogins(first.value)}'. ${hint}${first.isBehindLogs ? QUOTE : ''}`,
  ];
}

const COMMANDS_THERE_ARE = `The commands are ${COMMAND_NAMES.join(', ')}; without one, the server starts. To explain an error: error-catalog-mcp explain ERROR.`;

/** Options that belong to other commands. */
export function misplaced(names: readonly string[], command: CommandName | null): string[] {
  const known = optionsOf(command);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const owners = COMMAND_NAMES.filter((each) => optionsOf(each).includes(name)).join(', ');
      return `--${name} is an option of ${owners}, not of ${command ?? 'the server'}.`;
    });
}

/** Words that the command does not take. */
export function surplus(command: CommandName, words: readonly Word[]): string[] {
  const { operands: most, takes } = COMMANDS[command];
  const unasked = words.filter(({ isBehindMisspelt }) => !isBehindMisspelt).slice(most);
  return unasked.map(({ value: word, isBehindLogs }) => {
    const value = withoutLogins(word);
    const asQuery = command === 'list' && !isBehindLogs ? ` Did you mean --query '${value}'?` : '';
    return `Unknown command or argument '${value}': ${command} ${takes}.${asQuery}${isBehindLogs ? QUOTE : ''}`;
  });
}

const QUOTE = " --logs takes one path: repeat it, or put a pattern in quotes (--logs '*.log').";

function optionsOf(command: CommandName | null): readonly string[] {
  return command === null ? SHARED : [...COMMANDS[command].options, ...SHARED];
}
