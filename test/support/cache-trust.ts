import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTRY, environment, freshFolder } from './server.ts';

const NOBODY = 65_534;
const SOMEBODY = 65_533;
const isRoot = process.geteuid?.() === 0;

const REQUESTS = [
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}',
  '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"explain_error","arguments":{"error":"rate_limited"}}}',
];

/**
 * Writes, in place of the cache of `server.cjs`, what was compiled of another text of the same length, which is all that
 * V8 itself compares; dressed as our cache files are: the source, and twice what was compiled.
 */
const PLANT = `
const { readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const [server, cacheFile] = process.argv.slice(1);
const source = readFileSync(server);
const begin = '(function(exports,require,module,__filename,__dirname){';
const planted = "require('fs').writeSync(1,'PLANTED');process.exit(9);";
const text = begin + planted.padEnd(source.toString('utf8').length) + '\\n})';
const data = new Script(text, { filename: server }).createCachedData();
const kept = [data, Buffer.of(0)];
writeFileSync(cacheFile, Buffer.concat([source, ...kept, ...kept]));
`;

/** A copy of the built program that every user may read, and its code cache. */
class Copy {
  readonly #node: string;
  readonly dist: string;
  readonly cache: string;

  constructor(node: string) {
    this.#node = node;
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    this.dist = join(folder, 'dist');
    this.cache = join(this.dist, '.cache');
    cpSync(dirname(ENTRY), this.dist, { recursive: true, filter: (path) => !path.includes('.cache') });
    chmodSync(this.dist, 0o755);
    for (const name of readdirSync(this.dist)) chmodSync(join(this.dist, name), 0o644);
  }

  /** One short life of the server, asked twice. */
  start({ umask = '022', uid }: { umask?: string; uid?: number } = {}): {
    status: number | null;
    stdout: string;
  } {
    const command = [`umask ${umask}; exec "$0" "$1"`, this.#node, join(this.dist, 'entry.cjs')];
    const { status, stdout } = spawnSync('/bin/sh', ['-c', ...command], {
      input: `${REQUESTS.join('\n')}\n`,
      env: environment(freshFolder()),
      encoding: 'utf8',
      ...(uid !== undefined && { uid, gid: uid }),
    });
    return { status, stdout };
  }

  /** Has the cache made by root or this user, then plants code of another into it; gives the file's path. */
  plant(): string {
    expect(this.start().status).toBe(0);
    const name = this.names().find((each) => each.startsWith('server.cjs')) ?? '';
    const file = join(this.cache, name);
    const { status, stderr } = spawnSync(this.#node, ['-e', PLANT, join(this.dist, 'server.cjs'), file], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return file;
  }

  names(): string[] {
    return readdirSync(this.cache).sort();
  }

  /** Modes of the cache's folder and files, each once. */
  modes(): { folder: number; files: number[] } {
    const mode = (path: string) => lstatSync(path).mode & 0o7777;
    const files = this.names().map((name) => mode(join(this.cache, name)));
    return { folder: mode(this.cache), files: [...new Set(files)] };
  }

  contents(): [name: string, content: string][] {
    return this.names().map((name) => [name, readFileSync(join(this.cache, name), 'latin1')]);
  }
}

const PLANTED = { status: 9, stdout: 'PLANTED' };

/** What makes a folder one that is not to be trusted; those that give it away need root. */
const FOLDERS: Record<string, { needsRoot?: true; spoil: (copy: Copy) => void }> = {
  'that everyone may write to': { spoil: ({ cache }) => chmodSync(cache, 0o777) },
  'that its group may write to': { spoil: ({ cache }) => chmodSync(cache, 0o775) },
  'that everyone may write to, with the sticky bit': { spoil: ({ cache }) => chmodSync(cache, 0o1777) },
  'that is a link': {
    spoil({ cache, dist }) {
      renameSync(cache, join(dirname(dist), 'elsewhere'));
      symlinkSync(join(dirname(dist), 'elsewhere'), cache);
    },
  },
  'of another user': { needsRoot: true, spoil: ({ cache }) => chownSync(cache, NOBODY, NOBODY) },
};

const FILES: Record<string, { needsRoot?: true; spoil: (file: string) => void }> = {
  'that everyone may write to': { spoil: (file) => chmodSync(file, 0o666) },
  'that its group may write to': { spoil: (file) => chmodSync(file, 0o664) },
  'that is a link': {
    spoil(file) {
      const elsewhere = join(dirname(dirname(dirname(file))), 'elsewhere');
      renameSync(file, elsewhere);
      symlinkSync(elsewhere, file);
    },
  },
  'of another user': { needsRoot: true, spoil: (file) => chownSync(file, NOBODY, NOBODY) },
};

const spoilt = <Case extends { needsRoot?: true }>(cases: Record<string, Case>) =>
  Object.entries(cases).filter(([, { needsRoot }]) => isRoot || !needsRoot);

/** Registers tests of whose code cache this Node believes; modes and owners are those of POSIX. */
export function describeCacheTrust(node: string): void {
  const answers = (start: { status: number | null; stdout: string }) => {
    expect(start.status).toBe(0);
    expect(start.stdout).toContain('Too many requests');
  };

  describe.skipIf(process.platform === 'win32')('the code cache, as others may reach it', () => {
    it.each(['000', '002', '022', '077'])('is written by its owner alone under umask %s', (umask) => {
      const copy = new Copy(node);
      answers(copy.start({ umask }));
      expect(copy.modes()).toEqual({ folder: 0o755, files: [0o644] });
      expect(copy.names().length).toBeGreaterThan(2);
    });

    it('is believed where only its owner can write to it', () => {
      const copy = new Copy(node);
      copy.plant();
      expect(copy.start()).toEqual(PLANTED);
    });

    it.each(spoilt(FOLDERS))('is neither believed nor written in a folder %s', (_, { spoil }) => {
      const copy = new Copy(node);
      copy.plant();
      spoil(copy);
      const before = copy.contents();
      answers(copy.start());
      expect(copy.contents()).toEqual(before);
    });

    it.each(spoilt(FILES))('is replaced, not believed, where it is a file %s', (_, { spoil }) => {
      const copy = new Copy(node);
      const file = copy.plant();
      spoil(file);
      const planted = readFileSync(file);
      answers(copy.start());
      expect(readFileSync(file).equals(planted)).toBe(false);
      expect(copy.modes()).toEqual({ folder: 0o755, files: [0o644] });
      answers(copy.start());
    });

    it('is done without where a file stands in the place of its folder', () => {
      const copy = new Copy(node);
      writeFileSync(copy.cache, 'mine');
      answers(copy.start());
      expect(readFileSync(copy.cache, 'utf8')).toBe('mine');
    });

    it.runIf(isRoot)('is believed by others where root made it, and not where any other user did', () => {
      const copy = new Copy(node);
      copy.plant();
      expect(copy.start({ uid: NOBODY })).toEqual(PLANTED);
      chownSync(copy.cache, SOMEBODY, SOMEBODY);
      answers(copy.start({ uid: NOBODY }));
    });

    it.runIf(isRoot)('is not believed by root where another user made the folder', () => {
      const copy = new Copy(node);
      mkdirSync(copy.cache);
      chownSync(copy.cache, NOBODY, NOBODY);
      answers(copy.start());
      expect(copy.names()).toEqual([]);
    });
  });
}
