/** YAML files as modules that hold their data, so that nothing parses YAML at run time; Markdown files as their text. */

import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';

/** @param {string} text */
const dataOf = (text) => JSON.stringify(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }));

/** For esbuild. @type {import('esbuild').Plugin} */
export const yamlInBundle = {
  name: 'yaml-data',
  setup(build) {
    build.onLoad({ filter: /\.yaml$/ }, async ({ path }) => {
      return { contents: dataOf(await readFile(path, 'utf8')), loader: 'json' };
    });
    build.onLoad({ filter: /\.md$/ }, async ({ path }) => {
      return { contents: await readFile(path, 'utf8'), loader: 'text' };
    });
  },
};

/** For Vitest. @type {import('vite').Plugin} */
export const yamlInTests = {
  name: 'yaml-data',
  transform: (text, id) => {
    if (/\.md$/.test(id)) return `export default ${JSON.stringify(text)};`;
    return /\.yaml$/.test(id) ? `export default ${dataOf(text)};` : null;
  },
};
