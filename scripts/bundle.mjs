import { build } from 'esbuild';
import { leanBundle } from './lean-bundle.mjs';
import { pastDoors } from './past-doors.mjs';
import { pageInBundle } from './view-page.mjs';
import { yamlInBundle } from './yaml-data.mjs';

/** The syntax that chunks may use. */
export const target = 'node20';

/**
 * What ships is bundled, so that `npx` installs one package without dependencies, and cut into chunks that
 * load when they are first needed. Nothing is written.
 *
 * @param {string} outdir where the chunks are to stand
 */
export async function bundle(outdir) {
  return await build({
    entryPoints: {
      server: 'src/server.ts',
      'index-worker': 'src/logs/index/index-worker.ts',
      'search-worker': 'src/logs/files/search-worker.ts',
      'catalog-worker': 'src/catalog/files/catalog-worker.ts',
      'source-worker': 'src/cli/commands/check/source-worker.ts',
    },
    outdir,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target,
    format: 'esm',
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    // Its CommonJS form asks for its files in a way that cannot be bundled.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [leanBundle, yamlInBundle({ isServed: true }), pageInBundle, pastDoors],
    logLevel: 'warning',
    write: false,
    metafile: true,
  });
}
