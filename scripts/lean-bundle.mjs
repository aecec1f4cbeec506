import { readFile } from 'node:fs/promises';

/**
 * What libraries import and this server never calls: of the SDK a JSON Schema validator for elicitation, tasks, and zod 3
 * beside zod 4; of ClickHouse's client what reads the types of columns. Calling it all the same is an error, not silence.
 *
 * @type {[filter: RegExp, contents: string][]}
 */
const LEFT_OUT = [
  [
    /\/ajv-provider\.js$/,
    'export class AjvJsonSchemaValidator { getValidator() { throw new Error("left out"); } }',
  ],
  [
    /\/experimental\/tasks\/server\.js$/,
    'export class ExperimentalServerTasks { constructor() { throw new Error("left out"); } }',
  ],
  [
    /^zod\/v3$/,
    'const leftOut = () => { throw new Error("left out"); }; export { leftOut as object, leftOut as safeParse };',
  ],
  [
    /^\.\/column_types$/,
    'export const SimpleColumnTypes = []; export function parseColumnType() { throw new Error("left out"); }',
  ],
  [/^zod-to-json-schema$/, 'export function zodToJsonSchema() { throw new Error("left out"); }'],
];

/** Leaves out of the bundle what libraries bring along unused. @type {import('esbuild').Plugin} */
export const leanBundle = {
  name: 'lean-bundle',
  setup(build) {
    for (const [filter, contents] of LEFT_OUT) {
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out', pluginData: contents }));
    }
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ pluginData }) => ({ contents: pluginData }));
    // Each schema of the SDK becomes an expression that esbuild may drop where nothing uses it.
    build.onLoad({ filter: /sdk\/dist\/esm\/types\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replaceAll(
        /^export const (\w+Schema) = ([^;]*(?:;[^\n][^;]*)*);$/gm,
        'export const $1 = /* @__PURE__ */ (() => $2)();',
      );
      return { contents };
    });
  },
};
