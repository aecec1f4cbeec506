import { quote } from '../read/show.ts';
import { howLong, iso, isoDate } from '../read/time.ts';
import { certificateProblems } from './certificates.ts';
import { METADATA_NS, type Metadata } from './read-metadata.ts';

const SOON = 7 * 86_400_000;
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
