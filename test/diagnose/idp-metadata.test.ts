import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { passesOf } from '../support/passes.ts';
import { findings, NOW, said } from './facts.ts';

const CODE = 'idp_metadata_invalid';
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}.b64`, import.meta.url), 'utf8');
/** Made for these tests, for nobody: one from 2026 to 2036, one from 2020 to 2021. */
const VALID = fixture('valid');
const EXPIRED = fixture('expired');

interface Parts {
  attributes?: string;
  signature?: string;
  role?: string;
  certificates?: string[];
}

const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:Reference URI="#_m1"/></ds:SignedInfo></ds:Signature>';

function metadata({ attributes, signature = SIGNATURE, role, certificates = [VALID] }: Parts = {}): string {
  const keys = certificates.map(
    (text) =>
      `<md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>\n${text}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
  );
  const idp =
    role ??
    `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}<md:SingleSignOnService Binding="b" Location="https://idp.example.com/sso"/></md:IDPSSODescriptor>`;
  const own = attributes ?? 'entityID="https://idp.example.com" ID="_m1"';
  return `<?xml version="1.0"?>\n<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ${own}>${signature}${idp}</md:EntityDescriptor>`;
}

describe('SAML metadata', () => {
  it('that is in order is said to be, without claiming that its signature is right', async () => {
    expect(await said(CODE, metadata())).toMatch(/well-formed, signed.*not verified/);
    expect(await said(CODE, `\uFEFF${metadata()}`)).toMatch(/well-formed, signed/);
  });

  it.each([
    ['nothing', '', 'is empty'],
    ['its URL', ' https://idp.example.com/metadata ', 'a URL, not the XML'],
    ['an HTML page', '<!DOCTYPE html><html><body>Log in</body></html>', 'an HTML page'],
    ['an HTML page without doctype', '\n<html lang="en">', 'an HTML page'],
    ['JSON', '{"issuer":"x"}', 'JSON'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMII', 'PEM certificate'],
    ['base64', Buffer.from(metadata()).toString('base64'), 'base64-encoded'],
    ['escaped HTML', '&lt;md:EntityDescriptor&gt;', 'HTML-escaped'],
    ['percent-encoding', '%3C%3Fxml', 'percent-encoded'],
    ['a JSON string', '"<md:EntityDescriptor/>"', 'in quotes'],
    ['prose', 'see attachment', 'not XML'],
  ])('%s in its place is named', async (_, value, problem) => {
    const found = await findings(CODE, value);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(problem);
  });

  it.each([
    ['<a>\n  <b></a>', 'line 2, column 9', "still open: 'b'"],
    ['<a>\n<b>', 'line 2', 'cut off'],
    ['<a><b x="1" x="2"/></a>', 'line 1', 'stands twice'],
    ['<a x=1/>', 'line 1', 'without quotes'],
    ['<a>\n x & y</a>', 'line 2, column 4', 'a bare &'],
    ['<a b="x & y"/>', 'line 1, column 9', 'a bare &'],
    ['<a>&nbsp;</a>', 'line 1', 'does not know'],
    ['\n<?xml version="1.0"?><a/>', 'line 2', 'something before <?xml'],
    ['<md:a/>', 'line 1', "declared nowhere (its xmlns: is missing): 'md'"],
    ['<a/>text', 'line 1', 'after the root element'],
    ['<a/><b/>', 'line 1', 'second root'],
    ['<a>\u0000</a>', 'line 1', 'not allowed'],
  ])('%j is not well-formed: %s, %s', async (xml, place, reason) => {
    const text = await said(CODE, xml);
    expect(text).toContain(place);
    expect(text).toContain(reason);
  });

  it.each([
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a doctype behind a comment', '<?xml version="1.0"?><!-- x --><!DOCTYPE a><a/>'],
    ['a billion laughs', `<!DOCTYPE a [${'<!ENTITY l "&l;&l;&l;">'.repeat(1000)}]><a>&l;</a>`],
  ])('with %s is refused unread', async (_, xml) => {
    const found = await findings(CODE, xml);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('DOCTYPE, which is refused'),
    ]);
  });

  it.each([
    [
      '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>',
      'The root is Response: that is a SAML message',
    ],
    [
      '<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"><EntityDescriptor/><EntityDescriptor/></EntitiesDescriptor>',
      'a collection of 2',
    ],
    ['<rss/>', "The root is 'rss'"],
    ['<EntityDescriptor/>', 'stands in no namespace'],
    ['<EntityDescriptor xmlns="urn:x"/>', "in the namespace 'urn:x'"],
    [metadata({ attributes: 'ID="_m1"' }), 'has no entityID'],
    [metadata({ attributes: 'entityID="" ID="_m1"' }), 'entityID is empty'],
    [metadata({ role: '' }), 'no IDPSSODescriptor'],
    [metadata({ role: '<md:SPSSODescriptor/>' }), 'metadata of a service provider'],
    [metadata({ role: '<md:IDPSSODescriptor/>' }), 'no SingleSignOnService'],
    [metadata({ signature: '' }), 'not signed: there is no ds:Signature'],
    [metadata({ signature: `<md:Extensions>${SIGNATURE}</md:Extensions>` }), 'stands deeper'],
    [metadata({ signature: '<Signature/>' }), 'not signed'],
    [
      metadata({ attributes: 'entityID="x" ID="_other"' }),
      "covers '#_m1', but EntityDescriptor has the ID '_other'",
    ],
    [metadata({ attributes: 'entityID="x" ID="_m1" validUntil="2026-11-19T10:00:00Z"' }), 'expired 1 d ago'],
    [metadata({ attributes: 'entityID="x" ID="_m1" validUntil="2026-11-22T10:00:00Z"' }), 'expires in 2 d'],
    [metadata({ attributes: 'entityID="x" ID="_m1" validUntil="soon"' }), 'no date and time'],
    [metadata({ certificates: [EXPIRED] }), 'The certificate expired 2149 d ago'],
    [
      metadata({ certificates: [EXPIRED, VALID] }),
      'Certificate 1 of 2 expired 2149 d ago, at 2021-01-01T00:00:00Z. Another one in the file is valid',
    ],
    [metadata({ certificates: [VALID.slice(0, 100)] }), 'cut off or changed'],
    [metadata({ certificates: [`-----BEGIN CERTIFICATE-----${VALID}`] }), 'PEM lines'],
    [metadata({ certificates: ['MII*'] }), 'not base64'],
    [metadata({ certificates: [''] }), 'is empty'],
  ])('%#: has a problem that is named', async (xml, problem) => {
    const found = await findings(CODE, xml);
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  });

  it('that will expire late, or has no end, is not said to expire', async () => {
    const xml = metadata({ attributes: 'entityID="x" ID="_m1" validUntil="2027-11-19T10:00:00Z"' });
    expect(await said(CODE, xml)).toContain('in date');
  });

  it('has a certificate that is not valid yet, or not for long', async () => {
    expect(await said(CODE, { value: metadata(), now: Date.parse('2025-12-31T00:00:00Z') })).toContain(
      'is not valid before 2026-01-01T00:00:00Z, in 1 d',
    );
    expect(await said(CODE, { value: metadata(), now: Date.parse('2035-12-31T00:00:00Z') })).toContain(
      'expires in 1 d',
    );
  });

  it('in the midst of a paste is found', async () => {
    const text = `I get ${CODE} for this:\n${metadata({ signature: '' })}\nWhy?`;
    expect(await said(CODE, { text, now: NOW })).toContain('not signed');
    expect(await findings(CODE, { text: 'EntityDescriptor is missing' })).toEqual([]);
  });

  it.each([
    ['deep', '<a>'.repeat(700_000)],
    ['deep in prefixes', '<a:b xmlns:a="u">'.repeat(120_000)],
    ['full of attributes', `<a ${Array.from({ length: 150_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
    ['full of text', `<a>${'x'.repeat(2_000_000)}</a>`],
    ['full of elements', `<a>${'<b/>'.repeat(500_000)}</a>`],
    ['full of ampersands', `<a>${'&'.repeat(2_000_000)}`],
    ['full of comments', `${'<!-- -->'.repeat(250_000)}<a/>`],
    [
      'full of certificates',
      metadata({ certificates: Array.from({ length: 2500 }, (_, i) => `${VALID}${i}`) }),
    ],
    ['one large attribute', `<a b="${'x'.repeat(2_000_000)}"/>`],
    ['one large name', `<${'x'.repeat(2_000_000)}/>`],
    ['full of brackets', `<a>${']]'.repeat(1_000_000)}`],
  ])('of 2 MB, %s, is read in bounded time', async (_, xml) => {
    expect(await passesOf(() => findings(CODE, xml), 60)).toBeLessThan(60);
  });

  it('of more than 2 MB is not looked at', async () => {
    expect(await said(CODE, `<a>${' '.repeat(2_200_000)}`)).toContain('more than 2 MB');
  });
});

it('names a byte order mark that stands in the midst of a paste', async () => {
  const text =
    'no such file: [\ufeff<?xml version="1.0"?><EntityDescriptor entityID="https://idp.example/">]';
  expect(await said('idp_metadata_invalid', { text })).toContain('A byte order mark (U+FEFF)');
});
