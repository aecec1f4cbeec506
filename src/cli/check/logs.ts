import type { Config } from '../../config.ts';
import { redactText } from '../../requests/redact.ts';
import type { Seen } from '../../requests/tally/seen.ts';
import { saySeen } from '../../tools/seen.ts';
import { bringCountsUpToDate } from '../ask-index.ts';
import { troubleLog } from '../say-trouble.ts';
import type { CommandSurroundings } from '../surroundings.ts';
import type { Read } from './compared.ts';

const NO_FOLDER =
  'The log files were not looked at: there is no folder for their index, set XDG_STATE_HOME or HOME.';
const NONE = 'The logs were not compared: no line that says an error and its time was found in them.';
const BEHIND = 'Some log lines are not counted yet: run it again in a moment.';

/** The codes that log files and tables show, of all times; null, with a note, where none can be told. */
export async function readLogs(
  config: Config,
  surroundings: CommandSurroundings,
): Promise<Read | { truth: null; notes: string[] }> {
  const { logs: files, tables, stateFolder } = config;
  if (files.length === 0 && tables.length === 0) return { truth: null, notes: [] };
  const unread = files.length > 0 && stateFolder === null ? [NO_FOLDER] : [];
  if (tables.length === 0 && unread.length > 0) return { truth: null, notes: unread };
  await bringCountsUpToDate(config, surroundings);
  const { context } = await surroundings.open(troubleLog(surroundings.terminal));
  const seen = await context.seen?.since(0);
  if (seen === undefined) return { truth: null, notes: [NO_FOLDER] };
  const failed = seen.troubles.map(({ source, reason }) => `Not compared: ${source}. ${reason}`);
  const notes = [...unread, ...failed];
  if (seen.upTo === null) return { truth: null, notes: failed.length > 0 ? notes : [...notes, NONE] };
  const isRead = ({ name }: { name: string }) => !seen.troubles.some(({ source }) => source === name);
  const names = [...(unread.length > 0 ? [] : files), ...tables.filter(isRead).map(({ name }) => name)];
  const found = shownBy(seen, names);
  return { ...found, notes: [...notes, ...found.notes] };
}

/** A text in the logs that looks like a secret is none of our business. */
function shownBy({ codes, isBehind, logs }: Seen, names: readonly string[]): Read {
  const told = [...codes].filter(([code]) => redactText(code) === code);
  const kept = codes.size - told.length;
  const notes = [
    ...(isBehind ? [BEHIND] : []),
    ...(kept > 0 ? [`${kept} codes in the logs look like secrets and are not told.`] : []),
  ];
  const sightings = told.map(([code, { count, last }]) => ({
    ...{ code, isName: false, file: null, line: null, column: null, statuses: [], text: null },
    note: saySeen({ count, last: new Date(last).toISOString() }),
  }));
  return { truth: { kind: 'logs', names, sightings, mentioned: new Set() }, notes, files: logs };
}
