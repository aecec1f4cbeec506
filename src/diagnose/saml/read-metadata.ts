import { SaxesParser, type SaxesTagNS } from 'saxes';
import { bareAmpersand } from './bare-ampersand.ts';

export const METADATA_NS = 'urn:oasis:names:tc:SAML:2.0:metadata';
const SIGNATURE_NS = 'http://www.w3.org/2000/09/xmldsig#';

/** Metadata is shallow; a parser that resolves prefixes pays for depth and for attributes with time. */
const DEEPEST = 64;
const MOST_ATTRIBUTES = 256;
const MOST_ELEMENTS = 20_000;
const MOST_CERTIFICATES = 12;
const CHUNK = 16_384;

interface Entity {
  entityID: string | null;
  isIdp: boolean;
  isSp: boolean;
  hasSso: boolean;
}

export interface Metadata {
  root: { local: string; uri: string };
  id: string | null;
  /** `validUntil` of the root, as it is written. */
  validUntil: string | null;
  entities: Entity[];
  /** `Reference` URIs of the signature that is the root's child; null without such a signature. */
  signed: string[] | null;
  /** A signature stands somewhere else than under the root. */
  isSignedElsewhere: boolean;
  /** Texts of the X509Certificate elements, each once. */
  certificates: string[];
}

export type Reading =
  | { kind: 'metadata'; metadata: Metadata }
  | { kind: 'broken'; line: number; column: number; reason: string }
  | { kind: 'refused'; reason: string };

class Refused extends Error {}

class Broken extends Error {}

/** Reads what the rules need, in one pass and without entities. Stops at the first thing that is not well-formed. */
export function readMetadata(xml: string): Reading {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const metadata: Metadata = {
    root: { local: '', uri: '' },
    id: null,
    validUntil: null,
    entities: [],
    signed: null,
    isSignedElsewhere: false,
    certificates: [],
  };
  listen(parser, metadata);
  try {
    for (let at = 0; at < xml.length; at += CHUNK) parser.write(xml.slice(at, at + CHUNK));
    parser.close();
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', reason: error.message };
    const reason = error instanceof Error ? error.message : '';
    const place = { line: parser.line, column: Math.max(1, parser.column) };
    return bareAmpersand(xml, parser.position, reason) ?? { kind: 'broken', ...place, reason };
  }
  return { kind: 'metadata', metadata };
}

function listen(parser: SaxesParser<{ xmlns: true; position: true }>, metadata: Metadata): void {
  const path: string[] = [];
  const texts = new Set<string>();
  let certificate: string | null = null;
  let attributes = 0;
  let elements = 0;
  let closed = '';
  parser.on('error', (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, '');
    throw new Broken(reason.startsWith('unexpected close') ? `unclosed before: ${closed}` : reason);
  });
  parser.on('doctype', () => {
    throw new Refused('it has a DOCTYPE');
  });
  parser.on('opentagstart', () => {
    attributes = 0;
    elements += 1;
    if (elements > MOST_ELEMENTS) throw new Refused(`it has more than ${MOST_ELEMENTS} elements`);
    if (path.length >= DEEPEST) throw new Refused(`its elements are nested deeper than ${DEEPEST}`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MOST_ATTRIBUTES)
      throw new Refused(`an element has more than ${MOST_ATTRIBUTES} attributes`);
  });
  parser.on('opentag', (tag) => {
    path.push(tag.local);
    note(tag, path, metadata);
    if (tag.local === 'X509Certificate' && tag.uri === SIGNATURE_NS) certificate = '';
  });
  const collect = (text: string) => {
    if (certificate !== null) certificate += text;
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', () => {
    // For a closing tag that does not match, the parser first closes what is open.
    closed = path.pop() ?? '';
    if (closed === 'X509Certificate' && certificate !== null) {
      const text = certificate.slice(0, 65_536).trim();
      if (!texts.has(text) && texts.size < MOST_CERTIFICATES) metadata.certificates.push(text);
      texts.add(text);
      certificate = null;
    }
  });
}

function note(tag: SaxesTagNS, path: readonly string[], metadata: Metadata): void {
  if (path.length === 1) {
    metadata.root = { local: tag.local, uri: tag.uri };
    metadata.id = attribute(tag, 'ID');
    metadata.validUntil = attribute(tag, 'validUntil');
  }
  const isMetadata = tag.uri === METADATA_NS;
  const entity = metadata.entities.at(-1);
  if (isMetadata && tag.local === 'EntityDescriptor') {
    metadata.entities.push({
      entityID: attribute(tag, 'entityID'),
      isIdp: false,
      isSp: false,
      hasSso: false,
    });
  } else if (entity && isMetadata) {
    if (tag.local === 'IDPSSODescriptor') entity.isIdp = true;
    if (tag.local === 'SPSSODescriptor') entity.isSp = true;
    if (tag.local === 'SingleSignOnService') entity.hasSso = true;
  }
  if (tag.uri !== SIGNATURE_NS) return;
  if (tag.local === 'Signature') {
    if (path.length === 2) metadata.signed = [];
    else metadata.isSignedElsewhere = true;
  }
  if (tag.local === 'Reference' && path[1] === 'Signature' && metadata.signed && metadata.signed.length < 4) {
    metadata.signed.push(attribute(tag, 'URI') ?? '');
  }
}

function attribute(tag: SaxesTagNS, name: string): string | null {
  return Object.hasOwn(tag.attributes, name) ? (tag.attributes[name]?.value ?? null) : null;
}
