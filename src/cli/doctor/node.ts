import { NEEDED_NODE } from '../../needed-node.ts';
import { type Check, check } from './check.ts';

/** Whether this Node.js is new enough. */
export function checkNode({ version, path }: { version: string; path: string }): Check {
  const summary = `${version} at ${path}`;
  if (Number.parseInt(version, 10) >= NEEDED_NODE) return check('Node.js', 'ok', summary);
  const advice = [
    `Install Node.js ${NEEDED_NODE} or newer, or give the host the full path of one as its command.`,
  ];
  return check('Node.js', 'problem', `${summary} is too old`, { advice });
}
