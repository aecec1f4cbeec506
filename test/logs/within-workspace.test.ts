import { describe, expect, it } from 'vitest';
import { type Found, LOG_FILES, type LogLine, type RequestLog } from '../../src/logs/log.ts';
import { type Clock, dueAfter, withinWorkspace } from '../../src/logs/workspace.ts';
import { FINDS_ONLY } from '../support/finds-only.ts';

const searched: Found['searched'] = { files: 2, lines: 40, from: null, to: null, skipped: [] };
const line = (fields: Partial<LogLine>): LogLine => ({ time: null, source: 'a.log:1', ...fields });
const own = (fields: Partial<LogLine> = {}) => line({ rest: { request_id: 'req_1' }, ...fields });
const ours = own({ workspace: 'acme' });
const theirs = own({ workspace: 'globex' });
const unsaid = own({ message: 'no workspace' });

/** Time that passes only where something sleeps or a search says so. */
class TestClock implements Clock {
  time = 0;
  now = () => this.time;
  sleep = (ms: number) => {
    this.time += ms;
    return Promise.resolve();
  };
}

/** A log that holds these lines of `req_1`, and takes `ms` to say so. */
function logOf(
  lines: LogLine[],
  { omitted = 0, clock = new TestClock(), ms = 3, skipped = searched.skipped } = {},
) {
  const log: RequestLog = {
    ...FINDS_ONLY,
    find: (id) => {
      clock.time += id === 'req_1' ? ms : 1;
      const found = id === 'req_1' ? { lines, omitted } : { lines: [], omitted: 0 };
      return Promise.resolve({ ...found, searched: { ...searched, skipped } });
    },
  };
  return withinWorkspace(log, 'Acme', { clock });
}

const shown = async (lines: LogLine[]) => (await logOf(lines).find('req_1')).lines;
/** Lines as they are shown: where in its file one stands tells how much others wrote before it. */
const placeless = (lines: LogLine[]) => lines.map((each) => ({ ...each, source: 'a.log' }));

describe('a server that is limited to a workspace', () => {
  it('answers for a request of another workspace as for one that is missing', async () => {
    const log = logOf([theirs, unsaid, own({ workspace: 'ACME-2' })], { omitted: 7 });
    expect(await log.find('req_1')).toEqual(await log.find('req_none'));
  });

  it('shows the lines that name the workspace, in any case, and those of the request that name none', async () => {
    const lines = [ours, own({ workspace: 'ACME' }), unsaid];
    expect(await shown(lines)).toEqual(placeless(lines));
  });

  it.each<[string, LogLine[], LogLine[]]>([
    ['lines of others', [ours, theirs], [ours]],
    ['what names no workspace, where two share an id', [ours, theirs, unsaid], [ours]],
    ['what names no workspace, where nothing proves whose it is', [unsaid], []],
    ['a mention in a line that names no workspace', [ours, { ...unsaid, mentioned_in: 'parent_id' }], [ours]],
    ['a path of another workspace', [ours, own({ path: '/v1/workspaces/globex/apps?x=1' })], [ours]],
    ['an encoded path of another workspace', [ours, own({ path: '/v1/workspaces/glob%65x' })], [ours]],
    [
      'a field of another workspace in an object',
      [ours, own({ rest: { 'req.params.workspace': 'globex' } })],
      [ours],
    ],
    ['a list of workspaces', [ours, own({ rest: { workspace: ['acme', 'globex'] } })], [ours]],
  ])('drops %s', async (_, lines, left) => {
    expect(await shown(lines)).toEqual(placeless(left));
  });

  it.each<[string, LogLine]>([
    ['a mention', { ...ours, mentioned_in: 'message' }],
    ['an id that a caller sent', line({ workspace: 'acme', rest: { user_agent: 'req_1' }, path: '/req_1' })],
    ['a path', own({ path: '/workspaces/acme/apps' })],
  ])('does not take %s for a proof of whose the request is', async (_, proof) => {
    expect(await shown([proof, unsaid])).not.toContainEqual(placeless([unsaid])[0]);
  });

  it('finds its proof in a line of text with pairs too', async () => {
    const text = line({ workspace: 'acme', message: 'failed workspace=acme request_id=req_1 at once' });
    expect(await shown([text, unsaid])).toEqual(placeless([text, unsaid]));
  });

  it('counts what was not kept only where all that was kept is its own', async () => {
    expect((await logOf([ours, unsaid], { omitted: 9 }).find('req_1')).omitted).toBe(9);
    expect((await logOf([ours, theirs], { omitted: 9 }).find('req_1')).omitted).toBe(0);
  });

  it('does not tell the names of files that could not be searched', async () => {
    const reason = 'It may not be read.';
    const skipped = [
      { source: 'globex.log', reason },
      { source: 'initech.log', reason },
    ];
    const found = await logOf([], { skipped }).find('req_1');
    expect(found.searched.skipped).toEqual([{ source: '2 of the logs', reason }]);
  });

  it('does not tell how much others wrote, nor when', async () => {
    const skipped = [{ source: 'a.gz', reason: 'It is damaged.', extent: 'The first 1,234 bytes count.' }];
    const found = await logOf([ours], { skipped }).find('req_1');
    expect(found.searched).toEqual({
      ...{ files: 0, lines: 0, from: null, to: null, isUntold: true },
      skipped: [{ source: 'one of the logs', reason: 'It is damaged.' }],
    });
  });

  it('tells as little of log files beside tables', async () => {
    const sources = [
      { source: LOG_FILES, searched: '2 files, 40 lines', failure: null },
      { source: 'a table of request logs', searched: 'all lines by request_id', failure: null },
    ];
    const log: RequestLog = {
      ...FINDS_ONLY,
      find: () => Promise.resolve({ lines: [], omitted: 0, searched: { ...searched, sources } }),
    };
    const found = await withinWorkspace(log, 'acme', { clock: new TestClock() }).find('req_1');
    expect(found.searched.sources?.map((source) => source.searched)).toEqual([
      'to their ends',
      'all lines by request_id',
    ]);
  });
});

describe('the time of an answer', () => {
  it('is the same whether a request is missing, ours or of another workspace', async () => {
    for (const [lines, id] of [
      [[theirs], 'req_1'],
      [[ours], 'req_1'],
      [[], 'req_none'],
    ] as const) {
      const clock = new TestClock();
      await logOf([...lines], { clock, ms: 30 }).find(id);
      expect(clock.time).toBe(50);
    }
  });

  it.each([
    [0, 50],
    [50, 50],
    [51, 100],
    [100, 100],
    [101, 200],
    [399, 400],
    [401, 800],
    [801, 1_600],
    [1_601, 2_400],
  ])('is put off from %i ms to %i ms', (taken, due) => {
    expect(dueAfter(taken)).toBe(due);
  });

  it('is the same for a search that fails', async () => {
    const clock = new TestClock();
    const failing: RequestLog = { ...FINDS_ONLY, find: () => Promise.reject(new Error('broken')) };
    await expect(withinWorkspace(failing, 'acme', { clock }).find('req_1')).rejects.toThrow('broken');
    expect(clock.time).toBe(50);
  });

  it('is now for a call that is cancelled, with the reason of its signal', async () => {
    const cancel = new AbortController();
    const slow: RequestLog = {
      ...FINDS_ONLY,
      find: () => Promise.resolve({ lines: [], omitted: 0, searched }),
    };
    const waiting: Clock = {
      now: () => 0,
      sleep: (_, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('woken')));
          cancel.abort(new Error('cancelled'));
        }),
    };
    await expect(
      withinWorkspace(slow, 'acme', { clock: waiting }).find('req_1', { signal: cancel.signal }),
    ).rejects.toThrow('cancelled');
  });
});
