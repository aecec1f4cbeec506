import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/logs/journal.ts';
import { freshFolder } from '../support/server.ts';

const record = (request_id: string, message = 'It failed.') => {
  return { time: '2026-11-20T09:00:00.000Z', request_id, tool: 'explain_error', code: 'not_found', message };
};
const unexpected = (error: unknown) => {
  throw error;
};
const found = async (journal: ReturnType<typeof openJournal>, id: string) =>
  (await journal.find(id)).lines.length;

describe('the journal', () => {
  it('keeps the newest records within its bound, from many calls and several processes at once', async () => {
    const folder = freshFolder();
    const journals = [1, 2, 3].map(() => openJournal(folder, unexpected));
    const ids = Array.from({ length: 3_000 }, (_, n) => `req_${n}`);
    await Promise.all(ids.map((id, n) => journals[n % 3]?.record(record(id, 'x'.repeat(1_500)))));
    await journals[0]?.record(record('req_last'));

    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
    expect(sizes.length).toBeLessThanOrEqual(3);
    expect(Math.max(...sizes)).toBeLessThan(1_048_576 + 20_000);
    const reopened = openJournal(folder, unexpected);
    expect(await found(reopened, 'req_last')).toBe(1);
    for (const id of ids.slice(-500)) expect(await found(reopened, id), id).toBe(1);
  });

  it.each<[string, (file: string) => void]>([
    ['a FIFO', (file) => void execFileSync('mkfifo', [file])],
    ['a folder', (file) => void mkdirSync(file)],
  ])('does not wait for %s in its place', async (_, put) => {
    const folder = freshFolder();
    put(join(folder, 'journal.ndjson'));
    const troubles: unknown[] = [];
    const journal = openJournal(folder, (error) => troubles.push(error));
    await journal.record(record('req_1'));
    await journal.record(record('req_2'));
    expect(troubles).toHaveLength(1);
    expect(await found(journal, 'req_2')).toBe(1);
  });

  it('passes over damaged lines', async () => {
    const folder = freshFolder();
    writeFileSync(
      join(folder, 'journal.ndjson'),
      `{"time":\n\u0000\n{}\n${JSON.stringify(record('req_ok'))}\n`,
    );
    expect(await found(openJournal(folder, unexpected), 'req_ok')).toBe(1);
  });

  it('finds and counts under a workspace only what was recorded under it', async () => {
    const folder = freshFolder();
    const [acme, globex, all] = ['Acme', 'globex', null].map((name) => openJournal(folder, unexpected, name));
    await globex?.record(record('req_theirs', 'The "workspace":"acme" is not theirs.'));
    await all?.record(record('req_all'));
    await acme?.record(record('req_ours'));
    const missing = await acme?.find('req_nobody');
    expect(missing).toMatchObject({ lines: [], searched: { lines: 1 } });
    expect(await acme?.find('req_theirs')).toEqual(missing);
    expect(await acme?.find('req_all')).toEqual(missing);
    expect((await acme?.find('req_ours'))?.lines).toMatchObject([{ source: 'journal' }]);
    expect((await all?.find('req_theirs'))?.lines).toHaveLength(1);
  });

  it('works without a folder', async () => {
    const journal = openJournal(null, () => {});
    await journal.record(record('req_memory'));
    expect(await found(journal, 'req_memory')).toBe(1);
  });
});
