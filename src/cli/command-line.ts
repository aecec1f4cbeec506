import { COMMANDS, type CommandName, REPEATABLE } from './commands.ts';
import { SETTINGS } from './settings.ts';
import { splitArguments } from './split-arguments.ts';
import { misplaced, surplus, unknownCommand, unknownOption } from './usage-problems.ts';

/** The arguments of the program, taken apart. */
export interface CommandLine {
  /** Null for the server, `unknown` for a word that is no command. */
  command: CommandName | 'unknown' | null;
  operands: string[];
  /** The values of each flag that sets a setting, by its name without dashes. */
  flags: ReadonlyMap<string, readonly string[]>;
  /** The options of the command itself, each with its first value. */
  options: Readonly<Record<string, string>>;
  /** The same, each with all its values. */
  values: ReadonlyMap<string, readonly string[]>;
  /** The options without a value. */
  without: ReadonlySet<string>;
  show: 'help' | 'version' | null;
  json: boolean;
  /** The arguments as they were given, without the command and what it alone takes. */
  shared: string[];
  /** What cannot be understood, each in a sentence. */
  problems: string[];
}

/** Understands the arguments of the program: options may stand before and behind the command. Never throws. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { words, options, flags, unknown, unfinished, ofCommand } = splitArguments(args);
  const [first, ...rest] = words;
  const command = first === undefined ? null : isCommand(first.value) ? first.value : 'unknown';
  const known = command === 'unknown' ? null : command;
  const problems = unknown.map((option) => unknownOption(option, known));
  if (command === 'unknown') problems.push(...unknownCommand(words));
  else problems.push(...misplaced([...options.keys(), ...flags], known));
  if (known !== null) problems.push(...surplus(known, rest));
  problems.push(...unfinished);
  const own = [...options].filter(([name]) => !isSetting(name));
  const doubled = own.filter(([name, { length }]) => length > 1 && !REPEATABLE.includes(name));
  problems.push(...doubled.map(([name]) => `--${name} may be given only once.`));
  return {
    command,
    operands: rest.map(({ value }) => value),
    flags: options,
    options: Object.fromEntries(own.map(([name, [value = '']]) => [name, value])),
    values: new Map(own),
    without: flags,
    show: flags.has('help') ? 'help' : flags.has('version') ? 'version' : null,
    json: flags.has('json'),
    shared: args.filter((_, index) => !ofCommand.has(index)),
    problems,
  };
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

function isSetting(option: string): boolean {
  return Object.values(SETTINGS).some(({ flag }) => flag === option);
}
