/** Takes off what hides a name or a value from the other rules, though not from a reader or a server. */

const NEEDED = /[^\x20-\x7e\r\n\t]|%[0-9a-f]{2}|&#|&[a-z]{2,8};|\\u00|\\x1b|\\033/i;

const ANSI = /(?:[\u001b\u009b]|\\u001b|\\x1b|\\033)\[[0-9;?]{0,24}[A-Za-z]/gi;

/** Format characters and all that Unicode marks as ignorable; other controls but line feeds and tabs. */
const HIDDEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/gu;

const ENTITY =
  /&(?:#(\d{1,6})|#x([0-9a-f]{1,6})|(equals|colon|quot|apos|amp|lt|gt|nbsp|lowbar|num|commat));/gi;

const NAMED: Readonly<Record<string, string>> = {
  equals: '=',
  colon: ':',
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lowbar: '_',
  num: '#',
  commat: '@',
};

/** How often a text may be percent-encoded over. */
const MAX_ENCODINGS = 4;

/**
 * `text` without ANSI codes and characters that do not show, with compatibility forms, HTML entities,
 * percent-encoding and `\u00…` escapes decoded. The same text if there are none.
 */
export function normalize(text: string): string {
  if (!NEEDED.test(text)) return text;
  let plain = text.replace(ANSI, '').replace(HIDDEN, '').normalize('NFKC');
  plain = plain.replace(/\\u00([2-7][0-9a-f])/gi, (all, hex: string) =>
    unlessQuote(all, Number.parseInt(hex, 16)),
  );
  plain = decodeEntities(plain);
  for (let count = 0; count < MAX_ENCODINGS && /%[0-9a-f]{2}/i.test(plain); count += 1) {
    plain = plain.replace(/(?:%[0-9a-f]{2}){1,1024}/gi, decode);
  }
  return plain.replace(HIDDEN, '');
}

/** A quote or backslash would end a value that it stands in. */
function unlessQuote(written: string, code: number): string {
  return code === 34 || code === 39 || code === 92 ? written : String.fromCharCode(code);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (all: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function decode(run: string): string {
  try {
    return decodeURIComponent(run).normalize('NFKC');
  } catch {
    // Not UTF-8: what is ASCII is decoded nevertheless.
    return run.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}
