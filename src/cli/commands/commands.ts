import { doctor } from '../doctor/doctor.ts';
import { explain, list, lookup } from './ask.ts';
import { check } from './check/check.ts';
import { connect } from './connect.ts';
import { hook } from './hook.ts';
import { importCommand } from './import.ts';
import { index } from './index-logs.ts';
import { newCommand } from './new.ts';

/** Every command of the terminal by its name, in the order of the help. */
export const COMMANDS = {
  explain,
  list,
  lookup,
  index,
  check,
  import: importCommand,
  new: newCommand,
  connect,
  hook,
  doctor,
} as const;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
