/** What was given instead of XML, as a sentence; null if it may be XML. */
export function notXml(text: string): string | null {
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
