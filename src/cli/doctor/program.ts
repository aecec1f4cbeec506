import { type Check, check } from './check.ts';

/** Which version of the program this is, and where. */
export function checkProgram(version: string, entry: string, isThere: boolean): Check {
  const summary = `${version} at ${entry}`;
  if (isThere) return check('program', 'ok', summary);
  const advice = ['Install it again: the file that a host starts is missing.'];
  return check('program', 'problem', `${summary}, which cannot be read`, { advice });
}
