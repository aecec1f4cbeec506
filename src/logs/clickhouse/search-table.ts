import { Failure } from '../../base/failure.ts';
import { group } from '../../base/text.ts';
import type { OwnNames } from '../../redact/redact.ts';
import type { IdNames } from '../line/ids.ts';
import { ownIdOf } from '../line/own-id.ts';
import type { SearchCriteria, SearchFound } from '../log.ts';
import { NOTHING_SEARCHED } from '../merge-logs.ts';
import { DEFAULT_LIMIT, newestHits } from '../search/hits.ts';
import { matcherOf } from '../search/matcher.ts';
import { linesOf, type Stretch } from './lookup-query.ts';
import { searchQuery } from './search-query.ts';
import type { CheckedTable } from './table-log.ts';

/** How many rows are asked for at most: more than lines are wanted, as some may not match when they are read. */
const MOST_ROWS = 2_000;

interface SearchTableOptions {
  /** How answers name the table. */
  name: string;
  idNames: IdNames;
  ownNames: OwnNames;
  now(): number;
}

/**
 * The newest rows of a table that match. Where no beginning is given, the last hours are searched first, and all that is
 * older only where these hold nothing.
 *
 * Rejects with a `Failure` where nothing could be searched.
 */
export async function searchTable(
  table: CheckedTable,
  { name, idNames, ownNames, now }: SearchTableOptions,
  criteria: SearchCriteria,
  signal: AbortSignal | undefined,
): Promise<SearchFound> {
  const { source, client } = table;
  const { since = null, until = null, limit = DEFAULT_LIMIT } = criteria;
  const { fits, holdsWords } = matcherOf(criteria, ownNames);
  const most = Math.min(MOST_ROWS, 4 * limit + 100);
  const before = until === null ? null : Math.floor(until) + 1;

  const ask = (stretch: Stretch) =>
    table.withPlan(async (plan) => {
      const built = searchQuery(source, plan, criteria, stretch, most);
      if ('lacks' in built)
        throw new Failure(
          'state_conflict',
          `No column of it was named that holds the ${built.lacks}. Retrying does not help: leave that argument out, or have whoever runs this server name the column in the address of the table.`,
        );
      const { rows, read } = await client.ask(built.query, signal);
      const hits = newestHits(limit);
      const lines = linesOf(rows, plan, { source: `${source.database}.${source.table}`, idNames, ownNames });
      for (const [place, { line, ns }] of lines.entries())
        if (fits(line) && holdsWords('', line, false))
          hits.add({ line, ns, id: ownIdOf(line, idNames), file: 0, place: -place });
      return { hits, read, isCut: rows.length === most };
    }, signal);

  const window = now() - source.window;
  const isOpen = since === null && (before === null || before > window);
  const first = await ask({ from: isOpen ? window : since, before });
  const found = isOpen && first.hits.items().length === 0 ? await ask({ from: null, before: window }) : first;
  const isWhole = !isOpen || found !== first;
  const read = [first, ...(found === first ? [] : [found])].flatMap((each) => each.read ?? []);
  const rows = read.length === 0 ? '' : `; ${group(read.reduce((sum, each) => sum + each, 0))} rows read`;
  const from = isWhole ? since : window;
  const extent = from === null ? 'all lines' : `lines since ${new Date(from).toISOString()}`;
  const older = isWhole ? '' : '; older lines not looked for';
  return {
    lines: found.hits.items().map(({ line, id, ns }) => ({ line, id, ns })),
    searched: {
      ...NOTHING_SEARCHED,
      stopped: found.isCut || found.hits.isCut() ? 'enough' : isWhole ? null : 'enough',
      sources: [
        {
          source: name,
          searched: `${extent}${older}${criteria.within === undefined ? rows : ''}`,
          failure: null,
        },
      ],
    },
  };
}
