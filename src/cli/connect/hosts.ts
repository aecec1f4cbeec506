/** What is known of a host: where it keeps its MCP servers, and how one is written there. */
export interface Host {
  title: string;
  /** Its file, by platform; what stands in braces is filled in from `Place`. */
  file: Readonly<Record<Platform, string>>;
  /** What shows that the host is installed, where the folder of its file does not. */
  sign?: string;
  format: 'json' | 'toml';
  /** The member of the file that holds its servers. */
  member: string;
  /** What an entry has besides its command and its arguments. */
  besides?: Readonly<Record<string, string>>;
  /** Where it takes the plugin, if it takes plugins from a folder of the user. */
  plugin?: {
    /** The folder of the plugin; what stands in braces is filled in from `Place`. */
    folder: string;
    /** The entry in the host's file that turns it on, where its folder alone does not. */
    enabled?: { member: string; name: string };
  };
  /** What to do for the change to count. */
  restart: string;
}

export type Platform = 'linux' | 'darwin' | 'win32';

/** The folders of a user, each with its full path. */
export interface Place {
  platform: Platform;
  home: string;
  /** `$XDG_CONFIG_HOME`, or `~/.config`. */
  config: string;
  /** `%APPDATA%` on Windows. */
  appData: string;
  /** `$CLAUDE_CONFIG_DIR`, or the home: where Claude Code has its file. */
  claude: string;
  /** `$CLAUDE_CONFIG_DIR`, or `~/.claude`: where it has its skills and plugins. */
  claudeFolder: string;
  /** `$CODEX_HOME`, or `~/.codex`. */
  codex: string;
}

/** Hosts that keep their servers in a file of the user, by the name that `connect` takes. */
export const HOSTS = {
  'claude-code': {
    title: 'Claude Code',
    file: everywhere('{claude}/.claude.json'),
    sign: '{home}/.claude',
    format: 'json',
    member: 'mcpServers',
    besides: { type: 'stdio' },
    plugin: { folder: '{claudeFolder}/skills/error-catalog' },
    restart: 'Start a new session of Claude Code; /mcp shows the server.',
  },
  'claude-desktop': {
    title: 'Claude Desktop',
    file: {
      linux: '{config}/Claude/claude_desktop_config.json',
      darwin: '{home}/Library/Application Support/Claude/claude_desktop_config.json',
      win32: '{appData}/Claude/claude_desktop_config.json',
    },
    format: 'json',
    member: 'mcpServers',
    restart: 'Quit Claude Desktop and open it again.',
  },
  cursor: {
    title: 'Cursor',
    file: everywhere('{home}/.cursor/mcp.json'),
    format: 'json',
    member: 'mcpServers',
    plugin: { folder: '{home}/.cursor/plugins/local/error-catalog' },
    restart: 'Cursor takes it over at once; Settings → MCP shows the server.',
  },
  vscode: {
    title: 'VS Code',
    file: {
      linux: '{config}/Code/User/mcp.json',
      darwin: '{home}/Library/Application Support/Code/User/mcp.json',
      win32: '{appData}/Code/User/mcp.json',
    },
    format: 'json',
    member: 'servers',
    besides: { type: 'stdio' },
    restart: 'Run "MCP: List Servers" in VS Code, and start error-catalog.',
  },
  codex: {
    title: 'Codex',
    file: everywhere('{codex}/config.toml'),
    format: 'toml',
    member: 'mcp_servers',
    plugin: {
      folder: '{codex}/plugins/cache/error-catalog/error-catalog/local',
      enabled: { member: 'plugins', name: 'error-catalog@error-catalog' },
    },
    restart: 'Start Codex anew; /mcp shows the server.',
  },
  gemini: {
    title: 'Gemini CLI',
    file: everywhere('{home}/.gemini/settings.json'),
    format: 'json',
    member: 'mcpServers',
    restart: 'Start Gemini CLI anew, in a folder that it trusts; /mcp shows the server.',
  },
  windsurf: {
    title: 'Windsurf',
    file: everywhere('{home}/.codeium/windsurf/mcp_config.json'),
    format: 'json',
    member: 'mcpServers',
    restart: 'Press Refresh in the MCP settings of Windsurf, or restart it.',
  },
  zed: {
    title: 'Zed',
    file: {
      linux: '{config}/zed/settings.json',
      darwin: '{home}/.config/zed/settings.json',
      win32: '{appData}/Zed/settings.json',
    },
    format: 'json',
    member: 'context_servers',
    restart: 'Zed takes it over at once; the settings of its agent panel show the server.',
  },
  junie: {
    title: 'Junie (JetBrains)',
    file: everywhere('{home}/.junie/mcp/mcp.json'),
    sign: '{home}/.junie',
    format: 'json',
    member: 'mcpServers',
    restart: 'Open Settings → Tools → Junie → MCP Settings in the IDE, which shows the server.',
  },
} as const satisfies Readonly<Record<string, Host>>;

export type HostName = keyof typeof HOSTS;
export const HOST_NAMES = Object.keys(HOSTS) as HostName[];

function everywhere(path: string): Record<Platform, string> {
  return { linux: path, darwin: path, win32: path };
}

/**
 * The folders of the user who runs this program.
 *
 * @param platform as `process.platform` names it; what is neither macOS nor Windows is taken for Linux
 */
export function placeOf(
  platform: NodeJS.Platform,
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): Place {
  const given = (name: string, usual: string): string => env[name]?.trim() || usual;
  return {
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    home,
    config: given('XDG_CONFIG_HOME', `${home}/.config`),
    appData: given('APPDATA', `${home}/AppData/Roaming`),
    claude: given('CLAUDE_CONFIG_DIR', home),
    claudeFolder: given('CLAUDE_CONFIG_DIR', `${home}/.claude`),
    codex: given('CODEX_HOME', `${home}/.codex`),
  };
}

/** The full paths of a host's file, of what shows that the host is installed, and of the plugin; null where it takes none. */
export function pathsOf(host: Host, place: Place): { file: string; sign: string; plugin: string | null } {
  const filled = (path: string): string => {
    const full = path.replace(/\{(\w+)\}/g, (_, name: string) => place[name as keyof Place]);
    return place.platform === 'win32' ? full.replaceAll('/', '\\') : full;
  };
  const file = filled(host.file[place.platform]);
  return {
    file,
    sign: host.sign === undefined ? file.replace(/[/\\][^/\\]*$/, '') : filled(host.sign),
    plugin: host.plugin === undefined ? null : filled(host.plugin.folder),
  };
}
