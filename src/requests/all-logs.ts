import { Failure } from '../errors.ts';
import { bounded } from './bounded.ts';
import type { FindOptions, Found, RequestLog, Searched, SourceOutcome } from './request-log.ts';
import { inTimeOrder } from './time-order.ts';

/** A request log under the name by which answers speak of it. */
export interface NamedLog {
  name: string;
  log: RequestLog;
}

/**
 * Several request logs as one: all are asked at once, their lines are merged in time order, and the outcome of each is
 * named. One that fails with a `Failure`, or of which a part cannot be read, makes the answer partial; it neither hides the others nor makes `find` reject.
 */
export function allLogs(logs: readonly NamedLog[]): RequestLog {
  return {
    async find(id, options = {}) {
      const asked = await Promise.all(logs.map((each) => ask(each, id, options)));
      const { kept, omitted } = bounded(inTimeOrder(asked.flatMap(recordsOf)));
      return {
        lines: kept.map(({ line }) => line),
        omitted: asked.reduce((sum, each) => sum + each.omitted, omitted),
        isCut: asked.some(({ isCut }) => isCut === true),
        searched: joined(asked.map(({ searched }) => searched)),
      };
    },
  };
}

async function ask({ name, log }: NamedLog, id: string, options: FindOptions): Promise<Found> {
  try {
    const found = await log.find(id, options);
    const { searched } = found;
    return { ...found, searched: { ...searched, sources: searched.sources ?? [outcomeOf(name, searched)] } };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    const failure = { code: thrown.code, reason: thrown.message };
    const sources = [{ source: name, searched: null, failure }];
    return {
      lines: [],
      omitted: 0,
      searched: { files: 0, lines: 0, from: null, to: null, skipped: [], sources },
    };
  }
}

function outcomeOf(source: string, { files, lines, skipped }: Searched): SourceOutcome {
  const [failure = null] = skipped.flatMap(({ code, reason }) =>
    code === undefined ? [] : [{ code, reason }],
  );
  return { source, searched: `${files} files, ${lines} lines`, failure };
}

function recordsOf({ lines, moments = [] }: Found, file: number) {
  return lines.map((line, index) => ({ line, file, ns: moments[index] ?? null }));
}

function joined(all: readonly Searched[]): Searched {
  const from = all.flatMap((each) => each.from ?? []).toSorted();
  const to = all.flatMap((each) => each.to ?? []).toSorted();
  return {
    files: all.reduce((sum, { files }) => sum + files, 0),
    lines: all.reduce((sum, { lines }) => sum + lines, 0),
    from: from[0] ?? null,
    to: to.at(-1) ?? null,
    skipped: all.flatMap(({ skipped }) => skipped),
    sources: all.flatMap(({ sources }) => sources ?? []),
  };
}
