/** Runs a TypeScript file: `node scripts/run.mjs FILE [ARGUMENT]...` */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { pageInBundle } from './view-page.mjs';
import { yamlInBundle } from './yaml-data.mjs';

const [file = ''] = process.argv.splice(2, 1);
await mkdir('node_modules/.cache', { recursive: true });
const folder = await mkdtemp(join('node_modules', '.cache', 'run-'));
const outfile = join(folder, 'run.mjs');
try {
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [yamlInBundle(), pageInBundle],
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(folder, { recursive: true, force: true });
}
