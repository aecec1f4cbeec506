import type { Settings } from './settings.ts';

/** What a command of the terminal takes behind its name. */
interface CommandShape {
  operands: 'none' | 'one' | 'many';
  /** Options of its own, without dashes; each takes a value, but for `json`. */
  options: readonly string[];
}

/**
 * The commands, with what they take. The options of those that ask a tool are the arguments of that tool; a test
 * holds the two together, because loading the tools here would slow every start of the server.
 */
export const COMMANDS = {
  explain: { operands: 'many', options: ['value', 'json'] },
  list: {
    operands: 'none',
    options: ['query', 'status', 'area', 'surface', 'retry', 'seen', 'limit', 'cursor', 'json'],
  },
  lookup: { operands: 'one', options: ['cursor', 'json'] },
  index: { operands: 'none', options: [] },
  doctor: { operands: 'none', options: ['json'] },
} as const satisfies Readonly<Record<string, CommandShape>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** A command that asks a tool and shows its answer. */
export interface AskCommand {
  name: 'explain' | 'list' | 'lookup';
  operands: readonly string[];
  /** The options of the command as they were given, by name. */
  options: Readonly<Record<string, string>>;
  json: boolean;
  /** The arguments that every command and the server share, as they were given. */
  shared: readonly string[];
}

/** Checks the installation: so it is carried out in spite of problems, and shows them. */
export interface DoctorCommand {
  name: 'doctor';
  json: boolean;
  settings: Settings;
  /** What is wrong with arguments and environment, each in a sentence. */
  problems: readonly string[];
  /** The arguments of the server that is checked. */
  shared: readonly string[];
}

/** What to do, with all that it takes besides the settings. */
export type Command =
  | { name: 'serve' }
  | { name: 'version' }
  /** `of` is the command that is asked about; null for the program. */
  | { name: 'help'; of: CommandName | null }
  | { name: 'index' }
  | AskCommand
  | DoctorCommand;
