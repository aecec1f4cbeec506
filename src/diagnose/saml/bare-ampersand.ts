/**
 * Where a bare `&` stands, if it is what stopped the parser: a parser reads on for the `;` and reports a place far
 * behind it, or the end of the file.
 */
export function bareAmpersand(
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
