import { describe, expect, test } from 'vitest';
import { lookupRequest } from '../../../src/tools/lookup-request.ts';
import { callTool, toolContext } from '../../support/context.ts';
import type { LogRecord } from './records.ts';
import type { Adapter } from './request-log-contract.ts';

const MINUTE = 60_000;

const call = (
  minutes: number,
  request_id: string,
  status: number,
  more: Partial<LogRecord> = {},
): LogRecord => ({
  ...{ ago: minutes * MINUTE, request_id, service: 'edge', method: 'POST', path: '/v1/apps', status },
  ...{ workspace: 'acme', message: 'request completed', ...more },
});
const refused = { level: 'warn', code: 'state_conflict' };

const RECORDS: readonly LogRecord[] = [
  call(8, 'req_rel1', 201),
  call(5, 'req_rel2', 409, refused),
  {
    ...{ ago: 5 * MINUTE + 10, request_id: 'req_rel2', service: 'apps', level: 'warn', workspace: 'acme' },
    message: 'an app of this name was made by req_rel1',
  },
  call(4, 'req_rel3', 409, refused),
  call(3, 'req_rel4', 409, { ...refused, workspace: 'globex' }),
];

/** What lies around a request is told whatever holds the lines. */
export function testRelated({ name, open }: Adapter): void {
  describe(`what lies around a request in a request log: ${name}`, () => {
    test('is what its lines name, calls near it, and those of its workspace that failed alike', async () => {
      const log = await open(RECORDS);
      const { data } = await callTool(lookupRequest, { request_id: 'req_rel2' }, toolContext(log));
      expect(data).toMatchObject({
        outcome: { ended: 'failed', status: 409, carried_out: 'no' },
        cause: { message: 'an app of this name was made by req_rel1' },
        related: [
          { request_id: 'req_rel1', relation: 'named_in_its_lines', status: 201 },
          { request_id: 'req_rel3', relation: 'later_call', same: 'workspace', status: 409 },
        ],
        similar: { count: 1 },
      });
    });
  });
}
