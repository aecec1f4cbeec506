import { type Check, check } from './check.ts';
import type { Recognised } from './logs/recognised.ts';

/** Whether the logs know the one workspace that is served, by some of their lines. */
export function checkWorkspace(
  workspace: string,
  samples: readonly Pick<Recognised, 'lines' | 'ofWorkspace'>[],
): Check {
  const lines = samples.reduce((sum, sample) => sum + sample.lines, 0);
  const own = samples.reduce((sum, sample) => sum + sample.ofWorkspace, 0);
  const of = `of ${lines.toLocaleString('en-US')} lines looked at`;
  if (own > 0) return check('workspace', 'ok', `${own.toLocaleString('en-US')} ${of} name ${workspace}`);
  const advice = [
    'Check the name: a request is found only where a line of it names the workspace, in any case.',
  ];
  return check('workspace', 'warning', `none ${of} names ${workspace}`, { advice });
}
