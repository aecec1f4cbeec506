import { count } from '../../base/text.ts';
import type { CommandRequest, Config } from '../../config/config.ts';
import { openLogs, type Progress } from '../../logs/logs.ts';
import type { CommandContext, Terminal } from '../command.ts';
import { defineCommand, settingOption } from '../command.ts';
import { EXIT, printTrouble, shellWord } from '../print.ts';

const NO_FILES =
  'Nothing is to be indexed: only tables are configured, and a table has indexes of its own.\n';

/** `index`: indexes all log files that there are. */
export const index = defineCommand({
  about: 'index the logs now, so that lookups are fast',
  description:
    'Indexes the logs now, so that the first lookup is fast and errors are counted. A server does the same in the background after its first call. Tables have indexes of their own, which doctor looks at.',
  operands: [],
  options: {
    logs: settingOption('logs', 'a file, a folder or a glob (in quotes)', { inUsage: 'required' }),
  },
  examples: ["error-catalog-mcp index --logs '/var/log/platform/*.log'"],
  exits: { 0: 'all is indexed', 1: 'something could not be' },
  problems: (_, { settings, logs, stateFolder }) => [
    ...(settings.logs.given.length === 0 ? ['index needs --logs PATH.'] : []),
    ...(logs.length > 0 && stateFolder === null
      ? ['index needs a folder for its files: set XDG_STATE_HOME or HOME.']
      : []),
  ],
  run: (_, config, commandContext) => indexCommand(config, commandContext),
});

/** Gives the exit code: 1 if something could not be read or written. */
async function indexCommand(
  config: Config,
  { terminal, workerUrl }: Pick<CommandContext, 'terminal' | 'workerUrl'>,
): Promise<number> {
  if (config.logs.length === 0) {
    await terminal.out(NO_FILES);
    return EXIT.ok;
  }
  const start = performance.now();
  const bar = progressBar(terminal);
  const found = await filesOf(config, workerUrl).index(bar.show).finally(bar.clear);
  const { bytes, problems, files, skipped, unindexed } = found;
  const elapsed = performance.now() - start;
  const left = [...skipped, ...unindexed];
  for (const { source, reason } of left) printTrouble(terminal, `Not indexed: ${source}. ${reason}`);
  for (const problem of problems) printTrouble(terminal, `Not all could be indexed. ${problem}`);
  if (files === 0) printTrouble(terminal, 'There is no log file to index.');
  if (files === 0 || problems.length > 0) return EXIT.notFound;
  const what = count(files, 'file');
  await terminal.out(
    bytes === 0
      ? `${left.length === 0 ? 'Everything' : 'All that can be indexed'} in ${what} is indexed already.\n`
      : `Indexed ${size(bytes)} of ${what} in ${seconds(elapsed)} (${size((bytes / elapsed) * 1_000)}/s).\n`,
  );
  return skipped.length === 0 ? EXIT.ok : EXIT.notFound;
}

function filesOf(config: Config, workerUrl: URL) {
  return openLogs({ ...config, tables: [] }, { workerUrl, onTrouble: () => {} });
}

/** How often it is told how far a command has come, in milliseconds. */
const TERMINAL_EVERY = 100;
const PLAIN_EVERY = 2_000;
/** What is mostly quick shows no bar before so many milliseconds. */
const PATIENCE = 300;
const CLEAR_LINE = '\r\x1b[K';

interface Bar {
  show(progress: Progress): void;
  /** Takes the bar off the terminal. */
  clear(): void;
}

/**
 * Shows on stderr how far a command has come: a line that is written over on a terminal, a line now and then
 * elsewhere.
 */
export function progressBar({ err, errColumns }: Pick<Terminal, 'err' | 'errColumns'>): Bar {
  const start = performance.now();
  let last = errColumns === null ? start : Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show(progress) {
      const now = performance.now();
      if (now - last < (errColumns === null ? PLAIN_EVERY : TERMINAL_EVERY)) return;
      last = now;
      const line = progressLine(progress, now - start);
      // A line that is broken by the terminal could not be written over.
      err(errColumns === null ? `${line}\n` : `${CLEAR_LINE}${line.slice(0, errColumns - 1)}`);
      isShown = errColumns !== null;
    },
    clear() {
      if (isShown) err(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** As `progressBar`, for what is mostly quick: only on a terminal, and only after a while. */
export function patientBar(terminal: Pick<Terminal, 'err' | 'errColumns'>): Bar {
  const bar = progressBar(terminal);
  const start = performance.now();
  return {
    show(progress) {
      if (terminal.errColumns !== null && performance.now() - start > PATIENCE) bar.show(progress);
    },
    clear: bar.clear,
  };
}

const BAR = 30;
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** One line that shows how far it has come after `elapsed` milliseconds: a bar, the rate, the time left. */
export function progressLine({ done, total }: Progress, elapsed: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
  const rate = done / Math.max(elapsed, 1);
  const left = rate === 0 ? '' : `  ${seconds(Math.max(0, total - done) / rate)} left`;
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  return `${bar} ${percent} %  ${size(done)} of ${size(total)}  ${size(rate * 1_000)}/s${left}`;
}

/** A size in bytes for people: `3.4 GB`. */
export function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

/** A time in milliseconds for people: `0.4 s`, `75 s`, `12 min`. */
export function seconds(milliseconds: number): string {
  const count = milliseconds / 1_000;
  if (count >= 120) return `${Math.round(count / 60)} min`;
  return `${count < 10 ? count.toFixed(1) : Math.round(count)} s`;
}

/** After how many milliseconds of a lookup an index is advised, if less than this share of the logs has one. */
const LONG = 2_000;
const MOST_COVERED = 0.9;
/** How many logs are named that could not be counted. */
const MOST_NAMED = 5;

/** Counts the errors in the log files, which is done while indexing: a server does so meanwhile, a command is soon gone. */
export async function bringCountsUpToDate(
  config: Config,
  { terminal, workerUrl }: Pick<CommandContext, 'terminal' | 'workerUrl'>,
): Promise<void> {
  if (config.logs.length === 0 || config.stateFolder === null) return;
  const bar = patientBar(terminal);
  try {
    const found = await filesOf(config, workerUrl).index(bar.show, true).finally(bar.clear);
    const left = [...found.skipped, ...found.unindexed].map(({ source, reason }) => `${source}: ${reason}`);
    const more = left.length - MOST_NAMED;
    const troubles = [...left.slice(0, MOST_NAMED), ...(more > 0 ? [`And ${more} more logs.`] : [])];
    for (const trouble of [...found.problems, ...troubles])
      printTrouble(terminal, `Warning: Not all errors could be counted. ${trouble}`);
  } catch (error) {
    printTrouble(terminal, `Warning: Not all errors could be counted. ${String(error)}`);
  }
}

/** Tells a person who had to wait `elapsed` milliseconds how not to wait again for log files. */
export async function adviseIndex(
  config: Config,
  { shared }: Pick<CommandRequest, 'shared'>,
  elapsed: number,
  { terminal, workerUrl }: Pick<CommandContext, 'terminal' | 'workerUrl'>,
): Promise<void> {
  if (terminal.errColumns === null || elapsed < LONG || config.logs.length === 0) return;
  const { covered, total } = await filesOf(config, workerUrl).coverage();
  if (covered > total * MOST_COVERED) return;
  const command = ['error-catalog-mcp', 'index', ...shared.map(shellWord)].join(' ');
  printTrouble(terminal, `This took ${seconds(elapsed)}. An index makes it quick: ${command}`);
}
