import { visible } from '../../redact/redact.ts';
import { isoOf } from '../parse/time.ts';
import { redactText } from '../redact.ts';
import type { Searched } from '../request-log.ts';
import { ALREADY_SEARCHED, type Scanned } from './scan.ts';
import type { TimeSpan } from './time-span.ts';

/** How many sources that could not be searched are listed. */
const MAX_SKIPPED = 50;

/** What a search went through: `all` of the files, by their `names`, and what was skipped before. */
export function summaryOf(
  all: readonly Scanned[],
  names: readonly string[],
  skipped: Searched['skipped'],
): Searched {
  const scanned = all.filter(({ problem }) => problem !== ALREADY_SEARCHED);
  const problems = all.flatMap(({ problem }, index) =>
    problem === null || problem === ALREADY_SEARCHED ? [] : [{ source: names[index] ?? '', ...problem }],
  );
  return {
    // A file of which nothing could be read was not searched.
    files: scanned.filter(({ problem, lines }) => problem === null || lines > 0).length,
    lines: scanned.reduce((sum, file) => sum + file.lines, 0),
    ...coverage(scanned.map(({ span }) => span)),
    skipped: tidy([...skipped, ...problems]),
  };
}

function coverage(spans: readonly TimeSpan[]): { from: string | null; to: string | null } {
  let from: bigint | null = null;
  let to: bigint | null = null;
  for (const span of spans) {
    if (span.from !== null && (from === null || span.from < from)) from = span.from;
    if (span.to !== null && (to === null || span.to > to)) to = span.to;
  }
  return { from: from === null ? null : isoOf(from), to: to === null ? null : isoOf(to) };
}

/** File names come from outside as well. */
function tidy(all: Searched['skipped']): Searched['skipped'] {
  const skipped = [...new Map(all.map((each) => [`${each.source}\0${each.reason}`, each])).values()];
  // What ought to have been searched is listed first: a lookup may fail by it.
  const inOrder = [...skipped.filter(({ code }) => code), ...skipped.filter(({ code }) => !code)];
  const shown = inOrder
    .slice(0, MAX_SKIPPED)
    .map(({ source, ...why }) => ({ source: visible(redactText(source)), ...why }));
  const more = skipped.length - shown.length;
  if (more === 0) return shown;
  const reason = 'They could not be searched either; only the first are listed.';
  return [...shown, { source: `${more.toLocaleString('en-US')} more`, reason }];
}
