import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { getMcpConfigForManifest, MANIFEST_SCHEMAS, unpackExtension } from '@anthropic-ai/mcpb';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { name, version } from '../../package.json';
import { environment, freshFolder } from '../support/server.ts';

const PACK = fileURLToPath(new URL('../../scripts/pack-mcpb.mjs', import.meta.url));

/** What a person made of the settings in the host. */
export type Settings = Record<string, string | string[]>;

interface Surroundings {
  /** A program of the host that runs the bundle, or nothing for Node itself. */
  host?: string[];
  env?: Record<string, string>;
}

/** The bundle, packed and unpacked again in a folder of its own. */
export class UnpackedBundle {
  readonly folder = freshFolder();
  readonly path = join(this.folder, 'unpacked');

  async make(): Promise<void> {
    await promisify(execFile)(process.execPath, [PACK, this.folder]);
    const mcpbPath = join(this.folder, `${name}-${version}.mcpb`);
    const unpacked = await unpackExtension({ mcpbPath, outputDir: this.path, silent: true });
    if (!unpacked) throw new Error(`${mcpbPath} cannot be unpacked.`);
  }

  readJson(file: string): unknown {
    return JSON.parse(readFileSync(join(this.path, file), 'utf8'));
  }

  /** The manifest, as the format's own schema reads it; throws where it does not fit. */
  manifest() {
    return MANIFEST_SCHEMAS['0.4'].parse(this.readJson('manifest.json'));
  }

  /** Starts the bundle as a host does with these settings, speaks to it, then ends it. */
  async speak<T>(
    settings: Settings,
    ask: (client: Client) => Promise<T>,
    { host = [], env }: Surroundings = {},
  ): Promise<T> {
    const config = await getMcpConfigForManifest({
      manifest: this.manifest(),
      extensionPath: this.path,
      systemDirs: {},
      userConfig: settings,
      pathSeparator: '/',
    });
    if (config === undefined) throw new Error('A host would not start the bundle with these settings.');
    const client = new Client({ name: 'test', version: '1' });
    try {
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args: [...host, ...(config.args ?? [])],
          env: { ...environment(freshFolder()), ...env, ...config.env },
          stderr: 'pipe',
        }),
      );
      return await ask(client);
    } finally {
      await client.close();
    }
  }
}
