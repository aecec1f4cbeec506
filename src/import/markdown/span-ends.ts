/** The offset behind a mark; the end of the text where none follows. */
export function endOf(text: string, from: number, close: string): number {
  const at = text.indexOf(close, from);
  return at === -1 ? text.length : at + close.length;
}

/** Where a fenced block ends. */
export function endOfFence(text: string, from: number, fence: string): number {
  const close = new RegExp(`^[ \\t>]{0,40}${fence[0]}{${Math.min(fence.length, 1000)},}[ \\t]*$`, 'gm');
  close.lastIndex = from;
  return close.exec(text) === null ? text.length : close.lastIndex;
}

/** Where inline code ends; where nothing closes it, it is none. */
export function endOfSpan(text: string, from: number, ticks: string): number {
  const near = text.slice(from, from + 1000).split('\n\n', 1)[0] ?? '';
  const close = near.search(new RegExp(`(?<!\`)\`{${Math.min(ticks.length, 1000)}}(?!\`)`));
  return close === -1 ? from : from + close + ticks.length;
}

/** Where the element ends that opens at `from`, with those of its name in it; the end of the text where none does. */
export function endOfElement(text: string, from: number, name: string): number {
  const tags = new RegExp(`<(/?)${name}(?=[\\s>])[^>]{0,4000}>`, 'gi');
  tags.lastIndex = from;
  let depth = 0;
  for (let tag = tags.exec(text); tag !== null; tag = tags.exec(text)) {
    depth += tag[1] === '' ? 1 : -1;
    if (depth === 0) return tags.lastIndex;
  }
  return text.length;
}

/** Where a statement ends: with the bracket that closes its own, or before an empty line. */
export function endOfModule(text: string, from: number): number {
  const opensBracket = /^[^\n]*[[{(]\s*\n/.test(text.slice(from, from + 1000));
  const close = opensBracket ? /^[\]})][^\n]*$/gm : /\n[ \t]*\n/g;
  close.lastIndex = from;
  return close.exec(text) === null ? text.length : close.lastIndex;
}
