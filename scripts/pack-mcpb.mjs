/** Packs the built server as a bundle for Claude Desktop: `node scripts/pack-mcpb.mjs [FOLDER]` */
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packExtension } from '@anthropic-ai/mcpb';
import { offersOf } from '../mcpb/offers.mjs';

const [folder = '.'] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} path */
const readJson = async (path) => JSON.parse(await readFile(join(root, path), 'utf8'));

const { name, version, description, keywords, license, engines, type, ...pkg } =
  await readJson('package.json');
const address = pkg.repository.url.replace(/^git\+|\.git$/g, '');
const temporary = await mkdtemp(join(tmpdir(), 'pack-mcpb-'));
const bundle = join(temporary, 'bundle');
try {
  await mkdir(bundle);
  const files = {
    dist: 'dist',
    LICENSE: 'LICENSE',
    'THIRD-PARTY-NOTICES.txt': 'THIRD-PARTY-NOTICES.txt',
    'mcpb/start.cjs': 'start.cjs',
    'mcpb/icon.png': 'icon.png',
  };
  for (const [from, to] of Object.entries(files)) {
    await cp(join(root, from), join(bundle, to), { recursive: true, filter: isShipped });
  }
  await write('package.json', { name, version, description, license, type, engines });

  const template = await readJson('mcpb/manifest.template.json');
  await write('manifest.json', {
    ...template,
    name,
    version,
    description,
    keywords,
    license,
    repository: { type: pkg.repository.type, url: address },
    homepage: pkg.homepage,
    documentation: `${address}/tree/main/docs`,
    support: pkg.bugs,
    privacy_policies: [`${address}/blob/main/PRIVACY.md`],
    ...(await offersOf(join(root, 'dist', 'entry.cjs'), temporary)),
    compatibility: { ...template.compatibility, runtimes: { node: engines.node } },
  });

  const outputPath = resolve(folder, `${name}-${version}.mcpb`);
  const packed = await packExtension({ extensionPath: bundle, outputPath, silent: true });
  if (!packed) {
    throw new Error(
      `The bundle was not packed: its manifest is wrong, as printed above, or ${outputPath} cannot be written.`,
    );
  }
  console.log(`${outputPath} (${Math.ceil((await stat(outputPath)).size / 1000)} kB)`);
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** What a server leaves beside itself when it runs is hidden. @param {string} path */
function isShipped(path) {
  return !basename(path).startsWith('.');
}

/** @param {string} file @param {object} content */
async function write(file, content) {
  await writeFile(join(bundle, file), `${JSON.stringify(content, null, 2)}\n`);
}
