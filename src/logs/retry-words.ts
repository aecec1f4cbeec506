/** Whether to ask again, in words that failures of all kinds of logs share. */

/** Goes on: `; if it lasts, …`. */
export const BACKOFF = 'Retry with growing pauses (1 s, 2 s, 4 s …), at most five times';

/** Goes on with what whoever runs this server is to do. */
export const NO_RETRY = 'Retrying does not help until whoever runs this server';
