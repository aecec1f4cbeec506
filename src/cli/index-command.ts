import type { IndexerOptions, Progress } from '../requests/files/index/indexer.ts';
import { indexerOf } from '../requests/files/open-logs.ts';
import { progressLine, seconds, size } from './progress-line.ts';

/** Where a command writes. */
export interface Terminal {
  /** The answer. */
  out(text: string): void;
  /** What is said meanwhile. */
  err(text: string): void;
  /** Whether `err` can write over its last line. */
  isTty: boolean;
}

/** How often it is told how far it has come, in milliseconds. */
const TTY_EVERY = 100;
const PLAIN_EVERY = 2_000;
const CLEAR_LINE = '\r\x1b[K';

/** `error-catalog-mcp index`: indexes all that is there. Gives the exit code: 1 if something could not be indexed. */
export async function indexCommand(
  { stateFolder, ...logs }: Pick<IndexerOptions, 'paths' | 'workerUrl'> & { stateFolder: string | null },
  terminal: Terminal,
): Promise<number> {
  if (stateFolder === null) throw new Error('There is no folder for the index.');
  const indexer = indexerOf({ ...logs, stateFolder, onTrouble: () => {} });
  const start = performance.now();
  let shown = terminal.isTty ? Number.NEGATIVE_INFINITY : start;
  const show = (progress: Progress): void => {
    const now = performance.now();
    if (now - shown < (terminal.isTty ? TTY_EVERY : PLAIN_EVERY)) return;
    shown = now;
    const line = progressLine(progress, now - start);
    terminal.err(terminal.isTty ? `${CLEAR_LINE}${line}` : `${line}\n`);
  };
  const { bytes, problems, files, skipped } = await indexer.catchUp({
    threads: 2,
    inBackground: false,
    worth: 1,
    onProgress: show,
  });
  if (terminal.isTty) terminal.err(CLEAR_LINE);
  for (const { source, reason } of skipped) terminal.err(`Not indexed: ${source}. ${reason}\n`);
  for (const problem of problems) terminal.err(`Not all could be indexed. ${problem}\n`);
  if (files === 0) terminal.err('There is no log file to index.\n');
  if (files === 0 || problems.length > 0) return 1;
  const elapsed = performance.now() - start;
  const what = `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
  terminal.out(
    bytes === 0
      ? `Everything in ${what} is indexed already.\n`
      : `Indexed ${size(bytes)} of ${what} in ${seconds(elapsed)} (${size((bytes / elapsed) * 1_000)}/s).\n`,
  );
  return 0;
}
