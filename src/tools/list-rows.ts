import { type Entry, titleOf } from '../catalog/entry.ts';
import { costOf } from './fit.ts';

/** What a page holds where no limit is asked for, in characters of JSON. */
const ROOM = 4_950;

/** An entry as a list shows it. */
export function rowOf(entry: Entry) {
  const { code, http_status, service, surface, area, retry, deprecated } = entry;
  return {
    code,
    http_status,
    surface,
    area,
    title: titleOf(entry),
    retry: retry?.when ?? null,
    ...(service !== null && { service }),
    ...(deprecated !== null && { deprecated: true as const }),
  };
}

/** The first rows that there is room for, at least one. */
export function whatFits<Row extends object>(rows: readonly Row[]): Row[] {
  let left = ROOM;
  return rows.filter((row, index) => {
    const json = JSON.stringify(row);
    // Models read numbers in smaller pieces than words.
    left -= costOf(json) + 2 * (json.match(/\d/g)?.length ?? 0);
    return left >= 0 || index === 0;
  });
}

/** Where an error belongs, as the heading of those that belong there. */
export function sayPlace({
  service,
  area,
  surface,
}: {
  service?: string | undefined;
  area: string | null;
  surface: string | null;
}): string {
  const parts = [...(service === undefined ? [] : [service]), area ?? 'area unknown'];
  return `${parts.join(' / ')}${surface === null ? '' : ` (${surface})`}`;
}
