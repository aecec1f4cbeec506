import type { Entry } from './entry.ts';
import type { EntryInput } from './schema.ts';

/** An entry as a catalog file may hold it: without what is unknown. */
export function dataOf(entry: Entry): EntryInput {
  const { http_statuses: statuses, http_status_note: note, retry, deprecated, replaced_by } = entry;
  const [status = null] = statuses;
  return {
    code: entry.code,
    ...list('aliases', entry.aliases),
    ...text('title', entry.title),
    ...text('service', entry.service),
    ...text('surface', entry.surface),
    ...text('area', entry.area),
    http_status: statuses.length > 1 ? [...statuses] : status,
    ...(entry.status_alone && { status_alone: true }),
    ...(note !== undefined && { http_status_note: note }),
    ...text('meaning', entry.meaning),
    ...list('causes', entry.causes),
    ...list('fix', entry.fix),
    ...(retry !== null && { retry: { when: retry.when, ...text('note', retry.note) } }),
    ...text('who', entry.who),
    ...(entry.rejects !== null && { rejects: entry.rejects }),
    ...list('confusable_with', entry.confusable_with),
    ...list('symptoms', entry.symptoms),
    ...text('example', entry.example),
    ...text('since', entry.since),
    ...(deprecated !== null && { deprecated: deprecated === '' ? true : deprecated }),
    ...list('replaced_by', replaced_by),
    ...list('links', entry.links),
    ...(entry.extra !== null && { extra: { ...entry.extra } }),
  };
}

function text<Name extends string>(name: Name, value: string | null): { [Key in Name]?: string } {
  return value === null ? {} : ({ [name]: value } as { [Key in Name]?: string });
}

function list<Name extends string, Item>(name: Name, items: readonly Item[]): { [Key in Name]?: Item[] } {
  return items.length === 0 ? {} : ({ [name]: [...items] } as { [Key in Name]?: Item[] });
}
