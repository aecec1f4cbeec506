/** YAML files as modules that hold their data, so that nothing parses YAML at run time; Markdown files as their text. */

import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';

/** What of a log format is for its tests and its documentation alone. */
const OF_FORMATS = new Set(['samples', 'docs']);

/** @param {string} text @param {(name: string, value: unknown) => unknown} [kept] as the replacer of `JSON.stringify` */
const dataOf = (text, kept) => JSON.stringify(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }), kept);

/**
 * For esbuild.
 *
 * @param {{ isServed?: boolean }} [options] whether what only tests and documentation need is left out
 * @returns {import('esbuild').Plugin}
 */
export const yamlInBundle = ({ isServed = false } = {}) => ({
  name: 'yaml-data',
  setup(build) {
    build.onLoad({ filter: /\.yaml$/ }, async ({ path }) => {
      const isCut = isServed && /[\\/]logs[\\/]line[\\/]formats[\\/]/.test(path);
      const kept = (/** @type {string} */ name, /** @type {unknown} */ value) =>
        isCut && OF_FORMATS.has(name) ? undefined : value;
      return { contents: dataOf(await readFile(path, 'utf8'), kept), loader: 'json' };
    });
    build.onLoad({ filter: /\.md$/ }, async ({ path }) => {
      return { contents: await readFile(path, 'utf8'), loader: 'text' };
    });
  },
});

/** For Vitest. @type {import('vite').Plugin} */
export const yamlInTests = {
  name: 'yaml-data',
  transform: (text, id) => {
    if (/\.md$/.test(id)) return `export default ${JSON.stringify(text)};`;
    return /\.yaml$/.test(id) ? `export default ${dataOf(text)};` : null;
  },
};
