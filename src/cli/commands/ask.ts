import { Failure } from '../../base/failure.ts';
import { isObject, jsonIn } from '../../base/objects.ts';
import { exampleCode } from '../../catalog/catalog.ts';
import type { CommandRequest, Config, Row } from '../../config/config.ts';
import { namedValues, readPasted } from '../../pasted/pasted.ts';
import { type Answer, type Block, printText } from '../../tools/tools.ts';
import { timelineIn } from '../../view/timeline.ts';
import { type CommandContext, defineCommand, JSON_OPTION, settingOption } from '../command.ts';
import {
  ASKED,
  drawLanes,
  EXIT,
  jsonText,
  LEAST_COLUMNS,
  printAnswer,
  showFailure,
  troubleLog,
} from '../print.ts';
import { adviseIndex, bringCountsUpToDate, patientBar } from './index-logs.ts';
import { writeNewFile } from './new.ts';

/** `explain`: asks `explain_error`. */
export const explain = defineCommand({
  about: 'what an error means; - or nothing reads it from stdin',
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

/** `list`: asks `list_errors`. */
export const list = defineCommand({
  about: 'the errors that exist, filtered',
  description: "The errors that exist, in the catalog's order.",
  operands: [],
  options: {
    query: { value: 'WORDS', about: 'words that must all occur in the entry' },
    status: { value: 'STATUS', about: 'an HTTP status such as 409, or a class such as 4xx' },
    area: { value: 'AREA', about: 'such as general, workspaces, billing, webhooks, tokens' },
    surface: { value: 'SIDE', about: 'api (REST) or oauth (OAuth 2 endpoints)' },
    service: { value: 'NAME', about: 'a service, where catalogs of several are served' },
    operation: { value: 'CALL', about: "what a call can fail with, such as 'POST /v1/workspaces'" },
    retry: { value: 'WHEN', about: 'never, after_fix, after_delay or with_backoff' },
    seen: { value: 'TIME', about: 'the most frequent in the logs first, within e.g. 24h or 7d' },
    logs: settingOption('logs', 'the logs that --seen counts'),
    limit: { value: 'N', about: 'at most N', default: '50' },
    cursor: { value: 'CURSOR', about: 'continue where an answer ended, with the same filters' },
    json: JSON_OPTION,
  },
  examples: [
    'error-catalog-mcp list --status 4xx --retry with_backoff',
    'error-catalog-mcp list --seen 24h --logs /var/log/platform',
  ],
  exits: { 0: 'listed' },
  ofSurplus: (word) => `Did you mean --query '${word}'?`,
  run: (request, config, commandContext) => askCommand(config, { ...request, name: 'list' }, commandContext),
});

/** What can stand in the address of a table. */
const ADDRESS: readonly Row[] = [
  { label: 'preset=otel', about: 'the table of the OpenTelemetry Collector' },
  { label: 'preset=flat', about: 'our own: docs/clickhouse-flat.sql' },
  {
    label: 'preset=map',
    about:
      'any other: time=COLUMN&id=COLUMN,…, and where there are such level, service, workspace, method, path, status, code, duration_ms, message (a COLUMN each), rest=COLUMN,… beside',
  },
  { label: 'attributes=MAP,…', about: 'maps to look into too; text=COLUMN,… texts likewise' },
  { label: 'window=24h', about: 'how far back it looks first; all older lines if need be' },
  { label: 'timeout=15', about: 'seconds; max_rows=, max_bytes= what a query may read' },
  { label: 'tls=off', about: 'plain HTTP' },
  {
    label: 'credentials=FILE',
    about:
      '{"user":"…","password":"…"}; else the login is taken from ERROR_CATALOG_CLICKHOUSE_USER and …_PASSWORD',
  },
];

/** `lookup`: asks `lookup_request`. */
export const lookup = defineCommand({
  about: 'what happened to a request, from the logs',
  description:
    'What happened to a request: how it ended, why, and its log lines in time order. Several that match are listed. Failures of this program can be looked up too.',
  operands: [
    {
      word: 'REQUEST_ID',
      isOptional: true,
      about: 'if left out: what the options describe, or failed last',
    },
  ],
  takes: 'takes one request id',
  options: {
    method: { value: 'METHOD', about: 'such as POST' },
    path: { value: 'PATH', about: 'such as /v1/apps; * matches any characters' },
    status: { value: 'STATUS', about: 'an HTTP status such as 502, or a class such as 5xx' },
    code: { value: 'CODE', about: 'the error code' },
    text: { value: 'WORDS', about: 'words that a line contains; "a phrase" in quotes' },
    since: { value: 'TIME', about: 'not before a time, or e.g. 15m or 2h before now' },
    until: { value: 'TIME', about: 'not after it' },
    limit: { value: 'N', about: 'at most N requests; 10 by default' },
    logs: settingOption('logs', 'a file, a folder or a glob (in quotes)', {
      inUsage: 'required',
      rows: [
        {
          label: '--logs ADDRESS',
          about:
            'a table of ClickHouse, clickhouse://HOST[:PORT]/DB/TABLE?… (8443, its HTTP port), with parameters joined by &:',
          rows: ADDRESS,
        },
      ],
    }),
    cursor: { value: 'CURSOR', about: 'continue where an answer ended' },
    workspace: settingOption('workspace', 'only requests of this workspace'),
    'id-key': settingOption('idKeys', 'fields of this name hold request ids too'),
    html: { value: 'FILE', about: 'also write it as a page with a timeline' },
    plain: { value: null, about: 'no timeline in front of the lines, in a terminal' },
    json: JSON_OPTION,
  },
  examples: [
    'error-catalog-mcp lookup req_xyz123 --logs /var/log/platform --html req.html',
    'error-catalog-mcp lookup --status 5xx --since 1h --logs /var/log/platform',
    "error-catalog-mcp lookup req_xyz123 --logs '/var/log/*.log.gz' --json",
    "error-catalog-mcp lookup req_xyz123 \\\n  --logs 'clickhouse://logs.example.com/otel/otel_logs?preset=otel'",
  ],
  exits: {
    0: 'found',
    1: 'not found',
    3: 'anything else, as when nothing was found and a table could not be searched',
  },
  run: (request, config, commandContext) =>
    askCommand(config, { ...request, name: 'lookup' }, commandContext),
});

/** A command that asks a tool and shows its answer; its options are arguments of the tool. */
interface AskCommand extends Pick<CommandRequest, 'operands' | 'options' | 'flags' | 'json' | 'shared'> {
  name: 'explain' | 'list' | 'lookup';
}

/** `explain`, `list` and `lookup`: asks the tool as a host would, and shows its answer. Gives the exit code. */
async function askCommand(
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
  const { [PAPER]: file } = command.options;
  if (file !== undefined) await writePaper(file, answer);
  await terminal.out(`${shown(answer, command, commandContext)}\n`);
  if (command.name === 'lookup')
    await adviseIndex(config, command, performance.now() - start, commandContext);
  return EXIT.ok;
}

/** The one option that is no argument of its tool: a file for the answer. */
const PAPER = 'html';

/** @throws Failure where it cannot be written, or would overwrite something */
async function writePaper(file: string, { data, blocks }: Answer): Promise<void> {
  const { paper } = await import('../../view/view.ts');
  writeNewFile(file, paper({ data, text: printText(blocks) }));
}

/** The arguments of the tool, whose schema judges them. */
async function argumentsOf(
  { name, operands, options: { [PAPER]: _, ...options } }: AskCommand,
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
  { json, shared, flags }: AskCommand,
  { terminal: { columns, hasColors, paint }, program: { env, platform } }: CommandContext,
): string {
  if (json) return jsonText(data, columns !== null);
  const print = (some: readonly Block[]) =>
    hasColors ? printAnswer(some, { columns, paint, shared }) : printText(some);
  const timeline = flags.has('plain') ? null : timelineIn(data);
  if (columns === null || columns < LEAST_COLUMNS || timeline === null) return print(blocks);
  // Behind how it ended, which stands first.
  const isAscii = platform !== 'win32' && !isUnicode(env);
  const lanes = drawLanes(timeline, { columns, paint, isAscii });
  return [print(blocks.slice(0, 1)), '', ...lanes, '', print(blocks.slice(1))].join('\n');
}

/** Whether the locale of a terminal has more than ASCII (POSIX, "Internationalization Variables"). */
function isUnicode({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}

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
