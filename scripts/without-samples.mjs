import { readFile } from 'node:fs/promises';
import { parseSync } from 'oxc-parser';

/** What of a log format is for its tests and its documentation alone. */
const UNSERVED = new Set(['samples', 'docs']);

/**
 * Leaves out of the bundle what tests and documentation need of the log formats: their samples and addresses.
 *
 * @type {import('esbuild').Plugin}
 */
export const withoutSamples = {
  name: 'without-samples',
  setup(build) {
    build.onLoad({ filter: /[\\/]logs[\\/]line[\\/]formats[\\/][^\\/]+\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: withoutProperties(text, path), loader: 'ts' };
    });
  },
};

/**
 * `text` without the members of its objects that nothing served asks for.
 *
 * @param {string} text
 * @param {string} path
 */
function withoutProperties(text, path) {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  /** @type {{ start: number, end: number }[]} */
  const cuts = [];
  /** @param {unknown} node */
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    const { type, key, start, end } = /** @type {Record<string, any>} */ (node);
    if (type === 'Property' && UNSERVED.has(key?.name)) {
      const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
      cuts.push({ start, end: end + comma });
      return;
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  let rest = text;
  for (const { start, end } of cuts.toReversed()) rest = rest.slice(0, start) + rest.slice(end);
  return rest;
}
