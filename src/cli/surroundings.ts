import type { Readable } from 'node:stream';
import type { Log, Services } from '../services.ts';
import { readAll } from './read-all.ts';
import { type Terminal, terminalOf } from './terminal.ts';

/** This program as it is installed, and the Node.js that runs it. */
export interface Program {
  version: string;
  /** The file that a host starts. */
  entry: string;
  node: { version: string; path: string };
  /** The folder in which it was started: relative paths begin here. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** All that a command of the terminal reaches besides its configuration. */
export interface CommandSurroundings {
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
interface ProcessParts extends Pick<NodeJS.Process, 'env' | 'execPath' | 'versions' | 'cwd'> {
  stdin: Readable;
  stdout: Parameters<typeof terminalOf>[0];
  stderr: Parameters<typeof terminalOf>[1];
}

/** The surroundings of a command in a process. */
export function surroundingsOf(
  { stdin, stdout, stderr, env, execPath, versions, cwd }: ProcessParts,
  {
    version,
    entry,
    ...rest
  }: Pick<CommandSurroundings, 'workerUrl' | 'open'> & Pick<Program, 'version' | 'entry'>,
): CommandSurroundings {
  const node = { version: versions.node, path: execPath };
  return {
    ...rest,
    terminal: terminalOf(stdout, stderr, env),
    program: { version, entry, node, folder: cwd(), env },
    readStdin: () => readAll(stdin),
  };
}
