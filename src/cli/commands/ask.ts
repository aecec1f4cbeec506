import { Failure } from '../../base/failure.ts';
import type { CommandRequest, Config } from '../../config/config.ts';
import { type Answer, printText } from '../../tools/tools.ts';
import { ASKED, jsonText, printAnswer } from '../print.ts';
import type { CommandContext, Terminal } from '../terminal.ts';
import { EXIT, showFailure, troubleLog } from '../trouble.ts';
import { adviseIndex, bringCountsUpToDate, patientBar } from './index-logs.ts';

/** A command that asks a tool and shows its answer; its options are arguments of the tool. */
export interface AskCommand extends Pick<CommandRequest, 'operands' | 'options' | 'json' | 'shared'> {
  name: 'explain' | 'list' | 'lookup';
}

/** `explain`, `list` and `lookup`: asks the tool as a host would, and shows its answer. Gives the exit code. */
export async function askCommand(
  config: Config,
  command: AskCommand,
  commandContext: CommandContext,
): Promise<number> {
  const { terminal } = commandContext;
  const { tools, context, fail } = await commandContext.open(troubleLog(terminal));
  const { tool: name } = ASKED[command.name];
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  const args = await argumentsOf(command, commandContext);
  if (command.options['seen'] !== undefined) await bringCountsUpToDate(config, commandContext);

  const bar = patientBar(terminal);
  const onProgress = (done: number, total: number) => bar.show({ done, total });
  const { signal } = new AbortController();
  const start = performance.now();
  let answer: Answer;
  try {
    answer = await tool.call(args, { ...context, signal, onProgress, wantsAll: true }).finally(bar.clear);
  } catch (thrown) {
    return await showFailure(await fail(thrown, tool.name), command.json, terminal);
  }
  await terminal.out(`${shown(answer, command, terminal)}\n`);
  if (command.name === 'lookup')
    await adviseIndex(config, command, performance.now() - start, commandContext);
  return EXIT.ok;
}

/** The arguments of the tool, whose schema judges them. */
async function argumentsOf(
  { name, operands, options }: AskCommand,
  { readStdin }: Pick<CommandContext, 'readStdin'>,
): Promise<AskCommand['options']> {
  const { operand } = ASKED[name];
  if (operand === null) return options;
  const given = operands.join(' ');
  if (name === 'lookup' && operands.length === 0) return options;
  const isPiped = name === 'explain' && (operands.length === 0 || given === '-');
  return { [operand]: isPiped ? await piped(readStdin) : given, ...options };
}

async function piped(readStdin: () => Promise<string>): Promise<string> {
  try {
    return await readStdin();
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Failure('validation_failed', `The error could not be read from stdin. ${why}`);
  }
}

function shown(
  { data, blocks }: Answer,
  { json, shared }: AskCommand,
  { columns, hasColors, paint }: Terminal,
): string {
  if (json) return jsonText(data, columns !== null);
  if (hasColors) return printAnswer(blocks, { columns, paint, shared });
  return printText(blocks);
}
