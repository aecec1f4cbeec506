export { readArguments, refuseUsage, runCommand } from './run-command.ts';
export { surroundingsOf, terminalOf } from './terminal.ts';
export { EXIT } from './trouble.ts';
