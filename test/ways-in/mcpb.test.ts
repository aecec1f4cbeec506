import { readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, name, type, version } from '../../package.json';
import { freshFolder, SAMPLE_LOGS } from '../support/server.ts';
import { type Settings, UnpackedBundle } from './unpacked-bundle.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const EMBEDDED_HOST = fileURLToPath(new URL('fixtures/embedded-host.cjs', import.meta.url));

/** A request of the workspace acme in the sample logs. */
const REQUEST = 'req_1gyeqcs738hy';

const bundle = new UnpackedBundle();

async function lookUp(client: Client): Promise<string> {
  const { content } = await client.callTool({ name: 'lookup_request', arguments: { request_id: REQUEST } });
  return (content as { text: string }[])[0]?.text ?? '';
}

const FOUND = /GET \/v1\/workspaces\/acme\/webhooks/;
const NOT_FOUND = /"code":"not_found"/;
const NO_LOGS = /No request logs are configured/;

describe('the bundle for Claude Desktop', () => {
  beforeAll(() => bundle.make(), 60_000);
  afterAll(() => rmSync(bundle.folder, { recursive: true }));

  it('holds the server and what the host needs to show it, nothing else', () => {
    expect(readdirSync(bundle.path).sort()).toEqual(
      [
        'LICENSE',
        'THIRD-PARTY-NOTICES.txt',
        'dist',
        'icon.png',
        'manifest.json',
        'package.json',
        'start.cjs',
      ].sort(),
    );
    const built = readdirSync(DIST).filter((file) => !file.startsWith('.'));
    expect(readdirSync(join(bundle.path, 'dist')).sort()).toEqual(built.sort());
    expect(bundle.readJson('package.json')).toMatchObject({ name, version, type });
  });

  it('describes itself as the package and the server do', async () => {
    const { tools, prompts } = await bundle.speak({}, async (client) => ({
      tools: (await client.listTools()).tools,
      prompts: client.getServerCapabilities()?.prompts ? (await client.listPrompts()).prompts : [],
    }));
    expect(bundle.manifest()).toMatchObject({
      name,
      version,
      compatibility: { runtimes: { node: engines.node } },
      tools: tools.map((tool) => ({ name: tool.name, description: tool.description })),
      prompts: prompts.map((prompt) => ({
        name: prompt.name,
        arguments: (prompt.arguments ?? []).map((argument) => argument.name),
        text: expect.stringContaining(prompt.description ?? ''),
      })),
    });
  });

  it('gives each argument of a prompt its place', () => {
    for (const { arguments: names = [], text } of bundle.manifest().prompts ?? []) {
      expect([...text.matchAll(/\$\{arguments\.(\w+)\}/g)].map(([, name]) => name)).toEqual(names);
    }
  });

  it('asks for no setting, and uses each where the host can fill it in', () => {
    const { user_config: settings = {}, server } = bundle.manifest();
    const args = server.mcp_config.args ?? [];
    const values = Object.values(server.mcp_config.env ?? {});
    for (const [key, { required, multiple }] of Object.entries(settings)) {
      expect(required).toBe(false);
      // Several values are only ever filled in where the placeholder is a whole argument.
      expect(multiple ? args : values).toContain(`\${user_config.${key}}`);
    }
    const used = [...args, ...values].filter((each) => each.includes('user_config')).length;
    expect(used).toBe(Object.keys(settings).length);
  });

  it.each<[string, Settings, RegExp]>([
    ['no setting', {}, NO_LOGS],
    ['settings that were emptied', { log_folders: [], log_files: [], workspace: '', catalog: '' }, NO_LOGS],
    ['blank settings', { workspace: '  ', log_folders: ['', SAMPLE_LOGS] }, FOUND],
    ['a folder', { log_folders: [SAMPLE_LOGS] }, FOUND],
    ['several folders', { log_folders: [freshFolder(), SAMPLE_LOGS] }, FOUND],
    ['a file', { log_files: [join(SAMPLE_LOGS, 'edge.ndjson')] }, FOUND],
    ['a workspace that was emptied', { log_folders: [SAMPLE_LOGS], workspace: '' }, FOUND],
    ['the workspace of the request', { log_folders: [SAMPLE_LOGS], workspace: 'acme' }, FOUND],
    ['another workspace', { log_folders: [SAMPLE_LOGS], workspace: 'globex' }, NOT_FOUND],
    [
      'a workspace with the dress of an option',
      { log_folders: [SAMPLE_LOGS], workspace: '--help' },
      NOT_FOUND,
    ],
  ])('looks a request up with %s', async (_, settings, expected) => {
    expect(await bundle.speak(settings, lookUp)).toMatch(expected);
  });

  it('keeps the workspace that its surroundings name where nobody fills one in', async () => {
    const env = { ERROR_CATALOG_WORKSPACE: 'globex' };
    const settings = { log_folders: [SAMPLE_LOGS] };
    expect(await bundle.speak(settings, lookUp, { env })).toMatch(NOT_FOUND);
    expect(await bundle.speak({ ...settings, workspace: 'acme' }, lookUp, { env })).toMatch(FOUND);
  });

  it('asks a table as the user that the person named', async () => {
    const asked: unknown[] = [];
    const server = createServer(({ headers }, response) => {
      asked.push(headers.authorization ?? headers['x-clickhouse-user']);
      response.writeHead(403, { 'x-clickhouse-exception-code': '516' });
      response.end('Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const table = `clickhouse://127.0.0.1:${port}/logs/requests?preset=flat&tls=off`;
    const login = { clickhouse_user: 'ada', clickhouse_password: 'hunter2' };
    const emptied = { clickhouse_user: '', clickhouse_password: '' };
    const env = { ERROR_CATALOG_CLICKHOUSE_USER: 'grace', ERROR_CATALOG_CLICKHOUSE_PASSWORD: 'compiler' };
    try {
      expect(await bundle.speak({ table, ...login }, lookUp)).toMatch(/"code":"unauthorized"/);
      await bundle.speak({ table, ...emptied }, lookUp, { env });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
    expect(new Set(asked)).toEqual(new Set([basic('ada:hunter2'), basic('grace:compiler')]));
  });

  it('keeps the password out of sight', () => {
    expect(bundle.manifest().user_config?.['clickhouse_password']).toMatchObject({ sensitive: true });
    expect(JSON.stringify(bundle.manifest().server.mcp_config.args)).not.toContain('password');
  });

  it('answers in the Node of the host, where stdin and stdout are messages', async () => {
    const settings = { log_folders: [SAMPLE_LOGS], workspace: 'acme' };
    const twice = (client: Client) => Promise.all([lookUp(client), lookUp(client)]);
    const answers = await bundle.speak(settings, twice, { host: [EMBEDDED_HOST] });
    expect(answers).toEqual([expect.stringMatching(FOUND), expect.stringMatching(FOUND)]);
  });
});
