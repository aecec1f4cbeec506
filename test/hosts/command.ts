import { execFile } from 'node:child_process';
import { scriptOf } from './installed.ts';
import type { Launch } from './launch.ts';

/** A command that ended without an answer on stdout. */
class CommandFailed extends Error {
  readonly code: number;
  readonly stderr: string;

  constructor({ code, stderr }: Output) {
    super(`The command ended with code ${code} and no output. ${stderr}`);
    this.code = code;
    this.stderr = stderr;
  }
}

export interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a package's command in the launch's folder, with its environment, to its end. */
export function runCommand(
  [name, command]: readonly [name: string, command: string],
  args: readonly string[],
  launch: Launch,
): Promise<Output> {
  return runScript(scriptOf(name, command), args, launch);
}

/** As `runCommand`, for a script of a package. */
export function runScript(script: string, args: readonly string[], { folder, env }: Launch): Promise<Output> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { cwd: folder, env: { ...env, NO_COLOR: '1' }, timeout: 100_000, maxBuffer: 50_000_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

/** What the command printed, whatever its exit code; if that is nothing, throws an error with `code` and `stderr`. */
export function printed(output: Output): string {
  if (output.stdout.trim() === '') throw new CommandFailed(output);
  return output.stdout;
}
