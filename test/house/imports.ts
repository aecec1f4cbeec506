import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One import of a module: by a statement, `export … from`, or `import()`. */
export interface Import {
  /** The importing file, from `src` on. */
  from: string;
  /** The imported file, from `src` on; null for what is not a file of `src`. */
  to: string | null;
  /** What stands in the code. */
  specifier: string;
}

/** Every import in the TypeScript of a folder, by its text. */
export function importsIn(folder: URL): Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.(?:as|wasm|d)\.ts$/.test(file))
    .sort()
    .flatMap((file) => importsOf(file, readFileSync(new URL(file, folder), 'utf8')));
}

/** The imports in the text of one file. */
export function importsOf(file: string, text: string): Import[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...dynamicImports.flatMap(({ moduleRequest }) => {
      const written = text.slice(moduleRequest.start, moduleRequest.end);
      return /^['"].*['"]$/.test(written) ? [written.slice(1, -1)] : [];
    }),
  ];
  return [...new Set(specifiers)].map((specifier) => {
    const path = specifier.startsWith('.')
      ? posix.normalize(posix.join(posix.dirname(file), specifier))
      : '..';
    return { from: file, to: path.startsWith('..') ? null : path, specifier };
  });
}
