import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compileWasm, WASM_MODULES } from '../../../scripts/compile-wasm.mjs';

/** The module that is written in a text: other versions of zlib may compress it to other bytes. */
const moduleIn = (text: string) => {
  const [, base64 = ''] = /'([\w+/=]+)'/.exec(text) ?? [];
  return inflateRawSync(Buffer.from(base64, 'base64')).toString('hex');
};

test.each(WASM_MODULES)('the checked-in module is what its source compiles to: $source', async (module) => {
  const { target, text } = await compileWasm(module);
  expect(moduleIn(readFileSync(target, 'utf8')), 'npm run wasm makes it').toBe(moduleIn(text));
});
