export { readArguments, refuseUsage, runCommand } from './run-command.ts';
export { commandContextOf, terminalOf } from './terminal.ts';
export { EXIT } from './trouble.ts';
