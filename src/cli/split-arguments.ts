import { withoutLogins } from '../requests/clickhouse/source.ts';
import { nearest } from '../text/nearest.ts';
import { COMMAND_NAMES, COMMANDS, FLAGS } from './commands.ts';
import { SETTINGS } from './settings.ts';

/** A word that is no option: the command, or what it is about. */
export interface Word {
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
export const OPTION_NAMES: readonly string[] = [
  ...new Set([...WANTED.keys(), ...COMMAND_NAMES.flatMap((name) => [...COMMANDS[name].options]), ...FLAGS]),
];

const WITH_VALUE = OPTION_NAMES.filter((name) => !FLAGS.includes(name));

/** An option ends at `=` or the end: `-5`, `- it said` and `-----BEGIN` are words. */
const OPTION = /^(--?[A-Za-z][\w-]*)(?:=([\s\S]*))?$/;

/**
 * Tells options from words. Written by hand, as `parseArgs` of Node takes the option behind `--logs` for a path, and
 * the words of an error for options.
 */
export function splitArguments(args: readonly string[]): Split {
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
