import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, freshFolder, RawServer } from '../support/server.ts';

const record = (request_id: string, workspace: string | undefined, more: object = {}) =>
  JSON.stringify({
    time: '2026-11-20T09:00:00Z',
    level: 'error',
    request_id,
    workspace,
    msg: 'it broke',
    ...more,
  });

function logs(): string {
  const file = join(freshFolder(), 'app.ndjson');
  const lines = [
    record('req_ours', 'acme', { internalNote: 'call bob' }),
    record('req_ours', undefined),
    record('req_theirs', 'globex'),
    record('req_theirs', undefined),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const args = ['--logs', logs(), '--workspace', 'ACME', '--redact', 'internal_note'];
/** The message of a failed lookup without what is its own. */
const plain = (message: string) => message.replace(/req_\w+/g, 'ID').replace(/\(\d+ failures\)/, '');

describe('a server with --workspace', () => {
  it('shows its own requests only, and the others as if they were not there', async () => {
    const server = await RawServer.initialized(args);
    const own = await server.call('lookup_request', { request_id: 'req_ours' });
    const theirs = await server.call('lookup_request', { request_id: 'req_theirs' });
    const missing = await server.call('lookup_request', { request_id: 'req_nobody' });
    await server.close();
    expect(own.result?.['structuredContent']).toMatchObject({
      total: 2,
      note: expect.stringContaining("'ACME'"),
    });
    expect(JSON.stringify(own)).not.toContain('call bob');
    expect(plain(errorOf(theirs).message)).toBe(plain(errorOf(missing).message));
    expect(errorOf(theirs)).toMatchObject({ code: 'not_found', message: expect.stringContaining("'ACME'") });
  });

  it('tells neither how many lines others wrote, nor when', async () => {
    const server = await RawServer.initialized(args);
    const answers = [
      await server.call('lookup_request', { request_id: 'req_ours' }),
      await server.call('lookup_request', { request_id: 'req_theirs' }),
      await server.request('prompts/get', { name: 'report_problem', arguments: { request_id: 'req_ours' } }),
      await server.request('prompts/get', {
        name: 'report_problem',
        arguments: { request_id: 'req_nobody' },
      }),
    ].map((answer) => JSON.stringify(answer));
    await server.close();
    for (const answer of answers) {
      expect(answer).toContain('the log files, to their ends');
      expect(answer).not.toMatch(/\d+ files|\d+ lines,|ndjson:\d|"lines":\d|"from":/);
    }
    expect(answers[0]).toContain('(app.ndjson)');
  });

  it('holds its answers back, found or not', async () => {
    const server = await RawServer.initialized(args);
    for (const request_id of ['req_ours', 'req_theirs', 'req_nobody']) {
      const began = performance.now();
      await server.call('lookup_request', { request_id });
      expect(performance.now() - began).toBeGreaterThan(45);
    }
    await server.close();
  });

  it('does not find the failures of a server of another workspace in the journal that they share', async () => {
    const state = freshFolder();
    const started = (more: string[]) => RawServer.initialized(more, state);
    const other = await started(['--workspace', 'globex']);
    const { request_id } = errorOf(await other.call('explain_error', {}));
    const found = await other.call('lookup_request', { request_id });
    await other.close();
    const server = await started(['--workspace', 'acme']);
    const theirs = errorOf(await server.call('lookup_request', { request_id }));
    const missing = errorOf(await server.call('lookup_request', { request_id: 'req_nobody' }));
    await server.close();
    const all = await started([]);
    const seen = await all.call('lookup_request', { request_id });
    await all.close();
    expect(found.result?.isError).toBeUndefined();
    expect(seen.result?.isError).toBeUndefined();
    expect(theirs.message).toContain('(0 failures)');
    expect(plain(theirs.message)).toBe(plain(missing.message));
  });

  it('still gives the reply that is owed when stdin has ended, and then ends at once', async () => {
    const timed = async <T>(work: () => Promise<T>) => {
      const began = performance.now();
      return { value: await work(), took: performance.now() - began };
    };
    const server = await RawServer.initialized(args);
    const asked = await timed(() => server.call('lookup_request', { request_id: 'req_theirs' }));
    const reply = server.call('lookup_request', { request_id: 'req_theirs' });
    const exit = await timed(() => server.close());
    expect(errorOf(await reply).code).toBe('not_found');
    expect(exit.value.code).toBe(0);
    // A busy machine is slow at both; a timer that is waited for would take its time on any.
    expect(exit.took).toBeLessThan(2_000 + 20 * asked.took);
  });

  it('does not start without the name of a workspace', async () => {
    const server = new RawServer(['--workspace', '']);
    expect((await server.exited).code).toBe(2);
    expect(server.stderr).toContain('--workspace needs the name of a workspace');
  });
});
