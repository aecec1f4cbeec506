import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogs } from '../../src/logs/logs.ts';
import { freshFolder } from '../support/server.ts';

const LINES = [
  { time: '2026-11-22T10:00:00Z', workspace: 'acme', order_no: 42, request_id: 'req_8', msg: 'paid' },
  { time: '2026-11-22T10:00:00Z', order_no: 42, msg: 'proven by the line before' },
  { time: '2026-11-22T10:00:01Z', workspace: 'acme', items: 42, request_id: 'req_9', msg: 'counted' },
];

/** What a search for `42` finds, where these names were configured. */
async function found(idKeys: string[], workspace: string | null) {
  const folder = freshFolder();
  writeFileSync(join(folder, 'app.log'), LINES.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { find } = openLogs(
    {
      logs: [folder],
      tables: [],
      tableLogin: { user: '', password: '' },
      idKeys,
      redact: [],
      workspace,
      stateFolder: null,
    },
    { workerUrl: new URL('file:///nothing'), onTrouble: () => {} },
  );
  const { lines = [] } = (await find?.('42')) ?? {};
  return lines.map(({ message, mentioned_in }) => ({ message, mentioned_in }));
}

test.each([null, 'acme'])(
  'a name that was configured holds ids of requests (workspace %s)',
  async (workspace) => {
    expect(await found(['orderNo'], workspace)).toEqual([
      { message: 'paid', mentioned_in: undefined },
      { message: 'proven by the line before', mentioned_in: undefined },
    ]);
    expect(await found([], workspace)).toEqual([]);
  },
);
