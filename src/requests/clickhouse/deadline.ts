/** Ends what takes longer than it may, and what the caller no longer wants. */
export interface Deadline {
  signal: AbortSignal;
  /** Whether the time is over. */
  isOver(): boolean;
  /** Takes the timer back. */
  clear(): void;
}

/** A signal that is set off after `ms` milliseconds, or when `signal` is. */
export function deadline(ms: number, signal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, ms);
  const pass = () => controller.abort(signal?.reason);
  if (signal?.aborted === true) pass();
  else signal?.addEventListener('abort', pass, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', pass);
    },
  };
}
