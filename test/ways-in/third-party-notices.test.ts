import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';
import { noticesOf } from '../../scripts/third-party-notices.mjs';
import { freshFolder } from '../support/server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = 'THIRD-PARTY-NOTICES.txt';

const read = (...parts: string[]) => readFileSync(join(ROOT, ...parts), 'utf8');

const plain = (text: string) => text.replaceAll(/\s+/g, ' ');

/** A notice with the terms that it shares with an earlier one. */
function withTerms(notice: string): string {
  return notice.replace(/^The terms are those of (\S+) above, word for word\.$/m, (_, owner: string) => {
    const earlier =
      notices.slice(0, notices.indexOf(notice)).find((each) => each.startsWith(`${owner} `)) ?? '';
    return earlier.slice(earlier.search(/^(?:Permission is hereby granted|Redistribution and use)/m));
  });
}

/** A package of which some code is in what ships. */
interface Bundled {
  folder: string;
  name: string;
  version: string;
  license: string;
}

let bundled: Bundled[];
let notices: string[];

beforeAll(async () => {
  const { metafile } = await bundle('dist');
  const folders = new Set<string>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [inPackage, ...above] = path.split('node_modules/').reverse();
      if (above.length === 0 || bytesInOutput === 0) continue;
      const depth = inPackage?.startsWith('@') ? 2 : 1;
      const name = inPackage?.split('/').slice(0, depth).join('/') ?? '';
      folders.add(`${above.reverse().join('node_modules/')}node_modules/${name}`);
    }
  }
  bundled = [...folders].map((folder) => ({ folder, ...JSON.parse(read(folder, 'package.json')) }));
  notices = read(FILE)
    .split(/\n-{80}\n\n/)
    .slice(1);
}, 60_000);

describe('the notices of the packages that are bundled', () => {
  it('name each of them with its version and license, and no other', () => {
    expect(bundled.length).toBeGreaterThan(10);
    const titles = bundled.map(({ name, version, license }) => `${name} ${version} (${license})`);
    expect(notices.map((notice) => notice.split('\n')[0]).sort()).toEqual(titles.sort());
  });

  it('hold the full text of each license', () => {
    for (const { folder, name, version } of bundled) {
      const notice = plain(withTerms(notices.find((each) => each.startsWith(`${name} ${version} `)) ?? ''));
      const [file] = readdirSync(join(ROOT, folder)).filter((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
      if (file !== undefined) expect(notice).toContain(plain(read(folder, file)).trim());
      expect(notice, name).toMatch(/copyright/i);
      expect(notice, name).toMatch(/AS[\s-]IS/);
      expect(notice.length, name).toBeGreaterThan(700);
    }
  });

  it('go with the package', () => {
    const said = execFileSync(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'],
      {
        cwd: ROOT,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    );
    const [{ files }] = JSON.parse(said) as [{ files: { path: string }[] }];
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([FILE, 'LICENSE']));
  });

  it('are not written where a package has no license text: the build says which', async () => {
    const folder = join(freshFolder(), 'node_modules', 'bare');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"name":"bare","version":"1.0.0","license":"MIT"}');
    const inputs = { [join(folder, 'index.js')]: { bytesInOutput: 1 } };
    const output = { bytes: 1, inputs, imports: [], exports: [] };
    const written = noticesOf({ inputs: {}, outputs: { 'server.js': output } });
    await expect(written).rejects.toThrow(/^bare is bundled but ships no license text\. Copy .*bare\.txt/);
  });
});
