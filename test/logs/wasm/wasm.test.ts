import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileWasm, WASM_MODULES } from '../../../scripts/compile-wasm.mjs';

const inBase64 = (text: string) => /'([\w+/=]+)'/.exec(text)?.[1];

test.each(WASM_MODULES)('the checked-in module is what its source compiles to: $source', async (module) => {
  const { target, text } = await compileWasm(module);
  expect(inBase64(text)).toHaveLength(Math.ceil((inBase64(text)?.length ?? 1) / 4) * 4);
  expect(inBase64(readFileSync(target, 'utf8')), 'npm run wasm makes it').toBe(inBase64(text));
});
