import type { Settings } from './settings.ts';

/** What a command of the terminal takes behind its name. */
interface CommandShape {
  /** How many words it takes at most. */
  operands: number;
  /** What it says where it is given more. */
  takes: string;
  /** Options of its own, without dashes; each takes a value, but for `FLAGS`. */
  options: readonly string[];
}

/** Options without a value. */
export const FLAGS: readonly string[] = ['json', 'help', 'version', 'github', 'write-baseline'];
/** Options of commands that may be given more than once. */
export const REPEATABLE: readonly string[] = [
  'map',
  'source',
  'client',
  'pattern',
  'ignore',
  'openapi',
  'docs',
  'skip',
];

/**
 * The commands, with what they take. The options of those that ask a tool are the arguments of that tool; a test
 * holds the two together, because loading the tools here would slow every start of the server.
 */
export const COMMANDS = {
  explain: { operands: Number.POSITIVE_INFINITY, takes: '', options: ['value', 'json'] },
  list: {
    operands: 0,
    takes: 'takes only options',
    options: ['query', 'status', 'area', 'surface', 'retry', 'seen', 'limit', 'cursor', 'json'],
  },
  lookup: { operands: 1, takes: 'takes one request id', options: ['cursor', 'json'] },
  index: { operands: 0, takes: 'takes only options', options: [] },
  check: {
    operands: 0,
    takes: 'takes only options',
    options: [
      'against',
      'docs',
      'openapi',
      'source',
      'client',
      'pattern',
      'ignore',
      'skip',
      'baseline',
      'write-baseline',
      'github',
      'json',
    ],
  },
  import: {
    operands: 2,
    takes: 'takes a format and a file',
    options: ['map', 'list', 'name', 'service', 'surface', 'area', 'out', 'json'],
  },
  new: { operands: 1, takes: 'takes one file', options: [] },
  doctor: { operands: 0, takes: 'takes only options', options: ['json'] },
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

/** Compares a catalog with the truth, or makes one; with its options as they were given. */
export interface CatalogCommand {
  name: 'check' | 'import' | 'new';
  operands: readonly string[];
  /** The values of each option, by its name without dashes. */
  values: ReadonlyMap<string, readonly string[]>;
  /** The options without a value that were given. */
  flags: ReadonlySet<string>;
  json: boolean;
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
  | CatalogCommand
  | DoctorCommand;
