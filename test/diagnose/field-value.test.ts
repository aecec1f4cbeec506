import { describe, expect, it } from 'vitest';
import { findings, said, suggestion } from './facts.ts';

const CODE = 'validation_failed';
const COLOR = 'brand_color: not a valid hex color';

describe('a hex color', () => {
  it.each([
    ['#12G', "not hex digits: 'G' at 4; it has 2 hex digits; 6 are due", undefined],
    ['#12345', 'it has 5 hex digits', undefined],
    ['1a2b3c', 'the # is missing', '#1a2b3c'],
    ['##1a2b3c', "begins with '##'", '#1a2b3c'],
    ['0x1A2B3C', "begins with '0x'", '#1a2b3c'],
    [' #1a2b3c', 'whitespace around', '#1a2b3c'],
    ['#abc', 'short form', '#aabbcc'],
    ['#1a2b3cff', 'for transparency', '#1a2b3c'],
    ['#O0fl00', "'O' at 2, 'l' at 5", '#00f100'],
    ['rgb(26, 43, 60)', 'rgb() form', '#1a2b3c'],
    ['rgb(26, 43, 999)', 'rgb() form', undefined],
    ['Red', 'the name of a color', '#ff0000'],
    ['', 'is empty', undefined],
    ['#1a2b3c', 'is a valid hex color', undefined],
  ])('%j: %s', async (value, problem, better) => {
    expect(await said(CODE, { value, text: COLOR })).toContain(problem);
    expect(await suggestion(CODE, { value, text: COLOR })).toBe(better);
    if (better !== undefined)
      expect(await said(CODE, { value: better, text: COLOR })).toContain('is a valid');
  });
});

describe('a value that failed validation', () => {
  it.each([
    ['#12G', 'If the field is a color: '],
    ['1a2b3c', 'If the field is a color: '],
    ['Acme_Corp', 'If the field is a slug: '],
    ['hq', 'If the field is a slug: '],
    ['htps://example.com', 'If the field is a URL: '],
    ['joe@example', 'If the field is an e-mail address: '],
  ])('is judged by its looks, with a condition: %s', async (value, condition) => {
    expect(await said(CODE, value)).toContain(condition);
  });

  it.each(['42', 'Some longer sentence.', '{"a":1}'])(
    'is not judged if it looks like nothing: %s',
    async (value) => {
      expect(await findings(CODE, value)).toEqual([]);
    },
  );

  it.each([
    ['brand_color is not a valid hex color', 'facade', 'the # is missing'],
    ['{"field":"slug","message":"too short"}', 'facade_x', "'_' at 7"],
    ['{"field":"redirect_uri","message":"invalid"}', 'javascript:x', 'is forbidden'],
    ['{"field":"webhook_url","message":"invalid"}', 'http://a.example.com', 'is http, not https'],
    ['{"field":"website","message":"invalid"}', 'example', 'is not a URL'],
    ['{"field":"email","message":"invalid"}', 'joe.example.com', 'has no @'],
    ['limit must be an integer', '1,000', 'no JSON number'],
    ['enabled must be a boolean', 'yes', 'no JSON boolean'],
    ['enabled must be a boolean', 'true', 'without quotes'],
  ])('is judged by the field that is named: %s', async (text, value, problem) => {
    const message = await said(CODE, { value, text });
    expect(message).toContain(problem);
    expect(message).not.toContain('If the field');
  });

  it('is not judged by documentation that names several fields', async () => {
    const text = 'Field validation failure (slug too short, invalid hex color, etc).';
    expect(await findings(CODE, { text })).toEqual([]);
    expect(await said(CODE, { value: '#12G', text })).toContain('If the field is a color');
  });

  it('is read from the message that names its field', async () => {
    const text = `{"error":{"code":"${CODE}","message":"brand_color: '#1a2b3' is not a valid hex color."}}`;
    expect(await said(CODE, { text })).toContain(
      "'#1a2b3' (in the pasted text) is no hex color: it has 5 hex digits",
    );
  });

  it.each([
    ["The field 'brand_color' is not a valid hex color."],
    ["'brand_color' is not a valid hex color."],
    ["Parameter 'limit' must be an integer."],
    ["'enabled' must be a boolean."],
  ])('is not the name of its field: %s', async (text) => {
    expect(await findings(CODE, { text })).toEqual([]);
  });

  it('is not the name of its field where a value is missing', async () => {
    expect(await findings(CODE, { text: "'redirect_uri' is required." })).toEqual([
      { message: expect.stringMatching(/^By the message, a value is missing/) },
    ]);
  });

  it('stands behind "got"', async () => {
    const text = "Parameter 'limit' must be an integer, got 'ten'.";
    expect(await said(CODE, { text })).toContain("'ten' (in the pasted text) is no JSON number");
  });

  it.each(['joe@example.com', 'a.b+c@mail.example.co', 'joe@bücher.example'])(
    'is an address: %s',
    async (value) => {
      expect(await findings(CODE, { value, text: 'invalid email' })).toEqual([]);
    },
  );

  it('never shows who has the e-mail address', async () => {
    expect(await said(CODE, { value: 'joe doe@example.com', text: 'invalid email' })).not.toContain('doe');
  });
});
