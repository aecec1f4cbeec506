/**
 * Makes `scanner.wasm.ts` from `scanner.as.ts`:
 * `node -e "import('./src/requests/files/index/scanner/compile.mjs').then((m) => m.writeScanner())"`
 */

import { readFile, writeFile } from 'node:fs/promises';
import { main } from 'assemblyscript/asc';

const SOURCE = new URL('scanner.as.ts', import.meta.url);
const TARGET = new URL('scanner.wasm.ts', import.meta.url);

/** The 64 KiB pages that the scanner's tables and text take. */
const PAGES = 100;

const OPTIONS = [
  ['-O3', '--noAssert', '--runtime', 'stub'],
  ['--enable', 'simd', '--enable', 'bulk-memory'],
  ['--memoryBase', '8', '--initialMemory', String(PAGES), '--maximumMemory', String(PAGES)],
].flat();

/** Compiles the scanner and gives the text of the module that holds it. */
export async function compileScanner() {
  const source = await readFile(SOURCE, 'utf8');
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await main(['scanner.ts', '--outFile', 'scanner.wasm', ...OPTIONS], {
    readFile: (name) => (name === 'scanner.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'scanner.wasm' && typeof contents !== 'string') wasm = contents;
    },
    listFiles: () => [],
  });
  if (error || !wasm) throw new Error(`The scanner does not compile: ${stderr}`, { cause: error });
  const base64 = Buffer.from(wasm).toString('base64');
  return `/** \`scanner.as.ts\`, compiled by \`compile.mjs\`. */\nexport const SCANNER_WASM =\n  '${base64}';\n`;
}

/** Compiles the scanner into `scanner.wasm.ts`. */
export async function writeScanner() {
  await writeFile(TARGET, await compileScanner());
}
