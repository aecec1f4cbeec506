import { ownId } from '../parse/id-names.ts';
import { parseLine } from '../parse/parse-line.ts';
import type { LogLine } from '../request-log.ts';
import { quickFailures } from './quick-failure.ts';
import type { FailureLine } from './tally.ts';

/** A reader of many lines: it remembers the shapes of those it has read, and gives what `failuresOf` gives. */
export function failureReader(): (text: string) => (FailureLine | null)[] {
  const quick = quickFailures();
  return (text) => {
    const found = quick(text);
    if (found === 'unsure') return failuresOf(text);
    return found === null ? [] : [found];
  };
}

/** What the records of a raw line say of errors; null for a record that shows no time. Empty if none says an error. */
export function failuresOf(text: string): (FailureLine | null)[] {
  return parseLine(text, { source: '' }).flatMap(({ line, ns }) => {
    const { code = null, workspace = null } = line;
    const status = line.status !== undefined && line.status >= 400 ? line.status : null;
    if (code === null && status === null) return [];
    if (ns === null) return [null];
    return [{ time: Number(ns / 1_000_000n), code, status, workspace, id: requestIdOf(line) }];
  });
}

/** The id of the line's own request, or else of its trace. */
function requestIdOf({ rest = {} }: LogLine): string | null {
  let trace: string | null = null;
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const kind = ownId(name)?.kind;
    if (kind === 'request') return String(value);
    if (kind === 'trace') trace ??= String(value);
  }
  return trace;
}
