import { describe, expect, test } from 'vitest';
import { HOST_NAMES, HOSTS, type HostName, pathsOf, placeOf } from '../../../src/cli/connect/hosts.ts';

const HOMES = { linux: '/home/ada', darwin: '/Users/ada', win32: 'C:\\Users\\ada' } as const;
const ENV = { linux: {}, darwin: {}, win32: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' } } as const;

/** Where the documentation of each host says that its file is. */
const FILES: Readonly<Record<HostName, Readonly<Record<keyof typeof HOMES, string>>>> = {
  'claude-code': {
    linux: '/home/ada/.claude.json',
    darwin: '/Users/ada/.claude.json',
    win32: 'C:\\Users\\ada\\.claude.json',
  },
  'claude-desktop': {
    linux: '/home/ada/.config/Claude/claude_desktop_config.json',
    darwin: '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json',
    win32: 'C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
  },
  cursor: {
    linux: '/home/ada/.cursor/mcp.json',
    darwin: '/Users/ada/.cursor/mcp.json',
    win32: 'C:\\Users\\ada\\.cursor\\mcp.json',
  },
  vscode: {
    linux: '/home/ada/.config/Code/User/mcp.json',
    darwin: '/Users/ada/Library/Application Support/Code/User/mcp.json',
    win32: 'C:\\Users\\ada\\AppData\\Roaming\\Code\\User\\mcp.json',
  },
  codex: {
    linux: '/home/ada/.codex/config.toml',
    darwin: '/Users/ada/.codex/config.toml',
    win32: 'C:\\Users\\ada\\.codex\\config.toml',
  },
  gemini: {
    linux: '/home/ada/.gemini/settings.json',
    darwin: '/Users/ada/.gemini/settings.json',
    win32: 'C:\\Users\\ada\\.gemini\\settings.json',
  },
  windsurf: {
    linux: '/home/ada/.codeium/windsurf/mcp_config.json',
    darwin: '/Users/ada/.codeium/windsurf/mcp_config.json',
    win32: 'C:\\Users\\ada\\.codeium\\windsurf\\mcp_config.json',
  },
  zed: {
    linux: '/home/ada/.config/zed/settings.json',
    darwin: '/Users/ada/.config/zed/settings.json',
    win32: 'C:\\Users\\ada\\AppData\\Roaming\\Zed\\settings.json',
  },
  junie: {
    linux: '/home/ada/.junie/mcp/mcp.json',
    darwin: '/Users/ada/.junie/mcp/mcp.json',
    win32: 'C:\\Users\\ada\\.junie\\mcp\\mcp.json',
  },
};

describe.each(HOST_NAMES)('%s', (name) => {
  test.each(['linux', 'darwin', 'win32'] as const)('keeps its servers on %s', (platform) => {
    const place = placeOf(platform, HOMES[platform], ENV[platform]);
    expect(pathsOf(HOSTS[name], place).file).toBe(FILES[name][platform]);
  });
});

test.each([
  ['vscode', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/Code/User/mcp.json'],
  ['zed', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/zed/settings.json'],
  ['claude-code', { CLAUDE_CONFIG_DIR: '/work/claude' }, '/work/claude/.claude.json'],
  ['codex', { CODEX_HOME: '/work/codex' }, '/work/codex/config.toml'],
  ['codex', { CODEX_HOME: ' ' }, '/home/ada/.codex/config.toml'],
] as const)('%s heeds %j', (name, env, file) => {
  expect(pathsOf(HOSTS[name], placeOf('linux', '/home/ada', env)).file).toBe(file);
});

test.each([
  ['claude-code', 'linux', {}, '/home/ada/.claude/skills/error-catalog'],
  ['claude-code', 'linux', { CLAUDE_CONFIG_DIR: '/work/claude' }, '/work/claude/skills/error-catalog'],
  ['claude-code', 'win32', {}, 'C:\\Users\\ada\\.claude\\skills\\error-catalog'],
  ['codex', 'linux', {}, '/home/ada/.codex/plugins/cache/error-catalog/error-catalog/local'],
  ['codex', 'darwin', { CODEX_HOME: '/c' }, '/c/plugins/cache/error-catalog/error-catalog/local'],
  ['cursor', 'darwin', {}, '/Users/ada/.cursor/plugins/local/error-catalog'],
  ['vscode', 'linux', {}, null],
] as const)('%s takes the plugin on %s with %j in %s', (name, platform, env, folder) => {
  expect(pathsOf(HOSTS[name], placeOf(platform, HOMES[platform], env)).plugin).toBe(folder);
});
