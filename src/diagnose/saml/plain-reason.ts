import { quote } from '../read/show.ts';

/** The parser's reasons in plain words; a name that it ends with is kept. */
const PLAIN: readonly [RegExp, string][] = [
  [/^unclosed tag: (.*)$/s, 'the file ends before this element is closed (cut off?)'],
  [/^unexpected close tag|^unmatched closing tag: (.*)$/s, 'a closing tag that matches no opening one'],
  [/^unclosed before: (.*)$/s, 'a closing tag that matches no opening one; this element is still open'],
  [/^unexpected end/, 'the file ends in the middle (cut off?)'],
  [
    /^unbound namespace prefix: "?([^"]*)"?$/s,
    'a namespace prefix that is declared nowhere (its xmlns: is missing)',
  ],
  [/^undefined entity/, 'an entity that XML does not know (only &amp; &lt; &gt; &quot; &apos; exist)'],
  [
    /^disallowed character in entity name|^empty entity name|^malformed character entity/,
    'a bare & (write &amp;)',
  ],
  [/^duplicate attribute: (.*)$/s, 'an attribute that stands twice'],
  [/^unquoted attribute value|^value must be quoted/, 'an attribute value without quotes'],
  [/^attribute without value/, 'an attribute without a value'],
  [/^no whitespace between attributes/, 'no space between two attributes'],
  [
    /^(?:an|the) XML declaration must (?:be|appear) at the start/,
    'something before <?xml: it must be the very first thing',
  ],
  [/^text data outside of root node/, 'text before or after the root element'],
  [/^document must contain a root element/, 'there is no element in it'],
  [/^documents may contain only one root/, 'a second root element'],
  [/^the string "\]\]>" is disallowed/, '"]]>" in text'],
  [
    /^unescaped < |^disallowed character in tag name|^disallowed character, or unescaped/,
    'a bare < (write &lt;), or a damaged tag',
  ],
  [/^disallowed character/, 'a character that is not allowed there'],
];

/** Why XML is not well-formed, for someone who did not write a parser. */
export function plainReason(reason: string): string {
  const text = reason.slice(0, 1000).replace(/\.$/, '');
  for (const [pattern, plain] of PLAIN) {
    const match = pattern.exec(text);
    if (match) return match[1] ? `${plain}: ${quote(match[1], 40)}` : plain;
  }
  return quote(text, 80);
}
