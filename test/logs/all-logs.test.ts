import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { Found, RequestLog, SourceOutcome } from '../../src/logs/log.ts';
import { allLogs } from '../../src/logs/merge-logs.ts';
import { FINDS_ONLY } from '../support/finds-only.ts';

const NOTHING = { files: 0, lines: 0, from: null, to: null, skipped: [] };
/** A moment of 2026-11-20T09:00Z, so many nanoseconds later. */
const at = (ns: number) => 1_763_629_200_000_000_000n + BigInt(ns);
const lineOf = (source: string) => ({ time: '2026-11-20T09:00:00.000Z', source });

/** A log with lines at these nanoseconds; null for one whose time is not known. */
function logAt(name: string, times: readonly (number | null)[], more: Partial<Found> = {}): RequestLog {
  return {
    ...FINDS_ONLY,
    find: async () => ({
      lines: times.map((_, index) => lineOf(`${name}${index}`)),
      moments: times.map((ns) => (ns === null ? null : at(ns))),
      omitted: 0,
      searched: NOTHING,
      ...more,
    }),
  };
}

function failing(thrown: unknown): RequestLog {
  return { ...FINDS_ONLY, find: () => Promise.reject(thrown) };
}

const DOWN = new Failure('service_unavailable', 'It is down.');
const named = (logs: Record<string, RequestLog>) =>
  allLogs(Object.entries(logs).map(([name, log]) => ({ name, log })));
const sourcesOf = ({ lines }: Found) => lines.map(({ source }) => source);

describe('several request logs as one', () => {
  it.each<[string, (number | null)[], (number | null)[], string]>([
    ['to the nanosecond', [1, 3], [2, 4], 'a0 b0 a1 b1'],
    ['whichever is named first', [5], [1, 2], 'b0 b1 a0'],
    ['in the order of the sources at the same moment', [7, 7], [7], 'a0 a1 b0'],
    ['with a line without a time behind the one it followed', [1, null, 9], [2], 'a0 a1 b0 a2'],
  ])('are merged in time order %s', async (_, a, b, order) => {
    const found = await named({ a: logAt('a', a), b: logAt('b', b) }).find('req_1');
    expect(sourcesOf(found).join(' ')).toBe(order);
  });

  it('keep the first and last lines of too many, and count those between', async () => {
    const many = (name: string, from: number) =>
      logAt(
        name,
        Array.from({ length: 900 }, (_, index) => from + 2 * index),
        { omitted: 7 },
      );
    const found = await named({ a: many('a', 0), b: many('b', 1) }).find('req_1');
    expect(found.lines).toHaveLength(1_000);
    expect(found.omitted).toBe(800 + 14);
    expect(sourcesOf(found).slice(0, 3)).toEqual(['a0', 'b0', 'a1']);
    expect(sourcesOf(found).at(-1)).toBe('b899');
  });

  it('say that there are at least so many where one of them was cut', async () => {
    const whole = { a: logAt('a', [1]), b: logAt('b', [2]) };
    expect(await named(whole).find('req_1')).toMatchObject({ isCut: false });
    const cut = { ...whole, b: logAt('b', [2], { isCut: true, omitted: 3 }) };
    expect(await named(cut).find('req_1')).toMatchObject({ isCut: true, omitted: 3 });
  });

  it('tell together what was searched, and of each how it did', async () => {
    const searched = {
      files: 2,
      lines: 30,
      from: '2026-11-20',
      to: '2026-11-21',
      skipped: [{ source: 'x', reason: 'Y.' }],
    };
    const own: SourceOutcome[] = [{ source: 'table', searched: 'the last hours', failure: null }];
    const { searched: all } = await named({
      files: logAt('a', [], { searched }),
      table: logAt('b', [], { searched: { ...NOTHING, from: '2026-11-19', sources: own } }),
    }).find('req_1');
    expect(all).toEqual({
      ...{ files: 2, lines: 30, from: '2026-11-19', to: '2026-11-21', skipped: searched.skipped },
      sources: [{ source: 'files', searched: '2 files, 30 lines', failure: null }, ...own],
    });
  });

  it.each([
    ['first', { down: failing(DOWN), well: logAt('a', [1]) }],
    ['last', { well: logAt('a', [1]), down: failing(DOWN) }],
  ])('give the lines of the others where the %s fails, and name it', async (_, logs) => {
    const found = await named(logs).find('req_1');
    expect(sourcesOf(found)).toEqual(['a0']);
    expect(found.searched.sources).toHaveLength(2);
    expect(found.searched.sources).toContainEqual({
      source: 'down',
      searched: null,
      failure: { code: 'service_unavailable', reason: 'It is down.' },
    });
  });

  it('name every one that fails', async () => {
    const logs = { one: failing(DOWN), two: failing(new Failure('unauthorized', 'No.')) };
    const { lines, searched } = await named(logs).find('req_1');
    expect(lines).toEqual([]);
    expect(searched.sources?.map(({ source, failure }) => [source, failure?.code])).toEqual([
      ['one', 'service_unavailable'],
      ['two', 'unauthorized'],
    ]);
  });

  it('let what nobody foresaw pass through', async () => {
    const bug = new TypeError('undefined is no function');
    await expect(named({ a: logAt('a', [1]), b: failing(bug) }).find('req_1')).rejects.toBe(bug);
  });

  it('hand on id and options, and are cancelled with the reason of the signal', async () => {
    const asked: unknown[] = [];
    const slow: RequestLog = {
      ...FINDS_ONLY,
      find: (id, { signal } = {}) => {
        asked.push(id);
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      },
    };
    const controller = new AbortController();
    const found = named({ a: slow, b: logAt('b', [1]) }).find('req_1', { signal: controller.signal });
    controller.abort('enough');
    await expect(found).rejects.toBe('enough');
    expect(asked).toEqual(['req_1']);
  });
});
