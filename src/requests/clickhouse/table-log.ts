import { Failure } from '../../errors.ts';
import type { ParsedLine } from '../parse/normalise.ts';
import type { Found, LogLine, RequestLog, SourceOutcome } from '../request-log.ts';
import { inTimeOrder } from '../time-order.ts';
import type { CheckedTable } from './checked-table.ts';
import { type Among, columnsFor, lookupQuery, MOST_FOUND, type Stretch } from './lookup-query.ts';
import type { Plan } from './plan.ts';
import { linesOf } from './rows.ts';
import { together } from './together.ts';

/** A request whose first line is found so close to the beginning of the window may have begun before it. */
const EDGE = 3_600_000;
const MS = 1_000_000n;

export interface TableLogOptions {
  /** How answers name the table. */
  name: string;
  /** Whether lines that were found in the window answer a lookup, so that older ones are not looked for. */
  suffices(lines: readonly LogLine[], id: string): boolean;
  /** The present moment, in milliseconds since the epoch. */
  now(): number;
}

interface Part {
  lines: readonly ParsedLine[];
  omitted: number;
  /** Whether there are more than were counted. */
  isCut: boolean;
}

/**
 * A table as a `RequestLog`: it is asked for the last hours first, and for all that is older if these do not suffice.
 *
 * Rejects with a `Failure` where nothing could be searched; where only what is older could not, says so beside the lines.
 */
export function tableLog(table: CheckedTable, { name, suffices, now }: TableLogOptions): RequestLog {
  const { source, client } = table;
  const place = `${source.database}.${source.table}`;

  const search = (
    id: string,
    among: Among,
    stretch: Stretch,
    signal: AbortSignal | undefined,
  ): Promise<Part> =>
    table.withPlan(async (plan) => {
      const query = lookupQuery(source, plan, id, among, stretch);
      if (query === null) return NOTHING;
      const { rows, omitted } = await client.ask(query, signal);
      const total = Math.max(rows[0]?.total ?? 0, rows.length + omitted);
      const lines = linesOf(rows, plan, id, place);
      return { lines, omitted: total - rows.length, isCut: total >= MOST_FOUND };
    }, signal);

  return {
    async find(id, { signal } = {}) {
      const from = now() - source.window;
      const plan = await table.plan(signal);
      const inWindow: Stretch = { from, before: null };
      const [byIds, byTexts] = await together(
        (either) => search(id, 'ids', inWindow, either),
        (either) => search(id, 'texts', inWindow, either).catch(failureOnly),
        signal,
      );
      const recent = [byIds, ...(byTexts instanceof Failure ? [] : [byTexts])];
      const isEnough = !isAtEdge(recent, from) && suffices(linesIn(recent), id);
      const older = isEnough
        ? null
        : await search(id, 'ids', { from: null, before: from }, signal).catch(failureOnly);
      const parts = older === null || older instanceof Failure ? recent : [older, ...recent];
      const records = inTimeOrder(
        parts.flatMap(({ lines }, file) => lines.map((line) => ({ ...line, file }))),
      );
      return {
        lines: records.map(({ line }) => line),
        moments: records.map(({ ns }) => ns),
        omitted: parts.reduce((sum, { omitted }) => sum + omitted, 0),
        isCut: parts.some(({ isCut }) => isCut),
        searched: {
          ...{ files: 0, lines: 0, from: null, to: null, skipped: [] },
          sources: [{ source: name, ...outcomeOf({ plan, id, from, older, byTexts, isEnough }) }],
        },
      } satisfies Found;
    },
  };
}

interface Outcome {
  plan: Plan;
  id: string;
  from: number;
  /** Null where what is older was not looked for. */
  older: Part | Failure | null;
  byTexts: Part | Failure;
  isEnough: boolean;
}

/** What was searched, in words, and what failed of it. Texts that could not be searched matter where nothing else answers. */
function outcomeOf({ plan, id, from, older, byTexts, isEnough }: Outcome): Omit<SourceOutcome, 'source'> {
  const ids = columnsFor(plan, id, 'ids');
  const texts = columnsFor(plan, id, 'texts');
  const searched = [
    `lines since ${new Date(from).toISOString()} by ${listed(byTexts instanceof Failure ? ids : [...ids, ...texts])}`,
    ...(byTexts instanceof Failure && isEnough
      ? [`not by ${listed(texts)}, which failed (${byTexts.code})`]
      : []),
    ...(older === null
      ? ['older lines not looked for']
      : older instanceof Failure
        ? []
        : [`all older lines by ${listed(ids)}`]),
  ].join('; ');
  if (older instanceof Failure)
    return {
      searched,
      failure: { code: older.code, reason: `Older lines could not be searched. ${older.message}` },
    };
  if (byTexts instanceof Failure && !isEnough)
    return {
      searched,
      failure: { code: byTexts.code, reason: `${listed(texts)} could not be searched. ${byTexts.message}` },
    };
  return { searched, failure: null };
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? 'no column, as none can hold such an id' : columns.join(', ');
}

function linesIn(parts: readonly Part[]): LogLine[] {
  return parts.flatMap(({ lines }) => lines.map(({ line }) => line));
}

function isAtEdge(parts: readonly Part[], from: number): boolean {
  return parts.some(({ lines }) => lines.some(({ ns }) => ns !== null && ns < BigInt(from + EDGE) * MS));
}

const NOTHING: Part = { lines: [], omitted: 0, isCut: false };

function failureOnly(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  throw thrown;
}
