/** At most `length` characters of `text`; a character of two units is kept whole or left out. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
