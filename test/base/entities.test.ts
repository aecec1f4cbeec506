import { expect, test } from 'vitest';
import { withoutEntities } from '../../src/base/entities.ts';
import { readResources } from '../../src/import/lines.ts';

test.each([
  ['&lt;a&gt; &amp; &quot;b&quot; &apos;c&apos;', `<a> & "b" 'c'`],
  ['it&#39;s &#x2019;so&#X2019;', "it's ’so’"],
  ['one&nbsp;two&#160;three&#xA0;four', 'one two three four'],
  ['&LBRACE;&commat;&RCUB;', '{@}'],
  ['&amp;lt;', '&lt;'],
  ['&bogus; &toolong1; &#1114112; &#xzz; a & b;', '&bogus; &toolong1; &#1114112; &#xzz; a & b;'],
])('%j reads %j without its entities', (text, plain) => {
  expect(withoutEntities(text)).toBe(plain);
});

test('messages of an app are read without entities, by name or by number', () => {
  const text = '<resources><string name="box_full">The box isn&#39;t &quot;free&quot;.</string></resources>';
  expect(readResources(text).entries.map(({ data }) => data.example)).toEqual([`The box isn't "free".`]);
});
