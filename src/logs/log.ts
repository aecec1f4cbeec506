import type { FailureCode } from '../base/failure.ts';
import { wordList } from '../base/text.ts';

/**
 * The port through which the tools learn what happened to a request.
 *
 * The tools own it; adapters (`files/`, later others) implement it and never import the tools.
 */

/** The service that this server's own failures are found under. */
export const OWN_SERVICE = 'error-catalog-mcp';

/** One log line in the field's common terms. A field that the line does not show is absent. */
export interface LogLine {
  /** ISO 8601 in UTC, or null where the line shows no time that could be read. */
  time: string | null;
  /** `trace`, `debug`, `info`, `warn`, `error`, `fatal`; another word is kept in lower case. */
  level?: string;
  service?: string;
  method?: string;
  path?: string;
  /** HTTP status of the response. */
  status?: number;
  /** Milliseconds. */
  duration_ms?: number;
  workspace?: string;
  message?: string;
  /** The error code that the line names, whether or not the catalog holds it. */
  code?: string;
  /**
   * Set where the line has an id of its own and this one stands in another field (a user agent, a parent's
   * id, a message): the line is about another request. The name of that field.
   */
  mentioned_in?: string;
  /** Where the line stands: `file:line`, the file relative to what was configured. */
  source: string;
  /** Every other field of the line, by dotted name. */
  rest?: Record<string, unknown>;
}

/** Levels of error or worse, also those that a reader of levels would bring down to `fatal`. */
const ERROR_LEVELS: readonly (string | undefined)[] = wordList('error fatal critical alert emergency panic');

/** Whether a line's level is error or worse. */
export function isErrorLevel({ level }: { level?: string | undefined }): boolean {
  return ERROR_LEVELS.includes(level);
}

/** Whether a line's level says that something is wrong: a warning, or an error. */
export function isTroubledLevel(line: { level?: string | undefined }): boolean {
  return line.level === 'warn' || isErrorLevel(line);
}

/** A part of what was configured that was not searched, and why. */
export interface Skipped {
  source: string;
  /** What is wrong and what to do about it, in sentences. */
  reason: string;
  /** How much of it was searched, in a sentence. */
  extent?: string;
  /** Set where lines may stand that could not be read: with this fails a lookup that finds nothing elsewhere. */
  code?: FailureCode;
}

/** Why a source gave no answer, or only a part of one. */
export interface SourceFailure {
  code: FailureCode;
  /** What happened, what was expected and what to do next, in sentences that do not name the source. */
  reason: string;
}

/** Whether to ask again, as failures of all kinds of logs say it. Goes on: `; if it lasts, …`. */
export const BACKOFF = 'Retry with growing pauses (1 s, 2 s, 4 s …), at most five times';

/** Goes on with what whoever runs this server is to do. */
export const NO_RETRY = 'Retrying does not help until whoever runs this server';

/** How answers name all log files together, where there are tables beside them. */
export const LOG_FILES = 'log files';

/** How one of several sources, or one that is asked over a network, did. */
export interface SourceOutcome {
  /** What was configured, without credentials. */
  source: string;
  /** What of it was searched, in words; null where nothing was. */
  searched: string | null;
  failure: SourceFailure | null;
}

/** What a search went through, so that "not found" can be honest. */
export interface Searched {
  files: number;
  lines: number;
  /** First and last time that the searched lines cover, ISO 8601; null where none shows a time. */
  from: string | null;
  to: string | null;
  skipped: Skipped[];
  /** Set where the figures and times above are left out, as they would tell of requests that may not be seen. */
  isUntold?: boolean;
  /** Each source that was asked, where there are tables among them. */
  sources?: SourceOutcome[];
}

export interface Found {
  /** In time order; a line without a time stays behind the line it followed in its file. */
  lines: LogLine[];
  /** Of each line its time in nanoseconds since 1970, where the source knows it, so that sources can be merged. */
  moments?: readonly (bigint | null)[];
  /** Lines that carry the id but are not in `lines`, because there were more than are kept. */
  omitted: number;
  /** Whether `omitted` is the least that there are, as no more were counted. */
  isCut?: boolean;
  searched: Searched;
}

export interface FindOptions {
  /** Stops the search; `find` then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Told now and then how many bytes of how many are searched. */
  onProgress?: (done: number, total: number) => void;
}

/** HTTP statuses from one to another, both included. */
export interface StatusRange {
  from: number;
  to: number;
}

/**
 * What is known of a request that is looked for without its id. A line matches if all that is given holds for it; names
 * and words are compared without regard to case.
 */
export interface SearchCriteria {
  /** Not before this moment, in milliseconds since 1970; null or left out for no beginning. */
  since?: number | null;
  /** Not after this moment, in milliseconds since 1970; null or left out for no end. */
  until?: number | null;
  /** The id of the line's own request. */
  id?: string;
  method?: string;
  /** A path without its query string; `*` stands for any characters, `{name}` for one segment. */
  path?: string;
  status?: StatusRange;
  code?: string;
  /** The workspace that the line's field names, or its path if it has no such field. */
  workspace?: string;
  /** Words, each of which stands in the line. */
  text?: string;
  /** Whether the line must say a failure: a status of 400 or above, a level of error or worse, or a code. */
  isFailure?: boolean;
  /** Only lines whose own field names this workspace, so that a search within it neither finds nor counts others. */
  within?: string;
  /** Texts, one of which must stand in a line. For each, in this order, the newest lines are given, up to the limit. */
  eachOf?: readonly string[];
  /** Lines that hold none of these, as they are written here, may be left out. */
  oneOf?: readonly string[];
  /** Whether of each line no more is wanted than its request, time, method, path, status, code and workspace. */
  isBrief?: boolean;
  /** How many lines are given at most. */
  limit?: number;
  /** Whether lines that name no request are to have their number in `source`, as far as it can be told soon. */
  isNumbered?: boolean;
  /** How much is read at most: bytes of text (rows of a table have a limit of their own), and milliseconds. */
  most?: { bytes?: number; ms?: number };
}

/** A line that a search found. */
export interface SearchedLine {
  line: LogLine;
  /** The id of the line's own request; null where it names none. */
  id: string | null;
  /** Nanoseconds since 1970; of a line without a time, that of the line before it. Null where none is known. */
  ns: bigint | null;
}

/** What a search without an id went through. */
export interface SearchedBack extends Searched {
  /** How many bytes of text were read. */
  bytes: number;
  /** Why older lines were not searched: enough was found, or a bound was reached. Null if all were. */
  stopped: 'enough' | 'bytes' | 'time' | null;
  /** Lines that match but show no time, so that they were left out of a search of a stretch of time. */
  untimed: number;
}

export interface SearchFound {
  /** The newest first. */
  lines: SearchedLine[];
  searched: SearchedBack;
}

export interface RequestLog {
  /**
   * Every line that carries `id` as a whole token.
   *
   * A file that cannot be read is named in `searched.skipped`; it never makes the search fail.
   */
  find(id: string, options?: FindOptions): Promise<Found>;
  /**
   * The newest lines that match `criteria`, up to its limit.
   *
   * A file that cannot be read is named in `searched.skipped`; it never makes the search fail.
   */
  search(criteria: SearchCriteria, options?: FindOptions): Promise<SearchFound>;
}
