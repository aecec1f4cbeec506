import { following } from './following.ts';

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
  const { controller, leave } = following(signal);
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, ms);
  return {
    signal: controller.signal,
    isOver: () => isOver,
    clear: () => {
      clearTimeout(timer);
      leave();
    },
  };
}
