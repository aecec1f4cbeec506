import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { withoutUnserved } from './without-unserved.mjs';

/** @typedef {{ file: string, name: string }} Origin where a name that a door hands out is defined */
/** @typedef {{ text: string, imports: import('oxc-parser').StaticImport[], origins: ReadonlyMap<string, Origin> }} Parsed */

/**
 * Binds what is imported through a room's door to the file that defines it. The bundler cuts chunks by whole files: a
 * door would tie everything behind it together, and load it all at the start.
 *
 * @type {import('esbuild').Plugin}
 */
export const pastDoors = {
  name: 'past-doors',
  setup(build) {
    /** @type {Map<string, Parsed>} */
    const files = new Map();
    /** @param {string} path */
    const parsed = (path) => {
      const known = files.get(path) ?? parse(path);
      files.set(path, known);
      return known;
    };
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      return { contents: bound(path, parsed), loader: 'ts' };
    });
  },
};

/**
 * A file with its imports, and the names that it exports from others, each with its origin.
 *
 * @param {string} path
 * @returns {Parsed}
 */
function parse(path) {
  const text = withoutUnserved(path, readFileSync(path, 'utf8'));
  const { staticImports, staticExports } = parseSync(path, text).module;
  const origins = new Map(
    staticExports
      .flatMap(({ entries }) => entries)
      .flatMap(({ moduleRequest, exportName, importName, isType }) =>
        moduleRequest === null || isType || exportName.name === null || importName.name === null
          ? []
          : [[exportName.name, { file: resolve(dirname(path), moduleRequest.value), name: importName.name }]],
      ),
  );
  return { text, imports: staticImports, origins };
}

/**
 * The text of a file with its imports bound to where names are defined.
 *
 * @param {string} path
 * @param {(path: string) => Parsed} parsed
 */
function bound(path, parsed) {
  const { text, imports } = parsed(path);
  let result = text;
  for (const { start, end, moduleRequest, entries } of imports.toReversed()) {
    if (!/^\.\.?\/.*\.ts$/.test(moduleRequest.value) || /\.(?:as|wasm)\.ts$/.test(moduleRequest.value))
      continue;
    const file = resolve(dirname(path), moduleRequest.value);
    const { origins } = parsed(file);
    if (origins.size === 0) continue;
    const lines = entries
      .filter(({ isType }) => !isType)
      .map(({ importName, localName }) => {
        const name = importName.name ?? '';
        const origin = origins.get(name) ?? { file, name };
        return `import { ${origin.name} as ${localName.value} } from ${JSON.stringify(origin.file)};`;
      });
    result = result.slice(0, start) + lines.join(' ') + result.slice(end);
  }
  return result;
}
