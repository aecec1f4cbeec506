/** The part of a transcript that belongs to one error: several responses may stand in one paste. */

export interface Block {
  start: number;
  end: number;
}

const RESPONSE =
  /\bHTTP\/\d(?:\.\d)? \d{3}\b|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:\/|https?:\/\/)/g;
const BODY =
  /^[ \t]{0,8}\{|\bHTTP\/\d(?:\.\d)? \d{3}\b|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:\/|https?:\/\/)/gm;

/** Where `code` stands last, in whatever case; -1 if it does not. */
export function placeOf(source: string, code: string): number {
  if (code === '') return -1;
  const exact = source.lastIndexOf(code);
  return exact >= 0 ? exact : source.toLowerCase().lastIndexOf(code.toLowerCase());
}

/** What is around `at`: first the body that it stands in, then the whole response, then the text. */
export function blocksAround(source: string, at: number): Block[] {
  return [around(source, at, BODY), around(source, at, RESPONSE), { start: 0, end: source.length }];
}

function around(source: string, at: number, boundary: RegExp): Block {
  let start = 0;
  for (const match of source.matchAll(boundary)) {
    if (match.index > at) return { start, end: match.index };
    start = match.index;
  }
  return { start, end: source.length };
}
