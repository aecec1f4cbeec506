import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IS_SANDBOXED } from '../support/sandbox.ts';
import { ENTRY, errorOf, freshFolder, RawServer } from '../support/server.ts';

const line = (id: string) =>
  `{"time":1763600000000,"level":50,"request_id":"${id}","code":"not_found","msg":"no"}\n`;

interface Lookup {
  lines: { source: string; message?: string }[];
  note?: string;
  searched: { files: number; lines: number; skipped?: { source: string; reason: string }[] };
}

/** Asks a server over `paths` for a request; as another user where `uid` says so. */
async function lookup(paths: readonly string[], request_id: string, uid?: number) {
  const args = paths.flatMap((path) => ['--logs', path]);
  const entry = uid === undefined ? ENTRY : readableCopy();
  const server = await RawServer.initialized(args, freshFolder(), entry, uid);
  const reply = await server.call('lookup_request', { request_id });
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1];
  await server.close();
  return {
    reply,
    answer: reply.result?.['structuredContent'] as Lookup | undefined,
    peakMb: Number(peak) / 1024,
  };
}

/** The built server in a folder that every user may read. */
function readableCopy(): string {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  cpSync(dirname(ENTRY), join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return join(folder, 'dist', 'entry.cjs');
}

describe('a log folder in the wild', () => {
  it('answers from what can be read and names what cannot', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'a.log'), line('req_wild'));
    execFileSync('mkfifo', [join(folder, 'b.fifo')]);
    symlinkSync('/nowhere/at/all', join(folder, 'c.link'));
    mkdirSync(join(folder, 'd'));
    symlinkSync(folder, join(folder, 'd', 'loop'));
    const { answer } = await lookup([folder, join(folder, 'missing')], 'req_wild');
    expect(answer?.lines.map(({ source }) => source)).toEqual(['a.log:1']);
    const skipped = answer?.searched.skipped ?? [];
    for (const name of ['b.fifo', 'c.link', 'missing']) {
      expect(
        skipped.some(({ source }) => source.includes(name)),
        name,
      ).toBe(true);
    }
  });

  // What may not be read may be there.
  it.skipIf(IS_SANDBOXED)('says that a folder does not exist instead of finding nothing in it', async () => {
    const error = errorOf((await lookup(['/nowhere/at/all'], 'req_1')).reply);
    expect(error).toMatchObject({ code: 'not_found', message: expect.stringContaining('/nowhere/at/all') });
    expect(error.message).toMatch(/0 files/);
  });

  it('says that a folder and a file may not be read', async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'closed'));
    writeFileSync(join(folder, 'closed', 'x.log'), line('req_closed'));
    writeFileSync(join(folder, 'secret.log'), line('req_closed'), { mode: 0o600 });
    chmodSync(join(folder, 'closed'), 0o700);
    const other = process.getuid?.() === 0 ? 65_534 : undefined;
    if (other === undefined) {
      chmodSync(join(folder, 'closed'), 0);
      chmodSync(join(folder, 'secret.log'), 0);
    }
    const error = errorOf((await lookup([folder], 'req_closed', other)).reply);
    expect(error.message).toMatch(/closed \([^)]*read/);
    expect(error.message).toMatch(/secret\.log \([^)]*read/);
    expect(error.code).toBe('forbidden_by_scope');
    expect(error.message).toMatch(/Failed \(forbidden_by_scope\): Retrying does not help until/);
  });

  const whole = gzipSync(Array.from({ length: 50_000 }, (_, at) => line(`req_${at}`)).join(''));
  it.each<[string, (at: string) => void, code: string, change: RegExp]>([
    [
      'a gzip that is cut',
      (at) => writeFileSync(at, whole.subarray(0, -9_000)),
      'state_conflict',
      /whole copy/,
    ],
    [
      'a gzip that is damaged',
      (at) => writeFileSync(at, Buffer.from(whole).fill(0, whole.length >> 1)),
      'state_conflict',
      /whole copy/,
    ],
    [
      'a file in xz',
      (at) => writeFileSync(at, Buffer.from('fd377a585a0000', 'hex')),
      'state_conflict',
      /Decompress it/,
    ],
    ['links in a circle', (at) => symlinkSync(at, at), 'state_conflict', /real file/],
    ['a pipe', (at) => execFileSync('mkfifo', [at]), 'state_conflict', /Configure the file/],
  ])(
    'does not say that there is no such request while it cannot read %s, but what to change',
    async (_, make, code, change) => {
      const folder = freshFolder();
      writeFileSync(join(folder, 'a.log'), line('req_wild'));
      make(join(folder, 'odd'));
      const paths = [join(folder, 'a.log'), join(folder, 'odd')];
      const error = errorOf((await lookup(paths, 'req_none')).reply);
      expect(error).toMatchObject({ code, message: expect.stringMatching(change) });
      expect(error.message).toContain('as not all logs could be searched');
      expect(error.message).toContain(`Failed (${code}): Retrying does not help until`);
      const { answer } = await lookup(paths, 'req_wild');
      expect(answer?.lines).toHaveLength(1);
      expect(answer?.note).toMatch(/^This answer is partial: .*odd \(\w+\) could not be searched in full/);
    },
  );

  it('says not_found beside a path at which there is nothing, and that nothing was searched there', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'a.log'), line('req_wild'));
    const paths = [join(folder, 'a.log'), join(folder, 'gone.log'), join(folder, '*.gz')];
    const { code, message } = errorOf((await lookup(paths, 'req_none')).reply);
    expect(code).toBe('not_found');
    expect(message).toMatch(/Not searched: \S+gone\.log \(There is nothing at this path/);
    expect(message).toMatch(/Not searched: \S+\*\.gz \(No file matches/);
  });

  it('finds an id in a line that is not valid UTF-8', async () => {
    const folder = freshFolder();
    writeFileSync(
      join(folder, 'bytes.log'),
      Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from(' request_id=req_bytes \x80\n', 'latin1')]),
    );
    expect((await lookup([folder], 'req_bytes')).answer?.lines).toHaveLength(1);
  });
});

describe('a line of 1 GB', () => {
  let file: string;
  beforeAll(() => {
    file = join(freshFolder(), 'huge.log');
    writeFileSync(file, line('req_before'));
    truncateSync(file, 1_000_000_000);
    const handle = openSync(file, 'a');
    writeSync(handle, ` request_id=req_inside it broke\n${line('req_behind')}`);
  });
  afterAll(() => truncateSync(file, 0));

  it.each([
    ['req_before', /"message":"no"/],
    ['req_inside', /req_inside it/],
    ['req_behind', /"message":"no"/],
  ])('is searched in bounded memory: %s', async (id, says) => {
    const { answer, peakMb } = await lookup([file], id);
    expect(answer?.lines).toHaveLength(1);
    expect(JSON.stringify(answer?.lines[0])).toMatch(says);
    expect(peakMb).toBeLessThan(250);
  });
});
