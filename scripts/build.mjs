import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { leanBundle } from './lean-bundle.mjs';
import { yamlInBundle } from './yaml-data.mjs';

const outdir = 'dist';
const target = 'node20';
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir);

/**
 * What ships is bundled, so that `npx` installs one package without dependencies, and cut into chunks that
 * load when they are first needed.
 */
const { outputFiles, metafile } = await build({
  entryPoints: { server: 'src/server.ts', 'index-worker': 'src/requests/files/index/index-worker.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  target,
  format: 'esm',
  minifySyntax: true,
  legalComments: 'none',
  // Its CommonJS form asks for its files in a way that cannot be bundled.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [leanBundle, yamlInBundle],
  logLevel: 'warning',
  write: false,
  metafile: true,
});

/** Chunks that are mostly other people's code, whose names tell nobody anything in a stack. */
const libraries = new Set(
  Object.entries(metafile.outputs)
    .filter(([, { inputs, bytes }]) => {
      const foreign = Object.entries(inputs).filter(([path]) => path.includes('node_modules'));
      return foreign.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0) * 2 > bytes;
    })
    .map(([path]) => basename(path)),
);

/** Chunks exist for ES modules only, V8's code cache for CommonJS only: each chunk is turned into the latter. */
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target,
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url' },
    banner: text.includes('import.meta.url')
      ? 'const __url = require("node:url").pathToFileURL(__filename).href;'
      : '',
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: libraries.has(basename(path)),
    logLevel: 'warning',
  });
  await writeFile(join(outdir, basename(path)), code);
}

/** The entry is syntax that Node 12 parses; only then does it load the rest. */
await build({
  entryPoints: ['src/entry.ts'],
  outfile: `${outdir}/entry.cjs`,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node12',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});
