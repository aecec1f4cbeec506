import { existsSync } from 'node:fs';

/** Whether something is at a path. What Node's permission model hides is not there; whoever opens it is told why. */
export function isFound(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
}
