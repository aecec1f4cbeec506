import type { Settings } from './settings.ts';

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
  /** Whether it starts in spite of problems, which it then tells. */
  startsWithProblems?: boolean;
}

/** Commands by their names, in the order of the help. */
export type CommandShapes = Readonly<Record<string, CommandShape>>;

/** What a command may judge its use by. */
export interface Usage {
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
