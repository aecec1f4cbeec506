import { endedInWords } from '../base/outcome.ts';
import type { StoryData } from './answers.ts';

/** How something looks: as good, as bad, as what wants care, or as none of these. */
export type Look = 'good' | 'bad' | 'caution' | 'plain';

type Outcome = Pick<StoryData['outcome'], 'ended' | 'status' | 'carried_out'>;

/** How a request ended, in a few words. */
export function headlineOf({ ended, status }: Outcome): { look: Look; words: string } {
  const looks = { succeeded: 'good', failed: 'bad', unknown: 'caution' } as const;
  return { look: looks[ended], words: endedInWords({ ended, status }) };
}

const CARRIED_OUT: Readonly<Record<string, string>> = {
  yes: 'Carried out',
  no: 'Not carried out',
  unknown: 'Unknown whether it was carried out',
};

/** Whether what was asked for was done. That it was, although the request failed, wants care: it must not be sent again. */
export function carriedOutOf({ ended, carried_out }: Outcome): { look: Look; words: string } {
  const isOdd = carried_out === 'yes' && ended === 'failed';
  const words = CARRIED_OUT[carried_out] ?? carried_out;
  return {
    look: isOdd || carried_out === 'unknown' ? 'caution' : 'plain',
    words: isOdd ? `${words} all the same` : words,
  };
}

const RETRIES: Readonly<Record<string, string>> = {
  never: 'do not repeat it',
  after_fix: 'after the fix',
  after_delay: 'after the wait',
  with_backoff: 'with growing waits',
};

/** Whether and when to repeat a request. */
export function retryInWords(when: string): string {
  return RETRIES[when] ?? when;
}

/** The look of an HTTP status. */
export function lookOfStatus(status: number | null | undefined): Look {
  if (status == null) return 'plain';
  if (status >= 500) return 'bad';
  return status >= 400 ? 'caution' : 'good';
}
