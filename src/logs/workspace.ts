import { setTimeout } from 'node:timers/promises';
import { percentDecoded } from '../base/text.ts';
import { ALIASES } from './line/aliases.ts';
import { type IdNames, NO_ID_NAMES, ownId } from './line/ids.ts';
import { readPairs } from './line/logfmt.ts';
import {
  type Found,
  LOG_FILES,
  type LogLine,
  type RequestLog,
  type Searched,
  type SearchFound,
  type Skipped,
  type SourceOutcome,
} from './log.ts';
import { allLogs, type NamedLog } from './merge-logs.ts';
import { tokenTest } from './token.ts';

/**
 * `log` as the people of one workspace may see it: a request of another workspace answers as a missing one does,
 * and after the same time.
 *
 * A line stays if it names `workspace` (in any case). One that names none stays if it is the request's own and
 * the request is proven to be of this workspace alone.
 */
export function withinWorkspace(
  log: RequestLog,
  workspace: string,
  { idNames = NO_ID_NAMES, clock }: { idNames?: IdNames; clock?: Clock } = {},
): RequestLog {
  const limited: RequestLog = {
    // How far a search has come tells how large the logs are.
    find: async (id, { signal } = {}) => {
      const found = await log.find(id, signal ? { signal } : {});
      return limit(found, id, workspace, idNames);
    },
    search: async (criteria, { signal } = {}) => {
      const found = await log.search({ ...criteria, within: workspace }, signal ? { signal } : {});
      return limitSearch(found, workspace);
    },
  };
  return holdBack(limited, clock);
}

/** Whether one of the lines that carry `id` proves that the request is of `workspace`. */
function provesOwn(all: readonly LogLine[], id: string, workspace: string, names: IdNames): boolean {
  const own = workspace.toLowerCase();
  const hasId = tokenTest(id, names);
  return all.some(
    (line) =>
      line.mentioned_in === undefined && sideOf(line, own) === 'ours' && isInOwnId(line, hasId, names),
  );
}

/** Those of the lines that carry `id` which people of `workspace` may see, as far as these lines tell. */
export function linesWithin(
  all: readonly LogLine[],
  id: string,
  workspace: string,
  names: IdNames = NO_ID_NAMES,
): LogLine[] {
  const own = workspace.toLowerCase();
  const sided = all.map((line) => ({ line, side: sideOf(line, own) }));
  const ownLines = sided.filter(({ line }) => line.mentioned_in === undefined);
  const isProven = provesOwn(all, id, workspace, names);
  // Whoever sends an id may choose it: one that two workspaces use does not open what names neither.
  const isShared = ownLines.some(({ side }) => side === 'others');
  return sided
    .filter(({ line, side }) => {
      if (side !== 'unsaid') return side === 'ours';
      return line.mentioned_in === undefined && isProven && !isShared;
    })
    .map(({ line }) => line);
}

function limit(found: Found, id: string, workspace: string, names: IdNames): Found {
  const lines = linesWithin(found.lines, id, workspace, names);
  // Lines that were not kept have no owner. They are ours only if all that were kept are.
  const isOurs = lines.length > 0 && lines.length === found.lines.length;
  return {
    lines: lines.map((line) => ({ ...line, source: withoutPlace(line.source) })),
    omitted: isOurs ? found.omitted : 0,
    isCut: isOurs && found.isCut === true,
    searched: searchedWithin(found.searched),
  };
}

/** Of a search that looked for lines of `workspace` alone, what may be told. */
function limitSearch({ lines, searched }: SearchFound, workspace: string): SearchFound {
  const own = lines.filter(({ line }) => sideOf(line, workspace.toLowerCase()) === 'ours');
  return {
    lines: own.map(({ line, ...rest }) => ({
      ...rest,
      line: { ...line, source: withoutPlace(line.source) },
    })),
    searched: { ...searched, ...searchedWithin(searched), bytes: 0 },
  };
}

/** The number of a line tells how many lines others wrote before it. */
function withoutPlace(source: string): string {
  return source.replace(/:\d+$/, '');
}

/** What was searched, without what tells of the traffic of others: how many lines there are, of what times. */
function searchedWithin({ files, lines, from, to, skipped, sources, ...rest }: Searched): Searched {
  // That nothing could be searched at all is no secret.
  const isNothing = files === 0 && lines === 0;
  return {
    ...rest,
    ...{ files: 0, lines: 0, from: null, to: null },
    ...(!isNothing && { isUntold: true }),
    skipped: withoutNames(skipped),
    ...(sources !== undefined && { sources: sources.map(withoutFigures) }),
  };
}

/** How many log files and lines there are is left out; what is said of a table has no such figures. */
function withoutFigures(outcome: SourceOutcome): SourceOutcome {
  if (outcome.source !== LOG_FILES || outcome.searched === null) return outcome;
  return { ...outcome, searched: 'to their ends' };
}

/**
 * Whether the id stands where the line has that of its own request. A path, a header or a message may hold any id
 * that a caller likes to send.
 */
function isInOwnId(
  { rest = {}, message = '' }: LogLine,
  hasId: (text: string) => boolean,
  names: IdNames,
): boolean {
  // Of a line of text with pairs in it, the message is the whole line.
  const pairs = readPairs(message).fields.map(({ name, value }) => [name, value] as const);
  return [...Object.entries(rest), ...pairs].some(([name, value]) => {
    return (
      ownId(name, names)?.sure === true && [value].flat().some((each) => hasId(`${name}=${String(each)}`))
    );
  });
}

/** File names may name other workspaces, and how much was read tells of their lines: only the reasons are left. */
function withoutNames(skipped: Searched['skipped']): Searched['skipped'] {
  const alike = new Map<string, Skipped[]>();
  for (const each of skipped) alike.set(each.reason, [...(alike.get(each.reason) ?? []), each]);
  return [...alike].map(([reason, all]) => {
    const code = all[0]?.code;
    const source = all.length === 1 ? 'one of the logs' : `${all.length} of the logs`;
    return { source, reason, ...(code !== undefined && { code }) };
  });
}

/** The shortest and the longest step, in milliseconds, to whose next multiple an answer is held back. */
const FIRST_STEP = 50;
const LONGEST_STEP = 800;

/** Time as the holding back sees it. */
export interface Clock {
  /** Milliseconds that only ever rise. */
  now(): number;
  /** Rejects when `signal` is set off. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<unknown>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  // Not unreferenced: once stdin has ended, this timer alone keeps the process until the reply that is owed is out.
  sleep: (ms, signal) => setTimeout(ms, undefined, signal && { signal }),
};

/**
 * `log`, whose answers and failures leave only at fixed moments since the call began, so that how long a search
 * took does not tell what it found. A call that is cancelled ends at once.
 */
export function holdBack(log: RequestLog, clock: Clock = CLOCK): RequestLog {
  const heldBack = async <T>(ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const began = clock.now();
    const [settled] = await Promise.allSettled([ask()]);
    signal?.throwIfAborted();
    const taken = clock.now() - began;
    await clock.sleep(dueAfter(taken) - taken, signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
    if (settled.status === 'rejected') throw settled.reason;
    return settled.value;
  };
  return {
    find: (id, options = {}) => heldBack(() => log.find(id, options), options.signal),
    search: (criteria, options = {}) => heldBack(() => log.search(criteria, options), options.signal),
  };
}

/**
 * When an answer that was ready after `taken` ms may leave, in ms since the call began.
 *
 * The steps double as the search gets longer, because its time scatters more: with narrow ones, a difference of a
 * few ms would show in the average of many calls.
 */
export function dueAfter(taken: number): number {
  let step = FIRST_STEP;
  while (step < taken && step < LONGEST_STEP) step *= 2;
  return Math.max(1, Math.ceil(taken / step)) * step;
}

/** Log files: those of their lines that are of one workspace (and maybe others), and all of them. */
interface Files {
  own: RequestLog;
  log: RequestLog;
}

/**
 * Log files and tables as one, for people of `workspace`: only where the lines of the workspace, and the tables, prove
 * that a request is its own are all lines of it searched for.
 *
 * So a search for a request of another workspace is one for a request that there is not: it reads the same.
 */
export function ownFirst(
  files: Files,
  tables: readonly NamedLog[],
  workspace: string,
  names: IdNames,
): RequestLog {
  const joined = (log: RequestLog, asked: readonly NamedLog[]) =>
    asked.length === 0 ? log : allLogs([{ name: LOG_FILES, log }, ...asked]);
  return {
    async find(id, options) {
      const asked = tables.map(({ name, log }) => ({ name, log: askedOnce(log) }));
      const first = await joined(files.own, asked).find(id, options);
      return provesOwn(first.lines, id, workspace, names)
        ? joined(files.log, asked).find(id, options)
        : first;
    },
    // A search is for lines that name the workspace, so there is nothing that they have to prove.
    search: (criteria, options) => joined(files.log, tables).search(criteria, options),
  };
}

/** A log that answers what it has answered, or failed with, when it was asked first. */
function askedOnce(log: RequestLog): RequestLog {
  let asked: ReturnType<RequestLog['find']> | null = null;
  return {
    find(id, options) {
      asked ??= log.find(id, options);
      return asked;
    },
    search: log.search,
  };
}

/** Whose line it is, as far as the line itself says. */
export type Side = 'ours' | 'others' | 'unsaid';

/** Whose a line is, seen from the workspace `own`, which is in lower case. */
export function sideOf(line: LogLine, own: string): Side {
  if (line.workspace !== undefined) return line.workspace.toLowerCase() === own ? 'ours' : 'others';
  // A field of another object or a path is enough to rule a line out, not to prove whose it is.
  return namedWorkspaces(line).some((name) => name.toLowerCase() !== own) ? 'others' : 'unsaid';
}

/** The workspaces that a line names in fields of inner objects (`req.params.workspace`) and in its path. */
export function namedWorkspaces({ rest = {}, path = '' }: LogLine): string[] {
  const inFields = Object.entries(rest)
    .filter(([name]) => isWorkspaceName(name.toLowerCase()))
    .flatMap(([, value]) => (Array.isArray(value) ? value.map(String) : [String(value ?? '')]))
    .filter((value) => value !== '' && value !== '-');
  const [plainPath = ''] = path.split(/[?#]/);
  const inPath = [...plainPath.matchAll(/\/workspaces\/([^/]+)/gi)].map(
    ([, name = '']) => percentDecoded(name) ?? name,
  );
  return [...inFields, ...inPath];
}

function isWorkspaceName(name: string): boolean {
  return ALIASES.workspace.some((alias) => name === alias || name.endsWith(`.${alias}`));
}
