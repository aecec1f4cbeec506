import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/** @typedef {{ file: string, name: string }} Origin where a name that a door hands out is defined */

/**
 * Binds what is imported through a room's door to the file that defines it. The bundler cuts chunks by whole files: a
 * door would tie everything behind it together, and load it all at the start.
 *
 * @type {import('esbuild').Plugin}
 */
export const pastDoors = {
  name: 'past-doors',
  setup(build) {
    /** @type {Map<string, ReadonlyMap<string, Origin>>} */
    const doors = new Map();
    /** @param {string} path */
    const handedOut = (path) => {
      const known = doors.get(path) ?? originsOf(path);
      doors.set(path, known);
      return known;
    };
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: bound(path, text, handedOut), loader: 'ts' };
    });
  },
};

/**
 * The names that a file exports from others, each with its origin.
 *
 * @param {string} path
 * @returns {ReadonlyMap<string, Origin>}
 */
function originsOf(path) {
  const { staticExports } = parseSync(path, readFileSync(path, 'utf8')).module;
  return new Map(
    staticExports
      .flatMap(({ entries }) => entries)
      .flatMap(({ moduleRequest, exportName, importName, isType }) =>
        moduleRequest === null || isType || exportName.name === null || importName.name === null
          ? []
          : [[exportName.name, { file: resolve(dirname(path), moduleRequest.value), name: importName.name }]],
      ),
  );
}

/**
 * The text of a file with its imports bound to where names are defined.
 *
 * @param {string} path
 * @param {string} text
 * @param {(path: string) => ReadonlyMap<string, Origin>} handedOut
 */
function bound(path, text, handedOut) {
  const statements = parseSync(path, text).module.staticImports.toReversed();
  let result = text;
  for (const { start, end, moduleRequest, entries } of statements) {
    if (!/^\.\.?\/.*\.ts$/.test(moduleRequest.value) || /\.(?:as|wasm)\.ts$/.test(moduleRequest.value))
      continue;
    const file = resolve(dirname(path), moduleRequest.value);
    const origins = handedOut(file);
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
