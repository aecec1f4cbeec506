import { count, group } from '../../base/text.ts';
import type { PathSurvey, SampledLines } from '../../logs/logs.ts';
import { size } from '../commands/index-logs.ts';
import { type Check, check } from './check.ts';

/** How many problems and codes are named. */
const MOST_NAMED = 5;

/** What there is behind the configured paths, a check each. */
export function checkLogs(surveys: readonly PathSurvey[]): Check[] {
  return surveys.length === 0 ? [NONE] : surveys.map(checkPath);
}

const NONE = check(
  'logs',
  'warning',
  'none are configured: errors are explained, but no request can be looked up',
  {
    advice: [
      'Start the server with --logs PATH (a file, a folder or a glob; repeatable), or set ERROR_CATALOG_LOGS.',
    ],
  },
);

function checkPath(survey: PathSurvey): Check {
  const { path, files, again, skipped, sample } = survey;
  const details: string[] = [];
  const advice: string[] = [];
  for (const { source, reason } of skipped.slice(0, MOST_NAMED)) {
    const of = source === path ? '' : `${source}: `;
    (files === 0 ? advice : details).push(`${of}${reason}`);
  }
  if (skipped.length > MOST_NAMED) details.push(`${skipped.length - MOST_NAMED} more cannot be read either.`);
  if (again > 0 && files === 0 && skipped.length === 0) {
    const twice = ['Each file is read once, so this path may be left out.'];
    return check('logs', 'warning', `${path}: given twice, ${count(again, 'file')} counted above`, {
      advice: twice,
    });
  }
  if (again > 0) details.push(`${count(again, 'more file')} counted above: each is read once.`);
  if (files === 0) {
    if (skipped.length === 0) advice.push('Check the path: the folder holds no file.');
    return check('logs', 'problem', `${path}: there is nothing to read`, { details, advice });
  }
  if (sample.lines > 0) details.push(...formatRecognized(sample));
  const hasIds = sample.withRequestId > 0 || sample.lines === 0;
  if (!hasIds) advice.push('If requests have ids under a name of your own, add --id-key NAME.');
  return check('logs', skipped.length > 0 || !hasIds ? 'warning' : 'ok', `${path}: ${formatSurvey(survey)}`, {
    details,
    advice,
  });
}

function formatSurvey({ files, lines, isExact, uncounted, size: bytes }: PathSurvey): string {
  const many = count(files, 'file');
  if (uncounted === files) return `${many}, ${size(bytes)}, lines not counted`;
  const more = uncounted === 0 ? '' : `, without the lines of ${count(uncounted, 'compressed file')}`;
  return `${many}, ${isExact ? count(lines, 'line') : `about ${count(rounded(lines), 'line')}`}, ${size(bytes)}${more}`;
}

function formatRecognized({
  lines,
  formats,
  withTime,
  withRequestId,
  codes,
  uncatalogued,
  continued,
  lacking,
}: SampledLines): string[] {
  const of = formats.map(([format, many]) => `${format} ${group(many)}`).join(', ');
  const named = codes.slice(0, MOST_NAMED).map(([code, many]) => `${code} ${group(many)}`);
  const more = codes.length > named.length ? [`${codes.length - named.length} more codes`] : [];
  const others = uncatalogued === 0 ? [] : [`codes that the catalog lacks ${group(uncatalogued)}`];
  const errors = [...named, ...more, ...others];
  return [
    `Of ${count(lines, 'line')} looked at: request ids in ${group(withRequestId)}, a time in ${group(withTime)}.`,
    ...(continued === 0 ? [] : [`${count(continued, 'line')} of these continue the one above.`]),
    ...lacking.map((each) => formatLacking(each, lines - continued)),
    `Formats: ${of}.`,
    errors.length === 0 ? 'No error code stands in these lines.' : `Errors: ${errors.join(', ')}.`,
  ];
}

/** `12 % show no time that could be read (37 lines, the first is app.log:4).` */
function formatLacking({ what, lines, first }: SampledLines['lacking'][number], of: number): string {
  const percent = (100 * lines) / of;
  const share = percent < 1 ? 'Under 1' : `${Math.floor(percent)}`;
  return `${share} % show no ${what} that could be read (${count(lines, 'line')}, the first is ${first}).`;
}

/** To three digits: an estimate is no more exact. */
function rounded(many: number): number {
  return Number(many.toPrecision(3));
}
