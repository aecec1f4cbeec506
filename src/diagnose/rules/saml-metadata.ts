import type { Facts, Finding } from '../rule.ts';
import { notXml } from '../saml/not-xml.ts';
import { plainReason } from '../saml/plain-reason.ts';
import { hasDoctype } from '../saml/prolog.ts';

const LARGEST = 2_097_152;

/**
 * Whether SAML metadata is well-formed, signed, of one identity provider, and in date. The signature is looked for,
 * not verified.
 *
 * Source: XML 1.0; saml-metadata-2.0-os.
 */
export async function samlMetadata(facts: Facts): Promise<Finding[]> {
  const xml = facts.value ?? pastedMetadata(facts.text);
  if (xml === null) return [];
  return (await problems(xml, facts.now)).map((message) => ({ message }));
}

async function problems(xml: string, now: number): Promise<string[]> {
  if (xml.length > LARGEST) {
    return [
      `The metadata has ${xml.length} characters; more than 2 MB is not looked at. One provider's is far smaller.`,
    ];
  }
  const other = notXml(xml);
  if (other !== null) return [other];
  if (hasDoctype(xml)) {
    return [
      'The XML has a DOCTYPE, which is refused: it can read files (XXE) or expand without end. Take it out.',
    ];
  }
  // Only this rule needs a parser, so only this rule loads one.
  const [{ readMetadata }, { metadataProblems }] = await Promise.all([
    import('../saml/read-metadata.ts'),
    import('../saml/metadata-problems.ts'),
  ]);
  const reading = readMetadata(xml);
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
