import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, transform } from 'esbuild';
import { bundle, target } from './bundle.mjs';
import { noticesOf } from './third-party-notices.mjs';

const outdir = 'dist';
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir);

const { outputFiles, metafile } = await bundle(outdir);

/** Chunks that are mostly other people's code: their functions' names tell nobody anything in a stack. */
const libraries = new Set(
  Object.entries(metafile.outputs)
    .filter(([, { inputs, bytes }]) => {
      const foreign = Object.entries(inputs).filter(([path]) => path.includes('node_modules'));
      return foreign.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0) * 2 > bytes;
    })
    .map(([path]) => basename(path)),
);

/**
 * Chunks exist for ES modules only, V8's code cache for CommonJS only: each chunk is turned into the latter. Then local
 * names are shortened: in CommonJS esbuild takes top-level names for global ones and leaves them, so that a stack tells
 * in which of our functions something happened.
 */
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
    minifyIdentifiers: libraries.has(basename(path)),
    logLevel: 'warning',
  });
  const shortened = await transform(code, {
    target,
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    logLevel: 'warning',
  });
  await writeFile(join(outdir, basename(path)), shortened.code);
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

await writeFile('THIRD-PARTY-NOTICES.txt', await noticesOf(metafile));
