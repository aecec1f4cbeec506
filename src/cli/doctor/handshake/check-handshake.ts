import { redactText } from '../../../requests/redact.ts';
import { type Check, check } from '../check.ts';
import type { Handshake } from './shake-hands.ts';

const LONGEST_LINE = 200;
const MOST_LINES = 10;

/** Whether the server answers as a host needs it. */
export function checkHandshake({ took, tools, stray, stderr, failure, isObedient }: Handshake): Check {
  const said = stray.slice(0, MOST_LINES).map((line) => `On stdout, but no protocol: ${shown(line)}`);
  const told = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = told.slice(0, MOST_LINES).map((line) => `On stderr: ${shown(line)}`);
  const advice: string[] = [];
  if (failure !== null)
    advice.push('Mend what stderr says; a host sees no more than that the server is gone.');
  if (stray.length > 0)
    advice.push(
      'Find what prints there (a NODE_OPTIONS preload, a wrapper script): many hosts give up on such a line.',
    );
  if (!isObedient) advice.push('It did not end when its stdin ended. Report this as a bug.');
  const summary =
    failure === null
      ? `the server answered initialize and tools/list in ${Math.round(took ?? 0)} ms, with ${tools} tools`
      : `the server ${failure} before it had answered`;
  const details = failure === null ? said : [...said, ...errors];
  return check('handshake', advice.length > 0 ? 'problem' : 'ok', summary, { details, advice });
}

/** What another program printed, without secrets and short. */
function shown(line: string): string {
  const text = redactText(line.slice(0, LONGEST_LINE));
  return line.length > LONGEST_LINE ? `${text}… (cut)` : text;
}
