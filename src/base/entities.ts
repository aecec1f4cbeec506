/** Characters that XML and HTML name, of those that escaped errors hold. HTML: "Named character references". */
const NAMED: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
  nbsp: ' ',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  lowbar: '_',
  colon: ':',
  equals: '=',
  lbrace: '{',
  rbrace: '}',
  lcub: '{',
  rcub: '}',
  lsqb: '[',
  rsqb: ']',
  num: '#',
  commat: '@',
};
const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi;
const NO_BREAK_SPACE = 0xa0;

/** `text` with the character in place of each entity, by name or number; one that is not known stays. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (point === NO_BREAK_SPACE) return ' ';
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
