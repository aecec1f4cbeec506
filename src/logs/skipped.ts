import { type OwnNames, redactText, visible } from '../redact/redact.ts';
import type { Searched } from './log.ts';

/** How many sources that could not be searched are listed. */
const MAX_SKIPPED = 50;

/** What was not searched, each once, without what file names may hold, which come from outside as well; bounded. */
export function tidySkipped(all: Searched['skipped'], own: OwnNames): Searched['skipped'] {
  const skipped = [...new Map(all.map((each) => [`${each.source}\0${each.reason}`, each])).values()];
  // What ought to have been searched is listed first: a lookup may fail by it.
  const inOrder = [...skipped.filter(({ code }) => code), ...skipped.filter(({ code }) => !code)];
  const shown = inOrder
    .slice(0, MAX_SKIPPED)
    .map(({ source, ...why }) => ({ source: visible(redactText(source, own)), ...why }));
  const more = skipped.length - shown.length;
  if (more === 0) return shown;
  const reason = 'They could not be searched either; only the first are listed.';
  return [...shown, { source: `${more.toLocaleString('en-US')} more`, reason }];
}
