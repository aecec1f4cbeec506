import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, Failure } from '../../base/failure.ts';
import type { CommandRequest, Config } from '../../config/config.ts';
import { safeLines } from '../../redact/redact.ts';
import type { CommandContext, Program } from '../command.ts';
import { defineCommand, isFound, JSON_OPTION } from '../command.ts';
import { type Edited, editConfig, editEntry, type Start } from '../connect/edit.ts';
import { HOST_NAMES, HOSTS, type Host, type HostName, pathsOf, placeOf } from '../connect/hosts.ts';
import { pluginFiles, readIfThere, replaceFolder } from '../connect/plugin.ts';
import { hostConfigOf, SERVER_NAME } from '../doctor/checks.ts';
import { EXIT, jsonText, printTrouble } from '../print.ts';

const ALL = HOST_NAMES.join(', ');

/** `connect`: writes this server into the configuration of hosts, or takes it out. */
export const connect = defineCommand({
  about: 'add the server to Claude Code, Cursor and other hosts',
  description: `Writes this server, with the options given here, into the files in which hosts keep their MCP servers: those of the hosts that are named, or of all that are found on this machine. With --plugin, hosts that take plugins (Claude Code, Codex, Cursor) get the server as one, with a skill that says when to ask it. Shows each change, keeps a copy of the file as it was, and leaves the rest of it as it is. May be repeated. The hosts are ${ALL}. Takes every option of the server.`,
  operands: [
    { word: 'HOST...', isOptional: true, about: 'the hosts', default: 'all that are found on this machine' },
  ],
  options: {
    'dry-run': { value: null, about: 'show the changes, but write nothing', inUsage: 'optional' },
    remove: { value: null, about: 'take the server out again', inUsage: 'optional' },
    plugin: { value: null, about: 'as a plugin, with a skill, where the host takes some' },
    json: JSON_OPTION,
  },
  examples: [
    'error-catalog-mcp connect claude-code cursor --logs /var/log/platform',
    'error-catalog-mcp connect --dry-run',
    'error-catalog-mcp connect --remove',
  ],
  exits: { 0: 'done, or nothing was to be done', 1: 'no host was found, or a file could not be changed' },
  problems: ({ operands }) =>
    operands
      .filter((name) => !isHostName(name))
      .map((name) => `Unknown host '${name}'. The hosts are ${ALL}.`),
  run: (request, config, commandContext) => connectCommand(request, config, commandContext),
});

type Change = NonNullable<Edited['change']>;

type Result = Change | `would_be_${Change}` | 'unchanged';

/** What became of a host. */
interface Outcome {
  host: HostName;
  file: string;
  /** What became of the file. */
  result: Result | 'failed';
  /** The file as it was, where one was there and was changed. */
  backup?: string;
  /** What became of the folder of the plugin, where it was asked for or removed. */
  plugin?: { folder: string; result: Result };
  /** Why it failed: the end of a sentence about the file. */
  problem?: string;
}

/** Gives the exit code: 1 if there is no host, or a file could not be changed. */
async function connectCommand(
  { operands, flags, json }: CommandRequest<'dry-run' | 'remove' | 'plugin' | 'json'>,
  config: Config,
  { terminal, program }: CommandContext,
): Promise<number> {
  const { home, platform, env } = program;
  if (home === null)
    throw new Failure(
      'validation_failed',
      'connect needs your home folder: set HOME (on Windows USERPROFILE).',
    );
  const place = placeOf(platform, home, env);
  const isNamed = operands.length > 0;
  const hosts = HOST_NAMES.filter((name) => !isNamed || operands.includes(name))
    .map((name) => ({ name, ...pathsOf(HOSTS[name], place) }))
    .filter(({ file, sign }) => isNamed || isFound(file) || isFound(sign));
  if (hosts.length === 0)
    throw new Failure(
      'not_found',
      `No host was found on this machine. Name one, and its file is made: ${ALL}.`,
    );
  const isRemoval = flags.has('remove');
  const start = isRemoval ? null : startOf(config, program);
  const outcomes: Outcome[] = [];
  for (const { name, file, plugin } of hosts) {
    const wanted = {
      start,
      isPlugin: plugin !== null && flags.has('plugin'),
      isDryRun: flags.has('dry-run'),
    };
    const { outcome, lines } = changeHost(name, { file, plugin }, wanted);
    outcomes.push(outcome);
    if (!json) await terminal.out(described(outcome, lines));
  }
  if (json) await terminal.out(`${jsonText({ hosts: outcomes }, terminal.columns !== null)}\n`);
  if (start !== null) for (const note of notesOn(config)) printTrouble(terminal, note);
  return outcomes.some(({ result }) => result === 'failed') ? EXIT.notFound : EXIT.ok;
}

function isHostName(name: string): name is HostName {
  return Object.hasOwn(HOSTS, name);
}

/** Where npm keeps what it has installed: the path there may be gone with the next version, so `npx` finds it. */
const INSTALLED = /[/\\]node_modules[/\\]error-catalog-mcp[/\\]/;

/** What a host is to start: this very program by its full path, or by `npx` where it came from npm. */
function startOf(config: Config, program: Program): Start {
  const { command, args } = hostConfigOf(config, program).mcpServers[SERVER_NAME];
  if (!INSTALLED.test(program.entry)) return { command, args };
  const byName = ['npx', '-y', 'error-catalog-mcp', ...args.slice(1)];
  // On Windows npx is a script, which only a shell starts.
  const [first = '', ...rest] = program.platform === 'win32' ? ['cmd', '/c', ...byName] : byName;
  return { command: first, args: rest };
}

function notesOn({ logs, tables }: Config): string[] {
  return [
    ...(logs.length + tables.length === 0
      ? ['No logs are named, so requests cannot be looked up: say it again with --logs PATH to change that.']
      : []),
    ...(tables.length > 0
      ? [
          'A login for ClickHouse is never written: put ERROR_CATALOG_CLICKHOUSE_USER and …_PASSWORD into "env" beside "args", or name a file of credentials in the address.',
        ]
      : []),
  ];
}

/** What a host is to have: the server or none, in its file or as a plugin. */
interface Wanted {
  start: Start | null;
  isPlugin: boolean;
  isDryRun: boolean;
}

/**
 * Changes a host's file and the folder of the plugin, if they are to be changed: a host has the server once, so that each
 * takes the place of the other. Where that fails, the file is as it was. Never throws for one host.
 */
function changeHost(
  host: HostName,
  { file, plugin }: { file: string; plugin: string | null },
  { start, isPlugin, isDryRun }: Wanted,
): { outcome: Outcome; lines: string[] } {
  try {
    const files = isPlugin && start !== null ? pluginFiles({ server: start, hook: hookOf(start) }) : null;
    const before = readIfThere(file);
    const { text, change } = editHost(before ?? '', HOSTS[host], { start, isPlugin });
    const folder = plugin === null ? null : replaceFolder(plugin, files, isDryRun);
    const backup = change === null || isDryRun ? null : replaceFile(file, before, text);
    const lines = [
      ...(change === null ? [] : changedLines(before ?? '', text)),
      ...(folder === null || files === null ? [] : Object.keys(files).map((path) => `+ ${plugin}/${path}`)),
      ...(folder === 'removed' ? [`- ${plugin}`] : []),
    ];
    return {
      outcome: {
        host,
        file,
        result: resultOf(change, isDryRun),
        ...(backup !== null && { backup }),
        ...(plugin !== null &&
          (isPlugin || folder !== null) && {
            plugin: { folder: plugin, result: resultOf(folder, isDryRun) },
          }),
      },
      lines,
    };
  } catch (error) {
    const problem = error instanceof Failure ? error.message : `the system says ${codeOf(error)}`;
    return { outcome: { host, file, result: 'failed', problem }, lines: [] };
  }
}

function resultOf(change: Edited['change'], isDryRun: boolean): Result {
  if (change === null) return 'unchanged';
  return isDryRun ? `would_be_${change}` : change;
}

/** What explains a failed call unasked: only where it is quick, as npx is not. */
function hookOf({ command, args: [entry = '', ...options] }: Start): Start | null {
  return /entry\.cjs$/.test(entry) ? { command, args: [entry, 'hook', ...options] } : null;
}

/** The text of a host's file with the server's entry, or with the switch of its plugin, or with neither. */
function editHost(text: string, host: Host, { start, isPlugin }: Pick<Wanted, 'start' | 'isPlugin'>): Edited {
  const entry = editConfig(text, host, isPlugin ? null : start);
  const { enabled } = host.plugin ?? {};
  if (enabled === undefined) return entry;
  const fields = isPlugin && start !== null ? { enabled: true } : null;
  const { text: edited, change } = editEntry(
    entry.text,
    { format: host.format, ...enabled, kind: 'plugin' },
    fields,
  );
  const isOne = entry.change === null || change === null;
  return { text: edited, change: isOne ? (entry.change ?? change) : 'changed' };
}

/** Configurations may hold keys of other servers. */
const OWNER_ONLY = 0o600;

/**
 * Puts a text in a file's place at once, so that nobody reads half of it; a link stays a link. Gives the copy of what
 * was there, or null.
 *
 * @throws Failure where somebody else changed the file meanwhile; the system's error where it cannot be written
 */
function replaceFile(file: string, before: string | null, text: string): string | null {
  if (before === null) mkdirSync(dirname(file), { recursive: true });
  const target = before === null ? file : realpathSync(file);
  const mode = before === null ? OWNER_ONLY : statSync(target).mode & 0o777;
  const backup = before === null ? null : `${file}.before-error-catalog`;
  if (backup !== null && before !== null) writeFileSync(backup, before, { mode });
  const fresh = `${target}.${randomBytes(4).toString('hex')}.new`;
  try {
    writeFileSync(fresh, text, { flag: 'wx', mode });
    if (readIfThere(file) !== before)
      throw new Failure('state_conflict', 'its host changed it at the same moment; try again');
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  return backup;
}

/** The lines that a change takes out (`-`) and puts in (`+`). */
function changedLines(before: string, after: string): string[] {
  const [old, fresh] = [linesIn(before), linesIn(after)];
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, fresh.length) - head;
  while (tail < most && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  return [
    ...old.slice(head, old.length - tail).map((line) => `- ${line}`),
    ...fresh.slice(head, fresh.length - tail).map((line) => `+ ${line}`),
  ];
}

function linesIn(text: string): string[] {
  return text === '' ? [] : text.trimEnd().split(/\r?\n/);
}

const RESULTS: Readonly<Record<Outcome['result'], string>> = {
  added: 'added to',
  changed: 'changed in',
  removed: 'removed from',
  would_be_added: 'would be added to',
  would_be_changed: 'would be changed in',
  would_be_removed: 'would be removed from',
  unchanged: 'nothing to change in',
  failed: 'nothing was changed in',
};

/** In characters; a file of one line is shown in part. */
const LONGEST = 2_000;

/** What became of a host, for a person. What other servers keep secret in a line that changed is not shown. */
function described(
  { host, file, result, backup, problem, plugin }: Outcome,
  lines: readonly string[],
): string {
  const { title, restart } = HOSTS[host];
  const isDone = [result, plugin?.result].some((each) => each !== undefined && DONE.has(each));
  const said = [
    ...(plugin !== undefined && result === 'unchanged'
      ? []
      : [`${title}: ${RESULTS[result]} ${file}${problem === undefined ? '' : `, as ${problem}`}`]),
    ...(plugin === undefined ? [] : [`${title}, its plugin: ${RESULTS[plugin.result]} ${plugin.folder}`]),
    ...lines.map((line) => `  ${line}`),
    ...(problem === undefined ? [] : [`  Mend the file, or add the server by hand: ${HINT}`]),
    ...(backup === undefined ? [] : [`  The file as it was: ${backup}`]),
    ...(isDone ? [`  ${restart}`] : []),
  ];
  return `${safeLines(said.join('\n'), LONGEST)}\n`;
}

const DONE: ReadonlySet<Outcome['result']> = new Set(['added', 'changed', 'removed']);

const HINT = 'error-catalog-mcp doctor prints what to paste.';
