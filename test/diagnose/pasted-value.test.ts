import { describe, expect, it } from 'vitest';
import { findings, said } from './facts.ts';

describe('a value that only the paste shows', () => {
  const CODE = 'validation_failed';
  it.each([
    ['{"error":{"field":"slug","value":"ab"}}', "'ab' (in the pasted text) has 2 characters"],
    [
      '{"detail":[{"type":"string_too_short","loc":["body","slug"],"msg":"too short","input":"ab","ctx":{"min_length":3}}]}',
      "'ab' (in the pasted text) has 2 characters",
    ],
    ['{"message":"brand_color is not a valid hex color","got":"#12345"}', 'it has 5 hex digits'],
    ['{"message":"brand_color is not a valid hex color","actual":"#12345"}', 'it has 5 hex digits'],
    [
      '{"path":["website"],"message":"Invalid url","received":"htps://example.com"}',
      "misspelled scheme, 'htps'",
    ],
    [
      '{"errors":[{"field":"name","value":"x y"},{"field":"slug","value":"ab"}]}',
      "'ab' (in the pasted text)",
    ],
    ['field=slug value=ab', "'ab' (in the pasted text) has 2 characters"],
  ])('is judged by its field: %s', async (text, problem) => {
    expect(await said(CODE, { text })).toContain(problem);
    expect(await said(CODE, { text })).not.toContain("'x y'");
  });

  it('is not the name of a type', async () => {
    const text =
      '{"path":["brand_color"],"message":"color required","expected":"string","received":"undefined"}';
    expect(await findings(CODE, { text })).toEqual([]);
  });
});
