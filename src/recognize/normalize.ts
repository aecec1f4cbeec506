const ANSI = /\u001b\[[0-9;?]{0,16}[ -/]{0,4}[@-~]/g;
const ESCAPED_UNIT = /\\+u00([2-7][0-9a-f])/gi;
const ESCAPED_QUOTE = /\\+(?=["'/])/g;
const ESCAPED_BREAK = /\\+[nrt]/g;
const PERCENT = /%([2-7][0-9a-f])/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  '#34': '"',
  '#x22': '"',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  amp: '&',
};
const ENTITY = /&(quot|#34|#x22|apos|#39|lt|gt|amp);/gi;

/**
 * The text without the layers that transport puts round it: terminal colours, backslash escapes (one
 * level or many), HTML entities, percent-encoding. Linear, and free where the layer is not there.
 */
export function unwrap(text: string): string {
  let plain = text;
  if (plain.includes('\u001b')) plain = plain.replace(ANSI, '');
  if (plain.includes('\\')) {
    plain = plain
      .replace(ESCAPED_UNIT, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(ESCAPED_QUOTE, '')
      .replace(ESCAPED_BREAK, '\n');
  }
  if (plain.includes('&'))
    plain = plain.replace(ENTITY, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
  if (plain.includes('%')) {
    plain = plain.replace(PERCENT, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return plain;
}

/** The words of an identifier, in lower case: `Err.WorkspaceSlug-Taken` gives `err workspace slug taken`. */
export function wordsOf(identifier: string): string[] {
  return identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
