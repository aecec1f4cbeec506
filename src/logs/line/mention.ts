/** Whether a text speaks of a request as of another one than its own. */

/** What stands right before the id of another request: `already exchanged by`, `retry of the request`. */
const SPOKEN_OF =
  /\b(?:(?:already|previously|earlier|first)\b[^.;\n]{0,80}\bby|(?:superseded|replaced|blocked|held|locked|owned|taken|used|claimed|caused|consumed|redeemed|reserved|in use) by|(?:is|was|as|being) (?:an? |the )?(?:duplicate|retry|replay|copy|repeat|repetition|child|parent) of|duplicate of|duplicates|(?:conflicts?|conflicted|conflicting|collides?|collided) with|(?:see|same as|instead of|waiting for|waits for))\s{1,3}(?:the |another |other |earlier |previous |original ){0,2}(?:request|req|call|job|id|transaction)?[\s:#"'([=]{0,4}$/i;

const LONGEST_BEFORE = 160;

/**
 * Whether every place in `text` at which the id stands speaks of another request: `code was already exchanged by req_x`.
 *
 * @param places where the id begins in it
 */
export function isSpokenOf(text: string, places: readonly number[]): boolean {
  return (
    places.length > 0 &&
    places.every((place) => SPOKEN_OF.test(text.slice(Math.max(0, place - LONGEST_BEFORE), place)))
  );
}
