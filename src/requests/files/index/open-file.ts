import { closeSync, constants, openSync } from 'node:fs';

/** What `act` gives for the open file; null if it cannot be opened. Throws what `act` throws. */
export function withOpen<T>(path: string, act: (file: number) => T): T | null {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    return act(file);
  } finally {
    closeSync(file);
  }
}
