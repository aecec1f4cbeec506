import { readFileSync } from 'node:fs';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import { readConfig } from '../../src/config/config.ts';

const page = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = page('README.md');
const hosts = page('docs/hosts.md');

/** A way to start the server, and the part of the page that tells it. */
interface Way {
  command: string;
  args: string[];
  text: string;
}

const LOGS = '/path/to/your/logs';
const [beforeRelease = '', afterRelease = ''] = hosts.split(/^## (?=From the first release on\n)/m);
const CLONE: Way = {
  command: 'node',
  args: ['/full/path/dist/entry.cjs', '--logs', LOGS],
  text: beforeRelease,
};
const RELEASE: Way = { command: 'npx', args: ['-y', pkg.name, '--logs', LOGS], text: afterRelease };

const serverOf = ({ command, args }: Way) => ({ command, args });
const lineOf = ({ command, args }: Way) => [command, ...args].join(' ');

/** What VS Code asks for when it starts the server; it takes the place of the path. */
const INPUT = { type: 'promptString', id: 'error-catalog-logs', description: expect.any(String) };
const askingOf = ({ command, args }: Way) => {
  return { type: 'stdio', command, args: [...args.slice(0, -1), `\${input:${INPUT.id}}`] };
};

const fenced = (language: string, { text }: Way) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, block = '']) =>
    name === language ? [block] : [],
  );
const startingWith = (start: string, { text }: Way) =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span).filter((span) => span.startsWith(start));
const links = [...RELEASE.text.matchAll(/\]\((https:[^)]+)\)/g)].map(([, url = '']) => new URL(url));
const parameter = (url: URL, name: string) => JSON.parse(url.searchParams.get(name) ?? 'null');

describe('the ways to connect a host by hand', () => {
  it('start a command that the server understands', () => {
    expect(fenced('sh', CLONE)).toEqual([`${lineOf(CLONE)}\n`]);
    for (const [way, own] of [[CLONE, 1] as const, [RELEASE, 2] as const]) {
      const input = { args: way.args.slice(own), env: {}, platform: 'linux', home: '/home/ada' };
      expect(readConfig(input)).toMatchObject({
        config: { logs: [LOGS], command: { name: 'serve' } },
      });
    }
  });

  it('need no package that is not published yet, but where they say so', () => {
    expect(afterRelease).toMatch(/^From the first release on\n\nThe package is not on npm yet/);
    expect(beforeRelease).toContain(lineOf(CLONE));
    expect(readme + beforeRelease).not.toMatch(/\bnpx\b|unpkg\.com/);
  });

  it('are there for every host that we know', () => {
    const names = ['Claude Code', 'Claude Desktop', 'Cursor', 'VS Code', 'Codex', 'Gemini CLI', 'Windsurf'];
    const missing = [...names, 'JetBrains', 'Zed', 'AI SDK'].filter((host) => !CLONE.text.includes(host));
    expect(missing).toEqual([]);
  });

  it('give each file the shape that its hosts read', () => {
    const server = serverOf(CLONE);
    expect(fenced('json', CLONE).map((text) => JSON.parse(text))).toEqual([
      { mcpServers: { 'error-catalog': server } },
      { inputs: [INPUT], servers: { 'error-catalog': askingOf(CLONE) } },
      { context_servers: { 'error-catalog': { ...server, env: {} } } },
    ]);
    expect(fenced('toml', CLONE).map((text) => parseToml(text))).toEqual([
      { mcp_servers: { 'error-catalog': server } },
    ]);
    expect(RELEASE.text).toContain(`"command": "${RELEASE.command}"`);
    expect(RELEASE.text).toContain(`"args": ${JSON.stringify(RELEASE.args).replaceAll(',', ', ')}`);
  });

  it.each([
    ['a clone', CLONE, []],
    ['the package', RELEASE, [`error-catalog -- cmd /c ${lineOf(RELEASE)}`]],
  ])('add %s by the command of a host', (_, way, onWindows) => {
    const unix = (line: string) => line.replace('C:\\path\\to\\your\\logs', LOGS);
    const added = (start: string) => startingWith(start, way).map((line) => unix(line.slice(start.length)));
    const line = `error-catalog -- ${lineOf(way)}`;
    expect(added('claude mcp add ')).toEqual([line, ...onWindows]);
    expect(added('codex mcp add ')).toEqual([line]);
    // Without the separator Gemini CLI takes -y for an option of its own.
    const { command, args } = way;
    expect(added('gemini mcp add ')).toEqual([`--scope user error-catalog ${command} -- ${args.join(' ')}`]);
  });

  it('add it with code --add-mcp', () => {
    const [line = ''] = startingWith('code --add-mcp ', CLONE);
    expect(JSON.parse(/'(.*)'$/.exec(line)?.[1] ?? 'null')).toEqual({
      name: 'error-catalog',
      ...serverOf(CLONE),
    });
  });

  it('link to Cursor with the same command', () => {
    const deepLinks = startingWith('cursor://anysphere.cursor-deeplink/mcp/install?', RELEASE);
    const urls = [
      ...links.filter(({ host, pathname }) => host === 'cursor.com' && pathname === '/en/install-mcp'),
      ...deepLinks.map((text) => new URL(text)),
    ];
    expect(urls).toHaveLength(2);
    for (const { searchParams } of urls) {
      expect(searchParams.get('name')).toBe('error-catalog');
      const config = Buffer.from(searchParams.get('config') ?? '', 'base64').toString();
      expect(JSON.parse(config)).toEqual(serverOf(RELEASE));
    }
  });

  it('link to VS Code with the same command', () => {
    const urls = links.filter(({ pathname }) => pathname === '/redirect/mcp/install');
    expect(urls.map(({ searchParams }) => searchParams.get('quality'))).toEqual([null, 'insiders']);
    for (const url of urls) {
      expect(url.searchParams.get('name')).toBe('error-catalog');
      expect(parameter(url, 'inputs')).toEqual([INPUT]);
      expect(parameter(url, 'config')).toEqual(askingOf(RELEASE));
    }
    const [deepLink = ''] = startingWith('vscode:mcp/install?', RELEASE);
    const query = decodeURIComponent(new URL(deepLink).search.slice(1));
    // VS Code decodes the query twice, so that a percent sign would not survive.
    expect(JSON.parse(decodeURIComponent(query))).toEqual({
      name: 'error-catalog',
      inputs: [INPUT],
      ...askingOf(RELEASE),
    });
  });

  it('start it from a script with the AI SDK', () => {
    const [script = ''] = fenced('ts', CLONE);
    const list = /args: (\[.*\])/.exec(script)?.[1] ?? '[]';
    expect(script).toContain(`command: '${CLONE.command}'`);
    expect(JSON.parse(list.replaceAll("'", '"'))).toEqual(CLONE.args);
  });
});

describe('what the README says at its beginning', () => {
  const [beginning = ''] = readme.split(/^## /m);

  it('whose errors it knows, how many, and that a catalog of your own takes their place', () => {
    const { length } = builtinCatalog().entries;
    expect(beginning).toContain(`the ${length} error codes of an identity platform's API`);
    expect(beginning).toContain('[A catalog of your own](#your-own-catalog) takes their place');
    expect(readme).toContain('\n## Your own catalog\n');
  });
});
