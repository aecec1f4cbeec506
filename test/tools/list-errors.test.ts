import { describe, expect, it } from 'vitest';
import { listErrors } from '../../src/tools/list-errors.ts';
import { toolContext } from '../support/context.ts';

interface List {
  errors: { code: string; http_status: number | null }[];
  total: number;
  next_cursor?: string;
  note?: string;
}

async function list(args: Record<string, unknown>): Promise<List> {
  return (await listErrors.call(args, toolContext())).data as unknown as List;
}
const codes = ({ errors }: List) => errors.map(({ code }) => code);

describe('list_errors', () => {
  it.each([
    [{}, 34],
    [{ status: '409' }, 2],
    [{ status: 409 }, 2],
    [{ http_status: '4XX' }, 15],
    [{ status: '5xx' }, 3],
    [{ area: 'billing' }, 3],
    [{ surface: 'oauth' }, 4],
    [{ retry: 'after_delay' }, 1],
    [{ query: 'slug' }, 6],
    [{ q: 'Redirect URI' }, 3],
    [{ status: '4xx', surface: 'oauth' }, 3],
  ])('filters by %o', async (args, total) => {
    const answer = await list(args);
    expect(answer.total).toBe(total);
    expect(answer.errors).toHaveLength(total);
  });

  it('pages in a fixed order without gaps or repeats', async () => {
    const whole = codes(await list({}));
    const paged: string[] = [];
    for (let cursor: string | undefined, page: List; paged.length < 40; ) {
      page = await list({ limit: '7', ...(cursor !== undefined && { cursor }) });
      paged.push(...codes(page));
      cursor = page.next_cursor;
      if (cursor === undefined) break;
    }
    expect(paged).toEqual(whole);
  });

  it('refuses a cursor of another question', async () => {
    const { next_cursor: cursor } = await list({ limit: 1 });
    await expect(list({ cursor, surface: 'oauth' })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it.each([
    [{ status: '418' }, /status '418'; drop/],
    [{ query: 'zebra', area: 'idps' }, /query 'zebra'; drop/],
    [{ status: '500', surface: 'oauth' }, /status '500' and surface 'oauth' together/],
  ])('says which filter of %o emptied the list', async (args, note) => {
    const answer = await list(args);
    expect(answer).toMatchObject({ errors: [], total: 0, note: expect.stringMatching(note) });
  });
});
