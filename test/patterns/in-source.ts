import { readdirSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';

/** A pattern and where it stands. */
export interface Pattern {
  file: string;
  line: number;
  source: string;
  flags: string;
}

/** A place where a pattern is built while the program runs. */
export interface Built {
  file: string;
  line: number;
  /** What it is built from, as it stands there. */
  written: string;
}

/** Every pattern in the TypeScript of a folder: those written down, and the places where one is built. */
export function patternsIn(folder: URL): { literals: Pattern[]; built: Built[] } {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.(?:as|wasm)\.ts$/.test(file))
    .sort();
  const literals: Pattern[] = [];
  const built: Built[] = [];
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
    const take = (node: {
      callee: object;
      arguments: readonly { start: number; end: number }[];
      start: number;
    }) => {
      if (!('name' in node.callee) || node.callee.name !== 'RegExp') return;
      const [from, to] = [node.arguments[0]?.start ?? 0, node.arguments.at(-1)?.end ?? 0];
      const written = text.slice(from, to).replace(/\s+/g, ' ');
      built.push({ file, line: lineAt(node.start), written });
    };
    const visitor = new Visitor({
      NewExpression: take,
      CallExpression: take,
      Literal: (node) => {
        if (!('regex' in node)) return;
        const { pattern, flags } = node.regex;
        literals.push({ file, line: lineAt(node.start), source: pattern, flags });
      },
    });
    visitor.visit(parseSync(file, text).program);
  }
  return { literals, built };
}

/** Loads modules, and tells the patterns that are built while they load. */
export async function builtBy(folder: URL, files: readonly string[]): Promise<Pattern[]> {
  const found: Pattern[] = [];
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, args: [string, string?], newTarget) {
      const made = Reflect.construct(target, args, newTarget) as RegExp;
      // Whoever builds it stands behind this function; a library that is loaded meanwhile is not ours.
      const caller = (new Error().stack ?? '').split('\n')[2] ?? '';
      const [, file, line] = /\/src\/([\w./-]+\.ts)[^:\n]*:(\d+)/.exec(caller) ?? [];
      if (file !== undefined && !caller.includes('node_modules'))
        found.push({ file, line: Number(line), source: made.source, flags: made.flags });
      return made;
    },
  });
  try {
    for (const file of files) await import(new URL(file, folder).href);
  } finally {
    globalThis.RegExp = Original;
  }
  return found;
}
