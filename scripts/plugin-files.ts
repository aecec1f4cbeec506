import { author, description, name } from '../package.json';
import { pluginFiles } from '../src/cli/connect/plugin.ts';

/** How the plugin starts the server for those who installed nothing: by npm. */
const SERVER = { command: 'npx', args: ['-y', name] };

const PLUGIN = 'error-catalog';
const TITLE = 'Error Catalog';

/**
 * The files of the plugin as the repository offers it, by their paths from its root on: the plugin, and the lists in which
 * Claude Code and Codex find it. Its skill is written by hand.
 */
export function offeredFiles(): Record<string, string> {
  const plugin = Object.entries(pluginFiles({ server: SERVER, hook: null }))
    .filter(([path]) => !path.startsWith('skills/'))
    .map(([path, text]) => [`plugin/${path}`, text] as const);
  const marketplaces = {
    '.claude-plugin/marketplace.json': {
      name: PLUGIN,
      description: `${TITLE}: ${description}`,
      owner: { name: author },
      plugins: [{ name: PLUGIN, source: './plugin', description }],
    },
    '.agents/plugins/marketplace.json': {
      name: PLUGIN,
      interface: { displayName: TITLE },
      plugins: [
        {
          name: PLUGIN,
          source: { source: 'local', path: './plugin' },
          policy: { installation: 'AVAILABLE', authentication: 'ON_INSTALL' },
          category: 'Developer Tools',
        },
      ],
    },
  };
  return {
    ...Object.fromEntries(plugin),
    ...Object.fromEntries(
      Object.entries(marketplaces).map(([path, content]) => [path, `${JSON.stringify(content, null, 2)}\n`]),
    ),
  };
}
