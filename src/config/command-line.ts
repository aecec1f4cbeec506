import { nearest } from '../base/edit-distance.ts';
import { withoutLogins } from '../logs/logs.ts';
import { SETTINGS, type Settings } from './settings.ts';

/** A row of the help: what can be given, and what it does. */
export interface Row {
  label: string;
  /** A phrase; no words where the label says it all. */
  about: string;
  /** Rows that belong to this one, and stand further in. */
  rows?: readonly Row[];
}

/**
 * An option of a command, declared once: its parsing, what is wrong with its use, and its help come from here. One
 * that has the name of a setting (`SETTINGS`) is that setting, and only says what it does for this command.
 */
export interface OptionShape {
  /** The word for its value in the help; null for a flag, which takes none. */
  value: string | null;
  /** What it does, in a phrase. */
  about: string;
  isRepeatable?: boolean;
  /** What holds where it is not given, in words. */
  default?: string;
  /** Whether the line of usage names it: as what must be given, or as what may be. */
  inUsage?: 'required' | 'optional';
  /** More rows of the help, behind its own. */
  rows?: readonly Row[];
}

/** A word behind the name of a command. */
interface OperandShape {
  /** The word for it in the help; `...` behind it takes all that follow. */
  word: string;
  isOptional?: boolean;
  /** What it is, in a phrase; null where its word says so. */
  about: string | null;
  default?: string;
  rows?: readonly Row[];
}

/** Exit codes, each with what it tells. */
export type Exits = Readonly<Record<number, string>>;

/** A command of the terminal as it is declared: all but what it does. */
export interface CommandShape {
  /** Words by which it is understood too. */
  alsoCalled?: readonly string[];
  /** What it does, in a phrase for the list of commands. */
  about: string;
  /** What it does, in sentences. */
  description: string;
  operands: readonly OperandShape[];
  /** What is said where it is given more words; that it takes only options where it takes no words. */
  takes?: string;
  /** Its options in the order of its help, by their names without dashes. */
  options: Readonly<Record<string, OptionShape>>;
  /** What stands behind the rows of the help, in sentences. */
  notes?: string;
  /** Commands to type, of one line or of several. */
  examples: readonly string[];
  /** What its exit codes tell; of 2 and 3 what is usual goes without saying. */
  exits: Exits;
  /** What is said besides, where an option is unknown. */
  ofUnknownOption?: string;
  /** What a word was likely meant for, where it takes no more. */
  ofSurplus?: (word: string) => string;
  /** What is wrong with how it is used that no single option shows, each in a sentence. */
  problems?: (request: CommandRequest, usage: Usage) => string[];
  /** Whether only programs start it: the list of commands then leaves it out. */
  isForPrograms?: boolean;
  /** Whether it starts in spite of problems, which it then tells. */
  startsWithProblems?: boolean;
}

/** Commands by their names, in the order of the help. */
export type CommandShapes = Readonly<Record<string, CommandShape>>;

/** What a command may judge its use by. */
interface Usage {
  settings: Settings;
  /** The log files, without tables. */
  logs: readonly string[];
  stateFolder: string | null;
  /** Whether a person would have to type what is read from stdin. */
  stdinIsTerminal: boolean;
}

/** A command with all that was given for it besides the settings; `Option` are the names of its options. */
export interface CommandRequest<Option extends string = string> {
  name: string;
  operands: readonly string[];
  /** The first value of each option that was given, by its name without dashes. */
  options: Readonly<Partial<Record<Option, string>>>;
  /** The same, with all values of each. */
  values: ReadonlyMap<Option, readonly string[]>;
  /** The options without a value that were given. */
  flags: ReadonlySet<Option>;
  json: boolean;
  /** The arguments that every command and the server share, as they were given. */
  shared: readonly string[];
  settings: Settings;
  /** What is wrong with arguments and environment, each in a sentence; none unless it starts in spite of that. */
  problems: readonly string[];
}

/** What to do, with all that it takes besides the settings. */
export type Command =
  | { name: 'serve' }
  | { name: 'version' }
  /** `of` is the command that is asked about; null for the program. */
  | { name: 'help'; of: string | null }
  | CommandRequest;

/** The arguments of the program, taken apart. */
export interface CommandLine {
  /** Null for the server, and for a word that is no command. */
  command: string | null;
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

/**
 * Understands the arguments of the program, by what its commands declare: options may stand before and behind the
 * command. Never throws.
 */
export function readCommandLine(args: readonly string[], commands: CommandShapes): CommandLine {
  const known = vocabularyOf(commands);
  const { words, options, flags, unknown, unfinished, ofCommand } = splitArguments(args, known);
  const [first, ...rest] = words;
  const command = first === undefined ? null : commandCalled(first.value, commands);
  const problems = unknown.map((option) => unknownOption(option, command, known));
  if (first !== undefined && command === null) problems.push(...unknownCommand(first, known));
  else problems.push(...misplaced([...options.keys(), ...flags], command, known));
  if (command !== null) problems.push(...surplus(command, rest, known));
  problems.push(...unfinished);
  const own = [...options].filter(([name]) => !WANTED.has(name));
  const shapes = command === null ? undefined : commands[command]?.options;
  const doubled = own.filter(([name, { length }]) => length > 1 && shapes?.[name]?.isRepeatable !== true);
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

/** The command of a name, or of a word by which it is understood too. */
function commandCalled(word: string, commands: CommandShapes): string | null {
  if (Object.hasOwn(commands, word)) return word;
  return Object.keys(commands).find((name) => commands[name]?.alsoCalled?.includes(word)) ?? null;
}

/** Every word that has a meaning on the command line. */
interface Vocabulary {
  commands: CommandShapes;
  names: readonly string[];
  /** Every option that some command or the server has, without dashes. */
  options: readonly string[];
  /** Those that take no value: as an option may stand before its command, it takes one for all commands or for none. */
  flags: ReadonlySet<string>;
}

function vocabularyOf(commands: CommandShapes): Vocabulary {
  const declared = Object.values(commands).flatMap(({ options }) => Object.entries(options));
  const flags = declared.filter(([, { value }]) => value === null).map(([name]) => name);
  return {
    commands,
    names: Object.keys(commands),
    options: [...new Set([...WANTED.keys(), ...declared.map(([name]) => name), ...SHOWING])],
    flags: new Set([...flags, ...SHOWING]),
  };
}

/** A word that is no option: the command, or what it is about. */
interface Word {
  value: string;
  /** Whether it follows the value of `--logs`, as what a shell makes of a pattern does. */
  isBehindLogs: boolean;
  /** Whether it follows a misspelled option, whose value it may be. */
  isBehindMisspelled: boolean;
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

const SHORT: Readonly<Record<string, string>> = { '-h': '--help', '-o': '--out' };
/** What every command and the server show instead of what they do. */
const SHOWING: readonly string[] = ['help', 'version'];
const WANTED = new Map<string, string>(Object.values(SETTINGS).map(({ flag, wants }) => [flag, wants]));

/** An option ends at `=` or the end: `-5`, `- it said` and `-----BEGIN` are words. */
const OPTION = /^(--?[A-Za-z][\w-]*)(?:=([\s\S]*))?$/;

/**
 * Tells options from words. Written by hand, as `parseArgs` of Node takes the option behind `--logs` for a path, and
 * the words of an error for options.
 */
function splitArguments(args: readonly string[], known: Vocabulary): Split {
  const split: Split = {
    words: [],
    options: new Map(),
    flags: new Set(),
    unknown: [],
    unfinished: [],
    ofCommand: new Set(),
  };
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  let before: Before = { isLogs: false, isMisspelled: false };
  for (let index = 0; index < end; index += 1) {
    const arg = args[index] ?? '';
    const [, written = '', inline] = OPTION.exec(SHORT[arg] ?? arg) ?? [];
    if (written === '') {
      split.ofCommand.add(index);
      split.words.push({ value: arg, isBehindLogs: before.isLogs, isBehindMisspelled: before.isMisspelled });
      before = { isLogs: before.isLogs && !Object.hasOwn(known.commands, arg), isMisspelled: false };
      continue;
    }
    const next = index + 1 < end ? args[index + 1] : undefined;
    const { takesNext, isMisspelled } = readOption(split, known, { written, inline, next });
    const isOfCommand = isOfCommands(written, known);
    if (isOfCommand) split.ofCommand.add(index);
    if (isOfCommand && takesNext) split.ofCommand.add(index + 1);
    before = { isLogs: written === '--logs', isMisspelled };
    if (takesNext) index += 1;
  }
  for (const [behind, value] of args.slice(end).entries()) {
    split.ofCommand.add(end + behind);
    if (behind > 0) split.words.push({ value, isBehindLogs: false, isBehindMisspelled: false });
  }
  return split;
}

function isOfCommands(written: string, { options }: Vocabulary): boolean {
  const name = written.replace(/^--/, '');
  return options.includes(name) && !WANTED.has(name);
}

/** What a word follows. */
interface Before {
  isLogs: boolean;
  isMisspelled: boolean;
}

/** An argument that looks like an option: its name with dashes, the value in it, and the argument behind it. */
interface Written {
  written: string;
  inline: string | undefined;
  next: string | undefined;
}

/** Takes an option in, with its value, which may be the argument behind it. */
function readOption(
  { options, flags, unknown, unfinished }: Split,
  known: Vocabulary,
  { written, inline, next }: Written,
): { takesNext: boolean; isMisspelled: boolean } {
  const name = written.replace(/^--/, '');
  if (!known.options.includes(name)) {
    unknown.push(written);
    const withValue = known.options.filter((each) => !known.flags.has(each));
    return { takesNext: false, isMisspelled: inline === undefined && nearest(name, withValue) !== null };
  }
  if (known.flags.has(name)) {
    flags.add(name);
    if (inline !== undefined) unfinished.push(`--${name} takes no value.`);
    return { takesNext: false, isMisspelled: false };
  }
  const value = inline ?? (next === undefined || OPTION.test(next) ? undefined : next);
  if (value === undefined) unfinished.push(formatUnfinished(name, next));
  else options.set(name, [...(options.get(name) ?? []), value]);
  return { takesNext: inline === undefined && value !== undefined, isMisspelled: false };
}

function formatUnfinished(name: string, next: string | undefined): string {
  const wants = `--${name} needs ${WANTED.get(name) ?? 'a value'}`;
  if (next === undefined) return `${wants}.`;
  const shown = withoutLogins(next);
  return `${wants}, but '${shown}' follows. If that is it, write --${name}=${shown}.`;
}

const SHARED: readonly string[] = [...WANTED.keys(), ...SHOWING];

/** An option that does not exist, with the one that was likely meant, or else those that there are. */
function unknownOption(written: string, command: string | null, known: Vocabulary): string {
  const possible = optionsOf(command, known);
  const name = written.replace(/^-+/, '');
  const meant = nearest(name, possible) ?? nearest(name, known.options);
  const hint =
    meant === null
      ? `The options are ${possible.map((each) => `--${each}`).join(', ')}.`
      : `Did you mean --${meant}?`;
  const more = command === null ? undefined : known.commands[command]?.ofUnknownOption;
  return `Unknown option '${written}'. ${hint}${more === undefined ? '' : ` ${more}`}`;
}

/** A first word that is no command, unless it is likely the value of a misspelled option. */
function unknownCommand(first: Word, { names }: Vocabulary): string[] {
  if (first.isBehindMisspelled) return [];
  const meant = nearest(first.value, names);
  const hint =
    meant === null
      ? `The commands are ${names.join(', ')}; without one, the server starts. To explain an error: error-catalog-mcp explain ERROR.`
      : `Did you mean ${meant}?`;
  return [
    `Unknown command or argument '${withoutLogins(first.value)}'. ${hint}${first.isBehindLogs ? QUOTE : ''}`,
  ];
}

/** Options that belong to other commands. */
function misplaced(given: readonly string[], command: string | null, known: Vocabulary): string[] {
  const possible = optionsOf(command, known);
  return given
    .filter((name) => !possible.includes(name))
    .map((name) => {
      const owners = known.names.filter((each) => optionsOf(each, known).includes(name)).join(', ');
      return `--${name} is an option of ${owners}, not of ${command ?? 'the server'}.`;
    });
}

/** Words that the command does not take. */
function surplus(command: string, words: readonly Word[], { commands }: Vocabulary): string[] {
  const { operands = [], takes = 'takes only options', ofSurplus } = commands[command] ?? {};
  const most = operands.some(({ word }) => word.endsWith('...')) ? Number.POSITIVE_INFINITY : operands.length;
  const unasked = words.filter(({ isBehindMisspelled }) => !isBehindMisspelled).slice(most);
  return unasked.map(({ value: word, isBehindLogs }) => {
    const value = withoutLogins(word);
    const meant = ofSurplus === undefined || isBehindLogs ? '' : ` ${ofSurplus(value)}`;
    return `Unknown command or argument '${value}': ${command} ${takes}.${meant}${isBehindLogs ? QUOTE : ''}`;
  });
}

const QUOTE = " --logs takes one path: repeat it, or put a pattern in quotes (--logs '*.log').";

/** The options that may be given with a command, or to the server: first its own. */
function optionsOf(command: string | null, { commands }: Vocabulary): readonly string[] {
  const own = command === null ? [] : Object.keys(commands[command]?.options ?? {});
  return [...own.filter((name) => !WANTED.has(name)), ...SHARED];
}
