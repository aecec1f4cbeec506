import { isObject, jsonIn } from '../../base/objects.ts';
import { namedValues, readPasted } from '../../pasted/pasted.ts';
import { printText } from '../../tools/tools.ts';
import type { CommandContext } from '../command.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../print.ts';

/** `hook`: explains the error of a call to an agent that did not ask. */
export const hook = defineCommand({
  isForPrograms: true,
  about: 'explain a failed call to Claude Code, which starts this',
  description:
    'For the hooks PostToolUse and PostToolUseFailure of Claude Code: reads from stdin what a tool gave, and explains the error in it to the agent, where a field of it holds a code of the catalog. Otherwise it says nothing. connect claude-code --plugin sets it up.',
  operands: [],
  options: {},
  examples: ['error-catalog-mcp hook < call.json'],
  exits: { 0: 'always, as a hook must not disturb' },
  run: async (_, __, context) => await explainCall(context),
});

/** In characters; what a tool gave may be long. */
const LONGEST = 100_000;

async function explainCall({ readStdin, open, terminal }: CommandContext): Promise<number> {
  const call = parsed(await readStdin().catch(() => ''));
  const text = failedOutput(call).slice(-LONGEST);
  const explanation = text === '' ? null : await explanationOf(text, open);
  if (explanation !== null) {
    const hookSpecificOutput = { hookEventName: call['hook_event_name'], additionalContext: explanation };
    await terminal.out(`${JSON.stringify({ hookSpecificOutput })}\n`);
  }
  return EXIT.ok;
}

function parsed(json: string): Record<string, unknown> {
  const value = jsonIn(json);
  return isObject(value) ? value : {};
}

/** What a tool gave; nothing of this very server's tools, which say themselves what to do. */
function failedOutput({ tool_name, error, tool_response: response }: Record<string, unknown>): string {
  if (typeof tool_name === 'string' && /^mcp__.*error-catalog/.test(tool_name)) return '';
  if (typeof error === 'string') return error;
  if (!isObject(response)) return typeof response === 'string' ? response : '';
  return [response['stdout'], response['stderr']].filter((part) => typeof part === 'string').join('\n');
}

/** The explanation of the error in a text, for the agent; null where none is certain, or anything goes wrong. */
async function explanationOf(text: string, open: CommandContext['open']): Promise<string | null> {
  try {
    const { tools, context } = await open(() => {});
    const tool = tools.find(({ name }) => name === 'explain_error');
    const answer = await tool?.call({ error: text }, { ...context, signal: new AbortController().signal });
    if (answer === undefined || !isCertain(answer.data, text)) return null;
    return `The error catalog explains this error:\n\n${printText(answer.blocks)}`;
  } catch {
    return null;
  }
}

/** An agent that did not ask is only told of a code that stands in a field made for codes. */
function isCertain(data: object, text: string): boolean {
  const { code, matched } = data as { code?: unknown; matched?: { confidence?: unknown } };
  if (typeof code !== 'string' || matched?.confidence !== 1) return false;
  return namedValues(readPasted(text).text).some(
    ({ key, value }) => OF_CODES.has(key.toLowerCase()) && value === code,
  );
}

const OF_CODES: ReadonlySet<string> = new Set(['code', 'error', 'error_code', 'errorcode']);
