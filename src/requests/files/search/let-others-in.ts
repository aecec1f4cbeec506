import { setImmediate } from 'node:timers/promises';

/** Several searches may each take so long before others have their turn. */
const TURN_MS = 1;

let since = performance.now();

/** Gives other calls their turn if the searches of this thread, of one file or of many, have not for a while. */
export async function letOthersIn(): Promise<void> {
  if (performance.now() - since < TURN_MS) return;
  await setImmediate();
  since = performance.now();
}
