import type { Progress } from '../requests/files/index/indexer.ts';
import { progressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

/** How often it is told how far a command has come, in milliseconds. */
const TERMINAL_EVERY = 100;
const PLAIN_EVERY = 2_000;
/** What is mostly quick shows no bar before so many milliseconds. */
const PATIENCE = 300;
const CLEAR_LINE = '\r\x1b[K';

interface Bar {
  show(progress: Progress): void;
  /** Takes the bar off the terminal. */
  clear(): void;
}

/**
 * Shows on stderr how far a command has come: a line that is written over on a terminal, a line now and then
 * elsewhere.
 */
export function progressBar({ err, errColumns }: Pick<Terminal, 'err' | 'errColumns'>): Bar {
  const start = performance.now();
  let last = errColumns === null ? start : Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show(progress) {
      const now = performance.now();
      if (now - last < (errColumns === null ? PLAIN_EVERY : TERMINAL_EVERY)) return;
      last = now;
      const line = progressLine(progress, now - start);
      // A line that is broken by the terminal could not be written over.
      err(errColumns === null ? `${line}\n` : `${CLEAR_LINE}${line.slice(0, errColumns - 1)}`);
      isShown = errColumns !== null;
    },
    clear() {
      if (isShown) err(CLEAR_LINE);
      isShown = false;
    },
  };
}

/** As `progressBar`, for what is mostly quick: only on a terminal, and only after a while. */
export function patientBar(terminal: Pick<Terminal, 'err' | 'errColumns'>): Bar {
  const bar = progressBar(terminal);
  const start = performance.now();
  return {
    show(progress) {
      if (terminal.errColumns !== null && performance.now() - start > PATIENCE) bar.show(progress);
    },
    clear: bar.clear,
  };
}
