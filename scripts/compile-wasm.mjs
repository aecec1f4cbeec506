/** Makes the checked-in `*.wasm.ts` from `*.as.ts` (AssemblyScript): `npm run wasm` after every edit of these. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { main } from 'assemblyscript/asc';

const FILES = new URL('../src/logs/wasm/', import.meta.url);

/** Each module with what it imports, and how many 64 KiB pages of memory it has: at first, and at most where it grows. */
export const WASM_MODULES = [
  { source: new URL('id-scan.as.ts', FILES), parts: ['line-match.as.ts'], pages: 100 },
  { source: new URL('byte-scan.as.ts', FILES), parts: [], pages: 18 },
  { source: new URL('page-pack.as.ts', FILES), parts: [], pages: 64, most: 1_200 },
];

/**
 * Compiles a module, and gives the text of the TypeScript file that holds it, and where that stands.
 *
 * @param {{ source: URL, parts: string[], pages: number, most?: number }} module
 */
export async function compileWasm({ source, parts, pages, most = pages }) {
  const texts = new Map([['module.ts', await readFile(source, 'utf8')]]);
  for (const part of parts) texts.set(part, await readFile(new URL(part, source), 'utf8'));
  const options = [
    ['-O3', '--noAssert', '--runtime', 'stub'],
    ['--enable', 'simd', '--enable', 'bulk-memory'],
    ['--memoryBase', '8', '--initialMemory', `${pages}`, '--maximumMemory', `${most}`],
  ].flat();
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await main(['module.ts', '--outFile', 'module.wasm', ...options], {
    readFile: (name) => texts.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === 'module.wasm' && typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  const name = source.pathname.split('/').at(-1) ?? '';
  if (error || !wasm) throw new Error(`${name} does not compile: ${stderr}`, { cause: error });
  const base64 = deflateRawSync(wasm, { level: 9 }).toString('base64');
  return {
    target: new URL(name.replace('.as.ts', '.wasm.ts'), source),
    text: `/** \`${name}\`, compiled and compressed by \`scripts/compile-wasm.mjs\`. */\nexport const WASM =\n  '${base64}';\n`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const module of WASM_MODULES) {
    const { target, text } = await compileWasm(module);
    await writeFile(target, text);
  }
}
