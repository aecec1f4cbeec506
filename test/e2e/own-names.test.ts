import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { fileLog } from '../../src/logs/file-log.ts';
import { openJournal } from '../../src/logs/logs.ts';
import { ownNames } from '../../src/redact/redact.ts';
import { failuresInto } from '../../src/services.ts';
import { freshFolder, RawServer } from '../support/server.ts';

const PAD = 'x'.repeat(1_100_000);
const LINES = {
  'app.log': '2026-11-20T09:00:00Z ERROR request_id=req_1 shoe size: 44 internal_note: call bob',
  'app.ndjson': '{"time":"2026-11-20T09:00:01Z","request_id":"req_1","in":{"internalNote":"call bob"}}',
  'prefix.log': '2026-11-20T09:00:02Z internal-note={"to":"bob"} request_id=req_1',
  'long.ndjson': `{"time":"2026-11-20T09:00:03Z","internal_note":"call bob","pad":"${PAD}","request_id":"req_1"}`,
  'long.log': `2026-11-20T09:00:04Z ${PAD} internal_note="${'a=1 '.repeat(100)}bob" request_id=req_1 b=2`,
};

test('the fields that --redact names are redacted in all that comes from logs, and in prompts', async () => {
  const folder = freshFolder();
  for (const [name, line] of Object.entries(LINES)) writeFileSync(join(folder, name), `${line}\n`);
  const server = await RawServer.initialized(['--logs', folder, '--redact', 'internal_note']);
  const found = await server.call('lookup_request', { request_id: 'req_1' });
  expect(found.result?.['structuredContent']).toMatchObject({ searched: { files: 5 } });
  expect(JSON.stringify(found).match(/long\.log|long\.ndjson|prefix\.log|app\.\w+/g)).toEqual(
    expect.arrayContaining(Object.keys(LINES)),
  );
  const asked = await server.request('prompts/get', {
    name: 'diagnose_error',
    arguments: { error: 'HTTP 409, internal_note: call bob' },
  });
  for (const reply of [found, asked]) {
    expect(JSON.stringify(reply)).toContain('[redacted]');
    expect(JSON.stringify(reply)).not.toContain('bob');
  }
  await server.close();
});

test('and in what a search shows, which finds no line by what is redacted in it', async () => {
  const path = join(freshFolder(), 'app.log');
  writeFileSync(path, `${LINES['app.log']}\n`);
  const { search } = fileLog({ paths: [path], ownNames: ownNames(['internal_note']) });
  const { lines } = await search({ text: 'shoe' });
  expect(JSON.stringify(lines.map(({ line }) => line))).toMatch(/shoe.*\[redacted\]/);
  expect((await search({ text: 'bob' })).lines).toEqual([]);
});

test('and in failures, where they are told and where they are kept', async () => {
  const journal = openJournal(freshFolder(), () => {});
  const fail = failuresInto(journal, () => {}, ownNames(['internalNote']));
  const { error } = await fail(new Failure('not_found', 'There is no internal_note=bob'), 'lookup_request');
  const { lines } = await journal.find(error.request_id);
  expect([error.message, lines[0]?.message]).toEqual(Array(2).fill('There is no internal_note=[redacted]'));
});
