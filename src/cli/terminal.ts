import { type Painter, painter, wantsColour } from './colour.ts';

/** Where a command writes, and what a person sees there. */
export interface Terminal {
  /**
   * Writes the answer; resolves when the system has it, or when nobody reads it any more.
   *
   * @throws OutputError if the system refuses, e.g. for a full disk
   */
  out(text: string): Promise<void>;
  /** Writes what is said meanwhile. */
  err(text: string): void;
  /** How wide lines may be where `out` is a terminal; null where it is none. */
  columns: number | null;
  /** As `columns`, for `err`. Where it is a terminal, its last line can be written over. */
  errColumns: number | null;
  /** Whether answers are dressed for a person. */
  hasColours: boolean;
  paint: Painter;
}

/** An answer that could not be written. */
export class OutputError extends Error {
  override name = 'OutputError';
}

/** What of a stream of the process is used. */
interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string, done?: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

const USUAL_WIDTH = 80;
const LEAST_WIDTH = 20;

/** The terminal behind two streams of a process. */
export function terminalOf(
  stdout: Stream,
  stderr: Stream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const hasColours = wantsColour(stdout.isTTY === true, env);
  // The callbacks of the writes tell of errors; without a listener they would end the process.
  stdout.on('error', () => {});
  stderr.on('error', () => {});
  return {
    out: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error) => {
          if (error && !isReaderGone(error)) reject(new OutputError(error.message));
          else resolve();
        });
      }),
    err: (text) => {
      stderr.write(text);
    },
    columns: columnsOf(stdout),
    errColumns: columnsOf(stderr),
    hasColours,
    paint: painter(hasColours),
  };
}

function columnsOf({ isTTY, columns }: Stream): number | null {
  if (isTTY !== true) return null;
  return columns === undefined || columns < LEAST_WIDTH ? USUAL_WIDTH : columns;
}

/** `| head` has seen enough. */
function isReaderGone(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
