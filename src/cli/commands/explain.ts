import { exampleCode } from '../../catalog/catalog.ts';
import { defineCommand, JSON_OPTION, settingOption } from '../command.ts';
import { askCommand } from './ask.ts';

/** `explain`: asks `explain_error`. */
export const explain = defineCommand({
  about:
    'what an error means; ERROR is a code, the whole error or what a user says; - or nothing reads it from stdin',
  description:
    'What an error means and what to do about it: causes, fix steps, whether to retry, who must act, and what is wrong with the value that was rejected.',
  operands: [
    {
      word: 'ERROR...',
      isOptional: true,
      about:
        'a code, the whole error as received (body, headers, stack trace, log line), or what a user says. Words are joined by a space. - or nothing reads it from stdin. Put -- before an error that begins with a dash.',
    },
  ],
  options: {
    value: { value: 'VALUE', about: 'the value that was rejected', inUsage: 'optional' },
    json: JSON_OPTION,
    logs: settingOption('logs', 'also say how often the logs show the error (once indexed)'),
  },
  examples: [
    `error-catalog-mcp explain ${exampleCode()} --value Acme_Corp`,
    'error-catalog-mcp explain our import gets throttled, it says slow down',
    'error-catalog-mcp explain --json < response.txt',
    'pbpaste | error-catalog-mcp explain -',
  ],
  exits: { 0: 'explained', 1: 'no error was recognized' },
  ofUnknownOption: 'Put -- before an error that begins with a dash.',
  problems: ({ operands }, { stdinIsTerminal }) =>
    operands.length === 0 && stdinIsTerminal
      ? ['explain needs an error: a code, the whole error, or - to read it from stdin.']
      : [],
  run: (request, config, commandContext) =>
    askCommand(config, { ...request, name: 'explain' }, commandContext),
});
