import { median } from '../logs/stats.ts';
import type { Life } from './measure-life.ts';
import type { Loads } from './measure-loads.ts';
import type { InstalledSize } from './measure-size.ts';
import type { ToolTokens } from './measure-tokens.ts';

/** What was measured of the calls of a server. */
export interface CallFigures {
  name: string;
  /** Milliseconds of warm calls; empty of a server whose calls need a network. */
  calls: readonly number[];
  /** Pipelined calls a second, a figure a round; empty where they are not compared. */
  pipelined: readonly number[];
}

/** What was measured of one server. */
export interface Figures extends CallFigures {
  lives: readonly Life[];
  size: InstalledSize;
  tokens: ToolTokens;
}

/** What one run of the bench found. */
export interface Findings {
  /** Node.js that does nothing. */
  bare: readonly Life[];
  ours: Figures;
  withLogs: Figures;
  echo: Figures;
  /** The echo again, with a reply about as long as ours. */
  longEcho: CallFigures;
  peers: readonly Figures[];
  /** What of ours is loaded before it greets. */
  loads: Loads;
}

/** How long a server takes to greet, in milliseconds. */
export interface Start {
  ms: number;
  /** As a multiple of bare Node.js. */
  ratio: number;
  /** What is left without bare Node.js. */
  beyond: number;
}

/** The middle of one figure of some lives. */
export function middle(lives: readonly Life[], figure: keyof Life): number {
  return median(lives.map((life) => life[figure]));
}

/** The start of a server beside that of bare Node.js in the same rounds. */
export function startOf(lives: readonly Life[], bare: readonly Life[]): Start {
  const ms = middle(lives, 'startMs');
  const least = middle(bare, 'startMs');
  return { ms, ratio: ms / least, beyond: ms - least };
}
