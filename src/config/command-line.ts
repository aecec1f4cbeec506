import { nearest } from '../base/edit-distance.ts';
import { withoutLogins } from '../logs/logs.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName, FLAGS, REPEATABLE } from './commands.ts';
import { SETTINGS } from './settings.ts';

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

/** A word that is no option: the command, or what it is about. */
interface Word {
  value: string;
  /** Whether it follows the value of `--logs`, as what a shell makes of a pattern does. */
  isBehindLogs: boolean;
  /** Whether it follows a misspelt option, whose value it may be. */
  isBehindMisspelt: boolean;
}

interface Split {
  words: Word[];
  options: Map<string, string[]>;
  /** Options without a value. */
  flags: Set<string>;
  /** Options that no command has, as they were written. */
  unknown: string[];
  /** What is wrong with the values of options, each in a sentence. */
  unfinished: string[];
  /** Which arguments belong to a command, and not to the server too. */
  ofCommand: Set<number>;
}

const SHORT: Readonly<Record<string, string>> = { '-h': '--help' };
const WANTED = new Map<string, string>(Object.values(SETTINGS).map(({ flag, wants }) => [flag, wants]));

/** Every option that some command or the server has, without dashes. */
const OPTION_NAMES: readonly string[] = [
  ...new Set([...WANTED.keys(), ...COMMAND_NAMES.flatMap((name) => [...COMMANDS[name].options]), ...FLAGS]),
];

const WITH_VALUE = OPTION_NAMES.filter((name) => !FLAGS.includes(name));

/** An option ends at `=` or the end: `-5`, `- it said` and `-----BEGIN` are words. */
const OPTION = /^(--?[A-Za-z][\w-]*)(?:=([\s\S]*))?$/;

/**
 * Tells options from words. Written by hand, as `parseArgs` of Node takes the option behind `--logs` for a path, and
 * the words of an error for options.
 */
function splitArguments(args: readonly string[]): Split {
  const split: Split = {
    words: [],
    options: new Map(),
    flags: new Set(),
    unknown: [],
    unfinished: [],
    ofCommand: new Set(),
  };
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  let before: Before = { isLogs: false, isMisspelt: false };
  for (let index = 0; index < end; index += 1) {
    const arg = args[index] ?? '';
    const [, written = '', inline] = OPTION.exec(SHORT[arg] ?? arg) ?? [];
    if (written === '') {
      split.ofCommand.add(index);
      split.words.push({ value: arg, isBehindLogs: before.isLogs, isBehindMisspelt: before.isMisspelt });
      before = { isLogs: before.isLogs && !Object.hasOwn(COMMANDS, arg), isMisspelt: false };
      continue;
    }
    const next = index + 1 < end ? args[index + 1] : undefined;
    const { takesNext, isMisspelt } = readOption(split, written, inline, next);
    if (isOfCommand(written)) split.ofCommand.add(index);
    if (isOfCommand(written) && takesNext) split.ofCommand.add(index + 1);
    before = { isLogs: written === '--logs', isMisspelt };
    if (takesNext) index += 1;
  }
  for (const [behind, value] of args.slice(end).entries()) {
    split.ofCommand.add(end + behind);
    if (behind > 0) split.words.push({ value, isBehindLogs: false, isBehindMisspelt: false });
  }
  return split;
}

function isOfCommand(written: string): boolean {
  const name = written.replace(/^--/, '');
  return OPTION_NAMES.includes(name) && !WANTED.has(name);
}

/** What a word follows. */
interface Before {
  isLogs: boolean;
  isMisspelt: boolean;
}

/** Takes an option in, with its value, which may be the argument behind it. */
function readOption(
  { options, flags, unknown, unfinished }: Split,
  written: string,
  inline: string | undefined,
  next: string | undefined,
): { takesNext: boolean; isMisspelt: boolean } {
  const name = written.replace(/^--/, '');
  if (!OPTION_NAMES.includes(name)) {
    unknown.push(written);
    return { takesNext: false, isMisspelt: inline === undefined && nearest(name, WITH_VALUE) !== null };
  }
  if (FLAGS.includes(name)) {
    flags.add(name);
    if (inline !== undefined) unfinished.push(`--${name} takes no value.`);
    return { takesNext: false, isMisspelt: false };
  }
  const value = inline ?? (next === undefined || OPTION.test(next) ? undefined : next);
  if (value === undefined) unfinished.push(sayUnfinished(name, next));
  else options.set(name, [...(options.get(name) ?? []), value]);
  return { takesNext: inline === undefined && value !== undefined, isMisspelt: false };
}

function sayUnfinished(name: string, next: string | undefined): string {
  const wants = `--${name} needs ${WANTED.get(name) ?? 'a value'}`;
  if (next === undefined) return `${wants}.`;
  const shown = withoutLogins(next);
  return `${wants}, but '${shown}' follows. If that is it, write --${name}=${shown}.`;
}

const SHARED: readonly string[] = [...Object.values(SETTINGS).map(({ flag }) => flag), 'help', 'version'];

/** An option that does not exist, with the one that was likely meant, or else those that there are. */
function unknownOption(written: string, command: CommandName | null): string {
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
function unknownCommand([first]: readonly Word[]): string[] {
  if (first === undefined || first.isBehindMisspelt) return [];
  const meant = nearest(first.value, COMMAND_NAMES);
  const hint = meant === null ? COMMANDS_THERE_ARE : `Did you mean ${meant}?`;
  return [
    `Unknown command or argument '${withoutLogins(first.value)}'. ${hint}${first.isBehindLogs ? QUOTE : ''}`,
  ];
}

const COMMANDS_THERE_ARE = `The commands are ${COMMAND_NAMES.join(', ')}; without one, the server starts. To explain an error: error-catalog-mcp explain ERROR.`;

/** Options that belong to other commands. */
function misplaced(names: readonly string[], command: CommandName | null): string[] {
  const known = optionsOf(command);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const owners = COMMAND_NAMES.filter((each) => optionsOf(each).includes(name)).join(', ');
      return `--${name} is an option of ${owners}, not of ${command ?? 'the server'}.`;
    });
}

/** Words that the command does not take. */
function surplus(command: CommandName, words: readonly Word[]): string[] {
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
