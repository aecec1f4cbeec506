import { readFileSync } from 'node:fs';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json';
import { readConfig } from '../../src/config.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const section = readme.split(/^## /m).find((part) => part.startsWith('Connect it\n')) ?? '';

const LOGS = '/path/to/your/logs';
const SERVER = { command: 'npx', args: ['-y', pkg.name, '--logs', LOGS] };
const LINE = [SERVER.command, ...SERVER.args].join(' ');

/** What VS Code asks for when it starts the server; it takes the place of the path. */
const INPUT = { type: 'promptString', id: 'error-catalog-logs', description: expect.any(String) };
const ASKING = {
  type: 'stdio',
  command: 'npx',
  args: [...SERVER.args.slice(0, -1), `\${input:${INPUT.id}}`],
};

const fenced = (language: string) =>
  [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
const spans = [...section.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
const startingWith = (start: string) => spans.filter((text) => text.startsWith(start));
const links = [...section.matchAll(/\]\((https:[^)]+)\)/g)].map(([, url = '']) => new URL(url));
const parameter = (url: URL, name: string) => JSON.parse(url.searchParams.get(name) ?? 'null');

describe('the ways to connect a host, in the README', () => {
  it('start a command that the server understands', () => {
    expect(fenced('sh')).toEqual([`${LINE}\n`]);
    const surroundings = { args: SERVER.args.slice(2), env: {}, platform: 'linux', home: '/home/ada' };
    expect(readConfig(surroundings)).toMatchObject({ config: { logs: [LOGS], command: { name: 'serve' } } });
  });

  it('are there for every host that we know', () => {
    const hosts = ['Claude Code', 'Claude Desktop', 'Cursor', 'VS Code', 'Codex', 'Gemini CLI', 'Windsurf'];
    const missing = [...hosts, 'JetBrains', 'Zed', 'AI SDK'].filter((host) => !section.includes(host));
    expect(missing).toEqual([]);
  });

  it('give each file the shape that its hosts read', () => {
    expect(fenced('json').map((text) => JSON.parse(text))).toEqual([
      { mcpServers: { 'error-catalog': SERVER } },
      { inputs: [INPUT], servers: { 'error-catalog': ASKING } },
      { context_servers: { 'error-catalog': { ...SERVER, env: {} } } },
    ]);
    expect(fenced('toml').map((text) => parseToml(text))).toEqual([
      { mcp_servers: { 'error-catalog': SERVER } },
    ]);
  });

  it.each([
    ['claude mcp add ', [`error-catalog -- ${LINE}`, `error-catalog -- cmd /c ${LINE}`]],
    ['codex mcp add ', [`error-catalog -- ${LINE}`]],
    // Without the separator Gemini CLI takes -y for an option of its own.
    ['gemini mcp add ', [`--scope user error-catalog npx -- ${LINE.replace('npx ', '')}`]],
  ])('add it with %s', (start, lines) => {
    const onUnix = (line: string) => line.replace('C:\\path\\to\\your\\logs', LOGS);
    expect(startingWith(start).map((line) => onUnix(line.slice(start.length)))).toEqual(lines);
  });

  it('add it with code --add-mcp', () => {
    const [line = ''] = startingWith('code --add-mcp ');
    expect(JSON.parse(/'(.*)'$/.exec(line)?.[1] ?? 'null')).toEqual({ name: 'error-catalog', ...SERVER });
  });

  it('link to Cursor with the same command', () => {
    const urls = [
      ...links.filter(({ host, pathname }) => host === 'cursor.com' && pathname === '/en/install-mcp'),
      ...startingWith('cursor://anysphere.cursor-deeplink/mcp/install?').map((text) => new URL(text)),
    ];
    expect(urls).toHaveLength(2);
    for (const { searchParams } of urls) {
      expect(searchParams.get('name')).toBe('error-catalog');
      const config = Buffer.from(searchParams.get('config') ?? '', 'base64').toString();
      expect(JSON.parse(config)).toEqual(SERVER);
    }
  });

  it('link to VS Code with the same command', () => {
    const urls = links.filter(({ pathname }) => pathname === '/redirect/mcp/install');
    expect(urls.map(({ searchParams }) => searchParams.get('quality'))).toEqual([null, 'insiders']);
    for (const url of urls) {
      expect(url.searchParams.get('name')).toBe('error-catalog');
      expect(parameter(url, 'inputs')).toEqual([INPUT]);
      expect(parameter(url, 'config')).toEqual(ASKING);
    }
    const [deepLink = ''] = startingWith('vscode:mcp/install?');
    const query = decodeURIComponent(new URL(deepLink).search.slice(1));
    // VS Code decodes the query twice, so that a percent sign would not survive.
    expect(JSON.parse(decodeURIComponent(query))).toEqual({
      name: 'error-catalog',
      inputs: [INPUT],
      ...ASKING,
    });
  });

  it('start it from a script with the AI SDK', () => {
    const [script = ''] = fenced('ts');
    const list = /args: (\[.*\])/.exec(script)?.[1] ?? '[]';
    expect(script).toContain(`command: '${SERVER.command}'`);
    expect(JSON.parse(list.replaceAll("'", '"'))).toEqual(SERVER.args);
  });
});
