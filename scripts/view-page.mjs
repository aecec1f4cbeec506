/** The view's page as a module that holds its text: one HTML file with its script and its style in it. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { pastDoors } from './past-doors.mjs';

/** What browsers must understand: those of 2024 and newer. */
const TARGET = 'es2022';
const PAGE = /[\\/]page[\\/]page\.html$/;
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * The whole page. Its policy allows its own script and its own style, each by its hash, and nothing else: no markup, no
 * handler and no address in what it shows can do anything.
 *
 * @param {string} path the page without its parts
 */
export async function pageText(path) {
  const folder = dirname(path);
  const [html, style, script] = await Promise.all([
    readFile(path, 'utf8'),
    bundled(join(folder, 'page.css')),
    bundled(join(folder, 'main.ts')),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return html
    .replace('content=""', () => `content="${policy}"`)
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace('<script></script>', () => `<script>${script}</script>`);
}

/** A file with all that it imports, as short as it can be. @param {string} path */
async function bundled(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: TARGET,
    legalComments: 'none',
    // Nested rules and light-dark() stay as they are: older browsers are not aimed at.
    supported: { nesting: true },
    define: { VIEW_VERSION: JSON.stringify(version) },
    plugins: path.endsWith('.ts') ? [pastDoors] : [],
    logLevel: 'warning',
  });
  const text = outputFiles[0]?.text.trim() ?? '';
  if (/<\/(?:script|style)/i.test(text))
    throw new Error(`${path}: its text would end the element that holds it`);
  return text;
}

/** @param {string} text */
function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** For esbuild. @type {import('esbuild').Plugin} */
export const pageInBundle = {
  name: 'view-page',
  setup(build) {
    build.onLoad({ filter: PAGE }, async ({ path }) => ({ contents: await pageText(path), loader: 'text' }));
  },
};

/** For Vitest. @type {import('vite').Plugin} */
export const pageInTests = {
  name: 'view-page',
  enforce: 'pre',
  load: async (id) => (PAGE.test(id) ? `export default ${JSON.stringify(await pageText(id))};` : null),
};
