import { describe, expect, it } from 'vitest';
import { Failure, type FailureCode } from '../../src/base/failure.ts';
import type { Journal } from '../../src/logs/journal.ts';
import { LOG_FILES, type RequestLog } from '../../src/logs/log.ts';
import { allLogs } from '../../src/logs/merge-logs.ts';
import { nothingSeen, type SeenErrors } from '../../src/logs/tally/tally.ts';
import { explainError } from '../../src/tools/explain-error.ts';
import { listErrors } from '../../src/tools/list-errors.ts';
import { lookupRequest } from '../../src/tools/lookup-request.ts';
import { callTool, toolContext } from '../support/context.ts';
import { FINDS_ONLY } from '../support/finds-only.ts';

const TABLE = 'clickhouse://db:8443/logs/requests';
const FILES: RequestLog = {
  ...FINDS_ONLY,
  find: (id) => {
    const line = { time: '2026-11-20T09:00:00.000Z', level: 'error', status: 409, code: 'state_conflict' };
    const lines = id === 'req_here' ? [{ ...line, message: 'It is busy.', source: 'app.log:1' }] : [];
    const searched = { files: 3, lines: 42, from: line.time, to: line.time, skipped: [] };
    return Promise.resolve({ lines, moments: lines.map(() => 1n), omitted: 0, searched });
  },
};
const failing = (code: FailureCode, message: string): RequestLog => ({
  ...FINDS_ONLY,
  find: () => Promise.reject(new Failure(code, message)),
});
const down = {
  name: TABLE,
  log: failing('service_unavailable', 'Nothing answers at that address. Retry later.'),
};
const refused = {
  name: `${TABLE}2`,
  log: failing('unauthorized', 'It refused the password. Retrying does not help.'),
};
const files = { name: LOG_FILES, log: FILES };
const ORDERS = [
  ['behind the files', [files, down]],
  ['before the files', [down, files]],
] as const;
const lookUp = (logs: Parameters<typeof allLogs>[0], request_id: string) =>
  callTool(lookupRequest, { request_id }, toolContext(allLogs(logs)));

describe('a lookup, while a table cannot be searched', () => {
  it.each(ORDERS)('gives what the files hold, %s, and says that it is partial', async (_, logs) => {
    const { data, text } = await lookUp(logs, 'req_here');
    expect(data).toMatchObject({
      total: 1,
      error: { code: 'state_conflict' },
      note: `This answer is partial: ${TABLE} (service_unavailable) could not be searched in full, a failure of the logs of this MCP server, not of the platform, so there may be more lines and a different outcome.`,
      searched: {
        files: 3,
        sources: expect.arrayContaining([
          { source: LOG_FILES, searched: '3 files, 42 lines', failure: null },
          {
            source: TABLE,
            searched: null,
            failure: { code: 'service_unavailable', reason: expect.any(String) },
          },
        ]),
      },
    });
    expect(text).toContain('This answer is partial: ');
    expect(text).toMatch(
      /^Searched: 3 files, 42 lines, from .* clickhouse:\/\/db:8443\/logs\/requests: Failed \(service_unavailable\): Nothing answers at that address\. Retry later\.$/m,
    );
  });

  it.each(ORDERS)('does not say that there is no such request, %s, but why it cannot', async (_, logs) => {
    await expect(lookUp(logs, 'req_none')).rejects.toMatchObject({
      code: 'service_unavailable',
      message: expect.stringMatching(
        /^It is unknown whether any log line carries 'req_none', as not all logs could be searched: a failure of the logs of this MCP server, not of the platform\. Searched: 3 files, 42 lines, .*requests: Failed \(service_unavailable\): Nothing answers at that address\. Retry later\.$/,
      ),
    });
  });

  it.each([
    [[down, refused], 'service_unavailable'],
    [[refused, down], 'unauthorized'],
  ])('names each of two that fail, and fails as the first does', async (logs, code) => {
    const failure = await lookUp(logs, 'req_none').catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).toContain(`${TABLE}: Failed (service_unavailable)`);
    expect(String(failure)).toContain(`${TABLE}2: Failed (unauthorized)`);
    expect(String(failure)).not.toContain('0 files');
    expect((await lookUp([...logs, files], 'req_here')).data['note']).toMatch(/2? \(unauthorized\)/);
  });

  it('says not_found where a table was searched and holds nothing', async () => {
    const outcome = { source: TABLE, searched: 'lines since 09:00 by request_id', failure: null };
    const empty: RequestLog = {
      ...FINDS_ONLY,
      find: async () => ({
        lines: [],
        omitted: 0,
        searched: { files: 0, lines: 0, from: null, to: null, skipped: [], sources: [outcome] },
      }),
    };
    await expect(lookUp([{ name: TABLE, log: empty }], 'req_none')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(
        /Searched: clickhouse:.*: lines since 09:00 by request_id\. Check whether the id is mistyped or cut off/,
      ),
    });
  });
});

describe('a failure of the log database', () => {
  const failed = async (code: FailureCode, message: string) => {
    const context = toolContext(allLogs([{ name: TABLE, log: failing(code, message) }]));
    const thrown = await lookupRequest.call({ request_id: 'req_none' }, context).catch((error) => error);
    return { error: { code: thrown.code, message: thrown.message, request_id: 'req_own' } };
  };

  it.each([
    ['unauthorized', 'after_fix', 'whoever runs this MCP server'],
    ['forbidden_by_scope', 'after_fix', 'whoever runs this MCP server'],
    ['state_conflict', 'after_fix', 'whoever runs this MCP server'],
    ['rate_limited', 'after_delay', 'caller'],
    ['upstream_error', 'with_backoff', 'caller'],
    ['service_unavailable', 'with_backoff', 'caller'],
  ] as const)('%s is explained as such, not as the error of the platform', async (code, when, who) => {
    const wire = await failed(code, 'It does not work.');
    for (const error of [
      JSON.stringify(wire),
      JSON.stringify(wire, null, 2),
      `Error: ${JSON.stringify(wire)}`,
      JSON.stringify(JSON.stringify(wire)),
      wire.error.message,
    ]) {
      const { data } = await explainError.call({ error }, toolContext());
      expect(data).toMatchObject({
        ...{ code, who, retry: { when }, surface: 'this MCP server' },
        note: expect.stringContaining('a failure of the MCP server itself'),
      });
    }
    const { data } = await explainError.call(wire.error, toolContext());
    expect(data).toMatchObject({ surface: 'this MCP server' });
  });

  it('does not take the place of an error of the platform that stands before it', async () => {
    const wire = await failed('unauthorized', 'It does not work.');
    const error = `{"error":{"code":"workspace_slug_taken","message":"${'x'.repeat(2_000)}"}}\n${JSON.stringify(wire)}`;
    expect((await explainError.call({ error }, toolContext())).data).toMatchObject({
      code: 'workspace_slug_taken',
    });
  });

  it('may be meant by a code alone, which is said where there are tables', async () => {
    const noteOf = async (error: string, hasTables: boolean) =>
      (await explainError.call({ error }, { ...toolContext(), hasTables })).data['note'];
    expect(await noteOf('unauthorized', true)).toMatch(/its log database failed, not the platform/);
    expect(await noteOf('unauthorized', false)).toBeUndefined();
    expect(await noteOf('workspace_slug_taken', true)).toBeUndefined();
  });

  it('is said to be one, where its own request id is looked up', async () => {
    const { message } = (await failed('unauthorized', 'It does not work.')).error;
    const context = toolContext();
    const time = '2026-11-20T09:00:00.000Z';
    const record = { time, request_id: 'req_own', tool: 'lookup_request', code: 'unauthorized', message };
    await (context.journal as Journal).record(record);
    const { data } = await lookupRequest.call({ request_id: 'req_own' }, context);
    expect(data['note']).toMatch(/not of the platform: its message says whether to repeat the call/);
    expect(data['note']).not.toContain('change in the call');
  });
});

describe('counts, while a table cannot be counted', () => {
  const seen: SeenErrors = {
    since: async () => ({
      ...nothingSeen(),
      codes: new Map([['state_conflict', { count: 4, last: 1_000, ids: ['req_1'] }]]),
      upTo: 1_000,
      logs: 2,
      troubles: [{ source: TABLE, reason: 'Nothing answers at that address.' }],
    }),
  };
  const context = { ...toolContext(FILES), seen };

  it('are listed with what was not counted', async () => {
    const { data, text } = await callTool(listErrors, { seen: '24h' }, context);
    expect(data['note']).toBe(`Not counted: ${TABLE}. Nothing answers at that address.`);
    expect(text).toContain(`Not counted: ${TABLE}. Nothing answers at that address.`);
    expect(text).toMatch(/state_conflict .*4 log lines/);
  });

  it('are left out of an explanation, where a part of them would mislead', async () => {
    const { data, text } = await callTool(explainError, { error: 'state_conflict' }, context);
    expect(data).not.toHaveProperty('seen');
    expect(text).not.toContain('Seen in the last');
    const well: SeenErrors = { since: async (since) => ({ ...(await seen.since(since)), troubles: [] }) };
    const told = await explainError.call({ error: 'state_conflict' }, { ...context, seen: well });
    expect(told.data['seen']).toMatchObject({ count: 4 });
  });
});
