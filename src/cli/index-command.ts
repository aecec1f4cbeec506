import type { Config } from '../config.ts';
import { count } from './count.ts';
import { EXIT } from './exit-code.ts';
import { indexAll } from './index-all.ts';
import { progressBar } from './progress-bar.ts';
import { seconds, size } from './progress-line.ts';
import { sayTrouble } from './say-trouble.ts';
import type { CommandSurroundings } from './surroundings.ts';

const NO_FILES =
  'Nothing is to be indexed: only tables are configured, and a table has indexes of its own.\n';

/** `error-catalog-mcp index`: indexes all log files that there are. Gives the exit code: 1 if something could not be read or written. */
export async function indexCommand(
  config: Config,
  { terminal, workerUrl }: Pick<CommandSurroundings, 'terminal' | 'workerUrl'>,
): Promise<number> {
  if (config.logs.length === 0) {
    await terminal.out(NO_FILES);
    return EXIT.ok;
  }
  const start = performance.now();
  const bar = progressBar(terminal);
  const { workspace } = config;
  if (workspace !== null) await indexAll(config, workerUrl, bar.show, workspace).finally(bar.clear);
  const found = await indexAll(config, workerUrl, bar.show).finally(bar.clear);
  const { bytes, problems, files, skipped, unindexed } = found;
  const elapsed = performance.now() - start;
  const left = [...skipped, ...unindexed];
  for (const { source, reason } of left) sayTrouble(terminal, `Not indexed: ${source}. ${reason}`);
  for (const problem of problems) sayTrouble(terminal, `Not all could be indexed. ${problem}`);
  if (files === 0) sayTrouble(terminal, 'There is no log file to index.');
  if (files === 0 || problems.length > 0) return EXIT.notFound;
  const what = count(files, 'file');
  await terminal.out(
    bytes === 0
      ? `${left.length === 0 ? 'Everything' : 'All that can be indexed'} in ${what} is indexed already.\n`
      : `Indexed ${size(bytes)} of ${what} in ${seconds(elapsed)} (${size((bytes / elapsed) * 1_000)}/s).\n`,
  );
  return skipped.length === 0 ? EXIT.ok : EXIT.notFound;
}
