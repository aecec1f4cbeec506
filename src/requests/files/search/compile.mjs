/**
 * Makes `byte-scan.wasm.ts` from `byte-scan.as.ts`:
 * `node -e "import('./src/requests/files/search/compile.mjs').then((m) => m.writeByteScan())"`
 */

import { readFile, writeFile } from 'node:fs/promises';
import { main } from 'assemblyscript/asc';

const SOURCE = new URL('byte-scan.as.ts', import.meta.url);
const TARGET = new URL('byte-scan.wasm.ts', import.meta.url);

/** The 64 KiB pages that the text and the places found in it take. */
const PAGES = 18;

const OPTIONS = [
  ['-O3', '--noAssert', '--runtime', 'stub'],
  ['--enable', 'simd', '--enable', 'bulk-memory'],
  ['--memoryBase', '8', '--initialMemory', String(PAGES), '--maximumMemory', String(PAGES)],
].flat();

/** Compiles the byte scanner and gives the text of the module that holds it. */
export async function compileByteScan() {
  const source = await readFile(SOURCE, 'utf8');
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await main(['scan.ts', '--outFile', 'scan.wasm', ...OPTIONS], {
    readFile: (name) => (name === 'scan.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'scan.wasm' && typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error || !wasm) throw new Error(`The byte scanner does not compile: ${stderr}`, { cause: error });
  const base64 = Buffer.from(wasm).toString('base64');
  return `/** \`byte-scan.as.ts\`, compiled by \`compile.mjs\`. */\nexport const BYTE_SCAN_WASM =\n  '${base64}';\n`;
}

/** Compiles the byte scanner into `byte-scan.wasm.ts`. */
export async function writeByteScan() {
  await writeFile(TARGET, await compileByteScan());
}
