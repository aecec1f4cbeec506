/** YAML files as modules that hold their data, so that nothing parses YAML at run time; Markdown files as their text. */

import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';

/** @param {string} text @param {(data: any) => unknown} [served] what of it is kept */
const dataOf = (text, served = (data) => data) =>
  JSON.stringify(served(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) })));

/**
 * Log formats without what is for their tests and their documentation alone: samples, where they are documented, the
 * names of those that have no layout, and formats that the generic readers read.
 *
 * @param {Record<string, unknown>[]} formats
 */
const servedFormats = (formats) =>
  formats.flatMap(({ samples, docs, name, ...format }) => {
    if (format['layouts']) return [{ name, ...format }];
    return format['has'] ? [format] : [];
  });

/** Texts that take less room where they stand than a reference does. */
const SHORT = 8;

/**
 * JSON as a module in which a text that stands in it several times, such as what tells two errors apart, is written once.
 *
 * @param {string} json
 */
function withSharedTexts(json) {
  /** @type {Map<string, number>} */
  const times = new Map();
  const data = JSON.parse(json, (_, value) => {
    if (typeof value === 'string') times.set(value, (times.get(value) ?? 0) + 1);
    return value;
  });
  const shared = [...times.keys()].filter((text) => text.length > SHORT && (times.get(text) ?? 0) > 1);
  const places = new Map(shared.map((text, at) => [text, `\0${at}`]));
  const marked = JSON.stringify(data, (_, value) => places.get(value) ?? value);
  return `const s=${JSON.stringify(shared)};export default ${marked.replaceAll(/"\\u0000(\d+)"/g, 's[$1]')};`;
}

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
      const json = dataOf(await readFile(path, 'utf8'), isCut ? servedFormats : undefined);
      return isServed
        ? { contents: withSharedTexts(json), loader: 'js' }
        : { contents: json, loader: 'json' };
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
