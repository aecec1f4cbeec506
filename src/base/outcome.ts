const ENDED = { succeeded: 'Succeeded', failed: 'Failed', unknown: 'How it ended is unknown' };

interface Ending {
  ended: keyof typeof ENDED;
  status: number | null;
  /** Left out where it is not to be said. */
  at?: string | null;
}

/** How a request ended: `Failed with 409 at 2026-11-20T09:12:04.340Z`. */
export function endedInWords({ ended, status, at = null }: Ending): string {
  const when = at === null ? '' : ` at ${at}`;
  if (ended === 'failed' && status !== null && status < 300) return `Answered ${status}${when}, but failed`;
  if (ended === 'unknown' && status !== null) return `Answered ${status}${when}; how it ended is unknown`;
  return `${ENDED[ended]}${status === null ? '' : ` with ${status}`}${when}`;
}
