import type { Config } from '../config.ts';
import type { AskCommand } from './commands.ts';
import { coverageOf } from './coverage.ts';
import { indexAll } from './index-all.ts';
import { shellWord } from './next-command.ts';
import { patientBar } from './progress-bar.ts';
import { seconds } from './progress-line.ts';
import { sayTrouble } from './say-trouble.ts';
import type { CommandSurroundings } from './surroundings.ts';
import type { Terminal } from './terminal.ts';

/** After how many milliseconds of a lookup an index is advised, if less than this share of the logs has one. */
const LONG = 2_000;
const MOST_COVERED = 0.9;
/** How many logs are named that could not be counted. */
const MOST_NAMED = 5;

/** Counts the errors in the log files, which is done while indexing: a server does so meanwhile, a command is soon gone. */
export async function bringCountsUpToDate(
  config: Config,
  { terminal, workerUrl }: Pick<CommandSurroundings, 'terminal' | 'workerUrl'>,
): Promise<void> {
  if (config.logs.length === 0 || config.stateFolder === null) return;
  const bar = patientBar(terminal);
  try {
    const found = await indexAll(config, workerUrl, bar.show).finally(bar.clear);
    const left = [...found.skipped, ...found.unindexed].map(({ source, reason }) => `${source}: ${reason}`);
    const more = left.length - MOST_NAMED;
    const troubles = [...left.slice(0, MOST_NAMED), ...(more > 0 ? [`And ${more} more logs.`] : [])];
    for (const trouble of [...found.problems, ...troubles])
      sayTrouble(terminal, `Warning: Not all errors could be counted. ${trouble}`);
  } catch (error) {
    sayTrouble(terminal, `Warning: Not all errors could be counted. ${String(error)}`);
  }
}

/** Tells a person who had to wait `elapsed` milliseconds how not to wait again for log files. */
export async function adviseIndex(
  config: Config,
  { shared }: AskCommand,
  elapsed: number,
  terminal: Terminal,
): Promise<void> {
  if (terminal.errColumns === null || elapsed < LONG || config.logs.length === 0) return;
  const { covered, total } = await coverageOf(config);
  if (covered > total * MOST_COVERED) return;
  const command = ['error-catalog-mcp', 'index', ...shared.map(shellWord)].join(' ');
  sayTrouble(terminal, `This took ${seconds(elapsed)}. An index makes it quick: ${command}`);
}
