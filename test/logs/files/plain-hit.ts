import type { LineHit } from '../../../src/logs/files/line-search.ts';

/** A hit with its event as data, to be compared. */
export function plainHit({ event, ...hit }: LineHit) {
  return { ...hit, ...(event && { event: event.event() }) };
}
