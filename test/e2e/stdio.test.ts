import { cpSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTRY, freshFolder, RawServer, SAMPLE_LOGS } from '../support/server.ts';

const explain = (id: number | string) =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"tools/call","params":{"name":"explain_error","arguments":{"error":"rate_limited"}}}`;

describe('the life of the process', () => {
  it('writes the replies it owes, then goes, when stdin ends', async () => {
    const server = await RawServer.initialized(['--logs', SAMPLE_LOGS]);
    for (let id = 0; id < 500; id++) server.write(explain(id));
    server.write(
      '{"jsonrpc":"2.0","id":"last","method":"tools/call","params":{"name":"lookup_request","arguments":{"request_id":"req_xyz123"}}}',
    );
    expect(await server.close()).toEqual({ code: 0, signal: null });
    const ids = server.lines.map((line) => JSON.parse(line).id);
    expect(ids).toHaveLength(502);
    expect(new Set(ids)).toEqual(new Set(['t1', ...Array.from({ length: 500 }, (_, id) => id), 'last']));
  });

  it('answers a last line that has no newline', async () => {
    const server = new RawServer();
    server.child.stdin.end('{"jsonrpc":"2.0","id":1,"method":"ping"}');
    await server.exited;
    expect(server.lines).toEqual(['{"result":{},"jsonrpc":"2.0","id":1}']);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('goes quietly on %s', async (signal) => {
    const server = await RawServer.initialized();
    server.child.kill(signal);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
  });

  it('goes quietly when the host closes its end of stdout', async () => {
    const server = await RawServer.initialized();
    server.child.stdout.destroy();
    for (let id = 0; id < 100; id++) server.write(explain(id));
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
  });

  it('answers all of 3,000 pipelined calls while the reader pauses', async () => {
    const server = await RawServer.initialized();
    server.child.stdout.pause();
    for (let id = 0; id < 3_000; id++) server.write(explain(id));
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.child.stdout.resume();
    await server.close();
    expect(server.lines).toHaveLength(3_001);
    expect(server.stderr).toBe('');
  });

  it('sends nothing for a call that was cancelled, and still goes when stdin ends', async () => {
    const server = await RawServer.initialized();
    server.write(explain(0));
    server.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":0}}');
    server.write(explain(1));
    expect(await server.close()).toEqual({ code: 0, signal: null });
    expect(server.lines.map((line) => JSON.parse(line).id)).toEqual(['t1', 1]);
  });

  it('greets, but says that it is broken and ends, where a part of it is missing', async () => {
    const dist = join(freshFolder(), 'dist');
    cpSync(dirname(ENTRY), dist, { recursive: true });
    for (const name of readdirSync(dist)) if (name.startsWith('services-')) rmSync(join(dist, name));
    const server = await RawServer.initialized([], undefined, join(dist, 'entry.cjs'));
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toMatch(/cannot be loaded.*services-/s);
  });

  it('passes over blank lines and CRLF', async () => {
    const server = await RawServer.initialized();
    server.child.stdin.write(`\r\n\n  \n${explain('crlf')}\r\n`);
    expect((await server.reply(({ id }) => id === 'crlf')).result?.isError).toBeUndefined();
    await server.close();
  });
});

describe('the command line', () => {
  it.each([
    ['--version', 0, /^\d+\.\d+\.\d+$/m, /^$/],
    ['--help', 0, /--logs PATH/, /^$/],
    ['--color', 2, /^$/, /Unknown option '--color'.*--logs/],
    ['explode', 2, /^$/, /'explode'/],
  ])('%s', async (argument, code, stdout, stderr) => {
    const server = new RawServer([argument]);
    expect(await server.exited).toEqual({ code, signal: null });
    expect(server.lines.join('\n')).toMatch(stdout);
    expect(server.stderr).toMatch(stderr);
  });

  it('names every problem at once', async () => {
    const server = new RawServer(['--color', 'explode', '--logs']);
    await server.exited;
    expect(server.stderr).toMatch(/--color[\s\S]*explode[\s\S]*--logs needs a path/);
  });
});
