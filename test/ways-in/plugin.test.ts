import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import pkg from '../../package.json';
import { offeredFiles } from '../../scripts/plugin-files.ts';
import { pluginFiles } from '../../src/cli/connect/plugin.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const SKILL = 'skills/diagnose-api-errors/SKILL.md';

/** What Agent Plugins 1.0.0 allows in `plugin.json` and `mcp.json` (sections 5 and 7.2.1), closed as there. */
const SCHEMAS = 'https://agent-plugins.org/schemas/1.0.0';
const pluginJson = z.strictObject({
  $schema: z.literal(`${SCHEMAS}/plugin.schema.json`),
  name: z
    .string()
    .max(64)
    .regex(/^(?!.*(?:--|\.\.))[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/),
  version: z.string(),
  description: z.string(),
  author: z.strictObject({ name: z.string() }),
  homepage: z.url(),
  repository: z.url(),
  license: z.string(),
  keywords: z.array(z.string()),
});
const mcpJson = z.strictObject({
  $schema: z.literal(`${SCHEMAS}/mcp.schema.json`),
  mcpServers: z.record(
    z.string(),
    z.strictObject({
      type: z.literal('stdio'),
      command: z.string().regex(/^[^/\\]+$/, 'a bare name, which is found by the path of the system'),
      args: z.array(z.string()),
    }),
  ),
});

describe('the plugin that the repository offers', () => {
  test('is as npm run plugin writes it', () => {
    const files = offeredFiles();
    for (const [path, text] of Object.entries(files)) expect(read(path), path).toBe(text);
    const there = readdirSync(join(ROOT, 'plugin'), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length));
    const written = Object.keys(files).filter((path) => path.startsWith('plugin/'));
    expect(there.sort()).toEqual([...written, `plugin/${SKILL}`].sort());
  });

  test('starts the package of npm', () => {
    const { mcpServers } = JSON.parse(read('plugin/mcp.json'));
    expect(mcpServers).toEqual({
      'error-catalog': { type: 'stdio', command: 'npx', args: ['-y', pkg.name] },
    });
  });

  test.each(['.claude-plugin', '.agents/plugins'])('is found by %s/marketplace.json', (folder) => {
    const { plugins } = JSON.parse(read(`${folder}/marketplace.json`));
    const [{ name, source }] = plugins;
    expect(name).toBe(JSON.parse(read('plugin/plugin.json')).name);
    expect(source.path ?? source).toBe('./plugin');
  });
});

describe.each([
  ['npm', { command: 'npx', args: ['-y', pkg.name] }],
  ['a clone', { command: '/usr/local/bin/node', args: ['/src/dist/entry.cjs', '--logs', '/var/log/a b'] }],
  ['a clone on Windows', { command: 'C:\\node\\node.exe', args: ['C:\\src\\dist\\entry.cjs'] }],
])('a plugin for %s', (_, server) => {
  const files = pluginFiles({ server, hook: { ...server, args: [...server.args, 'hook'] } });
  const json = (path: string) => JSON.parse(files[path] ?? '');

  test('is one of Agent Plugins 1.0.0', () => {
    expect(pluginJson.safeParse(json('plugin.json')).error?.issues ?? []).toEqual([]);
    expect(mcpJson.safeParse(json('mcp.json')).error?.issues ?? []).toEqual([]);
  });

  test('starts the server for Claude Code and earlier Codex by the whole command', () => {
    expect(json('.mcp.json')).toEqual({ mcpServers: { 'error-catalog': server } });
    expect(json('.codex-plugin/plugin.json')).toMatchObject({
      mcpServers: './.mcp.json',
      skills: './skills/',
    });
  });

  test('says the same of itself wherever it does', () => {
    const { $schema: _schema, ...about } = json('plugin.json');
    expect(json('.claude-plugin/plugin.json')).toMatchObject(about);
    expect(json('.codex-plugin/plugin.json')).toMatchObject(about);
    expect(about).toMatchObject({ version: pkg.version, description: pkg.description, license: pkg.license });
  });

  test('holds the skill, whose name is that of its folder', () => {
    expect(files[SKILL]).toBe(read(`plugin/${SKILL}`));
    expect(files[SKILL]).toMatch(/^---\nname: diagnose-api-errors\ndescription: .{50,1024}\n/);
  });
});
