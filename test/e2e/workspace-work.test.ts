import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTRY, environment, errorOf, freshFolder, RawServer, type Reply } from '../support/server.ts';

/** How much two lookups may differ in what they read: pages of the index, the journal, which grows; no block of a log. */
const ALIKE = 8_192;
const BLOCK = 65_536;

const random = (of: string) => createHash('sha256').update(of).digest('hex');
const line = (request_id: string, workspace: string, at: number) =>
  `${JSON.stringify({ time: 1_763_600_000_000 + at, level: 50, request_id, workspace, msg: random(`${request_id}${at}`).repeat(3) })}\n`;

/** A log of many requests of two workspaces, and of one of the other that has lines everywhere. */
function textOf(name: string, lines: number): string {
  return Array.from({ length: lines }, (_, at) => {
    if (at % 100 === 3) return line('req_spread00', 'globex', at);
    return line(`req_${name}${String(at).padStart(6, '0')}`, at % 4 === 0 ? 'acme' : 'globex', at);
  }).join('');
}

const IDS: [string, string][] = [
  ['a request of another in a plain log', 'req_p000101'],
  ['one in a compressed log', 'req_c000101'],
  ['one that is spread over all blocks', 'req_spread00'],
  ['one that there is not', 'req_absent2'],
];

/** How many bytes a server has asked the system for, in all. */
const readBy = (server: RawServer) =>
  Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${server.child.pid}/io`, 'utf8'))?.[1]);

describe.runIf(existsSync('/proc/self/io'))('what a server of one workspace reads to answer', () => {
  describe.each([
    ['with an index', 20_000, true],
    ['of logs that are too short for one', 800, false],
  ])('%s', (_, lines, isIndexed) => {
    let server: RawServer;
    let folder: string;
    beforeAll(async () => {
      folder = join(freshFolder(), 'logs');
      mkdirSync(folder);
      writeFileSync(join(folder, 'plain.ndjson'), textOf('p', lines));
      writeFileSync(join(folder, 'compressed.ndjson.gz'), gzipSync(textOf('c', lines)));
      const state = freshFolder();
      const args = ['--logs', folder, '--workspace', 'acme'];
      const env = environment(state);
      if (isIndexed) execFileSync(process.execPath, [ENTRY, 'index', ...args], { env });
      server = await RawServer.initialized(args, state);
      // What is loaded once is loaded now.
      for (const id of ['req_absent1', 'req_p000100'])
        await server.call('lookup_request', { request_id: id });
    });
    afterAll(() => server.close());

    /** The least of several: what the process reads beside a lookup (a module, the journal) only adds to one of them. */
    const readFor = async (request_id: string) => {
      const replies: Reply[] = [];
      const bytes: number[] = [];
      while (replies.length < 4) {
        const before = readBy(server);
        replies.push(await server.call('lookup_request', { request_id }));
        bytes.push(readBy(server) - before);
      }
      return { reply: replies[0] as Reply, bytes: Math.min(...bytes) };
    };

    it.each(IDS)('is the same for %s', async (_, id) => {
      const absent = await readFor('req_absent1');
      const other = await readFor(id);
      expect(errorOf(other.reply).code).toBe('not_found');
      expect(Math.abs(other.bytes - absent.bytes)).toBeLessThan(ALIKE);
    });

    it('is little where there is an index, and all there is where there is none', async () => {
      const { bytes } = await readFor('req_absent1');
      if (isIndexed) expect(bytes).toBeLessThan(2 * BLOCK);
      else expect(bytes).toBeGreaterThan(readFileSync(join(folder, 'plain.ndjson')).length);
      for (const id of ['req_p000100', 'req_c000100']) {
        const { reply } = await readFor(id);
        expect(reply.result?.['structuredContent']).toMatchObject({ request_id: id, total: 1 });
      }
    });
  });
});
