import { type Check, check } from './check.ts';

/** Where the program is, whether its file is there, and what stands against its code cache. */
interface Installed {
  entry: string;
  isThere: boolean;
  /** The folder of the code cache, and why it is not used: the end of a sentence about it, or null. */
  cache: { folder: string; distrust: string | null };
}

/** Which version of the program this is, and where. */
export function checkProgram(version: string, { entry, isThere, cache }: Installed): Check {
  const summary = `${version} at ${entry}`;
  if (!isThere) {
    const advice = ['Install it again: the file that a host starts is missing.'];
    return check('program', 'problem', `${summary}, which cannot be read`, { advice });
  }
  if (cache.distrust === null) return check('program', 'ok', summary);
  return check('program', 'warning', summary, {
    details: [`Each start compiles the program again: ${cache.folder} ${cache.distrust}, so it is not used.`],
    advice: ['Remove it: the next start makes it anew, so that only its owner can write to it.'],
  });
}
