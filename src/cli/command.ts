import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import util from 'node:util';
import { attempt } from '../base/objects.ts';
import { utf16Of } from '../base/text.ts';
import {
  type CommandRequest,
  type CommandShape,
  type Config,
  type OptionShape,
  SETTINGS,
  type SettingName,
} from '../config/config.ts';
import type { Services } from '../protocol/protocol.ts';
import type { Log } from '../services.ts';

/** Where a command writes, and what a person sees there. */
export interface Terminal {
  /**
   * Writes the answer; resolves when the system has it, or when nobody reads it any more.
   *
   * @throws OutputError if the system refuses, e.g. for a full disk
   */
  out(text: string): Promise<void>;
  /** Writes what is said meanwhile. */
  err(text: string): void;
  /** How wide lines may be where `out` is a terminal; null where it is none. */
  columns: number | null;
  /** As `columns`, for `err`. Where it is a terminal, its last line can be written over. */
  errColumns: number | null;
  /** Whether answers are printed with styles. */
  hasColors: boolean;
  paint: Painter;
}

/** An answer that could not be written. */
export class OutputError extends Error {
  override name = 'OutputError';
}

/** What of a stream of the process is used. */
interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string, done?: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

const USUAL_WIDTH = 80;
const LEAST_WIDTH = 20;

/** The terminal behind two streams of a process. */
export function terminalOf(
  stdout: Stream,
  stderr: Stream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const hasColors = wantsColor(stdout.isTTY === true, env);
  // The callbacks of the writes tell of errors; without a listener they would end the process.
  stdout.on('error', () => {});
  stderr.on('error', () => {});
  return {
    out: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error) => {
          if (error && !isReaderGone(error)) reject(new OutputError(error.message));
          else resolve();
        });
      }),
    err: (text) => {
      stderr.write(text);
    },
    columns: columnsOf(stdout),
    errColumns: columnsOf(stderr),
    hasColors,
    paint: painter(hasColors),
  };
}

function columnsOf({ isTTY, columns }: Stream): number | null {
  if (isTTY !== true) return null;
  return columns === undefined || columns < LEAST_WIDTH ? USUAL_WIDTH : columns;
}

/** `| head` has seen enough. */
function isReaderGone(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

/** This program as it is installed, and the Node.js that runs it. */
export interface Program {
  version: string;
  /** The file that a host starts. */
  entry: string;
  node: { version: string; path: string };
  /** The folder in which it was started: relative paths begin here. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** The user's home; null where the system knows none. */
  home: string | null;
}

/** All that a command of the terminal reaches besides its configuration. */
export interface CommandContext {
  terminal: Terminal;
  program: Program;
  /** The built thread that indexes logs. */
  workerUrl: URL;
  /** Everything that is piped in, as text. */
  readStdin(): Promise<string>;
  /** Opens what answers are made of; troubles go to `log`. */
  open(log: Log): Services | Promise<Services>;
}

/** The parts of Node's `process` that a command may touch. */
interface ProcessParts extends Pick<NodeJS.Process, 'env' | 'execPath' | 'versions' | 'cwd' | 'platform'> {
  stdin: Readable;
  stdout: Parameters<typeof terminalOf>[0];
  stderr: Parameters<typeof terminalOf>[1];
}

/** What a command is given by its process. */
export function commandContextOf(
  { stdin, stdout, stderr, env, execPath, versions, cwd, platform }: ProcessParts,
  {
    version,
    entry,
    home,
    ...rest
  }: Pick<CommandContext, 'workerUrl' | 'open'> & Pick<Program, 'version' | 'entry' | 'home'>,
): CommandContext {
  const node = { version: versions.node, path: execPath };
  return {
    ...rest,
    terminal: terminalOf(stdout, stderr, env),
    program: { version, entry, node, folder: cwd(), env, platform, home },
    readStdin: () => readAll(stdin),
  };
}

/** More bytes than any tool takes; what is piped in without end must not fill the memory. */
const MOST = 64 * 1024 * 1024;

/** All of a stream as text, which may be UTF-16, as PowerShell writes it; of a very long one the beginning, which is too long as well. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MOST) break;
  }
  const all = Buffer.concat(chunks);
  const encoding = utf16Of(all);
  return encoding === null ? all.toString() : new TextDecoder(encoding).decode(all);
}

/** What a piece of text is, for whoever chooses how that looks. */
export type Style = 'code' | 'title' | 'heading' | 'quiet' | 'finding' | 'use' | 'good' | 'caution' | 'bad';

/** `text` as it looks in a style; null is plain. */
export type Painter = (style: Style | null, text: string) => string;

type Format = Parameters<typeof util.styleText>[0];

const FORMATS: Readonly<Record<Style, Format>> = {
  code: 'bold',
  title: 'bold',
  heading: 'dim',
  quiet: 'dim',
  finding: 'yellow',
  use: ['bold', 'green'],
  good: 'green',
  caution: 'yellow',
  bad: 'red',
};

/**
 * Whether to write colors: by FORCE_COLOR (https://force-color.org; `0` and `false` forbid them, as Node has it),
 * then NO_COLOR (https://no-color.org), then only on a terminal that knows them.
 */
export function wantsColor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR: force = '', NO_COLOR: no = '', TERM: term } = env;
  if (force !== '') return force !== '0' && force !== 'false';
  return isTerminal && no === '' && term !== 'dumb';
}

/** A painter with colors or without. */
export function painter(hasColors: boolean): Painter {
  // Node has it since 20.12.
  if (!hasColors || !('styleText' in util)) return (_, text) => text;
  return (style, text) => {
    if (style === null || text === '') return text;
    // Whether there are colors is decided here, not by the process's own stdout.
    return util.styleText(FORMATS[style], text, { validateStream: false });
  };
}

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
