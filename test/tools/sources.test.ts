import { describe, expect, it } from 'vitest';
import { builtinCatalog, combine } from '../../src/catalog/combine.ts';
import { sourcesOf } from '../../src/catalog/entries.ts';
import { explain, explanationBlocks } from '../../src/tools/answer/explanation.ts';

const { entries, get } = builtinCatalog();
const sources = (code: string) => {
  const entry = get(code);
  return entry === undefined ? [] : sourcesOf(entry);
};
const DOCUMENT = 'platform docs';

describe('what an entry says', () => {
  it('is told by where it comes from: the document, a standard, or advice', () => {
    expect(sources('rate_limited')[0]).toEqual({ source: DOCUMENT, parts: ['http_status', 'meaning'] });
    expect(sources('signups_blocked')).toEqual([{ source: DOCUMENT, parts: ['meaning', 'fix.1'] }]);
    expect(sources('invalid_grant')).toContainEqual({
      source: 'RFC 6749',
      parts: expect.arrayContaining(['causes.4', 'causes.5']),
    });
  });

  it.each(entries)('$code says so in data and in text, at less than a tenth of its length', (entry) => {
    const answer = explain(entry);
    const { sources: told, ...without } = answer;
    expect(told?.[0]?.source).toBe(DOCUMENT);
    expect(JSON.stringify(answer).length).toBeLessThan(1.1 * JSON.stringify(without).length);
    const line = explanationBlocks(answer).find(
      (block) => block.kind === 'field' && block.label === 'Sources',
    );
    expect(JSON.stringify(line)).toContain('Everything else is advice.');
  });

  it('in a catalog that names no document is not said to be anything', () => {
    const { catalog } = combine([
      { name: 'x', errors: [{ code: 'a', causes: ['See RFC 6749 section 5.2.'] }] },
    ]);
    expect(catalog.entries.map(sourcesOf)).toEqual([[]]);
  });

  it('loses its source where a team writes it anew', () => {
    const { catalog } = combine([
      { name: 'x', extends: 'builtin', errors: [{ code: 'rate_limited', meaning: 'Ours.' }] },
    ]);
    const entry = catalog.get('rate_limited');
    expect(entry && sourcesOf(entry)[0]).toEqual({ source: DOCUMENT, parts: ['http_status'] });
  });
});
