import { quote } from '../../pasted/pasted.ts';
import type { Facts, Finding } from '../rule.ts';

const LARGEST = 2_097_152;
const BYTE_ORDER_MARK =
  'A byte order mark (U+FEFF) stands before the XML, inside the text instead of at the start of a file: remove it.';

/**
 * Whether SAML metadata is well-formed, signed, of one identity provider, and in date. The signature is looked for,
 * not verified.
 *
 * Source: XML 1.0; saml-metadata-2.0-os.
 */
export async function samlMetadata(facts: Facts): Promise<Finding[]> {
  const { whole } = facts.pasted;
  const xml = facts.value ?? pastedMetadata(whole);
  if (xml === null) return [];
  const mark = facts.value === null && whole.includes(`\ufeff${xml.slice(0, 40)}`) ? [BYTE_ORDER_MARK] : [];
  return [...mark, ...(await problems(xml, facts.now))].map((message) => ({ message }));
}

async function problems(xml: string, now: number): Promise<string[]> {
  if (xml.length > LARGEST) {
    return [
      `The metadata has ${xml.length} characters; more than 2 MB is not looked at. One provider's is far smaller.`,
    ];
  }
  const other = notXml(xml);
  if (other !== null) return [other];
  // Only this rule needs a parser, so only this rule loads one.
  const { readMetadata, metadataProblems } = await import('./saml-document.ts');
  const reading = readMetadata(xml);
  if (reading.kind === 'doctype')
    return [
      'The XML has a DOCTYPE, which is refused: it can read files (XXE) or expand without end. Remove it.',
    ];
  if (reading.kind === 'refused') return [`The XML was not read to its end: ${reading.reason}.`];
  if (reading.kind === 'broken') {
    const { line, column, reason } = reading;
    return [`The XML is not well-formed at line ${line}, column ${column}: ${plainReason(reason)}.`];
  }
  const found = metadataProblems(reading.metadata, now);
  return found.length > 0
    ? found
    : [
        'The metadata is well-formed, signed, of an identity provider and in date. Whether the signature is right was not verified.',
      ];
}

/** Metadata in the midst of a paste: from its first tag to its last. */
function pastedMetadata(text: string): string | null {
  const source = text.slice(0, 2 * LARGEST);
  const name = source.indexOf('EntityDescriptor');
  if (name < 0) return null;
  const declaration = source.lastIndexOf('<?xml', name);
  const start = declaration >= 0 ? declaration : source.lastIndexOf('<', name);
  const end = source.lastIndexOf('>');
  // Escaped, as in a log or a JSON string, it would only show the escaping.
  if (start < 0 || end < name || source[start + 1] === '/' || source.slice(start, end).includes('\\"'))
    return null;
  return source.slice(start, end + 1);
}

/** What was given instead of XML, as a sentence; null if it may be XML. */
function notXml(text: string): string | null {
  const start = text.slice(0, 4096).trimStart();
  if (text.trim() === '') return 'The metadata is empty.';
  if (/^https?:\/\/\S{1,4000}$/i.test(text.slice(0, 4096).trim())) {
    return 'This is a URL, not the XML. Fetch it and paste what it returns (the XML, from <EntityDescriptor to its end).';
  }
  if (/^<(?:!doctype\s+html|html)\b/i.test(start)) {
    return 'This is an HTML page, not XML metadata: often a login or error page. Download the metadata file itself.';
  }
  if (start.startsWith('-----BEGIN')) {
    return 'This is a PEM certificate, not metadata: the EntityDescriptor around it is missing.';
  }
  if (/^&lt;/.test(start)) return 'The XML is HTML-escaped (&lt; for <): paste it as it is in the file.';
  if (/^%3C/i.test(start)) return 'The XML is percent-encoded (%3C for <): paste it decoded.';
  if (/^["'`]{1,3}\s{0,40}(?:\\n)?</.test(start)) {
    return 'The XML stands in quotes, perhaps as a JSON string: paste it without them and with its real line breaks.';
  }
  if (/^[{[]/.test(start))
    return 'This is JSON (perhaps OpenID configuration), not SAML metadata, which is XML.';
  if (start.startsWith('<')) return null;
  return isBase64OfXml(start)
    ? 'The XML is base64-encoded: decode it and paste the XML.'
    : 'This is not XML: it does not begin with <.';
}

function isBase64OfXml(start: string): boolean {
  const head = start.slice(0, 400).replace(/\s/g, '');
  if (!/^[\w+/-]{16,}={0,2}$/.test(head)) return false;
  const decoded = Buffer.from(head, 'base64').toString('utf8');
  return /^\uFEFF?\s*</.test(decoded);
}

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
function plainReason(reason: string): string {
  const text = reason.slice(0, 1000).replace(/\.$/, '');
  for (const [pattern, plain] of PLAIN) {
    const match = pattern.exec(text);
    if (match) return match[1] ? `${plain}: ${quote(match[1], 40)}` : plain;
  }
  return quote(text, 80);
}
