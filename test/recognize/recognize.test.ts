import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import { recognize } from '../../src/recognize/recognize.ts';

const catalog = builtinCatalog();
const rest = (code: string) => ({ error: { code, message: 'Why.', request_id: 'req_xyz123' } });

describe('a code', () => {
  it.each(catalog.entries.map(({ code }) => code))('%s is recognized in every spelling and body', (code) => {
    const words = code.split('_');
    const camel = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    for (const text of [code, ` ${code}\n`, `"${code}"`]) {
      expect(recognize(text, catalog, 0)).toMatchObject({ code, by: 'code', confidence: 1 });
    }
    const spellings = [
      code.toUpperCase(),
      words.join(' '),
      words.join('-'),
      camel,
      `${camel}Error`,
      `ERR_${code.toUpperCase()}`,
    ];
    for (const text of spellings.filter((each) => each !== code)) {
      const found = recognize(text, catalog, 0);
      expect(found, text).toMatchObject({ code, by: 'spelling' });
      // Only the code itself is certain: other systems have classes and constants of such names.
      const { confidence } = found as { confidence: number };
      expect(confidence, text).toBeGreaterThanOrEqual(0.75);
      expect(confidence, text).toBeLessThan(1);
    }
    for (const body of [rest(code), { error: code, error_description: 'Why.' }]) {
      const once = JSON.stringify(body);
      for (const text of [
        once,
        JSON.stringify(body, null, 2),
        JSON.stringify(once),
        JSON.stringify(JSON.stringify(once)),
      ]) {
        expect(recognize(text, catalog, 0), text).toMatchObject({ code, by: 'code', confidence: 1 });
      }
    }
  });
});
