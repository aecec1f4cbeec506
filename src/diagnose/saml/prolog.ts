const SPACE = /\s/;

/**
 * Whether a DOCTYPE stands before the root element. Looked for before parsing, so that no entity is ever declared:
 * neither an external one (XXE) nor one that expands to gigabytes.
 */
export function hasDoctype(xml: string): boolean {
  let at = 0;
  for (;;) {
    while (at < xml.length && (SPACE.test(xml.charAt(at)) || xml[at] === '\uFEFF')) at += 1;
    if (xml.startsWith('<!--', at)) at = after(xml, '-->', at + 4);
    else if (xml.startsWith('<?', at)) at = after(xml, '?>', at + 2);
    else return xml.slice(at, at + 9).toUpperCase() === '<!DOCTYPE';
  }
}

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  return at < 0 ? xml.length : at + mark.length;
}
