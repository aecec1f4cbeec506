import { fstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { addRows, hourOf, type Seen, type SeenErrors } from '../../tally/seen.ts';
import { decodeTally, type Tally } from '../../tally/tally.ts';
import { compressionOf } from '../decompress.ts';
import { withOpen } from '../open-file.ts';
import { expandSources } from '../sources.ts';
import { compressedIdentity, readNote } from './compressed-note.ts';
import type { IndexFolder, SegmentFile } from './index-folder.ts';
import { identityOf, readAt } from './log-identity.ts';
import { chainOf, type LogIndex } from './log-index.ts';

export interface SeenInFilesOptions {
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
  folder: IndexFolder;
  index: LogIndex;
  /** Only lines of this workspace count, if it is given. */
  workspace: string | null;
  /** Another number whenever more may have been indexed by this process. */
  generation: () => number;
  /** Told that there are lines which are not indexed. */
  onBehind: () => void;
}

/** How long an answer serves, in milliseconds: looking at every log for every call would be too slow. */
const SERVES = 2_000;
/** How many tallies are kept in memory. */
const MAX_KEPT = 512;
/** How many logs are looked at before other calls get their turn. */
const SLICE = 50;

/** What the index has counted in some log files. The same text counts once, whatever files hold it. */
export function seenInFiles(options: SeenInFilesOptions): SeenErrors {
  const tallies = new Map<string, Tally>();
  const answers = new Map<string, { at: number; seen: Promise<Seen> }>();

  const tallyOf = (segment: SegmentFile): Tally | null => {
    const known = tallies.get(segment.path);
    if (known) return known;
    const bytes = options.index.tally(segment);
    if (bytes === null) return null;
    const tally = decodeTally(bytes);
    tallies.set(segment.path, tally);
    const [oldest] = tallies.keys();
    if (tallies.size > MAX_KEPT && oldest !== undefined) tallies.delete(oldest);
    return tally;
  };

  const count = async (hour: number): Promise<Seen> => {
    const seen: Seen = { codes: new Map(), statuses: new Map(), upTo: null, unplaced: 0, isBehind: false };
    const counted = new Set<string>();
    const { files } = await expandSources(options.paths);
    for (const [number, { path }] of files.entries()) {
      if (number % SLICE === SLICE - 1) await setImmediate();
      const { chain, isWhole } = withOpen(path, (file) => segmentsOf(file, options)) ?? NOTHING;
      seen.isBehind ||= !isWhole;
      for (const segment of chain) {
        if (counted.has(segment.path)) continue;
        counted.add(segment.path);
        const to = options.index.lastTime(segment);
        if (to !== null) seen.upTo = Math.max(seen.upTo ?? 0, to);
        if (to !== null && hourOf(to) < hour) continue;
        const tally = tallyOf(segment);
        if (tally === null) {
          seen.isBehind = true;
          continue;
        }
        // They may be of any workspace.
        if (options.workspace === null) seen.unplaced += tally.unplaced;
        addRows(seen, tally.rows, hour, options.workspace);
      }
    }
    if (seen.isBehind) options.onBehind();
    return seen;
  };

  return {
    since(since) {
      const hour = hourOf(since);
      const key = `${hour} ${options.generation()}`;
      const known = answers.get(key);
      const at = performance.now();
      if (known && at - known.at < SERVES) return known.seen;
      const seen = count(hour);
      answers.clear();
      answers.set(key, { at, seen });
      return seen;
    },
  };
}

const NOTHING = { chain: [] as SegmentFile[], isWhole: true };

/** The segments of an open log, and whether they are all of it. */
function segmentsOf(file: number, { folder, index }: SeenInFilesOptions) {
  const stats = fstatSync(file);
  if (!stats.isFile() || stats.size === 0) return NOTHING;
  const first = readAt(file, 0, 4_096);
  const compression = compressionOf(first);
  if (typeof compression === 'string') return NOTHING;
  if (compression) {
    const note = readNote(folder, compressedIdentity(file, stats.size));
    if (note === null) return { chain: [], isWhole: false };
    const chain = chainOf(folder, note);
    return { chain, isWhole: note.hopeless === true || chain.at(-1)?.end === note.size };
  }
  const chain = index.chain({ file, size: stats.size, identity: identityOf(first) });
  return { chain, isWhole: chain.at(-1)?.end === stats.size };
}
