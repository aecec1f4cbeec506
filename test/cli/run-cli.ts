import { spawn } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ENTRY, environment, freshFolder } from '../support/server.ts';

interface Given {
  /** The folder for state. */
  state?: string;
  env?: Record<string, string>;
  /** What is piped in; without it, stdin is empty. */
  stdin?: string | Buffer;
  /** The folder in which it is started. */
  cwd?: string;
  /** Another user. */
  uid?: number;
}

export interface Ended {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** The built program as a command of a shell would run it, to its end. */
export function runCli(args: readonly string[], given: Given = {}): Promise<Ended> {
  const { state = freshFolder(), env = {}, stdin = '', cwd, uid } = given;
  const entry = uid === undefined ? ENTRY : readableCopy();
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...environment(state), ...env },
    ...(cwd !== undefined && { cwd }),
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const ended = { code: null, signal: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    ended.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    ended.stderr += chunk.toString();
  });
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ ...ended, code, signal }));
  });
}

/** The built program in a folder that every user may read. */
function readableCopy(): string {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  cpSync(dirname(ENTRY), join(folder, 'dist'), { recursive: true });
  return join(folder, 'dist', 'entry.cjs');
}
