import { withoutEntities } from '../base/entities.ts';
import { endOfString, percentDecoded } from '../base/text.ts';
import { asJson } from './dialects.ts';

/** Takes off what transport puts round a text: colors, mail quoting, entities, percent-encoding, JSON in JSON, and so on. */

/** Takes one layer off, or gives back the same text if it has no such layer. Linear. */
type Layer = (text: string) => string;

const LAYERS: readonly Layer[] = [
  withStraightQuotes,
  withoutColors,
  fromQuotedPrintable,
  withoutMailQuotes,
  fromEntities,
  fromPercent,
  fromJsonStrings,
  withoutMarkup,
  asJson,
  unwrapped,
];
/** How often a text may be wrapped. */
const MOST_ROUNDS = 5;
/** Signs that there is a layer; a text without any of them has none. */
const TRACE = /^\s{0,20}"|[\u001b\u009b\\&%=>|*_~`“”„‘’\u00a0[│┃•]|\n/;

/**
 * A text as it was before it was copied, logged and mailed. What only one value in it carries (a URL that is
 * percent-encoded, `&amp;` in a query) stays: that may be the very fault. Linear in the text.
 */
export function unwrap(text: string): string {
  if (!TRACE.test(text)) return text;
  let plain = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = plain;
    for (const layer of LAYERS) plain = layer(plain);
    if (plain === before) break;
  }
  return plain;
}

const ESCAPED_QUOTE = /(?<!\\)\\+(?=["'/])/g;
const ESCAPED_BREAK = /(?<!\\)\\+[nrt]/g;
/** A run of backslashes is tried from its start alone: one that escapes nothing would else be read again and again. */
const ESCAPED_ASCII = /(?<!\\)\\+u00([2-7][0-9a-f])/gi;
/** What stands round a code in an encoded URL or form. */
const ESCAPED_MARK = /%(2[026cdf]|3[ad]|5f|7[bd]|0[ad])/gi;
const MOST_LAYERS = 3;

/**
 * What `unwrap` gave, without the escapes of single values too: they are never a part of a code. For recognition; a
 * value that is to be judged is read with its escapes. Linear, and free where there are none.
 */
export function withoutEscapes(text: string): string {
  let plain = withoutColors(text);
  if (plain.includes('\\')) {
    plain = plain.replace(ESCAPED_QUOTE, '').replace(ESCAPED_BREAK, '\n');
    if (plain.includes('u00'))
      plain = plain.replace(ESCAPED_ASCII, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  for (let layer = 0; layer < MOST_LAYERS && (plain.includes('%25') || plain.includes('&amp;')); layer += 1)
    plain = plain.replaceAll('%25', '%').replaceAll('&amp;', '&');
  plain = withoutEntities(plain);
  return !plain.includes('%')
    ? plain
    : plain.replace(ESCAPED_MARK, (_, hex: string) =>
        /^0/.test(hex) ? '\n' : String.fromCharCode(Number.parseInt(hex, 16)),
      );
}

/** ECMA-48: control sequences, operating system commands, character sets; the escape itself may be written out. */
const COLOR =
  /(?:\u001b|[\u241b\u2190\ufffd](?=\[)|\^\[(?=\[)|\\{1,4}(?:u001b|x1b|033|e)(?=\[))(?:\[[0-9;?]{0,16}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,300}(?:\u0007|\u001b\\)|[()][A-Z0-9]|[=>])|\u009b[0-9;?]{0,16}[@-~]/gi;
/** What is left of colors when copying lost the escape character; only if one of them is a reset. */
const LOST_RESET = /\[(?:0|0?;?39|22|49|0;39)m|\[m(?!\w)/;
const LOST_COLOR = /\[(?:\d{1,3}(?:;\d{1,3}){0,5})?m(?!])/g;

function withoutColors(text: string): string {
  const hasEscape =
    /[\u001b\u009b\u241b\u2190\ufffd]/.test(text) ||
    (text.includes('[') && /\\(?:u001b|x1b|033|e)\[|\^\[\[/i.test(text));
  const plain = hasEscape ? text.replace(COLOR, '') : text;
  return plain.includes('m') && LOST_RESET.test(plain) ? plain.replace(LOST_COLOR, '') : plain;
}

/** RFC 2045 section 6.7: every `=` is written `=3D`, and a line that is broken ends in `=`. */
function fromQuotedPrintable(text: string): string {
  if (!text.includes('=')) return text;
  const isStated = /^content-transfer-encoding:[ ]?quoted-printable/im.test(text);
  const isBroken = /=(?:20|22)(?:\s|$)|^[^\n]{60,77}=\r?$/m.test(text);
  // JSON has no `=` of its own, and a value in it, or in a query, may end in one that is escaped.
  const isMarked =
    isBroken || (!/^\s*[{[]/.test(text) && /(?<![?&][\w.-]{1,60})=3D|=[0-9A-F]{2}=[0-9A-F]{2}/.test(text));
  if (!isStated && (!isMarked || /=(?![0-9A-F]{2}|\r?\n|\r?$)/.test(text))) return text;
  const joined = text.replace(/=\r?\n/g, '');
  return joined.replace(/(?:=[0-9A-F]{2})+/g, (run) => percentDecoded(run.replaceAll('=', '%')) ?? run);
}

/** Lines of a mail or a Markdown quotation; `>` also marks what `curl -v` sent. */
const SENT = /^> (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S{1,2000} HTTP\//m;
const RECEIVED = /^(?:< |\* )/m;

function withoutMailQuotes(text: string): string {
  if (!text.includes('>') || !/^[ ]{0,3}>/m.test(text)) return text;
  const isAll = !/^[ ]{0,3}[^\s>]/m.test(text);
  if (SENT.test(text) || (!isAll && RECEIVED.test(text))) return text;
  return text.replace(/^[ ]{0,3}>[ ]?/gm, '');
}

/** A lone `&amp;` may belong to one value; an escaped quote or bracket shows that the whole text was escaped. */
const ESCAPED_TEXT =
  /&(?:quot|apos|lt|gt|nbsp|[lr][sd]quo|[lr]cub|[lr]brace|lowbar|colon|equals|#(?!0{0,3}38;)\d{1,6}|#x(?!0{0,3}26;)[0-9a-f]{1,6});/i;

/** HTML and XML: all entities of a text whose quotes or brackets are written as such. */
function fromEntities(text: string): string {
  if (!text.includes('&') || !ESCAPED_TEXT.test(text.replaceAll(/&(?:amp;){1,4}/g, '&'))) return text;
  return withoutEntities(text);
}

/** A run that can be one percent-encoded value: what ends a field of a form ends it. */
const ENCODED = /(?:[\w.!~*'()+/:@,$-]|%[0-9a-f]{2})+/gi;
/** A brace, a quote or a line break: what was encoded is a body or headers, not a URL. */
const ENCODED_TEXT = /%(?:25)*(?:7b|22|0a|5b%(?:25)*22)/i;
/** A URL that what follows belongs to: its query may hold anything. */
const IN_URL = /[a-z]:\/\/[^\s"'<>`]{1,400}$/i;
/** A form in a form. */
const ENCODED_FORM = /(?<![\w.%-])[\w-]{1,40}%(?:25)*3d/i;

/** The percent-encoded bodies in a text, or all of it if it is one; an encoded URL in it stays as it is. */
function fromPercent(text: string): string {
  if (!text.includes('%')) return text;
  const whole = text.trim();
  const isWhole = /%(?:25)*(?:20|3d|3a%(?:25)*20)/i.test(whole) && !/[\s&=?"'{}<>]/.test(whole);
  if (isWhole) return withoutPercent(whole);
  if (!ENCODED_TEXT.test(text) && !ENCODED_FORM.test(text)) return text;
  return text.replace(ENCODED, (run: string, at: number) => {
    const isText = ENCODED_TEXT.test(run) || ENCODED_FORM.test(run);
    return isText && !IN_URL.test(text.slice(Math.max(0, at - 400), at))
      ? onOwnLine(withoutPercent(run))
      : run;
  });
}

/** A text of several lines starts on a line of its own, so that what marks the start of a line is seen. */
function onOwnLine(text: string): string {
  return text.includes('\n') ? `\n${text}` : text;
}

function withoutPercent(run: string): string {
  const spaced = run.includes('%20') ? run : run.replaceAll('+', ' ');
  return (
    percentDecoded(spaced) ?? spaced.replace(/(?:%[0-9a-f]{2})+/gi, (part) => percentDecoded(part) ?? part)
  );
}

const ESCAPED_UNIT = /(?<!\\)(\\+)u([0-9a-f]{4})/gi;
/** An object whose first key has an escaped quote: JSON that stands in a string. */
const NESTED = /\{\s{0,9}(?:\\+[nrt]\s{0,40}){0,4}\\+["']/;
/** A whole response in a string: its status line, or a header on a line of its own. */
const NESTED_LINES = /^(?:HTTP\/\d|[^"\n]{0,200}?\\n[a-z-]{2,40}: |[^"\n]{0,2000}\\n\{)/i;

/** Lines whose breaks are written out, in a text that has no other and no quotes. */
const WRITTEN_LINES = /^[^"']{0,4096}?\\n(?:[\w-]{2,40}: |HTTP\/|[<>*] |\\n)/;

/** JSON inside the strings of JSON, level by level, and the whole text if it is one string. */
function fromJsonStrings(text: string): string {
  let plain = text.includes('\\') ? text.replace(ESCAPED_UNIT, unescapedUnit) : text;
  if (/["'`]\s{0,9}\[?\{/.test(plain)) plain = withoutQuotesRoundObjects(plain);
  const whole = plain.trim();
  if (whole.startsWith('"') && endOfString(whole, 0) === whole.length - 1)
    return unescaped(whole.slice(1, -1));
  if (!plain.includes('\\')) return plain;
  if (!plain.includes('\n') && WRITTEN_LINES.test(plain)) return unescaped(plain);
  if (NESTED.test(plain)) return unnested(plain, NESTED);
  return plain.includes('\\n') && /"[^"\n]{0,2000}\\n/.test(plain) ? unnested(plain, NESTED_LINES) : plain;
}

function unescapedUnit(whole: string, slashes: string, hex: string): string {
  const unit = Number.parseInt(hex, 16);
  // A quote stays escaped, so that it ends no string.
  if (unit === 0x22) return `${slashes}"`;
  return unit < 0x20 || unit === 0x5c || unit === 0x7f ? whole : String.fromCharCode(unit);
}

/** Each string that holds what `nested` finds, unescaped once and without its quotes. */
function unnested(text: string, nested: RegExp): string {
  const parts: string[] = [];
  let from = 0;
  let open = text.indexOf('"');
  while (open >= 0) {
    const close = endOfString(text, open);
    const inner = text.slice(open + 1, close);
    if (text[open - 1] === '\\') {
      // Outside any string, an escaped quote says that all around it is escaped.
      parts.push(unescaped(text.slice(from, close)));
      from = close;
      open = close < text.length ? close : -1;
      continue;
    }
    if (nested.test(inner)) {
      parts.push(text.slice(from, open), onOwnLine(unescaped(inner)));
      from = Math.min(text.length, close + 1);
    }
    open = close < text.length ? text.indexOf('"', close + 1) : -1;
  }
  return parts.length === 0 ? text : `${parts.join('')}${text.slice(from)}`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '', t: '\t', b: ' ', f: ' ' };

/** One level of escapes less. */
function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (whole, char: string) =>
    /["'\\/`]/.test(char) ? char : (ESCAPES[char] ?? whole),
  );
}

/** `'{"code": …}'`, `b'{"code": …}'`, `"{'code': …}"`: an object in the quotes of another kind. */
function withoutQuotesRoundObjects(text: string): string {
  return text
    .replace(/b?(['`])\s{0,9}(\[?\{\s{0,9}"[^'`]{0,65536}\}\]?)\s{0,9}\1(?=[\s,;)\]}.>]|$)/g, '$2')
    .replace(/b?(")\s{0,9}(\[?\{\s{0,9}'[^"]{0,65536}\}\]?)\s{0,9}"(?=[\s,;)\]}.>]|$)/g, '$2');
}

/** A word processor curls all quotes of a text; where there are straight ones too, the curly ones belong to a value. */
function withStraightQuotes(text: string): string {
  let plain = text;
  const isOfJson = /[{,]\s{0,9}[“”„‟][\w-]{1,40}[“”‟]\s{0,9}:/.test(plain);
  if (isOfJson || (/[“”„‟]/.test(plain) && !plain.includes('"'))) plain = plain.replace(/[“”„‟]/g, '"');
  if (/[‘‚‛]/.test(plain) && plain.includes('’') && !plain.includes("'"))
    plain = plain.replace(/[‘’‚‛]/g, "'");
  return plain.includes('\u00a0') && !plain.includes(' ') ? plain.replaceAll('\u00a0', ' ') : plain;
}

/** A JSON string has no line break: a mail program or a terminal must have put it in. */
const MOST_BROKEN = 2000;
const BREAK = /(?<![ \t])[ \t]*\r?\n[ \t]*/g;

function unwrapped(text: string): string {
  if (!text.includes('\n') || !/"[^"\n]{1,2000}\n/.test(text)) return text;
  const parts: string[] = [];
  let from = 0;
  let open = text.indexOf('"');
  while (open >= 0) {
    const close = endOfString(text, open);
    const inner = text.slice(open + 1, close);
    const isString = /[:,[{(=]\s{0,40}$/.test(text.slice(Math.max(0, open - 41), open));
    const isClosed = /^\s{0,40}(?:[,}\]:)]|$)/.test(text.slice(close + 1, close + 42));
    if (!isString || !isClosed || close - open > MOST_BROKEN) {
      // A stray quote pairs with nothing: the next line begins anew.
      const line = inner.indexOf('\n');
      open = text.indexOf('"', line < 0 ? close + 1 : open + line + 1);
      continue;
    }
    if (inner.includes('\n')) {
      parts.push(text.slice(from, open + 1), inner.replace(BREAK, ' '));
      from = close;
    }
    open = text.indexOf('"', close + 1);
  }
  return parts.length === 0 ? text : `${parts.join('')}${text.slice(from)}`;
}

/** Markdown, wiki markup and tables round a text. */

const FENCE = /^[ ]{0,3}(?:`{3,}|~{3,})[\w+-]{0,20}[ ]?$|^\{(?:code|noformat)(?::[^{}\n]{0,60})?\}$/gm;
const INLINE_CODE = /\{(?:code|noformat)(?::[\w|=.-]{0,60})?\}|<!\[CDATA\[|\]\]>/g;
/** What Markdown escapes and JSON does not. */
const ESCAPED = /(?<!\\)\\+(?=[_*#~`|>])/g;
const ESCAPED_TOO = /(?<!\\)\\(?=[[\](){}.!+-])/g;
const STRONG = /(?<![\w*"'])(\*\*|__)(?=[^\s*_])([^*\n]{1,200}?)(?<=[^\s*_])\1(?![\w*])/g;
const EMPHASIS = /(?<![\w*/."'])\*(?=[\w"'{])([^*\n]{1,200})(?<=[\w:"'}.])\*(?![\w*])/g;
/** The name of a field in code, or a whole line of a header. */
const CODE_NAME = /`([\w.-]{1,60})`(?=\s{0,3}[:=|])/g;
const CODE_LINE = /`([\w.-]{1,60}: [^`\n]{1,300})`/g;

/** A text without the marks of Markdown and of wikis; tables of names and values become lines. */
function withoutMarkup(text: string): string {
  let plain = text;
  if (plain.includes('\\')) {
    const isMarkdown = /\\[_*]/.test(plain);
    plain = plain.replace(ESCAPED, '');
    if (isMarkdown) plain = plain.replace(ESCAPED_TOO, '');
  }
  if (/```|~~~|\{code|\{noformat|<!\[CDATA\[/.test(plain))
    plain = plain.replace(FENCE, '').replace(INLINE_CODE, '');
  if (plain.includes('**') || plain.includes('__')) plain = plain.replace(STRONG, '$2');
  if (plain.includes('*')) plain = plain.replace(EMPHASIS, '$1');
  if (plain.includes('`')) plain = plain.replace(CODE_NAME, '$1').replace(CODE_LINE, '$1');
  if (/<\/t[dh]>/i.test(plain)) plain = plain.replace(HTML_CELL, ' | ').replace(HTML_ROW, '\n');
  const isHtml = /<\/(?:b|i|em|strong|u|span|font)>|<br\s?\/?>/i.test(plain);
  if (isHtml) plain = plain.replace(HTML_EMPHASIS, '');
  if (/[|│┃]/.test(plain)) plain = withoutTables(plain);
  // A break within a cell of a table ends no row.
  return isHtml ? plain.replace(HTML_BREAK, '\n') : plain;
}

/** Rows and cells of HTML; between two cells stands one mark. */
const HTML_ROW = /<\/?tr(?:\s[^<>]{0,200})?>/gi;
const HTML_CELL = /<\/t[dh]>\s{0,40}<t[dh](?:\s[^<>]{0,200})?>|<\/?t[dh](?:\s[^<>]{0,200})?>/gi;
const HTML_BREAK = /<br\s?\/?>/gi;
const HTML_EMPHASIS = /<\/?(?:b|i|em|strong|u|span|font)(?:\s[^<>]{0,200})?>/gi;
const ROW = /^[ \t]{0,20}(?:[|│┃]{1,2})(.{1,20000})[|│┃]{1,2}[ \t\r]{0,20}$/;
const RULE = /^[\s|│┃:+=─━┼-]+$/;
const NAME = /^[A-Za-z][\w.-]{0,59}(?: [A-Za-z][\w.-]{0,59}){0,2}:?$/;
const SPLIT = /\s?(?<!\\)[|│┃]{1,2}\s?/;

/** Rows with a head of names, or of a name and a value, as `name: value`; a row of one cell as what stands in it. */
function withoutTables(text: string): string {
  const lines = text.split('\n');
  const made: string[] = [];
  let head: string[] | null = null;
  let hasRow = false;
  lines.forEach((line, index) => {
    const row = ROW.exec(line)?.[1];
    if (row === undefined) {
      head = null;
      made.push(line);
      return;
    }
    hasRow = true;
    if (RULE.test(row)) return;
    const cells = row.split(SPLIT, 30).map((cell) => cell.trim().replaceAll('<br>', '\n'));
    const next = ROW.exec(lines[index + 1] ?? '')?.[1];
    if (next !== undefined && RULE.test(next) && cells.length > 1 && cells.every((cell) => NAME.test(cell))) {
      head = cells;
      return;
    }
    if (head !== null && head.length === cells.length && head.length > 1 && !isPair(head)) {
      const names = head;
      made.push(...cells.map((cell, at) => `${names[at]}: ${cell}`));
    } else made.push(rowOf(cells));
  });
  return hasRow ? made.join('\n') : text;
}

/** The head of a table of names and values. */
function isPair(head: readonly string[]): boolean {
  return (
    head.length === 2 && /^(?:field|name|header|key|property|parameter|attribute)s?$/i.test(head[0] ?? '')
  );
}

function rowOf(cells: readonly string[]): string {
  const [first = '', second = ''] = cells;
  return cells.length === 2 && NAME.test(first) && second !== ''
    ? `${first.replace(/:$/, '')}: ${second}`
    : cells.length === 1
      ? first
      : `| ${cells.join(' | ')} |`;
}
