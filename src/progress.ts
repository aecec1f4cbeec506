/** How often a host is told how far a call has come, and from when on, in milliseconds. */
const EVERY = 250;

interface ProgressParams {
  [key: string]: unknown;
  progressToken: string | number;
  progress: number;
  total: number;
  message: string;
}

/**
 * Tells a host how far a call has come (MCP, "Progress"), in bytes; undefined if it gave no token and so does not ask.
 *
 * A call that is quickly done tells nothing; nothing is told after a cancellation, and no figure twice.
 */
export function progressFor(
  token: string | number | undefined,
  signal: AbortSignal,
  send: (params: ProgressParams) => Promise<void>,
): ((done: number, total: number) => void) | undefined {
  if (token === undefined) return undefined;
  let toldAt = performance.now();
  let told = 0;
  return (done, total) => {
    const now = performance.now();
    if (signal.aborted || done <= told || now - toldAt < EVERY) return;
    toldAt = now;
    told = done;
    const message = `searched ${megabytes(done)} of ${megabytes(total)} MB of logs`;
    // A host that is gone needs no word of it.
    send({ progressToken: token, progress: done, total, message }).catch(() => {});
  };
}

function megabytes(bytes: number): string {
  return Math.round(bytes / 1_000_000).toLocaleString('en-US');
}
