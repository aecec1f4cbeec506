import { fstatSync } from 'node:fs';
import { formOf } from '../files/decompress.ts';
import { letOthersIn, readAt, withOpen } from '../files/open-file.ts';
import { expandSources } from '../files/sources.ts';
import type { IdNames } from '../line/ids.ts';
import { failureReader } from '../tally/quick-failure.ts';
import {
  addRows,
  decodeTally,
  hourOf,
  nothingSeen,
  type Seen,
  type SeenErrors,
  type Tally,
  tallyCounter,
} from '../tally/tally.ts';
import { endOfLines } from './catch-up.ts';
import { IDENTITY_SIZE, type IndexFolder, identityOf, type SegmentFile } from './index-folder.ts';
import { chainOf, compressedIdentity, type LogIndex, readNote } from './log-index.ts';
import { supersededStretches } from './plan.ts';

export interface SeenInFilesOptions {
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
  /** Further names that hold ids of requests. */
  idNames: IdNames;
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

/** What is counted of one log. */
interface Counted {
  segments: SegmentFile[];
  /** The text of a log that is too short to be indexed. */
  text: Buffer | null;
  /** Whether that is all of it that can be counted. */
  isWhole: boolean;
}

const NOTHING: Counted = { segments: [], text: null, isWhole: true };

/** What the index has counted in some log files. The same text counts once, whatever files hold it. */
export function seenInFiles(options: SeenInFilesOptions): SeenErrors {
  const { paths, index, workspace, generation, onBehind } = options;
  const tallies = keptTallies(options.idNames);
  let answer: { key: string; at: number; seen: Promise<Seen> } | null = null;

  const count = async (hour: number): Promise<Seen> => {
    const seen = nothingSeen();
    const byLog = new Map<string, Map<string, SegmentFile>>();
    const texts = new Map<string, Buffer>();
    for (const { path } of (await expandSources(paths)).files) {
      await letOthersIn();
      seen.logs += 1;
      const { segments, text, isWhole } = withOpen(path, (file) => countedOf(file, options)) ?? NOTHING;
      seen.isBehind ||= !isWhole;
      if (text) texts.set(identityOf(text), text);
      for (const segment of segments) {
        const ofLog = byLog.get(segment.log) ?? new Map<string, SegmentFile>();
        byLog.set(segment.log, ofLog.set(segment.path, segment));
      }
    }
    const add = (tally: Tally): void => {
      const last = addRows(seen, tally.rows, hour, workspace);
      if (last !== null) seen.upTo = Math.max(seen.upTo ?? 0, last);
      // They may be of any workspace.
      if (workspace === null) seen.unplaced += tally.unplaced;
    };
    for (const ofLog of byLog.values()) {
      // Of a log and a copy of its beginning, the longer one holds what the other holds.
      const all = [...ofLog.values()];
      const doubled = new Set(supersededStretches(all));
      for (const segment of all.filter((each) => !doubled.has(each))) {
        await letOthersIn();
        const lastSeen = index.head(segment)?.tally.lastSeen ?? null;
        const isOld = lastSeen === null || hourOf(lastSeen) < hour;
        if (isOld && workspace === null && lastSeen !== null) seen.upTo = Math.max(seen.upTo ?? 0, lastSeen);
        const tally = isOld ? null : tallies.of(segment.path, () => index.tally(segment));
        if (tally) add(tally);
      }
    }
    for (const [identity, text] of texts) add(tallies.ofText(identity, text));
    if (seen.isBehind) onBehind();
    return seen;
  };

  return {
    since(since) {
      const hour = hourOf(since);
      const key = `${hour} ${generation()}`;
      const at = performance.now();
      if (answer?.key !== key || at - answer.at >= SERVES) answer = { key, at, seen: count(hour) };
      return answer.seen;
    },
  };
}

/** Tallies that were read lately. */
function keptTallies(idNames: IdNames) {
  const kept = new Map<string, Tally>();
  const keep = (key: string, tally: Tally): Tally => {
    kept.set(key, tally);
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return tally;
  };
  return {
    of(path: string, read: () => Buffer | null): Tally | null {
      const bytes = kept.has(path) ? null : read();
      return kept.get(path) ?? (bytes && keep(path, decodeTally(bytes)));
    },
    ofText(identity: string, text: Buffer): Tally {
      return kept.get(identity) ?? keep(identity, tallyOf(text, idNames));
    },
  };
}

function tallyOf(text: Buffer, idNames: IdNames): Tally {
  const counter = tallyCounter();
  const failuresOf = failureReader(idNames);
  for (const line of text.toString().split('\n'))
    for (const failure of failuresOf(line)) counter.add(failure);
  return counter.tally();
}

function countedOf(file: number, { folder, index }: SeenInFilesOptions): Counted {
  const stats = fstatSync(file);
  if (!stats.isFile() || stats.size === 0) return NOTHING;
  const first = readAt(file, 0, IDENTITY_SIZE);
  const { kind } = formOf(first);
  if (kind === 'unreadable' || kind === 'utf16') return NOTHING;
  if (first.length < IDENTITY_SIZE && kind === 'plain')
    return { ...NOTHING, text: first.subarray(0, first.lastIndexOf('\n') + 1) };
  if (kind === 'compressed') {
    const note = stats.size < IDENTITY_SIZE ? null : readNote(folder, compressedIdentity(file, stats.size));
    if (note === null) return { ...NOTHING, isWhole: stats.size < IDENTITY_SIZE };
    const segments = chainOf(folder, note);
    return { ...NOTHING, segments, isWhole: note.hopeless === true || segments.at(-1)?.end === note.size };
  }
  const end = endOfLines(file, stats.size);
  const segments = index.chain({ file, size: end, identity: identityOf(first) });
  return { ...NOTHING, segments, isWhole: (segments.at(-1)?.end ?? 0) === end };
}
