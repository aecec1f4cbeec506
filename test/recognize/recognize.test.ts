import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { builtinCatalog, combine } from '../../src/catalog/combine.ts';
import { prepare, recognize } from '../../src/recognize/recognize.ts';
import { manyErrors } from '../support/catalog.ts';

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

describe('a large catalog', () => {
  const data = manyErrors(600);
  const ASKED = [
    'tiket_locked_1',
    'the ticket that my request names is locked and nothing was changed',
    'com.acme.TicketLocked_1Exception: no\n  at com.acme.Main.run(Main.java:12)',
    'The ticket of part 1 is locked',
    'lorem ipsum dolor sit amet',
  ];
  const answers = (catalog: Catalog) =>
    ASKED.map((text) => ({ ...recognize(text, catalog, 0), entry: null, namesakes: null }));

  it.each([0, 1, 20, Number.POSITIVE_INFINITY])('answers the same after %s steps of preparation', (most) => {
    const prepared = combine([data]).catalog;
    let steps = 0;
    while (steps < most && prepare(prepared)) steps += 1;
    expect(answers(prepared)).toEqual(answers(combine([data]).catalog));
    if (most === Number.POSITIVE_INFINITY) expect(steps).toBeGreaterThan(50);
  });

  it('is searched by what its entries say', () => {
    const [misspelt, described] = answers(combine([data]).catalog);
    expect([misspelt?.code, described?.code]).toEqual([
      'ticket_locked_1',
      expect.stringMatching(/^ticket_locked_/),
    ]);
  });
});
