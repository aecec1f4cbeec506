import { X509Certificate } from 'node:crypto';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { DAY } from '../../base/time.ts';
import { howLong, iso, isoDate, quote } from '../../pasted/pasted.ts';

const METADATA_NS = 'urn:oasis:names:tc:SAML:2.0:metadata';
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
  | { kind: 'refused'; reason: string }
  | { kind: 'doctype' };

class Refused extends Error {}

class Doctype extends Error {}

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
    if (error instanceof Doctype) return { kind: 'doctype' };
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
    throw new Doctype();
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

const SOON = 7 * DAY;
/** saml-metadata-2.0-os section 2.2.1. */
const LONGEST_ID = 1024;

/** What a well-formed document lacks as SAML metadata, each as a sentence. Source: saml-metadata-2.0-os section 2. */
export function metadataProblems(metadata: Metadata, now: number): string[] {
  const root = rootProblem(metadata);
  if (root !== null) return [root];
  return [
    ...entityProblems(metadata),
    ...signatureProblems(metadata),
    ...validity(metadata.validUntil, now),
    ...certificateProblems(metadata.certificates, now),
  ];
}

function rootProblem({ root, entities }: Metadata): string | null {
  if (
    /^(?:Response|Assertion|EncryptedAssertion|AuthnRequest|LogoutRequest|LogoutResponse)$/.test(root.local)
  ) {
    return `The root is ${root.local}: that is a SAML message of one login, not the provider's metadata.`;
  }
  if (root.local === 'EntitiesDescriptor' && root.uri === METADATA_NS) {
    return entities.length === 0
      ? 'The root is EntitiesDescriptor and holds no EntityDescriptor.'
      : `The root is EntitiesDescriptor, a collection of ${entities.length}. Get the metadata of the one provider: its root is EntityDescriptor.`;
  }
  if (root.local !== 'EntityDescriptor') {
    return `The root is ${quote(root.local)}; SAML metadata of a provider begins with EntityDescriptor.`;
  }
  if (root.uri === METADATA_NS) return null;
  const given = root.uri === '' ? 'in no namespace' : `in the namespace ${quote(root.uri, 80)}`;
  return `EntityDescriptor stands ${given}; it must be ${METADATA_NS}.`;
}

function entityProblems({ entities }: Metadata): string[] {
  const entity = entities[0];
  if (entity === undefined) return [];
  const found: string[] = [];
  if (entity.entityID === null) found.push('EntityDescriptor has no entityID.');
  else if (entity.entityID.trim() === '') found.push('The entityID is empty.');
  else if (entity.entityID.length > LONGEST_ID)
    found.push(`The entityID is longer than ${LONGEST_ID} characters.`);
  if (!entity.isIdp) {
    const sp = entity.isSp
      ? ' It has an SPSSODescriptor: this is the metadata of a service provider, perhaps your own.'
      : '';
    found.push(`There is no IDPSSODescriptor, so it describes no identity provider.${sp}`);
  } else if (!entity.hasSso)
    found.push('The IDPSSODescriptor has no SingleSignOnService, so there is no address to log in at.');
  return found;
}

function signatureProblems({ signed, isSignedElsewhere, id }: Metadata): string[] {
  if (signed === null) {
    return [
      isSignedElsewhere
        ? 'The metadata is not signed as a whole: a ds:Signature stands deeper, not directly under EntityDescriptor.'
        : 'The metadata is not signed: there is no ds:Signature under EntityDescriptor. Switch signing on at the provider and export again.',
    ];
  }
  const [reference] = signed;
  // An empty reference means the whole document.
  if (reference === undefined || reference === '' || reference === `#${id ?? ''}`) return [];
  const own = id === null ? 'has no ID' : `has the ID ${quote(id, 40)}`;
  return [
    `The signature covers ${quote(reference, 40)}, but EntityDescriptor ${own}: it was changed after signing, or part was copied.`,
  ];
}

function validity(validUntil: string | null, now: number): string[] {
  if (validUntil === null) return [];
  const at = isoDate(validUntil.trim());
  if (at === null) return [`validUntil is no date and time: ${quote(validUntil, 40)}.`];
  if (at <= now)
    return [`The metadata expired ${howLong(now - at)} ago (validUntil ${iso(at) ?? ''}): export it again.`];
  return at - now < SOON
    ? [`The metadata expires in ${howLong(at - now)} (validUntil ${iso(at) ?? ''}).`]
    : [];
}

const EXPIRES_SOON = 14 * DAY;

interface Judged {
  problem: string | null;
  isUsable: boolean;
}

/** What is wrong with the certificates of a metadata document, each as a sentence. */
function certificateProblems(texts: readonly string[], now: number): string[] {
  const judged = texts.map((text) => judge(text, now));
  const usable = judged.filter(({ isUsable }) => isUsable).length;
  return judged.flatMap(({ problem, isUsable }, index) => {
    if (problem === null) return [];
    const which = texts.length === 1 ? 'The certificate' : `Certificate ${index + 1} of ${texts.length}`;
    const others = !isUsable && usable > 0 ? ' Another one in the file is valid.' : '';
    return [`${which} ${problem}.${others}`];
  });
}

function judge(text: string, now: number): Judged {
  const certificate = read(text);
  if (typeof certificate === 'string') return { problem: certificate, isUsable: false };
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (to < now) return { problem: `expired ${howLong(now - to)} ago, at ${iso(to) ?? ''}`, isUsable: false };
  if (from > now)
    return { problem: `is not valid before ${iso(from) ?? ''}, in ${howLong(from - now)}`, isUsable: false };
  return {
    problem: to - now < EXPIRES_SOON ? `expires in ${howLong(to - now)}, at ${iso(to) ?? ''}` : null,
    isUsable: true,
  };
}

/** The certificate, or what is wrong with its text. */
function read(text: string): X509Certificate | string {
  if (text === '') return 'is empty';
  if (text.includes('-----BEGIN'))
    return 'has PEM lines (-----BEGIN…) in it: only the base64 between them belongs there';
  if (!/^[A-Za-z0-9+/=\s]*$/.test(text)) return 'is not base64';
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    return 'cannot be read: it was cut off or changed';
  }
}

/**
 * Where a bare `&` stands, if it is what stopped the parser: a parser reads on for the `;` and reports a place far
 * behind it, or the end of the file.
 */
function bareAmpersand(
  xml: string,
  position: number,
  reason: string,
): { kind: 'broken'; line: number; column: number; reason: string } | null {
  const isEnd = reason.startsWith('unexpected end') || reason.startsWith('unclosed tag');
  if (!isEnd && !reason.includes('entity')) return null;
  const at = xml.lastIndexOf('&', position - 1);
  if (at < 0 || /^&#?[\w.-]{1,64};/.test(xml.slice(at, at + 70))) return null;
  if (
    isEnd &&
    (xml.indexOf(';', at) >= 0 || isInside(xml, at, '<![CDATA[', ']]>') || isInside(xml, at, '<!--', '-->'))
  ) {
    return null;
  }
  const before = xml.slice(0, at);
  const line = before.split('\n').length;
  return {
    kind: 'broken',
    line,
    column: at - before.lastIndexOf('\n'),
    reason: 'malformed character entity',
  };
}

function isInside(xml: string, at: number, open: string, close: string): boolean {
  return xml.lastIndexOf(open, at) > xml.lastIndexOf(close, at);
}
