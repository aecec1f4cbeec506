import { describe, expect, it } from 'vitest';
import { nothingSeen, type Seen, type SeenErrors, seenInAll } from '../../../src/logs/tally/tally.ts';

const sourceOf = (seen: Partial<Seen>): SeenErrors => ({
  since: async () => ({ ...nothingSeen(), logs: 1, ...seen }),
});
const count = (many: number, last: number, ...ids: string[]) => ({ count: many, last, ids });

describe('what several sources show', () => {
  it('is added up, with the newest requests first', async () => {
    const all = seenInAll([
      sourceOf({
        codes: new Map([
          ['not_found', count(2, 10, 'req_old', 'req_older')],
          ['rate_limited', count(1, 5, 'req_r')],
        ]),
        statuses: new Map([[502, count(1, 4)]]),
        upTo: 10,
        unplaced: 3,
      }),
      sourceOf({
        codes: new Map([['not_found', count(40, 20, 'req_new', 'req_newer')]]),
        statuses: new Map([[502, count(6, 3)]]),
        upTo: 20,
        isBehind: true,
        logs: 4,
      }),
    ]);
    expect(await all.since(0)).toEqual({
      codes: new Map([
        ['not_found', count(42, 20, 'req_new', 'req_newer', 'req_old')],
        ['rate_limited', count(1, 5, 'req_r')],
      ]),
      statuses: new Map([[502, count(7, 4)]]),
      upTo: 20,
      unplaced: 3,
      isBehind: true,
      logs: 5,
      troubles: [],
    });
  });

  it('leaves what each of them counted as it was', async () => {
    const codes = new Map([['not_found', count(1, 1, 'req_1')]]);
    const all = seenInAll([sourceOf({ codes }), sourceOf({ codes: new Map(codes) })]);
    for (const _ of [1, 2]) expect((await all.since(0)).codes.get('not_found')?.count).toBe(2);
    expect(codes.get('not_found')).toEqual(count(1, 1, 'req_1'));
  });

  it('is told with the troubles of each, and up to no moment where nothing was counted', async () => {
    const trouble = (source: string) => ({ source, reason: 'It is down.' });
    const all = seenInAll([
      sourceOf({ troubles: [trouble('a')] }),
      sourceOf({}),
      sourceOf({ troubles: [trouble('b')] }),
    ]);
    expect(await all.since(0)).toMatchObject({ upTo: null, logs: 3, troubles: [trouble('a'), trouble('b')] });
  });

  it('is asked of each from the same moment on, with the same patience', async () => {
    const asked: unknown[] = [];
    const source: SeenErrors = {
      since: (...given) => {
        asked.push(given);
        return Promise.resolve(nothingSeen());
      },
    };
    await seenInAll([source, source]).since(7, { patience: 500 });
    expect(asked).toEqual([
      [7, { patience: 500 }],
      [7, { patience: 500 }],
    ]);
  });
});
