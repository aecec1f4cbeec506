import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTRY, freshFolder, SAMPLE_LOGS } from '../../support/server.ts';
import { runCli } from '../run-cli.ts';

/** A home with the files of some hosts in it. */
function homeWith(files: Readonly<Record<string, string>>): string {
  const home = freshFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(home, path, '..'), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return home;
}

function connect(home: string, ...args: string[]) {
  const env = { HOME: home, XDG_CONFIG_HOME: '', APPDATA: '', CLAUDE_CONFIG_DIR: '', CODEX_HOME: '' };
  return runCli(['connect', ...args], { env });
}

const read = (home: string, path: string): string => readFileSync(join(home, path), 'utf8');

describe('connect', () => {
  test('adds the server to every host that it finds, and says what to do then', async () => {
    const home = homeWith({
      '.claude.json': '{"numStartups": 3}',
      '.cursor/mcp.json': '{\n  "mcpServers": {\n    "x": { "command": "y" } // mine\n  }\n}\n',
      '.codex/config.toml': 'model = "o5"\n',
    });
    const { code, stdout } = await connect(home, '--logs', SAMPLE_LOGS);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Claude Code: added to .*\/\.claude\.json$/m);
    expect(stdout).toContain('Start a new session of Claude Code');
    expect(stdout).not.toContain('Zed');
    const start = { command: process.execPath, args: [ENTRY, '--logs', SAMPLE_LOGS] };
    expect(JSON.parse(read(home, '.claude.json'))).toEqual({
      numStartups: 3,
      mcpServers: { 'error-catalog': { type: 'stdio', ...start } },
    });
    expect(read(home, '.claude.json.before-error-catalog')).toBe('{"numStartups": 3}');
    expect(read(home, '.cursor/mcp.json')).toContain('"x": { "command": "y" } // mine\n');
    expect(read(home, '.codex/config.toml')).toContain(
      `model = "o5"\n\n[mcp_servers.error-catalog]\ncommand = ${JSON.stringify(process.execPath)}\n`,
    );
  });

  test('changes nothing when it is repeated, and takes itself out again', async () => {
    const text = '{\n  "mcpServers": {\n    "x": { "command": "y" }\n  }\n}\n';
    const home = homeWith({ '.cursor/mcp.json': text });
    await connect(home, 'cursor');
    const added = read(home, '.cursor/mcp.json');
    const again = await connect(home, 'cursor');
    expect(again.stdout).toContain('Cursor: nothing to change in');
    expect(read(home, '.cursor/mcp.json')).toBe(added);
    const removed = await connect(home, 'cursor', '--remove');
    expect(removed.code).toBe(0);
    expect(removed.stdout).toContain('Cursor: removed from');
    expect(JSON.parse(read(home, '.cursor/mcp.json'))).toEqual(JSON.parse(text));
  });

  test('with --dry-run shows the change and writes nothing', async () => {
    const home = homeWith({ '.gemini/settings.json': '{}\n' });
    const { code, stdout } = await connect(home, 'gemini', 'zed', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Gemini CLI: would be added to');
    expect(stdout).toContain('  +     "error-catalog": {');
    expect(read(home, '.gemini/settings.json')).toBe('{}\n');
    expect(existsSync(join(home, '.config'))).toBe(false);
  });

  test('makes the file of a host that is named but was not found', async () => {
    const home = freshFolder();
    const { code } = await connect(home, 'vscode');
    expect(code).toBe(0);
    const { servers } = JSON.parse(read(home, '.config/Code/User/mcp.json'));
    expect(servers['error-catalog']).toMatchObject({ type: 'stdio', command: process.execPath });
    expect(statSync(join(home, '.config/Code/User/mcp.json')).mode & 0o777).toBe(0o600);
  });

  test('leaves a broken file as it is, says where it breaks, and goes on with the others', async () => {
    const home = homeWith({ '.cursor/mcp.json': '{\n  "mcpServers": {,\n}', '.gemini/settings.json': '{}' });
    const { code, stdout } = await connect(home);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^Cursor: nothing was changed in .*, as it is no JSON from line 2, column 18 on$/m,
    );
    expect(stdout).toContain('Gemini CLI: added to');
    expect(read(home, '.cursor/mcp.json')).toBe('{\n  "mcpServers": {,\n}');
  });

  test('keeps the permissions of a file, and a link to it', async () => {
    const home = homeWith({ 'dotfiles/mcp.json': '{}' });
    chmodSync(join(home, 'dotfiles/mcp.json'), 0o640);
    mkdirSync(join(home, '.cursor'));
    symlinkSync(join(home, 'dotfiles/mcp.json'), join(home, '.cursor/mcp.json'));
    expect((await connect(home)).code).toBe(0);
    expect(lstatSync(join(home, '.cursor/mcp.json')).isSymbolicLink()).toBe(true);
    expect(read(home, 'dotfiles/mcp.json')).toContain('error-catalog');
    expect(statSync(join(home, 'dotfiles/mcp.json')).mode & 0o777).toBe(0o640);
  });

  test('shows no key of another server that stands on the line of a change', async () => {
    const key = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
    const home = homeWith({
      '.cursor/mcp.json': `{"mcpServers":{"x":{"command":"y","env":{"T":"${key}"}}}}`,
    });
    const { stdout } = await connect(home);
    expect(stdout).not.toContain(key);
    expect(read(home, '.cursor/mcp.json')).toContain(key);
  });

  describe.each([
    ['claude-code', '.claude/skills/error-catalog', '.claude.json'],
    ['cursor', '.cursor/plugins/local/error-catalog', '.cursor/mcp.json'],
    ['codex', '.codex/plugins/cache/error-catalog/error-catalog/local', '.codex/config.toml'],
  ])('with --plugin %s', (host, folder, file) => {
    const start = { command: process.execPath, args: [ENTRY, '--logs', SAMPLE_LOGS] };
    const PORTABLE = { type: 'stdio', command: 'node', args: start.args };

    test('gets the plugin in place of the entry, and loses it again', async () => {
      const home = freshFolder();
      await connect(home, host, '--logs', SAMPLE_LOGS);
      const { code, stdout } = await connect(home, host, '--plugin', '--logs', SAMPLE_LOGS);
      expect(code).toBe(0);
      expect(stdout).toContain(`its plugin: added to ${join(home, folder)}\n`);
      expect(read(home, file)).not.toContain('entry.cjs');
      const servers = (path: string) => JSON.parse(read(home, join(folder, path))).mcpServers;
      expect(servers('mcp.json')).toEqual({ 'error-catalog': PORTABLE });
      expect(servers('.mcp.json')).toEqual({ 'error-catalog': start });
      expect(read(home, join(folder, 'skills/diagnose-api-errors/SKILL.md'))).toMatch(/^---\nname: diagnose/);

      const again = await connect(home, host, '--plugin', '--logs', SAMPLE_LOGS);
      expect(again.stdout).toMatch(/^\S.*, its plugin: nothing to change in [^\n]*\n$/);
      const back = await connect(home, host, '--logs', SAMPLE_LOGS);
      expect(back.stdout).toContain(`its plugin: removed from ${join(home, folder)}\n`);
      expect(existsSync(join(home, folder))).toBe(false);
      expect(read(home, file)).toContain('entry.cjs');
      expect(read(home, file)).not.toContain('enabled');
    });

    test('and --dry-run shows its files and writes none, and --remove takes it out', async () => {
      const home = freshFolder();
      const shown = await connect(home, host, '--plugin', '--dry-run');
      expect(shown.stdout).toContain(`  + ${join(home, folder)}/skills/diagnose-api-errors/SKILL.md\n`);
      expect(existsSync(join(home, folder))).toBe(false);
      await connect(home, host, '--plugin');
      const removed = await connect(home, host, '--remove', '--json');
      expect(JSON.parse(removed.stdout).hosts[0].plugin).toEqual({
        folder: join(home, folder),
        result: 'removed',
      });
      expect(existsSync(join(home, folder))).toBe(false);
    });

    test('leaves a folder alone that holds something else', async () => {
      const home = homeWith({ [`${folder}/SKILL.md`]: 'mine' });
      const { code, stdout } = await connect(home, host, '--plugin');
      expect(code).toBe(1);
      expect(stdout).toContain('holds something else than this plugin: move it away');
      expect(read(home, `${folder}/SKILL.md`)).toBe('mine');
      expect(existsSync(join(home, file))).toBe(false);
    });
  });

  test('with --plugin, a host that takes none has the entry', async () => {
    const home = freshFolder();
    expect((await connect(home, 'gemini', '--plugin')).stdout).toContain('Gemini CLI: added to');
    expect(read(home, '.gemini/settings.json')).toContain('entry.cjs');
  });

  test('gives a program the same as JSON', async () => {
    const home = homeWith({ '.cursor/mcp.json': '{' });
    const { code, stdout } = await connect(home, 'cursor', 'codex', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      hosts: [
        {
          host: 'cursor',
          file: join(home, '.cursor/mcp.json'),
          result: 'failed',
          problem: 'it is no JSON from line 1, column 2 on',
        },
        { host: 'codex', file: join(home, '.codex/config.toml'), result: 'added' },
      ],
    });
  });

  test.each([
    ['no host is found', [], 1, /No host was found on this machine. Name one/],
    ['a host is unknown', ['emacs'], 2, /Unknown host 'emacs'. The hosts are claude-code, /],
  ] as const)('says so where %s', async (_, args, code, message) => {
    const ended = await connect(freshFolder(), ...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(message);
  });
});
