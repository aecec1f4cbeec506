import {
  appendFileSync,
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeCacheTrust } from '../support/cache-trust.ts';
import { ENTRY, freshFolder, RawServer } from '../support/server.ts';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = join(freshFolder(), 'dist');
  cpSync(dirname(ENTRY), folder, { recursive: true, filter: (path) => !path.includes('.cache') });
  cache = join(folder, '.cache');
});

/** One life of the server in `folder`, which answers as it should, and then waits for `ms`. */
async function live(uid?: number, ms = 0): Promise<void> {
  const server = await RawServer.initialized([], undefined, join(folder, 'entry.cjs'), uid);
  const { result } = await server.call('explain_error', { error: 'rate_limited' });
  expect(result?.content?.[0]?.text).toContain('Too many requests');
  await setTimeout(ms);
  expect(await server.close()).toEqual({ code: 0, signal: null });
  expect(server.stderr).toBe('');
}

/** One life that answers no call. */
async function idle(): Promise<void> {
  const server = await RawServer.initialized([], undefined, join(folder, 'entry.cjs'));
  // All that a server loads is there once its tools are told.
  await server.request('tools/list');
  expect(await server.close()).toEqual({ code: 0, signal: null });
}

const files = (): string[] =>
  readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe("V8's code cache beside the program", () => {
  it('is added to by the first lives that work, and is left as it is by a life that does not', async () => {
    const kept = () =>
      files().map((path) => ({ path, size: statSync(path).size, at: statSync(path).mtimeMs }));
    await idle();
    const first = kept();
    await idle();
    expect(kept()).toEqual(first);
    await live();
    expect(first.some(({ path, size }) => statSync(path).size > size * 1.02)).toBe(true);
  });

  it.each([
    ['short', 0],
    ['long enough to have all settings of a server that waits', 1_500],
  ])('is left as it is once some lives have added to it that are %s', async (_, ms) => {
    for (let life = 0; life < 4; life++) await live(undefined, ms);
    const written = files().map((path) => [path, statSync(path).mtimeMs]);
    expect(written.length).toBeGreaterThan(2);
    await live(undefined, ms);
    expect(files().map((path) => [path, statSync(path).mtimeMs])).toEqual(written);
  });

  it('is not believed where it is damaged, and is made anew', async () => {
    await live();
    for (const path of files()) {
      const bytes = readFileSync(path);
      for (let at = 100; at < bytes.length; at += 50) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      writeFileSync(path, bytes);
    }
    const damaged = files().map((path) => readFileSync(path));
    await live();
    files().forEach((path, index) => {
      expect(readFileSync(path).equals(damaged[index] as Buffer)).toBe(false);
    });
    await live();
  });

  it('is not believed for a chunk that is another now', async () => {
    await live();
    appendFileSync(join(folder, 'server.cjs'), '\nprocess.exitCode = 7;process.exit();');
    const server = new RawServer([], undefined, join(folder, 'entry.cjs'));
    expect(await server.exited).toEqual({ code: 7, signal: null });
  });

  it.runIf(process.getuid?.() === 0)('is done without where its folder cannot be written', async () => {
    chmodSync(dirname(folder), 0o755);
    await live(65_534);
    expect(readdirSync(folder)).not.toContain('.cache');
  });
});

describeCacheTrust(process.execPath);
