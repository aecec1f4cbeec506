import { readArguments, refuseUsage, runCommand } from '../../src/cli/cli.ts';
import type { CommandContext } from '../../src/cli/command.ts';
import type { Config } from '../../src/config/config.ts';
import { openServices } from '../../src/services.ts';
import { ENTRY, freshFolder } from '../support/server.ts';
import { type RecordingTerminal, recordingTerminal } from './recording-terminal.ts';

const workerUrl = new URL('../../dist/index-worker.cjs', import.meta.url);

interface Given {
  terminal?: RecordingTerminal;
  /** The folder for state. */
  state?: string;
  change?: Partial<CommandContext>;
}

/**
 * Carries out a command in this process, as `change` has it, with services of its own. Much quicker than `runCli`,
 * which starts the built program.
 */
export async function runHere(args: readonly string[], given: Given = {}) {
  const { terminal = recordingTerminal(), state: stateFolder = freshFolder(), change = {} } = given;
  const read = readArguments({ args, env: {}, platform: 'linux', home: null, stdinIsTerminal: false });
  const code =
    'problems' in read
      ? await refuseUsage({ ...read, stateFolder }, terminal)
      : await carryOut({ ...read.config, stateFolder }, terminal, change);
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

function carryOut(
  config: Config,
  terminal: RecordingTerminal,
  change: Partial<CommandContext>,
): Promise<number> {
  return runCommand(config, {
    terminal,
    workerUrl,
    program: {
      version: '1.2.3',
      entry: ENTRY,
      node: { version: process.versions.node, path: process.execPath },
      folder: process.cwd(),
      env: {},
      platform: 'linux',
      home: null,
    },
    readStdin: () => Promise.reject(new Error('nothing is piped in')),
    open: (log) => openServices(config, { workerUrl, log }),
    ...change,
  });
}
