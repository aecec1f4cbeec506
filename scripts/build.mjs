import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

const outdir = 'dist';
await rm(outdir, { recursive: true, force: true });

/** What ships is bundled, so that `npx` installs one package without dependencies. */
await build({
  entryPoints: { server: 'src/server.ts', 'index-worker': 'src/requests/files/index/index-worker.ts' },
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // Some bundled packages are CommonJS and ask for Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
});

/** The entry is syntax that Node 12 parses; only then does it load the rest. */
await build({
  entryPoints: ['src/entry.cts'],
  outfile: `${outdir}/entry.cjs`,
  format: 'cjs',
  platform: 'node',
  target: 'node12',
  supported: { 'dynamic-import': true },
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});
