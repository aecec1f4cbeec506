import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceCode, SourceCodes } from './source-codes.ts';

/** Stand-in. */
export function codesInSource(
  paths: readonly string[],
  { patterns, known }: { patterns: readonly RegExp[]; ignore: readonly string[]; known: ReadonlySet<string> },
): Promise<SourceCodes> {
  const emitted: SourceCode[] = [];
  const mentioned = new Map<string, { file: string; line: number }>();
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
  for (const file of files) {
    for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      const calls = [
        ...line.matchAll(/Error\('([a-z_]+)'/g),
        ...patterns.flatMap((each) => [...line.matchAll(each)]),
      ];
      for (const match of calls)
        emitted.push({
          code: match[1] ?? match[0],
          file,
          line: index + 1,
          column: match.index + 1,
          found: 'call',
          isName: false,
        });
      for (const [, code = ''] of line.matchAll(/'([a-z_]+)'/g))
        if (known.has(code)) mentioned.set(code, { file, line: index + 1 });
    }
  }
  return Promise.resolve({ emitted, mentioned, files: files.length, skipped: [] });
}
